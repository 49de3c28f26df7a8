using Holdfast.App.Guarantees;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Guarantees;

/// <summary>Guarantees under <c>/api/v1</c>: the same answers as the pages and the program.</summary>
internal static class GuaranteesApi
{
    private const string Asks =
        "at=, known=, mode=, assume= (parted by semicolons) ask as of another instant, as known then, of an exercise, under assumptions.";

    public static void MapGuaranteesApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/missions/{mission}").WithMetadata(RoutePolicy.PublicRead).WithTags("guarantees");
        api.MapGet("/guarantees", BoardAsync)
            .WithName("listGuarantees")
            .WithSummary(
                "The board: undertakings by state, running tiers, promise against deed, deadlocks; by=, kind=, state=, q= narrow. " + Asks
            )
            .Produces<BoardDocument>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/guarantees/{undertaking}", UndertakingAsync)
            .WithName("getGuarantee")
            .WithSummary("One undertaking: state, trace, what is missing, readings, tiers, text, states over time. " + Asks)
            .Produces<UndertakingDocument>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/guarantees/{undertaking}/unlock", (Visit visit, string undertaking) => SetsAsync(visit, undertaking, undo: false))
            .WithName("unlockGuarantee")
            .WithSummary("The facts, fewest or cheapest, that would bring it into force. " + Asks)
            .Produces<UnlockItem>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/guarantees/{undertaking}/lock", (Visit visit, string undertaking) => SetsAsync(visit, undertaking, undo: true))
            .WithName("lockGuarantee")
            .WithSummary("The fewest facts that would undo it. Restricted by default: 403 unless the reader may have it. " + Asks)
            .Produces<UnlockItem>()
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/whatif", WhatIfAsync)
            .WithName("askWhatIf")
            .WithSummary(
                "What comes into force under assumed facts, what falls, what is still missing and whose word it takes; unlock= asks any condition. "
                    + Asks
            )
            .Produces<WhatIfDocument>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/time-to-effect/{undertaking}", TimeAsync)
            .WithName("getTimeToEffect")
            .WithSummary("How long until it can be in force, as a distribution in days. " + Asks)
            .Produces<TimeDocument>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> BoardAsync(Visit visit)
    {
        var (view, fault) = await AskAsync(visit);
        return view is null ? fault.ToResult(visit) : Json(BoardDocument.Of(view, BoardModel.Of(view)));
    }

    private static async Task<IResult> UndertakingAsync(Visit visit, string undertaking)
    {
        var (view, fault) = await AskAsync(visit);
        if (view is null)
        {
            return fault.ToResult(visit);
        }
        return view.Network.Life(undertaking) is { } life
            ? Json(UndertakingDocument.Of(view, life))
            : GuaranteesRoutes.Missing(visit, undertaking).ToResult(visit.Context);
    }

    private static async Task<IResult> SetsAsync(Visit visit, string undertaking, bool undo)
    {
        var (view, fault) = await AskAsync(visit);
        if (view is null)
        {
            return fault.ToResult(visit);
        }
        if (undo && !view.MayWeigh)
        {
            return Restricted.ToResult(visit.Context);
        }
        if (view.Network.Life(undertaking) is not { Undertaking.InForce: var condition })
        {
            return GuaranteesRoutes.Missing(visit, undertaking).ToResult(visit.Context);
        }
        var answer = undo
            ? view.Studies.Lock(view.Network, undertaking, condition, view.At)
            : view.Studies.Unlock(view.Network, undertaking, condition, view.At);
        return Json(UnlockItem.Of(undertaking, answer));
    }

    private static async Task<IResult> WhatIfAsync(Visit visit)
    {
        var (view, fault) = await AskAsync(visit);
        if (view is null)
        {
            return fault.ToResult(visit);
        }
        var model = WhatIfModel.Of(view);
        return model.Faults.IsEmpty
            ? Json(WhatIfDocument.Of(view, model))
            : Refusal
                .BadRequest(string.Join(' ', model.Faults.Select(d => $"'unlock', character {d.Column}: {Said(d)}")))
                .ToResult(visit.Context);
    }

    private static async Task<IResult> TimeAsync(Visit visit, string undertaking)
    {
        var (view, fault) = await AskAsync(visit);
        if (view is null)
        {
            return fault.ToResult(visit);
        }
        if (view.Network.Life(undertaking) is null)
        {
            return GuaranteesRoutes.Missing(visit, undertaking).ToResult(visit.Context);
        }
        var conflicts = TierConflicts
            .Of(view.Mission.Clauses, view.At, view.Zone)
            .Where(c => c.Undertaking.Name == undertaking)
            .Select(c => new ConflictItem(c.Tier.Number, c.Of, c.Procedure.Fact.Key, c.Certain, c.Probability, c.DeadlineDays));
        return Json(
            new TimeDocument(AskedItem.Of(view), TimeToEffectItem.Of(view.Studies.Time(view.Network, undertaking, view.At)), [.. conflicts])
        );
    }

    // Says nothing of why: whether something is kept from this reader is not for this reader to know.
    private static readonly Refusal Restricted = new(
        StatusCodes.Status403Forbidden,
        "Restricted",
        "What would undo a guarantee is restricted by default. Sign in to read it."
    );

    /// <summary>A program is told about a faulty assumption instead of getting the answer to another question.</summary>
    private static async Task<(GuaranteeView? View, Refusal? Fault)> AskAsync(Visit visit)
    {
        var (view, fault) = await GuaranteeView.AskAsync(visit);
        return view is { Answer.Diagnostics: { IsEmpty: false } wrong }
            ? (null, Refusal.BadRequest(string.Join(' ', wrong.Select(Said))))
            : (view, fault);
    }

    private static string Said(Diagnostic d) => d.Message + (d.Suggestion is { } nearest ? $" Did you mean '{nearest}'?" : "");

    private static IResult Json<T>(T document) => Results.Json(document, JsonText.Options);
}
