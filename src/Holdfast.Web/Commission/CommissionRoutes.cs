using Holdfast.App.Commission;
using Holdfast.Core.Commission.Rules;
using Holdfast.Web.Frame;
using NodaTime;

namespace Holdfast.Web.Commission;

/// <summary>The commission's pages, for reading: the docket and one case, each as the visitor's seat may see it.</summary>
internal static class CommissionRoutes
{
    public static void MapCommission(this IEndpointRouteBuilder routes)
    {
        var room = routes.MapGroup("/m/{mission}/commission").WithMetadata(RoutePolicy.PublicRead).ExcludeFromDescription();
        room.MapGet("", DocketAsync);
        room.MapGet("/cases/{id}", CaseAsync);
    }

    private static async Task<IResult> DocketAsync(Visit visit, TimeProvider time)
    {
        var frame = PageFrame.Of(visit.Context, "Commission", "commission");
        if (visit.Mission.Commission is not { } rules)
        {
            return Html.Page<NoCommissionPage>(new { Frame = frame });
        }
        var seat = Seat.Of(visit, rules);
        var cases = await Registry(visit, rules).CasesAsync(seat, null, visit.Cancellation);
        return Html.Page<DocketPage>(
            new
            {
                Cases = cases,
                Rules = rules,
                Seat = seat,
                Seats = Seat.Open(visit, rules),
                Now = Instant.FromDateTimeOffset(time.GetUtcNow()),
                Frame = frame,
            }
        );
    }

    private static async Task<IResult> CaseAsync(Visit visit, TimeProvider time, string id)
    {
        var missing = Refusal.NotFound("There is no such case that you may read.");
        if (visit.Mission.Commission is not { } rules)
        {
            return missing.ToResult(visit.Context);
        }
        var seat = Seat.Of(visit, rules);
        if (await Registry(visit, rules).FindAsync(seat, id, visit.Cancellation) is not { } found)
        {
            return missing.ToResult(visit.Context);
        }
        return Html.Page<CasePage>(
            new
            {
                Shown = found,
                Rules = rules,
                Seat = seat,
                Now = Instant.FromDateTimeOffset(time.GetUtcNow()),
                Frame = PageFrame.Of(visit.Context, $"Case {found.Id}", "commission"),
            }
        );
    }

    private static CaseRegistry Registry(Visit visit, CommissionRules rules) => new(visit.Workspace.Record, rules, visit.Mission.Mode);
}
