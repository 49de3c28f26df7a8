using System.Collections.Immutable;
using Holdfast.Core.Cell;
using Holdfast.Core.Cell.Acts;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;

namespace Holdfast.Core.Missions;

/// <summary>Reads the meetings and decisions of <c>cell.yaml</c>: what sources tell of, each with its citation.</summary>
internal sealed class CellPastReader(
    Complaints complaints,
    Citations citations,
    ImmutableSortedSet<string> actors,
    ImmutableArray<CellFormat> formats,
    ClauseSet? clauses
)
{
    public static readonly string[] MeetingKeys =
    [
        "id",
        "title",
        "format",
        "date",
        "place",
        "attended",
        "agreed",
        "note",
        "standing",
        "cites",
    ];
    public static readonly string[] AgreedKeys = ["text", "by", "reservations"];
    public static readonly string[] ReservationKeys = ["by", "text"];
    public static readonly string[] DecisionKeys =
    [
        "id",
        "title",
        "text",
        "date",
        "procedure",
        "meeting",
        "joined",
        "declined",
        "reservations",
        "undertaking",
        "standing",
        "cites",
    ];

    public static readonly (string Word, DecisionProcedure Value)[] Procedures = CellFile.Words<DecisionProcedure>();

    public ImmutableArray<DeclaredMeeting> Meetings(Section top) =>
        [
            .. Once(top.Sections("meetings", "a meeting", MeetingKeys).Select(s => (s, Meeting(s))), m => m.Id)
                .OrderBy(m => m.Date.Earliest)
                .ThenBy(m => m.Id, StringComparer.Ordinal),
        ];

    public ImmutableArray<DeclaredDecision> Decisions(Section top, ImmutableArray<DeclaredMeeting> meetings) =>
        [
            .. Once(top.Sections("decisions", "a decision", DecisionKeys).Select(s => (s, Decision(s, meetings))), d => d.Id)
                .OrderBy(d => d.Date.Earliest)
                .ThenBy(d => d.Id, StringComparer.Ordinal),
        ];

    private DeclaredMeeting Meeting(Section s)
    {
        var format = s.Text("format");
        Known(s, "format", format, formats.Select(f => f.Id), "no format of the cell");
        var standing = s.Standing();
        return new DeclaredMeeting(
            s.Text("id"),
            s.Text("title"),
            format,
            s.PartialDate("date"),
            s.TextOrNull("place")?.Trim() ?? "",
            Actors(s, "attended"),
            [.. s.Sections("agreed", "something agreed", AgreedKeys).Select(Agreement)],
            s.TextOrNull("note")?.Trim() ?? "",
            new Stated(standing, citations.Located(s, standing))
        );
    }

    private Agreed Agreement(Section s) => new(s.Text("text"), Actors(s, "by"), Reservations(s));

    private ImmutableArray<Reserved> Reservations(Section s) =>
        [
            .. s.Sections("reservations", "a reservation", ReservationKeys)
                .Select(r => new Reserved(Actor(r, "by", r.Text("by")), r.Text("text"))),
        ];

    private DeclaredDecision Decision(Section s, ImmutableArray<DeclaredMeeting> meetings)
    {
        var meeting = s.TextOrNull("meeting")?.Trim() ?? "";
        Known(s, "meeting", meeting, meetings.Select(m => m.Id), "no meeting of this file");
        var undertaking = s.TextOrNull("undertaking")?.Trim();
        if (clauses is not null)
        {
            Known(s, "undertaking", undertaking ?? "", clauses.Undertakings.Select(u => u.Name), "no undertaking of the mission");
        }
        var (joined, declined) = (Actors(s, "joined"), Actors(s, "declined"));
        foreach (var both in joined.Intersect(declined))
        {
            complaints.Error(s.At("declined"), "twice", $"'{both}' both joined and declined");
        }
        var standing = s.Standing();
        return new DeclaredDecision(
            s.Text("id"),
            s.Text("title"),
            s.TextOrNull("text")?.Trim() ?? "",
            s.PartialDate("date"),
            s.Choice("procedure", null, Procedures),
            meeting,
            joined,
            declined,
            Reservations(s),
            undertaking,
            new Stated(standing, citations.Located(s, standing))
        );
    }

    private ImmutableArray<string> Actors(Section s, string key) =>
        [.. s.TextOrTexts(key).Select(name => Actor(s, key, name)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private string Actor(Section s, string key, string name)
    {
        Known(s, key, name, actors, "no party, nation, organisation or group of the mission");
        return name;
    }

    private void Known(Section s, string key, string name, IEnumerable<string> right, string isNot)
    {
        var all = right.ToArray();
        if (name.Length > 0 && !all.Contains(name))
        {
            complaints.Error(s.At(key), "unknown-name", $"'{name}' is {isNot}", NearestWord.To(name, all));
        }
    }

    private IEnumerable<T> Once<T>(IEnumerable<(Section Section, T Item)> items, Func<T, string> id)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (section, item) in items)
        {
            if (seen.Add(id(item)))
            {
                yield return item;
            }
            else
            {
                complaints.Error(section.At("id"), "twice", $"'{id(item)}' is there already");
            }
        }
    }
}
