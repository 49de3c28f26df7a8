using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Core.Missions;

/// <summary>The files of dated statements: <c>facts.yaml</c> and <c>chronology.yaml</c>. Each statement cites a source and has a standing.</summary>
internal sealed class StatementFiles(Complaints complaints, Citations citations, DateTimeZone zone)
{
    public ImmutableArray<ChronologyItem> Chronology(MissionFile? file)
    {
        if (file is null || YamlText.Read(file.Path, file.Text, complaints) is not { } root)
        {
            return [];
        }
        var section = new Section(root, complaints, "the chronology", "chronology");
        section.Need("chronology");
        return
        [
            .. section
                .Sections("chronology", "an event", "date", "at", "title", "text", "standing", "cites")
                .Select(Item)
                .OrderBy(i => i.Date)
                .ThenBy(i => i.At ?? zone.AtStartOfDay(i.Date).ToInstant()),
        ];
    }

    private ChronologyItem Item(Section s)
    {
        var at = s.InstantOrNull("at", zone);
        var date = s.Date("date");
        if (at is { } instant && s.Find("date") is not null && date.Year > 1 && instant.InZone(zone).Date is var day && day != date)
        {
            complaints.Error(
                s.At("date"),
                "bad-date",
                $"'at' falls on {LocalDatePattern.Iso.Format(day)} in the mission's zone, 'date' says {LocalDatePattern.Iso.Format(date)}",
                LocalDatePattern.Iso.Format(day)
            );
        }
        var standing = s.Standing();
        return new ChronologyItem(date, s.Text("title"), s.TextOrNull("text")?.Trim() ?? "", standing, citations.Of(s, standing))
        {
            At = at,
        };
    }

    /// <param name="clauses">Null when the clauses did not compile; then names of facts are not checked.</param>
    /// <param name="stated">The date of a reference, as a stand-in for when a statement became known until the record dates it.</param>
    public ImmutableArray<FactStatement> Facts(MissionFile? file, ClauseSet? clauses, Func<string, Instant> stated)
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
                .Sections("facts", "a fact", "fact", "args", "value", "from", "until", "by", "cites", "standing", "stated", "note")
                .Select(s => Fact(s, clauses, stated)),
        ];
    }

    private FactStatement Fact(Section s, ClauseSet? clauses, Func<string, Instant> stated)
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
        var known = s.InstantOrNull("stated", zone) ?? stated(cites);
        var statement = new FactStatement(name, args, s.Text("value"), from, until, s.Text("by"), cites, standing, known);
        foreach (var diagnostic in clauses?.Check(statement, s.Node.File, s.At("fact").Line, s.At("fact").Column) ?? [])
        {
            complaints.Add(diagnostic);
        }
        return statement;
    }
}
