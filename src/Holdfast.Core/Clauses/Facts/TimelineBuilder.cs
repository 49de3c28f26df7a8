using System.Collections.Immutable;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Clauses.Facts;

/// <summary>
/// Folds the statements of one fact into a step function over valid time. A later statement of the same authority and source amends the earlier one
/// over its own valid time; a retraction takes back what its authority said up to then over its valid time; statements of different sources never
/// overrule each other: where they contradict, the fact is disputed.
/// </summary>
internal sealed class TimelineBuilder
{
    private readonly FactDeclaration _declaration;
    private readonly Who? _who;
    private readonly bool _determination;
    private readonly List<Spoken> _spoken = [];

    private readonly record struct Spoken(FactStatement By, string? Value, Instant From, Instant To, Instant StaleAt);

    /// <param name="determination">True for <c>determined(x) by WHO</c>: false until they said that x is so.</param>
    private TimelineBuilder(FactDeclaration declaration, Who? who, bool determination)
    {
        _declaration = declaration;
        _who = who;
        _determination = determination;
    }

    public static FactTimeline Plain(FactDeclaration declaration, IEnumerable<FactStatement> statements) =>
        Plain(declaration, [.. statements]);

    private static FactTimeline Plain(FactDeclaration declaration, IReadOnlyList<FactStatement> statements) =>
        new TimelineBuilder(declaration, declaration.Authority(statements.Count == 0 ? [] : statements[0].Arguments), false).Build(
            statements
        );

    public static FactTimeline Determined(FactDeclaration declaration, Who by, IEnumerable<FactStatement> statements) =>
        new TimelineBuilder(declaration, by, true).Build(statements);

    private FactTimeline Build(IEnumerable<FactStatement> statements)
    {
        foreach (var s in statements)
        {
            var value = s.Value is null ? null : FactValue.Canonical(_declaration.Type, s.Value);
            if (s.Value is not null && value is null)
            {
                continue; // Not a value of the type: ClauseSet.Check says so where the statement is made.
            }
            _spoken.Add(new Spoken(s, value, s.ValidFrom ?? Instant.MinValue, s.ValidTo ?? Instant.MaxValue, StaleAt(s)));
        }
        _spoken.Sort(
            (a, b) =>
                a.By.KnownAt != b.By.KnownAt ? a.By.KnownAt.CompareTo(b.By.KnownAt)
                : string.CompareOrdinal(a.By.Authority, b.By.Authority) is var byAuthority and not 0 ? byAuthority
                // At one instant a retraction comes before what its authority says instead, whatever their sources.
                : a.Value is null != b.Value is null ? (a.Value is null ? -1 : 1)
                : string.CompareOrdinal(a.By.Source, b.By.Source) is var bySource and not 0 ? bySource
                : string.CompareOrdinal(a.Value, b.Value)
        );
        var changes = Changes();
        var segments = ImmutableArray.CreateBuilder<FactSegment>(changes.Count + 1);
        var kept = ImmutableArray.CreateBuilder<Instant>();
        segments.Add(Segment(Instant.MinValue));
        foreach (var change in changes)
        {
            var next = Segment(change);
            if (!Same(segments[^1], next))
            {
                kept.Add(change);
                segments.Add(next);
            }
        }
        return new FactTimeline(kept.ToImmutable(), segments.ToImmutable());
    }

    private Instant StaleAt(FactStatement statement)
    {
        if (_declaration.StaleAfter is not { } period || statement.ValidTo is not null || statement.Authority == FactStatement.Assumption)
        {
            return Instant.MaxValue;
        }
        var since = (statement.ValidFrom ?? statement.KnownAt).InUtc().LocalDateTime;
        return since.Plus(period).InUtc().ToInstant();
    }

    private List<Instant> Changes() =>
        [
            .. _spoken
                .SelectMany(s => new[] { s.From, s.To, s.StaleAt })
                .Where(i => i != Instant.MinValue && i != Instant.MaxValue)
                .Distinct()
                .Order(),
        ];

    private static bool Same(FactSegment a, FactSegment b) =>
        a.Truth == b.Truth
        && a.Number == b.Number
        && a.Readings.Length == b.Readings.Length
        && a.Readings.Zip(b.Readings)
            .All(p =>
                p.First.Value == p.Second.Value
                && p.First.Authorities.SequenceEqual(p.Second.Authorities)
                && p.First.Sources.SequenceEqual(p.Second.Sources)
                && p.First.Provisional.SequenceEqual(p.Second.Provisional)
            );

    private FactSegment Segment(Instant at)
    {
        var current = new Dictionary<(string Authority, string Source), List<Spoken>>();
        foreach (var s in _spoken)
        {
            if (at < s.From || at >= s.To)
            {
                continue;
            }
            if (s.Value is null)
            {
                foreach (var key in current.Keys.Where(k => k.Authority == s.By.Authority).ToList())
                {
                    current.Remove(key);
                }
                continue;
            }
            Amend(current, s);
        }
        if (current.Keys.Any(k => k.Authority == FactStatement.Assumption))
        {
            return Assumed([.. current.Where(c => c.Key.Authority == FactStatement.Assumption).SelectMany(c => c.Value)]);
        }
        var all = current.Values.SelectMany(v => v).ToList();
        var fresh = all.Where(s => at < s.StaleAt).ToList();
        return Read(fresh, anyStale: fresh.Count < all.Count);
    }

    private static void Amend(Dictionary<(string Authority, string Source), List<Spoken>> current, Spoken s)
    {
        var key = (s.By.Authority, s.By.Source);
        if (current.TryGetValue(key, out var earlier) && earlier[0].By.KnownAt == s.By.KnownAt)
        {
            earlier.Add(s); // Said at one and the same time: a contradiction within it stays one.
            return;
        }
        current[key] = [s];
    }

    /// <summary>What is assumed counts, whoever would have to say it; the last assumption wins.</summary>
    private FactSegment Assumed(List<Spoken> assumptions)
    {
        var last = assumptions[^1];
        var reading = new FactReading(last.Value ?? "", [last.By.Authority], [last.By.Source]);
        return _determination ? new FactSegment(Truth.Of(reading.Value == "true"), null, [reading], [reading]) : Known(reading, [reading]);
    }

    private FactSegment Read(List<Spoken> fresh, bool anyStale)
    {
        var readings = fresh
            .GroupBy(s => s.Value ?? "", StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new FactReading(
                g.Key,
                [.. g.Select(s => s.By.Authority).Distinct().Order(StringComparer.Ordinal)],
                [.. g.Select(s => s.By.Source).Distinct().Order(StringComparer.Ordinal)]
            )
            {
                Entries = [.. g.Select(s => s.By.Entry).OfType<long>().Distinct().Order()],
                Provisional =
                [
                    .. g.GroupBy(s => s.By.Authority)
                        .Where(a => a.All(s => s.By.Provisional))
                        .Select(a => a.Key)
                        .Order(StringComparer.Ordinal),
                ],
            })
            .ToImmutableArray();
        var met = _who is null ? readings : [.. readings.Where(r => _who.IsMetBy(r.Authorities.ToHashSet(), r.Provisional.ToHashSet()))];
        if (_determination)
        {
            return new FactSegment(Truth.Of(met.Any(r => r.Value == "true")), null, readings, met);
        }
        if (met.Length == 1)
        {
            return Known(met[0], readings);
        }
        if (readings.IsEmpty && !anyStale && _declaration is { Complete: true, Type: FactType.Bool })
        {
            return new FactSegment(Truth.False, null, readings, []);
        }
        var entitled = _who is null ? readings : [.. readings.Where(r => r.Authorities.Any(_who.Names.Contains))];
        var rivals =
            met.Length > 1 ? met
            : entitled.Length > 1 ? entitled
            : [];
        var reason =
            rivals.Length > 0 ? UnknownReason.Disputed
            : readings.Length > 0 ? UnknownReason.Undetermined
            : anyStale ? UnknownReason.Stale
            : UnknownReason.Unreported;
        return new FactSegment(Truth.Unknown(reason), Numbers(rivals, reason), readings, rivals);
    }

    private FactSegment Known(FactReading reading, ImmutableArray<FactReading> readings) =>
        _declaration.Type == FactType.Bool
            ? new FactSegment(Truth.Of(reading.Value == "true"), null, readings, [reading])
            : new FactSegment(Truth.True, Numbers([reading], UnknownReason.None), readings, [reading]);

    private NumberReading? Numbers(ImmutableArray<FactReading> readings, UnknownReason reason)
    {
        if (_declaration.Type is FactType.Bool or FactType.Instant || readings.IsEmpty)
        {
            return null;
        }
        var values = readings.Select(r => FactValue.Parse(r.Value)).ToList();
        return new NumberReading(values.Min(), values.Max(), reason);
    }
}
