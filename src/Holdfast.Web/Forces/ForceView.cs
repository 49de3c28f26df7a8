using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Holdfast.App.Forces;
using Holdfast.Core.Access;
using Holdfast.Core.Forces.Model;
using Holdfast.Core.Forces.Optimisation;
using Holdfast.Core.Forces.Planning;
using Holdfast.Core.Forces.Unlocking;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;
using Microsoft.AspNetCore.Antiforgery;

namespace Holdfast.Web.Forces;

/// <summary>A question about the force, worked down to numbers under what its reader may know, with what its pages need.</summary>
public sealed class ForceView
{
    private readonly Func<IMixedSolver> _solvers;

    private ForceView(Visit visit, ForceDesk desk, ForceRuns runs, OfferDrafts kept, Func<IMixedSolver> solvers) =>
        (Visit, Desk, Runs, KeptDrafts, _solvers) = (visit, desk, runs, kept, solvers);

    internal Visit Visit { get; }

    /// <summary>The mission's, with the planner's own offers in place of the mission's of the same nation.</summary>
    public required ForceModel Model { get; init; }
    public required ForceAsked Asked { get; init; }
    internal ForceDesk Desk { get; }

    /// <summary>Null where no planning size is asked for yet.</summary>
    public required ForceCase? Case { get; init; }
    internal ForceRuns Runs { get; }
    internal OfferDrafts KeptDrafts { get; }

    /// <summary>Whether planners' own offers outlive the program.</summary>
    public bool DraftsAreLasting => KeptDrafts.AreLasting;

    /// <summary>The planner's own offers in use.</summary>
    public required ImmutableArray<OfferDraft> Drafts { get; init; }

    /// <summary>Whether the reader may have what weakens other plans and what a withdrawal costs.</summary>
    public required bool MayWeigh { get; init; }

    /// <summary>The anti-forgery token of forms.</summary>
    public required string Forgery { get; init; }

    /// <summary>Time that a plan may take here; the verbs take as much as they are given.</summary>
    public const double Seconds = 45;

    private const double WithdrawalSeconds = 6;
    private const double SustainSeconds = 15;

    public Mission Mission => Visit.Mission;
    public string Root => $"/m/{Mission.Name}";
    public string Api => $"/api/v1/missions/{Mission.Name}";

    /// <summary>Whether this reader may end runs that others may wait for too.</summary>
    public bool MayStop => Visit.May(Right.ReadAnalysis);

    /// <summary>Whether a plan that is there is to be worked out anew: whoever asks where it ended early, otherwise those who may end runs.</summary>
    internal bool IsAgain(ForceCase made) =>
        Visit.Query["again"] == "1" && (MayStop || Kept(made)?.Status is not (ForceStatus.Optimal or ForceStatus.Feasible));

    /// <param name="always">Judge by the smallest size where none is asked for.</param>
    internal static async Task<(ForceView? View, Refusal? Fault)> AskAsync(Visit visit, bool always = false)
    {
        if (visit.Mission.Forces is not { } declared)
        {
            return (null, Refusal.NotFound("This mission declares no force: it has no folder forces/."));
        }
        var (asked, fault) = ForceAddress.Read(visit, declared);
        var services = visit.Context.RequestServices;
        var kept = services.GetRequiredService<OfferDrafts>();
        var (drafts, gone) = Own(visit, asked, kept);
        fault ??= gone;
        if (fault is not null)
        {
            return (null, fault);
        }
        var nations = drafts.Select(d => d.Nation).ToHashSet(StringComparer.Ordinal);
        var model = declared.With(declared.Offers.Where(o => !nations.Contains(o.Nation)).Concat(drafts.SelectMany(d => d.Offers)));
        var guarantees = visit.Workspace.Guarantees;
        var desk = new ForceDesk(visit.Mission, guarantees);
        var question = asked.Question ?? (always && model.Sets is [var first, ..] ? asked.Words with { Set = first.Id } : null);
        var made = question is null ? null : await desk.CaseAsync(visit.Reader, question, model, visit.Cancellation);
        var weigher = visit.May(Right.ReadAnalysis) ? visit.Reader : visit.Reader with { Roles = [] };
        var mayWeigh = await guarantees.MayWeighAsync(weigher, asked.Words.Mode, visit.Cancellation);
        var forgery = services.GetRequiredService<IAntiforgery>().GetAndStoreTokens(visit.Context).RequestToken ?? "";
        var runs = services.GetRequiredService<ForceRuns>();
        var view = new ForceView(visit, desk, runs, kept, services.GetRequiredService<Func<IMixedSolver>>())
        {
            Model = model,
            Asked = asked,
            Case = made,
            Drafts = drafts,
            MayWeigh = mayWeigh,
            Forgery = forgery,
        };
        return (view, null);
    }

    private static (ImmutableArray<OfferDraft> Drafts, Refusal? Gone) Own(Visit visit, ForceAsked asked, OfferDrafts kept)
    {
        var drafts = ImmutableArray.CreateBuilder<OfferDraft>();
        foreach (
            var key in asked.Query["offers"].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(64)
        )
        {
            if (kept.Find(key, visit.Mission) is not { } draft)
            {
                var gone = "The offers of your own that this address names are not kept any more: paste them into 'Your offers' again.";
                return ([], Refusal.NotFound(gone));
            }
            drafts.Add(draft);
        }
        return (drafts.ToImmutable(), null);
    }

    /// <summary>The query's own offers without one of them.</summary>
    public string? Without(string draft) => string.Join(',', Drafts.Where(d => d.Key != draft).Select(d => d.Key));

    private ForceSolver NewSolver() => new(_solvers);

    /// <summary>Everything that a plan hangs on: two questions with this in common have the same plan.</summary>
    public static string PlanKey(ForceCase made) => "plan " + Digest(made.Planning.Problem);

    /// <summary>The plan, worked out in the background where there is none yet.</summary>
    public RunState<ForceAnswer> Plan(ForceCase made, bool again = false) =>
        Runs.Ask(
            PlanKey(made),
            (told, token) => NewSolver().SolveAsync(made.Planning.Problem, new ForceLimits(Seconds), new Progress(told), token),
            answer => answer.Status is ForceStatus.Optimal or ForceStatus.Feasible,
            again,
            ShelfText.Answer(made.Planning.Problem)
        );

    /// <summary>The plan where it is kept already.</summary>
    public ForceAnswer? Kept(ForceCase made) => Runs.Find(PlanKey(made), ShelfText.Answer(made.Planning.Problem));

    public ForceReport Report(ForceCase made, ForceAnswer answer) => ForceStudy.Report(made, answer);

    // Procedures that run are not taken to end well here: a decision is what is asked for.
    private async Task<ForceCase> DecidedAsync(ForceCase made) =>
        made.Question.Procedures
            ? await Desk.CaseAsync(Visit.Reader, made.Question with { Procedures = false }, Model, Visit.Cancellation)
            : made;

    /// <summary>How far the search for decisions is, and the key of its run: the program of the question and everything in it as it is now for this reader.</summary>
    public async Task<(RunState<ForceUnlocking> State, string Key)> UnlockAsync(ForceCase made)
    {
        var (key, form) = await UnlockRunAsync(made);
        var state = Runs.Ask(
            key,
            (told, token) =>
                new ForceUnlock(Desk, NewSolver(), _solvers).AskAsync(
                    Visit.Reader,
                    made.Question,
                    Model,
                    Asked.Costs,
                    Asked.Percent,
                    Seconds,
                    told,
                    token
                ),
            answer => answer.Status is UnlockStatus.Proven or UnlockStatus.Found or UnlockStatus.Already,
            form: form
        );
        return (state, key);
    }

    /// <summary>The decisions where they are worked out already.</summary>
    public async Task<ForceUnlocking?> UnlockedAsync(ForceCase made)
    {
        var (key, form) = await UnlockRunAsync(made);
        return Runs.Find(key, form);
    }

    private async Task<(string Key, ShelfForm<ForceUnlocking> Form)> UnlockRunAsync(ForceCase made)
    {
        var (program, open) = ForceUnlock.Program(await DecidedAsync(made), Asked.Costs);
        var levers = program.Levers.Select(l => $"{l.Text} {l.Now} {l.Cost}");
        var text = string.Join('\n', [PlanKey(made), Digest(open.Problem), LpFile.Hash(program.Least), .. levers]);
        return ($"unlock {Asked.Percent} {Digest(text)}", ForceUnlocking.Form(() => program.Levers));
    }

    public static string WithdrawKey(ForceCase made) => "withdraw " + PlanKey(made);

    public RunState<WithdrawalStudy> Withdraw(ForceCase made) =>
        Runs.Ask(WithdrawKey(made), (told, token) => WithdrawAsync(made, told, token), form: WithdrawalStudy.Form(made));

    /// <summary>What withdrawals cost where it is worked out already.</summary>
    public WithdrawalStudy? Withdrawn(ForceCase made) => Runs.Find(WithdrawKey(made), WithdrawalStudy.Form(made));

    public string SustainKey(ForceCase made) =>
        "sustain " + Digest(Asked.Years.Select(y => Core.Forces.Answers.Sustainable.Problem(made.Planning, 12 * y)).ToArray());

    /// <summary>What can be kept up where it is worked out already.</summary>
    public ForceSustained? Sustained(ForceCase made) => Runs.Find(SustainKey(made), SustainStudy.Form(made));

    /// <summary>What of the last phase can be kept up for so many years, worked out in the background where it is not there yet.</summary>
    public RunState<ForceSustained> Sustain(ForceCase made) =>
        Runs.Ask(
            SustainKey(made),
            (told, token) => new SustainStudy(NewSolver()).AskAsync(made, Asked.Years, new ForceLimits(SustainSeconds), told, token),
            sustained =>
                sustained.Sizes.Length == Asked.Years.Length
                && sustained.Sizes.All(s => s.Answer.Status is ForceStatus.Optimal or ForceStatus.Feasible),
            form: SustainStudy.Form(made)
        );

    private async Task<WithdrawalStudy> WithdrawAsync(ForceCase made, IProgress<string> told, CancellationToken token)
    {
        told.Report("the plan with all of them");
        var answer =
            Kept(made) ?? await NewSolver().SolveAsync(made.Planning.Problem, new ForceLimits(Seconds, 0, 1), new Progress(told), token);
        var report = Report(made, answer);
        var study = new ForceStudy(Desk, NewSolver());
        var limits = new ForceLimits(WithdrawalSeconds);
        var nations = await study.WithdrawalsAsync(Visit.Reader, report, limits, new Counting(told, "nations"), token);
        var offers = await study.OfferWithdrawalsAsync(Visit.Reader, report, limits, new Counting(told, "offers"), token);
        token.ThrowIfCancellationRequested();
        var asked = made.Planning.Problem.Lines.Sum(l => l.Weight * l.Need.Sum(n => (long)n));
        return new WithdrawalStudy(report, asked, nations, offers);
    }

    private static string Digest<T>(T value) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(value)));

    private sealed class Progress(IProgress<string> told) : IProgress<ForceProgress>
    {
        public void Report(ForceProgress value) => told.Report(ForceWords.Of(value));
    }

    private sealed class Counting(IProgress<string> told, string what) : IProgress<(int Done, int All)>
    {
        public void Report((int Done, int All) value) => told.Report($"{value.Done} of {value.All} {what} withdrawn");
    }
}
