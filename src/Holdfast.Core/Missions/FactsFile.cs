using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Missions;

/// <summary>
/// Reads <c>facts.yaml</c> and the tables <c>facts/*.csv</c>, which have the same keys as columns: statements of facts, each with its authority, source, standing
/// and mode.
/// </summary>
/// <param name="mode">The mode of facts that do not say theirs: the mission's.</param>
internal sealed class FactsFile(Complaints complaints, Citations citations, DateTimeZone zone, Mode mode)
{
    public static readonly string[] Keys = ["fact", "args", "value", "from", "until", "by", "cites", "standing", "stated", "mode", "note"];

    public const string Folder = "facts/";

    /// <inheritdoc cref="Read(MissionFile?, ClauseSet?, Func{string, Instant?}, TimeRange)"/>
    public ImmutableArray<MissionFact> ReadTables(
        IEnumerable<MissionFile> files,
        ClauseSet? clauses,
        Func<string, Instant?> published,
        TimeRange period
    ) =>
        [
            .. files
                .Where(f => f.Path.StartsWith(Folder, StringComparison.Ordinal) && f.Path.EndsWith(".csv", StringComparison.Ordinal))
                .SelectMany(f => CsvTable.Read(f, complaints, "a fact", Keys, ["args"]))
                .Select(row => new Section(row, complaints, "a fact", Keys))
                .Select(s => new MissionFact(Fact(s, clauses, published, period), Declarations.Modes(s, mode))),
        ];

    /// <param name="clauses">Null when the clauses did not compile; then names of facts are not checked.</param>
    /// <param name="published">The date of a cited reference, for statements that do not say when they were made.</param>
    /// <param name="period">The mission's: what nobody dated counts as known from its start until the record dates it.</param>
    public ImmutableArray<MissionFact> Read(MissionFile? file, ClauseSet? clauses, Func<string, Instant?> published, TimeRange period)
    {
        if (file is null || YamlText.Read(file.Path, file.Text, complaints) is not { } root)
        {
            return [];
        }
        var section = new Section(root, complaints, "the file of facts", "facts");
        section.Need("facts");
        return
        [
            .. section
                .Sections("facts", "a fact", Keys)
                .Select(s => new MissionFact(Fact(s, clauses, published, period), Declarations.Modes(s, mode))),
        ];
    }

    private FactStatement Fact(Section s, ClauseSet? clauses, Func<string, Instant?> published, TimeRange period)
    {
        var name = s.Text("fact");
        ImmutableArray<string> args = [.. s.Texts("args").Select(a => a.Text)];
        var from = s.InstantOrNull("from", zone);
        var until = s.InstantOrNull("until", zone);
        if (from >= until)
        {
            complaints.Error(s.At("until"), "bad-period", "'until' must lie after 'from'");
        }
        var standing = s.Standing();
        var cites = citations.Of(s, standing);
        var stated = s.InstantOrNull("stated", zone) ?? published(cites);
        var statement = new FactStatement(
            name,
            args,
            s.Text("value"),
            from,
            until,
            s.Text("by"),
            cites,
            standing,
            stated ?? period.Earliest
        )
        {
            StatedAt = stated,
        };
        foreach (var diagnostic in clauses?.Check(statement, s.Node.File, s.At("fact").Line, s.At("fact").Column) ?? [])
        {
            complaints.Add(diagnostic);
        }
        return statement;
    }
}
