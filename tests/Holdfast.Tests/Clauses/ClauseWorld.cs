using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using NetTopologySuite.Geometries;
using NodaTime;

namespace Holdfast.Tests.Clauses;

/// <summary>The vocabulary that the clause tests share, and short ways to compile and to state facts.</summary>
internal static class ClauseWorld
{
    public static readonly Instant Noon = Instant.FromUtc(2026, 3, 1, 12, 0);

    public static readonly ClauseVocabulary Vocabulary = new(
        new Atlas([
            Shape("area_of_application", ShapeKind.Area),
            Shape("security_zone", ShapeKind.Area),
            Shape("line_of_contact", ShapeKind.Line),
            Shape("bridge", ShapeKind.Point),
            Square("north", 50),
            Square("south", 48),
        ]),
        ["DPR", "GB", "LPR", "RU", "UA", "US"],
        ["FT", "Minsk-II", "P"]
    );

    public static (ClauseSet? Set, ImmutableArray<Diagnostic> Diagnostics) Compile(string text) =>
        ClauseSet.Compile([new ClauseSource("terms.clauses", text)], Vocabulary);

    /// <summary>Compiles a text that has to be free of errors.</summary>
    public static ClauseSet Good(string text)
    {
        var (set, diagnostics) = Compile(text);
        return set ?? throw new InvalidOperationException(string.Join('\n', diagnostics));
    }

    /// <summary>The first term of a text that has to be free of errors.</summary>
    public static (ClauseSet Set, Term Term) OneTerm(string text)
    {
        var set = Good(text);
        return (set, set.Terms[0]);
    }

    public static FactStatement State(
        string name,
        string? value,
        string authority = "UA",
        string source = "source",
        Instant? from = null,
        Instant? to = null,
        Instant? known = null,
        params string[] arguments
    ) => new(name, [.. arguments], value, from, to, authority, source, Standing.Attributed, known ?? Noon);

    public static FactBase Facts(ClauseSet set, params FactStatement[] statements) => FactBase.From(set, statements, Instant.MaxValue);

    private static NamedShape Square(string name, double latitude) =>
        Shape(name, ShapeKind.Area) with
        {
            Geometry = GeometryFactory.Default.ToGeometry(new Envelope(30, 31, latitude, latitude + 1)),
        };

    private static NamedShape Shape(string name, ShapeKind kind) =>
        new(name, kind, Point.Empty, Standing.Illustrative, name, "illustrative", "test");
}
