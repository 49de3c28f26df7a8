using System.Collections.Immutable;
using System.Text;
using Holdfast.App.Forces;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Forces;

/// <summary>Files and API of what stands beside a plan: offers judged, plans side by side, withdrawals, a planner's own offers.</summary>
internal static class ForceStudyRoutes
{
    public static void MapForceStudies(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/m/{mission}/forces").WithMetadata(RoutePolicy.PublicRead).ExcludeFromDescription();
        pages.MapGet("/offers.csv", OffersFileAsync);
        pages.MapGet("/compare.csv", CompareFileAsync);
        pages.MapGet("/withdraw.csv", WithdrawFileAsync);
        pages.MapGet("/sustain.csv", SustainFileAsync);
        pages.MapGet("/unlock.csv", UnlockFileAsync);
        pages.MapGet("/own-offers/{key}", OwnFileAsync);
        var api = routes.MapGroup("/api/v1/missions/{mission}/forces").WithMetadata(RoutePolicy.PublicRead).WithTags("forces");
        api.MapGet("/compare", CompareAsync)
            .WithName("compareForces")
            .WithSummary(
                "With set=: every world without and with the backstop; with scenario= alone: every size. Asked like a plan; 202 while some of it is worked out."
            )
            .Produces<CompareItem>()
            .Produces<CompareItem>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/withdraw", WithdrawAsync)
            .WithName("withdrawForces")
            .WithSummary(
                "What the withdrawal of each nation, and of each single offer, would leave unfilled (restricted reading). Asked like a plan; 202 while it is worked out."
            )
            .Produces<WithdrawalItem>()
            .Produces<RunItem>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden);
    }

    private static Task<IResult> UnlockFileAsync(Visit visit) =>
        AskAsync(
            visit,
            async view =>
                view.Case is not { } made ? NoSize(view)
                : await view.UnlockedAsync(made) is { } answer
                    ? ForceFiles.Send(view, "unlock.csv", ForceStudyCsv.Unlocking(answer, made.Figures))
                : NotYet(view, "unlock")
        );

    private static Task<IResult> SustainFileAsync(Visit visit) =>
        AskAsync(
            visit,
            view =>
                Task.FromResult(
                    view.Case is not { } made ? NoSize(view)
                    : view.Sustained(made) is { } sustained ? ForceFiles.Send(view, "sustain.csv", ForceStudyCsv.Sustained(made, sustained))
                    : NotYet(view, "sustain")
                )
        );

    private static Task<IResult> OffersFileAsync(Visit visit) =>
        AskAsync(
            visit,
            view =>
                Task.FromResult(
                    view.Case is { } made ? ForceFiles.Send(view, "offers.csv", ForceStudyCsv.Offers(made.Planning.Offers)) : NoSize(view)
                )
        );

    private static Task<IResult> CompareFileAsync(Visit visit) =>
        AskAsync(
            visit,
            async view =>
            {
                var rows = await CompareRow.AllAsync(view);
                return rows.IsEmpty ? NoneNamed(view)
                    : IsDone(rows)
                        ? ForceFiles.Send(
                            view,
                            "compare.csv",
                            CompareItem.Of(rows).Csv(rows.SelectMany(r => new[] { r.Without, r.With }).Max(c => c.Case.Figures))
                        )
                    : NotYet(view, "compare");
            }
        );

    private static Task<IResult> CompareAsync(Visit visit) =>
        AskAsync(
            visit,
            async view =>
            {
                var rows = await CompareRow.AllAsync(view);
                if (rows.IsEmpty)
                {
                    return NoneNamed(view);
                }
                var faults = rows[0].Without.Case.Diagnostics;
                return faults.IsEmpty
                    ? Results.Json(
                        CompareItem.Of(rows),
                        JsonText.Options,
                        statusCode: IsDone(rows) ? StatusCodes.Status200OK : StatusCodes.Status202Accepted
                    )
                    : Refusal.BadRequest(string.Join(' ', faults.Select(d => "'assume': " + d.Message))).ToResult(visit.Context);
            }
        );

    private static Task<IResult> WithdrawFileAsync(Visit visit) =>
        WeighedAsync(
            visit,
            (view, made) =>
                view.Withdrawn(made) is { } study
                    ? ForceFiles.Send(
                        view,
                        "withdraw.csv",
                        ForceStudyCsv.Withdrawals(study.Withdrawals.Concat(study.Offers), study.Asked, made.Figures)
                    )
                    : NotYet(view, "withdraw")
        );

    private static Task<IResult> WithdrawAsync(Visit visit) =>
        WeighedAsync(
            visit,
            (view, made) =>
            {
                var state = view.Withdraw(made);
                return state.Answer is { } study
                    ? Results.Json(WithdrawalItem.Of(study), JsonText.Options)
                    : Results.Json(
                        RunItem.Of(state),
                        JsonText.Options,
                        statusCode: state.Phase switch
                        {
                            RunPhase.Busy => StatusCodes.Status429TooManyRequests,
                            RunPhase.Done => StatusCodes.Status500InternalServerError,
                            _ => StatusCodes.Status202Accepted,
                        }
                    );
            }
        );

    /// <summary>What weighs nations against each other: for a named size, and for whom it is.</summary>
    private static Task<IResult> WeighedAsync(Visit visit, Func<ForceView, ForceCase, IResult> answer) =>
        AskAsync(
            visit,
            view =>
                Task.FromResult(
                    view.Case is not { } made ? NoSize(view)
                    : !view.MayWeigh ? Restricted.ToResult(visit.Context)
                    : !made.Diagnostics.IsEmpty
                        ? Refusal
                            .BadRequest(string.Join(' ', made.Diagnostics.Select(d => "'assume': " + d.Message)))
                            .ToResult(visit.Context)
                    : answer(view, made)
                )
        );

    internal static Refusal Restricted =>
        new(
            StatusCodes.Status403Forbidden,
            "Restricted reading",
            "Which nation a force cannot do without, and which other duties it weakens, is kept to those who may weigh nations against each other."
        );

    private static Task<IResult> OwnFileAsync(Visit visit, string key)
    {
        var draft = visit.Mission.Forces is null
            ? null
            : visit.Context.RequestServices.GetRequiredService<OfferDrafts>().Find(key, visit.Mission);
        return Task.FromResult(
            draft is null
                ? Refusal.NotFound("These offers are not kept any more.").ToResult(visit.Context)
                : Results.File(Encoding.UTF8.GetBytes(draft.Text), "application/yaml; charset=utf-8", $"{draft.Nation}.yaml")
        );
    }

    private static async Task<IResult> AskAsync(Visit visit, Func<ForceView, Task<IResult>> answer)
    {
        if (visit.Mission.Forces is null)
        {
            return Refusal.NotFound("This mission declares no force: it has no folder forces/.").ToResult(visit.Context);
        }
        var (view, fault) = await ForceView.AskAsync(visit);
        return view is null ? (fault ?? Refusal.BadRequest("")).ToResult(visit.Context) : await answer(view);
    }

    private static bool IsDone(ImmutableArray<CompareRow> rows) =>
        rows.All(r => r.Without.State.Answer is not null && r.With.State.Answer is not null);

    private static IResult NotYet(ForceView view, string page) =>
        Refusal.NotFound($"It is not worked out yet: open {view.Root}/forces/{page}{view.Asked.Query} first.").ToResult(view.Visit.Context);

    private static IResult NoSize(ForceView view) =>
        Refusal
            .BadRequest($"'set' is missing; expected one of {string.Join(", ", view.Model.Sets.Select(s => s.Id))}.")
            .ToResult(view.Visit.Context);

    private static IResult NoneNamed(ForceView view) =>
        Refusal
            .BadRequest(
                $"Name a planning size (set= one of {string.Join(", ", view.Model.Sets.Select(s => s.Id))}) or a world alone (scenario= one of {string.Join(", ", view.Model.Scenarios.Select(s => s.Id))})."
            )
            .ToResult(view.Visit.Context);
}
