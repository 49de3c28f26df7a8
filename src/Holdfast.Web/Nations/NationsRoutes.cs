using System.Collections.Immutable;
using Holdfast.App.Nations;
using Holdfast.Core.Missions;
using Holdfast.Core.Nations;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Nations;

/// <summary>The pages and the API of what nations said, and of everything dated in one list.</summary>
internal static class NationsRoutes
{
    public static void MapNations(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/m/{mission}").WithMetadata(RoutePolicy.PublicRead).ExcludeFromDescription();
        pages.MapGet("/nations", Matrix);
        pages.MapGet("/nations/{id}", OneNation);
        pages.MapGet("/timeline", TimelineAsync);
        var api = routes.MapGroup("/api/v1/missions/{mission}").WithMetadata(RoutePolicy.PublicRead).WithTags("nations");
        api.MapGet("/nations", ApiNations)
            .WithName("listNations")
            .WithSummary(
                "Nations with their positions, latest first; nation=, group=, question=, stance=, kind= narrow, known= asks as known on a day."
            )
            .Produces<ImmutableArray<NationItem>>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/nations/{id}", ApiNation).WithName("getNation").Produces<NationItem>().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/timeline", ApiTimelineAsync)
            .WithName("listTimeline")
            .WithSummary(
                "Chronology, positions, calendars and facts, newest first (sort=date: oldest first); nation=, kind=, from=, until=, q= narrow, known= asks as known on a day."
            )
            .Produces<ImmutableArray<TimelineItem>>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static IResult Matrix(Visit visit)
    {
        var (query, asked, fault) = MatrixAddress.Read(visit);
        if (fault is not null)
        {
            return fault.ToResult(visit.Context);
        }
        return query.Elsewhere(visit)
            ?? Html.Page<NationsPage>(
                new
                {
                    Matrix = NationMatrix.Of(visit.Mission.Nations, asked),
                    Asked = asked,
                    Query = query,
                    Frame = Framed(visit, "Nations", "nations", Mode.Actual),
                }
            );
    }

    private static IResult OneNation(Visit visit, string id)
    {
        var (query, asked, fault) = MatrixAddress.Read(visit);
        if (Find(visit, id, out var missing) is not { } nation)
        {
            return missing.ToResult(visit.Context);
        }
        if (fault is not null)
        {
            return fault.ToResult(visit.Context);
        }
        return query.Elsewhere(visit)
            ?? Html.Page<NationPage>(
                new
                {
                    Nation = nation,
                    Row = NationMatrix.Of([nation], new MatrixQuery(asked.Known)).Rows[0],
                    Asked = asked.Known,
                    Query = query,
                    Frame = Framed(visit, nation.Name, "nations", Mode.Actual),
                }
            );
    }

    private static async Task<IResult> TimelineAsync(Visit visit)
    {
        var (query, asked, skip, fault) = TimelineAddress.Read(visit);
        if (fault is not null)
        {
            return fault.ToResult(visit.Context);
        }
        if (query.Elsewhere(visit) is { } elsewhere)
        {
            return elsewhere;
        }
        var facts = await SaidFacts.ReadAsync(visit.Workspace, visit.Reader, asked.Mode, visit.Cancellation);
        var entries = Timeline.Of(visit.Mission, facts, asked);
        var all = Timeline.Of(visit.Mission, facts, new TimelineQuery(asked.Mode));
        return Html.Page<TimelinePage>(
            new
            {
                Entries = query["sort"] == "date" ? entries : [.. entries.Reverse()],
                Days = Timeline.Changes(all),
                Skip = Math.Min(skip, entries.Length),
                Asked = asked,
                Query = query,
                Frame = Framed(visit, "Timeline", "timeline", asked.Mode),
            }
        );
    }

    private static PageFrame Framed(Visit visit, string title, string here, Mode mode) =>
        PageFrame.Of(visit.Context, title, here) with
        {
            Mode = mode,
        };

    private static IResult ApiNations(Visit visit)
    {
        var (_, asked, fault) = MatrixAddress.Read(visit);
        return fault is not null
            ? fault.ToResult(visit.Context)
            : Results.Json(NationMatrix.Of(visit.Mission.Nations, asked).Rows.Select(NationItem.Of), JsonText.Options);
    }

    private static IResult ApiNation(Visit visit, string id)
    {
        var (_, asked, fault) = MatrixAddress.Read(visit);
        if (Find(visit, id, out var missing) is not { } nation)
        {
            return missing.ToResult(visit.Context);
        }
        return fault is not null
            ? fault.ToResult(visit.Context)
            : Results.Json(NationItem.Of(NationMatrix.Of([nation], new MatrixQuery(asked.Known)).Rows[0]), JsonText.Options);
    }

    private static async Task<IResult> ApiTimelineAsync(Visit visit)
    {
        var (query, asked, _, fault) = TimelineAddress.Read(visit);
        if (fault is not null)
        {
            return fault.ToResult(visit.Context);
        }
        var facts = await SaidFacts.ReadAsync(visit.Workspace, visit.Reader, asked.Mode, visit.Cancellation);
        var entries = Timeline.Of(visit.Mission, facts, asked);
        return Results.Json((query["sort"] == "date" ? entries : entries.Reverse()).Select(TimelineItem.Of), JsonText.Options);
    }

    private static Nation? Find(Visit visit, string id, out Refusal missing)
    {
        var nearest = NearestWord.To(id, visit.Mission.Nations.Select(n => n.Id)) ?? NationCodes.Nearest(id);
        missing = Refusal.NotFound(
            $"This mission has no nation '{(id.Length > 40 ? id[..40] : id)}'." + (nearest is null ? "" : $" Did you mean '{nearest}'?")
        );
        return visit.Mission.Nation(id);
    }
}
