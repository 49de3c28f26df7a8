using System.Collections.Immutable;
using Holdfast.App.Guarantees;
using Holdfast.Core.Clauses;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Support;
using Holdfast.Core.Support.Sanctions;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Support.Declared;

/// <summary>What a mission declares of support beside its ledger, under the facts that a reader may know. Safe for concurrent use.</summary>
/// <param name="guarantees">The desk that answers for facts and undertakings.</param>
public sealed class DeclaredDesk(Mission mission, GuaranteeDesk guarantees)
{
    /// <exception cref="ArgumentException">The mission declares none of it.</exception>
    public async ValueTask<DeclaredCase> AskAsync(Reader reader, GuaranteeQuestion question, CancellationToken cancellation = default)
    {
        var declared =
            mission.Support
            ?? throw new ArgumentException(
                $"The mission '{mission.Name}' declares no support: it has none of support/depots.yaml, support/financing.yaml, support/sanctions.yaml, support/industry.yaml, support/training.yaml and support/works.yaml."
            );
        var answer = await guarantees.AskAsync(reader, question, cancellation);
        var network = answer.Then;
        var known = question.Known?.InZone(mission.Zone).Date;
        var said = new SupportKnown(known, CitedOn);
        var model = said.Of(declared);
        var world = new SupportWorld(network.Facts, question.At, mission.Zone)
        {
            Known = known,
            NestedTrace = undertaking => network.Life(undertaking) is null ? null : network.Why(undertaking, question.At),
            Beneath = undertaking =>
                [
                    .. network
                        .Missing(undertaking, question.At)
                        .Select(m => new UnmetFact(m.Fact, m.Text, m.Value, m.Wanted, m.Alternative, m.Location)),
                ],
        };
        return new DeclaredCase(question, model, world, network, answer.Diagnostics) { Undated = said.Undated(model) };
    }

    private LocalDate? CitedOn(string cites)
    {
        var id = cites.Split(' ')[0];
        return mission.References.FirstOrDefault(r => r.Id == id)?.Date;
    }
}

/// <summary>Declared support and the facts it is put to.</summary>
/// <param name="Diagnostics">What is wrong with an assumption: it was left out.</param>
public sealed record DeclaredCase(
    GuaranteeQuestion Question,
    SupportModel Model,
    SupportWorld World,
    GuaranteeNetwork Network,
    ImmutableArray<Diagnostic> Diagnostics
)
{
    /// <summary>Where a past day is asked about: what is on record without a date, and therefore counted as known then.</summary>
    public ImmutableArray<string> Undated { get; init; } = [];

    public SanctionsBoard Sanctions => SanctionsBoard.Work(Model, World);

    /// <summary>What undertakings lose on the day on which a measure lapses, if nobody acts and nothing else changes.</summary>
    public ImmutableArray<LapsedUndertaking> Lapse(MeasureState measure)
    {
        if (measure is not { Renewal: { } day, Measure.InForce: { } clause })
        {
            return [];
        }
        var keys = clause.Condition.Facts.Select(f => f.Key).ToHashSet(StringComparer.Ordinal);
        var after = World.Zone.AtStartOfDay(day).ToInstant();
        var before = after - Duration.FromHours(1);
        return
        [
            .. Feeds(keys)
                .Select(u => Network.Life(u.Name))
                .OfType<UndertakingLife>()
                .Select(l => new LapsedUndertaking(l.Undertaking, l.At(before).State, l.At(after).State)),
        ];
    }

    /// <summary>The undertakings that read a measure: some condition, stage or deed of theirs asks about its fact.</summary>
    public ImmutableArray<Undertaking> Feeds(SanctionMeasure measure) =>
        measure.InForce is { } clause ? Feeds(clause.Condition.Facts.Select(f => f.Key).ToHashSet(StringComparer.Ordinal)) : [];

    private ImmutableArray<Undertaking> Feeds(HashSet<string> keys) =>
        [
            .. World
                .Facts.Clauses.Undertakings.Where(u =>
                    u.Conditions.Select(c => c.Condition)
                        .Concat(u.Stages.Select(s => s.When))
                        .Concat(u.Deeds.Select(d => d.When).OfType<Condition>())
                        .SelectMany(c => c.Facts)
                        .Any(f => keys.Contains(f.Key))
                )
                .OrderBy(u => u.Name, StringComparer.Ordinal),
        ];
}

/// <summary>An undertaking on the eve of a lapse and after it.</summary>
public sealed record LapsedUndertaking(Undertaking Undertaking, UndertakingState Before, UndertakingState After)
{
    public bool Changes => Before != After;
}
