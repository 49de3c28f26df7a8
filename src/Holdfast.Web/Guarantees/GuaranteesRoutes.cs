using Holdfast.Core.Guarantees;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Guarantees;

/// <summary>The pages of what was promised: the board, one undertaking, what-if questions. The API stands beside them.</summary>
internal static class GuaranteesRoutes
{
    public static void MapGuarantees(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/m/{mission}").WithMetadata(RoutePolicy.PublicRead).ExcludeFromDescription();
        pages.MapGet("/guarantees", BoardAsync);
        pages.MapGet("/guarantees/{undertaking}", UndertakingAsync);
        pages.MapGet("/whatif", WhatIfAsync);
        routes.MapGuaranteesApi();
    }

    private static async Task<IResult> BoardAsync(Visit visit)
    {
        var (view, fault) = await GuaranteeView.AskAsync(visit);
        if (view is null)
        {
            return fault.ToResult(visit);
        }
        return view.Asked.Query.Elsewhere(visit)
            ?? Html.Page<BoardPage>(
                new
                {
                    View = view,
                    Model = BoardModel.Of(view),
                    Frame = Framed(visit, view, "Guarantees", "guarantees"),
                },
                Status(visit, view)
            );
    }

    private static async Task<IResult> UndertakingAsync(Visit visit, string undertaking)
    {
        var (view, fault) = await GuaranteeView.AskAsync(visit);
        if (view is null)
        {
            return fault.ToResult(visit);
        }
        if (view.Network.Life(undertaking) is not { } life)
        {
            return Missing(visit, undertaking).ToResult(visit.Context);
        }
        return view.Asked.Query.Elsewhere(visit)
            ?? Html.Page<UndertakingPage>(
                new
                {
                    View = view,
                    Model = UndertakingModel.Of(view, life),
                    Frame = Framed(visit, view, undertaking, "guarantees"),
                },
                Status(visit, view)
            );
    }

    private static async Task<IResult> WhatIfAsync(Visit visit)
    {
        var (view, fault) = await GuaranteeView.AskAsync(visit);
        if (view is null)
        {
            return fault.ToResult(visit);
        }
        return view.Asked.Query.Elsewhere(visit)
            ?? Html.Page<WhatIfPage>(
                new
                {
                    View = view,
                    Model = WhatIfModel.Of(view),
                    Frame = Framed(visit, view, "What if", "whatif"),
                },
                Status(visit, view)
            );
    }

    /// <summary>Says which undertaking was meant, perhaps.</summary>
    internal static Refusal Missing(Visit visit, string undertaking)
    {
        var nearest = NearestWord.To(undertaking, visit.Mission.Clauses.Undertakings.Select(u => u.Name));
        var shown = undertaking.Length > 60 ? undertaking[..60] : undertaking;
        return Refusal.NotFound($"This mission has no undertaking '{shown}'." + (nearest is null ? "" : $" Did you mean '{nearest}'?"));
    }

    internal static IResult ToResult(this Refusal? fault, Visit visit) => (fault ?? Refusal.BadRequest("")).ToResult(visit.Context);

    // A page with a faulty assumption answers the rest of the question and says what is wrong; a partial update has to arrive to be seen.
    private static int Status(Visit visit, GuaranteeView view) =>
        view.Answer.Diagnostics.IsEmpty || visit.Context.Request.Headers.ContainsKey("HX-Request")
            ? StatusCodes.Status200OK
            : StatusCodes.Status400BadRequest;

    private static PageFrame Framed(Visit visit, GuaranteeView view, string title, string here) =>
        PageFrame.Of(visit.Context, title, here) with
        {
            Mode = view.Asked.Question.Mode,
        };
}
