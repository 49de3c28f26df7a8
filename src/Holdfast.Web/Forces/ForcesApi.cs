using Holdfast.App.Forces;
using Holdfast.Core.Forces.Model;
using Holdfast.Core.Forces.Unlocking;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Forces;

/// <summary>A long answer that is still worked out: ask the same address again.</summary>
public sealed record RunItem(RunPhase Phase, int Ahead, string Said, DateTimeOffset Since, string? Failure)
{
    internal static RunItem Of<T>(RunState<T> state)
        where T : class => new(state.Phase, state.Ahead, state.Said, state.Since, state.Failure);
}

/// <summary>What would unlock a size. Weighted hundredths of units, over the months of the last phase.</summary>
public sealed record UnlockedForceItem(
    UnlockStatus Status,
    long Asked,
    long UnfilledNow,
    long UnfilledAtBest,
    bool BestProven,
    long UnfilledIfEveryConditionHeld,
    long? UnfilledChecked,
    IReadOnlyList<UnlockedForceItem.Change> Changes,
    IReadOnlyList<UnlockedForceItem.Set> Alternatives,
    bool NoFurther,
    int Refuted,
    int Learned,
    string? Reason
)
{
    /// <param name="Fact">What is assumed or, where <paramref name="IsCaveat"/>, the caveat that is lifted.</param>
    public sealed record Change(string Fact, string Title, string Now, string? By, long Cost, bool IsCaveat)
    {
        internal static Change Of(ForceLever lever) => new(lever.Text, lever.Title, lever.Now, lever.By, lever.Cost, lever is CaveatLever);
    }

    /// <summary>A further set that is enough.</summary>
    public sealed record Set(IReadOnlyList<Change> Changes, long Cost, long UnfilledChecked, bool Proven);

    public static UnlockedForceItem Of(ForceUnlocking answer) =>
        new(
            answer.Status,
            answer.Asked,
            answer.Now,
            answer.Best,
            answer.BestProven,
            answer.Open,
            answer.Checked,
            [.. answer.Changes.Select(Change.Of)],
            [.. answer.Alternatives.Select(a => new Set([.. a.Changes.Select(Change.Of)], a.Cost, a.Checked, a.Proven))],
            answer.NoFurther,
            answer.Refuted,
            answer.Learned,
            answer.Reason
        );
}

/// <summary>The force under <c>/api/v1</c>: the same answers as the pages and the program.</summary>
internal static class ForcesApi
{
    private const string Asks =
        "set=, scenario=, backstop=with|without, start=, months=, procedures=decided, assume= and lift= (parted by semicolons), known=, mode=, offers= ask; 202 while it is worked out.";

    public static void MapForcesApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/missions/{mission}/forces").WithMetadata(RoutePolicy.PublicRead).WithTags("forces");
        api.MapGet("", Model)
            .WithName("getForces")
            .WithSummary("Planning sizes, scenarios and offers that can be asked for.")
            .Produces<ForcesItem>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/plan", PlanAsync)
            .WithName("getForcePlan")
            .WithSummary("The plan of a size: fill, shortfalls with causes, curve, burdens, places. " + Asks)
            .Produces<ForceReportItem>()
            .Produces<RunItem>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/offers", OffersAsync)
            .WithName("listForceOffers")
            .WithSummary("Every offer judged under the facts and put to each line. " + Asks)
            .Produces<IReadOnlyList<OfferItem>>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/unlock", UnlockAsync)
            .WithName("unlockForce")
            .WithSummary(
                "The fewest or cheapest political decisions that would let the size be kept in its last phase; percent= of what decisions can fill, cost=FACT=NUMBER and keep=FACT (parted by semicolons), caveats=lift where nations may lift caveats, too. "
                    + Asks
            )
            .Produces<UnlockedForceItem>()
            .Produces<RunItem>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/sustain", SustainAsync)
            .WithName("sustainForce")
            .WithSummary("What of the last phase can be kept up without a gap; years= for how long, 1,3,10 without it. " + Asks)
            .Produces<IReadOnlyList<SustainedItem>>()
            .Produces<RunItem>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static IResult Model(Visit visit) =>
        visit.Mission.Forces is { } model ? Results.Json(ForcesItem.Of(model), JsonText.Options) : NoForce.ToResult(visit.Context);

    private static Task<IResult> PlanAsync(Visit visit) =>
        AnswerAsync(
            visit,
            (view, made) => Told(view.Plan(made), answer => ForceReportItem.Of(view.Report(made, answer), weakened: view.MayWeigh))
        );

    private static Task<IResult> OffersAsync(Visit visit) =>
        AnswerAsync(visit, (_, made) => Results.Json(made.Planning.Offers.Select(OfferItem.Of).ToArray(), JsonText.Options));

    private static Task<IResult> UnlockAsync(Visit visit) =>
        AnswerAsync(visit, async (view, made) => Told((await view.UnlockAsync(made)).State, UnlockedForceItem.Of));

    private static Task<IResult> SustainAsync(Visit visit) =>
        AnswerAsync(
            visit,
            (view, made) => Told(view.Sustain(made), sustained => sustained.Sizes.Select(s => SustainedItem.Of(made, s)).ToArray())
        );

    private static Task<IResult> AnswerAsync(Visit visit, Func<ForceView, ForceCase, IResult> answer) =>
        AnswerAsync(visit, (view, made) => Task.FromResult(answer(view, made)));

    private static async Task<IResult> AnswerAsync(Visit visit, Func<ForceView, ForceCase, Task<IResult>> answer)
    {
        if (visit.Mission.Forces is null)
        {
            return NoForce.ToResult(visit.Context);
        }
        var (view, fault) = await ForceView.AskAsync(visit);
        if (view is null)
        {
            return (fault ?? Refusal.BadRequest("")).ToResult(visit.Context);
        }
        if (view.Case is not { } made)
        {
            return Refusal
                .BadRequest($"'set' is missing; expected one of {string.Join(", ", view.Model.Sets.Select(s => s.Id))}.")
                .ToResult(visit.Context);
        }
        return made.Diagnostics.IsEmpty
            ? await answer(view, made)
            : Refusal.BadRequest(string.Join(' ', made.Diagnostics.Select(d => "'assume': " + d.Message))).ToResult(visit.Context);
    }

    private static IResult Told<T, TItem>(RunState<T> state, Func<T, TItem> item)
        where T : class =>
        state.Answer is { } answer
            ? Results.Json(item(answer), JsonText.Options)
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

    private static Refusal NoForce => Refusal.NotFound("This mission declares no force: it has no folder forces/.");
}

/// <summary>What can be asked for.</summary>
public sealed record ForcesItem(
    IReadOnlyList<ForcesItem.Size> Sizes,
    IReadOnlyList<ForcesItem.World> Scenarios,
    IReadOnlyList<ForcesItem.Offer> Offers
)
{
    public sealed record Size(string Id, string Title, int Least, int Most, int Lines, string Cites);

    public sealed record World(string Id, string Title, IReadOnlyList<string> Assume);

    public sealed record Offer(string Id, string Nation, string Capability, int Units, int Bound, string Cites);

    internal static ForcesItem Of(ForceModel model) =>
        new(
            [.. model.Sets.Select(s => new Size(s.Id, s.Title, s.Least.Value, s.Most.Value, s.Lines.Length, s.Stated.Cites))],
            [.. model.Scenarios.Select(s => new World(s.Id, s.Title, s.Assume))],
            [.. model.Offers.Select(o => new Offer(o.Id, o.Nation, o.Capability, o.Quantity.Value, o.Bound.Value, o.Stated.Cites))]
        );
}
