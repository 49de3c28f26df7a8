using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using NetTopologySuite.Geometries;
using NodaTime;

namespace Holdfast.Bench;

/// <summary>
/// Nanoseconds per judgement of a term without geometry: a small condition, a usual ceasefire term, and 182 facts joined. Peer: a C# lambda that computes the same
/// Kleene value over an array. Processor time, median of eleven rounds.
/// </summary>
internal static class ClausesBench
{
    private sealed class Subject : ISubject
    {
        public TimeRange When { get; } = TimeRange.At(Instant.FromUtc(2026, 3, 1, 12, 0));
        public IReadOnlyList<KindWeight> Kinds { get; } = [new KindWeight("mlrs", 0.7), new KindWeight("artillery", 0.3)];
        public IReadOnlyList<string> RestsOn { get; } = ["bench/1"];

        public AttributeValue? Attribute(string name) =>
            name == AttributeNames.WeaponCalibre ? new AttributeValue(122, "mm", null)
            : name == AttributeNames.CasualtiesCivilian ? new AttributeValue(0, "people", null)
            : null;

        public double ProbabilityInside(NamedShape area) => 0.99;

        public double ProbabilityWithin(NamedShape shape, double metres) => 0.99;

        public Truth AtLeast(string term, int count, Duration window, double radiusMetres) => Truth.False;
    }

    private const int Calls = 200_000;
    private const int Rounds = 11;

    public static Task Run(string[] args)
    {
        var many = string.Concat(Enumerable.Range(0, 182).Select(i => $"fact f{i}\n"));
        var all = string.Join(" and ", Enumerable.Range(0, 91).Select(i => $"(f{2 * i} or f{(2 * i) + 1})"));
        var small = Measure(
            "small condition (two facts, one calibre)",
            "fact a\nfact b\n",
            "forbids event where a and (b or weapon.calibre >= 100 mm)"
        );
        Measure(
            "ceasefire term: time, area, kinds, exception, severity",
            "fact s instant\nfact ordered\nfact failed\n",
            """
            applies in zone from s
            forbids fire, assault
            except return_fire when ordered and failed
            severity grave when weapon.calibre >= 100 mm or casualties.civilian > 0 minor otherwise
            """
        );
        Measure("182 facts", many, $"forbids event where {all}");
        var peer = Median(() => Peer(Calls));
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"peer, hand-written Kleene of the small condition: {peer:0.0} ns; ratio {small / peer:0.0}"
            )
        );
        return Task.CompletedTask;
    }

    private static double Measure(string name, string facts, string lines)
    {
        var text = $"{facts}term t\ncites illustrative\nbinds UA\n{lines}\nend";
        var zone = new NamedShape("zone", ShapeKind.Area, Polygon.Empty, Standing.Illustrative, "zone", "", "");
        var (set, diagnostics) = ClauseSet.Compile([new ClauseSource("bench", text)], new ClauseVocabulary(new Atlas([zone]), ["UA"], []));
        if (set is null)
        {
            throw new InvalidOperationException(string.Join('\n', diagnostics));
        }
        var statements = set.Facts.Select(f => new FactStatement(
            f.Name,
            [],
            f.Type == Core.Clauses.Syntax.FactType.Instant ? "2026-01-01T00:00:00Z" : "true",
            null,
            null,
            "UA",
            "bench",
            Standing.Illustrative,
            Instant.FromUtc(2026, 1, 1, 0, 0)
        ));
        var known = FactBase.From(set, statements, Instant.MaxValue);
        var subject = new Subject();
        var term = set.Terms[0];
        var breaches = 0;
        var median = Median(() =>
        {
            for (var i = 0; i < Calls; i++)
            {
                breaches += term.Judge(subject, known, Thresholds.Default).Outcome == Outcome.ApparentBreach ? 1 : 0;
            }
        });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {median:0.0} ns per judgement ({breaches} breaches)"));
        return median;
    }

    private static double Median(Action work)
    {
        var times = new List<double>();
        for (var i = 0; i < Rounds; i++)
        {
            var before = Environment.CpuUsage.UserTime;
            work();
            times.Add((Environment.CpuUsage.UserTime - before).TotalNanoseconds / Calls);
        }
        times.Sort();
        return times[Rounds / 2];
    }

    private static void Peer(int calls)
    {
        Truth[] facts = [Truth.True, Truth.True, Truth.True];
        var yes = 0;
        for (var i = 0; i < calls; i++)
        {
            yes += (facts[i % 1] & (facts[1] | facts[2])).IsTrue ? 1 : 0;
        }
        if (yes != calls)
        {
            throw new InvalidOperationException("The peer computes something else.");
        }
    }
}
