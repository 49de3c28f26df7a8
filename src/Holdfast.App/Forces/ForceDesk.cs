using System.Collections.Immutable;
using Holdfast.App.Guarantees;
using Holdfast.App.Record;
using Holdfast.Core.Access;
using Holdfast.Core.Clauses;
using Holdfast.Core.Forces.Model;
using Holdfast.Core.Forces.Planning;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;

namespace Holdfast.App.Forces;

/// <summary>Puts questions about the force to a mission's declarations and to the facts that a reader may know. Safe for concurrent use.</summary>
/// <param name="guarantees">The desk that answers for the undertakings on which offers stand.</param>
public sealed class ForceDesk(Mission mission, GuaranteeDesk guarantees)
{
    /// <param name="model">What is offered and asked for: the mission's, or a planner's own.</param>
    /// <exception cref="ArgumentException">An unknown planning size or scenario, or a horizon out of range; the message names the nearest right one.</exception>
    public async ValueTask<ForceCase> CaseAsync(
        Reader reader,
        ForceQuestion question,
        ForceModel model,
        CancellationToken cancellation = default
    )
    {
        var set = model.Set(question.Set) ?? throw Unknown("planning size", question.Set, model.Sets.Select(s => s.Id));
        var assumed = Assumed(question, model);
        var asked = new GuaranteeQuestion(mission.Zone.AtStartOfDay(question.Start).ToInstant(), question.Known, question.Mode, assumed);
        var answer = await guarantees.AskAsync(reader, asked, cancellation);
        var times = question.Procedures ? Times(answer.Then, asked) : ImmutableSortedDictionary<string, TimeToEffect>.Empty;
        var done = times.IsEmpty ? answer.Then : answer.Then.With(Over(answer.Then.Facts.Clauses));
        var (lifted, faults) = LiftedCaveat.Parse(model, done.Facts.Clauses, question.Lift);
        var world = new ForceWorld(
            asks => done.With(Asked(done.Facts.Clauses, asks)).Facts,
            mission.Atlas,
            question.Start,
            mission.Zone,
            times
                .Where(t => Median(t.Value) is not null)
                .ToImmutableSortedDictionary(t => t.Key, t => Median(t.Value) ?? 0, StringComparer.Ordinal)
        )
        {
            Lifted = lifted,
            Beneath = (undertaking, at) =>
                [.. done.Missing(undertaking, at).Select(m => new UnmetFact(m.Fact, m.Text, m.Value, m.Wanted, m.Alternative, m.Location))],
        };
        var planning = PlanningCase.Make(model, set, world, question.Months);
        return new ForceCase(question, model, planning, world, assumed, answer.Then, times, [.. answer.Diagnostics, .. faults]);
    }

    private static ImmutableArray<string> Assumed(ForceQuestion question, ForceModel model)
    {
        ImmutableArray<string> scenario =
            question.Scenario.Length == 0
                ? []
                : (
                    model.Scenario(question.Scenario) ?? throw Unknown("scenario", question.Scenario, model.Scenarios.Select(s => s.Id))
                ).Assume;
        var backstop = question.Backstop switch
        {
            BackstopChoice.With => model.Backstop.Select(b => b.Assume),
            BackstopChoice.Without => model.Backstop.Select(b => $"not {b.Assume}"),
            _ => [],
        };
        return [.. scenario, .. backstop, .. question.Assume];
    }

    /// <summary>How long undertakings take that are not in force and wait for procedures alone.</summary>
    private ImmutableSortedDictionary<string, TimeToEffect> Times(GuaranteeNetwork network, GuaranteeQuestion asked) =>
        network
            .Lives.Where(l => l.Undertaking.Procedures.Any(p => p.Takes is not null && !p.After) && !l.At(asked.At).InForce.IsTrue)
            .Select(l => guarantees.Studies.Time(network, l.Undertaking.Name, asked.At))
            .Where(t => t.Finite > 0)
            .ToImmutableSortedDictionary(t => t.Undertaking, t => t, StringComparer.Ordinal);

    private static double? Median(TimeToEffect time) => time.Quantiles.FirstOrDefault(q => q.Probability == 0.5).Days;

    /// <summary>Every procedure before an undertaking of which somebody says how long it takes, as over.</summary>
    private static ImmutableArray<FactStatement> Over(ClauseSet clauses) =>
        Assumptions
            .Parse(
                clauses,
                [
                    .. clauses
                        .Undertakings.SelectMany(u => u.Procedures)
                        .Where(p => p.Takes is not null && !p.After)
                        .Select(p => p.Fact.Key)
                        .Distinct()
                        .Order(StringComparer.Ordinal),
                ]
            )
            .Assumed;

    /// <summary>What is asked of a force, and that nothing else is.</summary>
    private static ImmutableArray<FactStatement> Asked(ClauseSet clauses, ImmutableArray<string> asks) =>
        clauses.Fact(OfferJudge.Asked)?.Allowed is [var values, ..]
            ? Assumptions
                .Parse(clauses, [.. values.Select(v => $"{OfferJudge.Asked}({v})={(asks.Contains(v) ? "true" : "false")}")])
                .Assumed
            : [];

    private static ArgumentException Unknown(string what, string name, IEnumerable<string> known)
    {
        var all = known.ToArray();
        var near = NearestWord.To(name, all) is { } nearest ? $"; did you mean '{nearest}'?" : "";
        return new ArgumentException($"The mission has no {what} '{name}'{near} (there are {string.Join(", ", all)}).");
    }
}
