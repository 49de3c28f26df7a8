using System.Collections.Immutable;
using System.Globalization;
using Holdfast.App.Forces;
using Holdfast.Core.Access;
using Holdfast.Core.Forces.Optimisation;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;
using Microsoft.AspNetCore.Components;

namespace Holdfast.Web.Forces;

/// <summary>The pages of the multinational force: sizes, plans, comparisons, what unlocks them, who is essential, offers and a planner's own. The API stands beside them.</summary>
internal static class ForcesRoutes
{
    public static void MapForces(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/m/{mission}/forces").WithMetadata(RoutePolicy.PublicRead).ExcludeFromDescription();
        pages.MapGet("", (Visit visit) => PageAsync<ForcesPage>(visit, "Forces", _ => Task.FromResult(new Dictionary<string, object?>())));
        pages.MapGet("/plan", (Visit visit) => PageAsync<PlanPage>(visit, "Plan of the force", view => Task.FromResult(Plan(view))));
        pages.MapGet("/compare", (Visit visit) => PageAsync<ComparePage>(visit, "Compare", CompareAsync));
        pages.MapGet("/unlock", (Visit visit) => PageAsync<UnlockPage>(visit, "What unlocks it", UnlockAsync));
        pages.MapGet("/sustain", (Visit visit) => PageAsync<SustainPage>(visit, "How long", view => Task.FromResult(Sustain(view))));
        pages.MapGet(
            "/withdraw",
            (Visit visit) => PageAsync<WithdrawPage>(visit, "Who is essential", view => Task.FromResult(Withdraw(view)))
        );
        pages.MapGet(
            "/offers",
            (Visit visit) => PageAsync<OffersPage>(visit, "Offers", _ => Task.FromResult(new Dictionary<string, object?>()))
        );
        pages.MapGet("/offers/{offer}", OfferAsync);
        pages.MapGet("/editor", (Visit visit) => PageAsync<EditorPage>(visit, "Your offers", view => Task.FromResult(Editor(view))));
        foreach (var name in ForceFiles.Names)
        {
            pages.MapGet("/" + name, (Visit visit) => FileAsync(visit, name));
        }
        routes
            .MapPost("/m/{mission}/forces/editor", EditAsync)
            .WithMetadata(RoutePolicy.PublicWrite, PublicForm.Instance)
            .ExcludeFromDescription();
        routes
            .MapPost("/m/{mission}/forces/cancel", CancelAsync)
            .WithMetadata(RoutePolicy.Changes(Right.ReadAnalysis))
            .ExcludeFromDescription();
        routes.MapForcesApi();
        routes.MapForceStudies();
    }

    private static async Task<IResult> PageAsync<TPage>(Visit visit, string title, Func<ForceView, Task<Dictionary<string, object?>>> more)
        where TPage : IComponent
    {
        var frame = PageFrame.Of(visit.Context, title, "forces");
        if (visit.Mission.Forces is null)
        {
            return Html.Page<NoForcePage>(new { Frame = frame });
        }
        var (view, fault) = await ForceView.AskAsync(visit);
        if (view is null)
        {
            return (fault ?? Refusal.BadRequest("")).ToResult(visit.Context);
        }
        if (view.Asked.Query.Elsewhere(visit) is { } elsewhere)
        {
            return elsewhere;
        }
        var parameters = await more(view);
        parameters["View"] = view;
        parameters["Frame"] = frame with { Mode = view.Asked.Words.Mode };
        return Html.Page<TPage>(parameters);
    }

    private static Dictionary<string, object?> Plan(ForceView view) =>
        new() { ["State"] = view.Case is { } made ? view.Plan(made, view.IsAgain(made)) : null };

    private static async Task<Dictionary<string, object?>> CompareAsync(ForceView view) =>
        new() { ["Rows"] = await CompareRow.AllAsync(view) };

    private static async Task<Dictionary<string, object?>> UnlockAsync(ForceView view)
    {
        if (view.Case is not { } made)
        {
            return [];
        }
        var (state, key) = await view.UnlockAsync(made);
        return new() { ["State"] = state, ["Key"] = key };
    }

    private static Dictionary<string, object?> Sustain(ForceView view) =>
        view.Case is { } made ? new() { ["State"] = view.Sustain(made), ["Key"] = view.SustainKey(made) } : [];

    private static Dictionary<string, object?> Withdraw(ForceView view) =>
        view is { Case: { } made, MayWeigh: true } ? new() { ["State"] = view.Withdraw(made), ["Key"] = ForceView.WithdrawKey(made) } : [];

    private static Dictionary<string, object?> Editor(ForceView view)
    {
        var nation = view.Visit.Query["nation"].ToString();
        var text =
            view.Drafts.LastOrDefault(d => nation.Length == 0 || d.Nation == nation)?.Text
            ?? view.Mission.Files.FirstOrDefault(f => f.Path == $"forces/offers/{nation}.yaml")?.Text
            ?? "";
        return new() { ["Nation"] = nation, ["Text"] = text };
    }

    private static Task<IResult> OfferAsync(Visit visit, string offer) =>
        visit.Mission.Forces is null
            ? Task.FromResult(Html.Page<NoForcePage>(new { Frame = PageFrame.Of(visit.Context, offer, "forces") }) as IResult)
            : OneOfferAsync(visit, offer);

    private static async Task<IResult> OneOfferAsync(Visit visit, string id)
    {
        var (view, fault) = await ForceView.AskAsync(visit, always: true);
        if (view?.Case is not { } made)
        {
            return (fault ?? Refusal.NotFound("The mission declares no planning size to judge an offer by.")).ToResult(visit.Context);
        }
        if (made.Planning.Offers.FirstOrDefault(j => j.Offer.Id == id) is not { } judged)
        {
            var nearest = NearestWord.To(id, view.Model.Offers.Select(o => o.Id));
            var shown = id.Length > 60 ? id[..60] : id;
            return Refusal
                .NotFound($"There is no offer '{shown}'." + (nearest is null ? "" : $" Did you mean '{nearest}'?"))
                .ToResult(visit.Context);
        }
        return view.Asked.Query.Elsewhere(visit)
            ?? Html.Page<OfferPage>(
                new
                {
                    View = view,
                    Made = made,
                    Judged = judged,
                    Frame = PageFrame.Of(visit.Context, id, "forces") with
                    {
                        Mode = made.Question.Mode,
                    },
                }
            );
    }

    private static async Task<IResult> FileAsync(Visit visit, string name)
    {
        if (visit.Mission.Forces is null)
        {
            return Refusal.NotFound("This mission declares no force.").ToResult(visit.Context);
        }
        var (view, fault) = await ForceView.AskAsync(visit);
        if (view is null)
        {
            return (fault ?? Refusal.BadRequest("")).ToResult(visit.Context);
        }
        if (view.Case is not { } made)
        {
            return Refusal.BadRequest("Name a planning size: set=.").ToResult(visit.Context);
        }
        if (name == ForceFiles.Weakened && !view.MayWeigh)
        {
            return ForceStudyRoutes.Restricted.ToResult(visit.Context);
        }
        if (name.EndsWith(".lp", StringComparison.Ordinal))
        {
            return ForceFiles.Send(view, name, LpFile.Text(ForceProgram.Of(made.Planning.Problem, 1).Program));
        }
        // A file is of a plan that is there: what is still worked out is asked for on the page.
        return view.Kept(made) is { } answer
            ? ForceFiles.Send(view, name, ForceFiles.Text(view, name, view.Report(made, answer)))
            : Refusal
                .NotFound($"The plan is not worked out yet: open {view.Root}/forces/plan{view.Asked.Query} first.")
                .ToResult(visit.Context);
    }

    private static async Task<IResult> EditAsync(Visit visit)
    {
        var (view, fault) = await ForceView.AskAsync(visit);
        if (view is null)
        {
            return (fault ?? Refusal.BadRequest("")).ToResult(visit.Context);
        }
        var form = await visit.Context.Request.FormAsync(visit.Cancellation);
        var (text, unwritten) = Written(form);
        var (offers, diagnostics) = unwritten is null ? Read(visit.Mission, text) : (null, [unwritten]);
        if (offers is not { Length: > 0 } read)
        {
            return Html.Page<EditorPage>(
                new
                {
                    View = view,
                    Text = text,
                    Faults = diagnostics,
                    Frame = PageFrame.Of(visit.Context, "Your offers", "forces") with
                    {
                        Mode = view.Asked.Words.Mode,
                    },
                },
                StatusCodes.Status422UnprocessableEntity
            );
        }
        var draft = view.KeptDrafts.Keep(visit.Mission.Name, text, read);
        var keys = view.Drafts.Where(d => d.Nation != draft.Nation).Select(d => d.Key).Append(draft.Key);
        visit.Context.Response.Headers.Location = $"{view.Root}/forces/editor{view.Asked.With(("offers", string.Join(',', keys)))}";
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>The text that was sent, with the fields of its offers written into it where their button was pressed.</summary>
    private static (string Text, Diagnostic? Fault) Written(IFormCollection form)
    {
        var text = form["text"].ToString();
        if (form["use"] != "fields" || text.Length > OfferDrafts.Longest)
        {
            return (text, null);
        }
        foreach (var offer in OfferText.Read(text).Select(o => o.Id).Distinct().Take(OfferField.MostOffers))
        {
            var fields = OfferField
                .All.Where(f => form.ContainsKey(f.Name(offer)))
                .ToDictionary(f => f.Key, f => f.Written(form[f.Name(offer)].ToString()), StringComparer.Ordinal);
            if (OfferText.With(text, offer, fields) is not { } changed)
            {
                var why =
                    $"The fields of '{(offer.Length > 60 ? offer[..60] : offer)}' cannot be written into this text: change them in the text itself.";
                return (text, Diagnostic.Error("your offers", 1, 1, "fields", why));
            }
            text = changed;
        }
        return (text, null);
    }

    private static (ImmutableArray<Core.Forces.Model.ForceOffer>? Offers, ImmutableArray<Diagnostic> Diagnostics) Read(
        Mission mission,
        string text
    )
    {
        const string file = "your offers";
        Diagnostic? fault =
            text.Length > OfferDrafts.Longest
                ? Diagnostic.Error(file, 1, 1, "too-long", $"{text.Length} characters; at most {OfferDrafts.Longest} are taken.")
            : string.IsNullOrWhiteSpace(text)
                ? Diagnostic.Error(file, 1, 1, "empty", "Nothing was sent; load a nation's offers to start from.")
            : null;
        if (fault is not null)
        {
            return (null, [fault]);
        }
        var (offers, diagnostics) = MissionReader.ReadOffers(mission, file, text);
        return offers is { IsEmpty: true }
            ? (null, [.. diagnostics, Diagnostic.Error(file, 1, 1, "no-offer", "It holds no offer.")])
            : (offers, diagnostics);
    }

    private static async Task<IResult> CancelAsync(Visit visit)
    {
        var form = await visit.Context.Request.FormAsync(visit.Cancellation);
        visit.Context.RequestServices.GetRequiredService<ForceRuns>().Cancel(form["run"].ToString());
        var back = form["back"].ToString();
        var root = $"/m/{visit.Mission.Name}/forces";
        visit.Context.Response.Headers.Location = back.StartsWith(root, StringComparison.Ordinal) && !back.Contains('\n') ? back : root;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }
}
