using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Diagrams;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Nations;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Web.Guarantees;

/// <summary>What an undertaking would be by one reading of disputed facts.</summary>
public sealed record ReadingStand(Reading Reading, LifeSpan Span);

/// <summary>What was said about one fact that an undertaking hangs on.</summary>
public sealed record FactStand(FactUse Use, Truth Now, ImmutableArray<FactStatement> Statements);

/// <summary>Everything that the page of one undertaking shows.</summary>
/// <param name="Lock">Null where this reader may not have it, and while it is not in force.</param>
/// <param name="Time">Null while it is in force.</param>
/// <param name="HungOnBy">Undertakings that name it.</param>
public sealed record UndertakingModel(
    UndertakingLife Life,
    LifeSpan Span,
    TraceNode Trace,
    ImmutableArray<MissingFact> Missing,
    ImmutableArray<ReadingStand> Readings,
    ImmutableArray<TierClock> Tiers,
    ImmutableArray<TierConflict> Conflicts,
    PromiseStand? Promise,
    ImmutableArray<LineSource> Lines,
    ImmutableArray<FactStand> Facts,
    Unlocking Unlock,
    Unlocking? Lock,
    TimeToEffect? Time,
    ImmutableArray<string> HungOnBy,
    ImmutableArray<Position> Positions
)
{
    public Undertaking Undertaking => Life.Undertaking;

    public static UndertakingModel Of(GuaranteeView view, UndertakingLife life)
    {
        var (network, at, undertaking) = (view.Network, view.At, life.Undertaking);
        var (name, clauses) = (undertaking.Name, view.Mission.Clauses);
        var span = life.At(at);
        return new UndertakingModel(
            life,
            span,
            network.Why(name, at),
            span.InForce.IsTrue ? [] : network.Missing(name, at),
            ReadingsOf(network, life, at),
            BoardModel.Sorted(TierBoard.Of(network, life, at), at),
            [.. TierConflicts.Of(clauses, at, view.Zone).Where(c => c.Undertaking.Name == name)],
            PromiseDecay.At(network, at).FirstOrDefault(p => p.Undertaking.Name == name),
            LinesOf(undertaking),
            [.. Core.Guarantees.Readings.Uses(network, name).Select(u => Stand(network.Facts, u, at)).Where(IsTold)],
            view.Studies.Unlock(network, name, undertaking.InForce, at),
            view.MayWeigh && span.InForce.IsTrue ? view.Studies.Lock(network, name, undertaking.InForce, at) : null,
            span.InForce.IsTrue ? null : view.Studies.Time(network, name, at),
            [.. clauses.Undertakings.Where(u => u.HangsOn.Contains(name)).Select(u => u.Name)],
            [
                .. view
                    .Mission.Nations.SelectMany(n => n.Positions)
                    .Where(p => p.Conditions.Any(c => c.Target == ConditionTarget.Undertaking && c.Name == name)),
            ]
        );
    }

    public static ImmutableArray<ReadingStand> ReadingsOf(GuaranteeNetwork network, UndertakingLife life, Instant at) =>
        [
            .. Core
                .Guarantees.Readings.Of(network, life.Undertaking.Name, at)
                .Select(r => new ReadingStand(r, (network.With(r.Overlay).Life(life.Undertaking.Name) ?? life).At(at))),
        ];

    /// <summary>The lines that have a source of their own, in the order of the text.</summary>
    public static ImmutableArray<LineSource> LinesOf(Undertaking undertaking)
    {
        IEnumerable<LineSource> lines =
        [
            .. undertaking.Conditions.Select(c => c.Source),
            .. undertaking.Procedures.Select(p => p.Source),
            .. undertaking.Tiers.Select(t => t.Source),
            .. undertaking.Deeds.Select(d => d.Source),
            .. undertaking.Stages.Select(s => s.Source),
        ];
        return [.. (undertaking.Expires is { } expires ? lines.Append(expires.Source) : lines).OrderBy(l => Row(l.Location))];
    }

    // "file:line:column"
    private static (int Line, int Column) Row(string location)
    {
        var parts = location.Split(':');
        return
            parts.Length >= 3
            && int.TryParse(parts[^2], System.Globalization.CultureInfo.InvariantCulture, out var line)
            && int.TryParse(parts[^1], System.Globalization.CultureInfo.InvariantCulture, out var column)
            ? (line, column)
            : (int.MaxValue, 0);
    }

    // Acts such as a withdrawal are facts of every undertaking; they are told where somebody stated one.
    private static bool IsTold(FactStand stand) => stand.Use.Declaration.Location != "built in" || stand.Statements.Length > 0;

    private static FactStand Stand(FactBase facts, FactUse use, Instant at) =>
        new(
            use,
            use.Declaration.Type == FactType.Bool ? facts.Value(use.Name, use.Arguments, at) : Truth.Unknown(UnknownReason.None),
            [
                .. facts
                    .Statements.Where(s => s.Name == use.Name && s.Arguments.SequenceEqual(use.Arguments))
                    .OrderByDescending(s => s.KnownAt),
            ]
        );
}
