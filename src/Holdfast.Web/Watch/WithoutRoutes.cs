using System.Collections.Immutable;
using System.Globalization;
using Holdfast.App.Watch;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Watch;

/// <summary>One incident of a comparison that is another without somebody.</summary>
public sealed record ChangedItem(IncidentItem With, IncidentItem Without, ImmutableArray<IncidentChange> Changes);

public sealed record SectorLossItem(string Sector, double CoveredWith, double CoveredWithout, double Lost);

/// <summary>Incidents and coverage with everybody and without somebody; the shape is documented in docs/guide/api.md.</summary>
public sealed record WithoutItem(
    string Without,
    long IncidentsWith,
    long IncidentsWithout,
    long Unchanged,
    bool All,
    ImmutableArray<IncidentItem> Gone,
    ImmutableArray<ChangedItem> Changed,
    ImmutableArray<IncidentItem> Appeared,
    string From,
    string To,
    ImmutableArray<SectorLossItem> Coverage
)
{
    internal static WithoutItem Of(WithoutComparison found) =>
        new(
            found.Name,
            found.With,
            found.Without,
            found.Unchanged,
            found.All,
            [.. found.Gone.Select(r => IncidentItem.Of(r, exact: true))],
            [.. found.Changed.Select(c => new ChangedItem(IncidentItem.Of(c.With, true), IncidentItem.Of(c.Without, true), c.Changes))],
            [.. found.Appeared.Select(r => IncidentItem.Of(r, exact: true))],
            found.From.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture),
            found.To.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture),
            [.. found.Coverage.Select(c => new SectorLossItem(c.Sector, c.With, c.Without, c.Lost))]
        );
}

internal static class WithoutRoutes
{
    public static void MapWithout(this IEndpointRouteBuilder mission) => mission.MapGet("/without", PageAsync);

    public static void MapWithoutApi(this IEndpointRouteBuilder mission) =>
        mission
            .MapGet("/without", ApiAsync)
            .WithName("compareWithout")
            .WithTags("watch")
            .WithSummary(
                "Incidents and coverage with everybody and without a source, an owner or a group: what goes, what changes, what coverage is lost."
            )
            .Produces<WithoutItem>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden);

    private static async Task<IResult> PageAsync(Visit visit)
    {
        var (query, refused) = Canonical.Read(visit);
        if (query is null)
        {
            return refused;
        }
        var (days, found) = await CompareAsync(visit, query);
        return Html.Page<WithoutPage>(
            new
            {
                Found = found,
                Days = days,
                Query = query,
                Frame = PageFrame.Of(visit.Context, "With and without", "without"),
            }
        );
    }

    private static async Task<IResult> ApiAsync(Visit visit)
    {
        var (query, refusal) = FilterQuery.Parse(visit.Query, visit.Mission);
        if (query is null)
        {
            return (refusal ?? Refusal.BadRequest("")).ToResult(visit.Context);
        }
        if (visit.IsVeiled)
        {
            return new Refusal(
                StatusCodes.Status403Forbidden,
                "For the watch room alone",
                "Leaving somebody out and looking at the difference would tell who heard what."
            ).ToResult(visit.Context);
        }
        var (_, found) = await CompareAsync(visit, query);
        return found is null
            ? Refusal.BadRequest("'without' is missing: name a source, an owner or a group of sources.").ToResult(visit.Context)
            : Results.Json(WithoutItem.Of(found), JsonText.Options);
    }

    private static async Task<(CoverageDays Days, WithoutComparison? Found)> CompareAsync(Visit visit, FilterQuery query)
    {
        var watch = visit.Workspace.Watch;
        var counts = await watch.CountsAsync(visit.Reader, query.Filter with { Without = null }, visit.Cancellation);
        var days = CoverageDays.For(visit.Mission, query, counts.LastRecordedAt);
        return query.Filter.Without is not { Length: > 0 } name || visit.IsVeiled
            ? (days, null)
            : (days, await WithoutComparison.OfAsync(watch, visit.Reader, query.Filter, name, days.From, days.To, visit.Cancellation));
    }
}
