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

    private static readonly Atlas Atlas = new([
        Shape("area_of_application", ShapeKind.Area),
        Shape("security_zone", ShapeKind.Area),
        Shape("line_of_contact", ShapeKind.Line),
        Shape("bridge", ShapeKind.Point),
        Square("north", 50),
        Square("south", 48),
    ]);

    /// <summary>
    /// First the north from 10 to 14 h; then the south, its end not known better than 16 to 18 h; and on the next day somewhere in the south, at hours that
    /// nobody stated.
    /// </summary>
    private static readonly Schedule Pauses = new(
        "pauses",
        [
            Pause("first", [Atlas.Shapes["north"]], null, Hours(10, 10), Hours(14, 14)),
            Pause("second", [Atlas.Shapes["south"]], null, Hours(14, 14), Hours(16, 18)),
            Pause("third", [], Atlas.Shapes["south"], Hours(24, 48), Hours(24, 48)),
        ]
    );

    public static readonly ClauseVocabulary Vocabulary = new(Atlas, ["DPR", "GB", "LPR", "RU", "UA", "US"], ["FT", "Minsk-II", "P"])
    {
        Schedules = ImmutableSortedDictionary<string, Schedule>.Empty.WithComparers(StringComparer.Ordinal).Add("pauses", Pauses),
    };

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

    /// <summary>Hours since the start of the first day of March 2026, in UTC.</summary>
    public static TimeRange Hours(double earliest, double latest) =>
        new(
            Instant.FromUtc(2026, 3, 1, 0, 0) + Duration.FromHours(earliest),
            Instant.FromUtc(2026, 3, 1, 0, 0) + Duration.FromHours(latest)
        );

    private static ScheduleWindow Pause(
        string name,
        ImmutableArray<NamedShape> areas,
        NamedShape? reach,
        TimeRange from,
        TimeRange until
    ) => new(name, "Pause " + name, areas, reach, from, until, Standing.Attributed, "P " + name, [], "") { Location = "pauses.csv:2:1" };

    private static NamedShape Square(string name, double latitude) =>
        Shape(name, ShapeKind.Area) with
        {
            Geometry = GeometryFactory.Default.ToGeometry(new Envelope(30, 31, latitude, latitude + 1)),
        };

    private static NamedShape Shape(string name, ShapeKind kind) =>
        new(name, kind, Point.Empty, Standing.Illustrative, name, "illustrative", "test");
}
