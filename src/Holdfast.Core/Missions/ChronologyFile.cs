using System.Collections.Immutable;
using Holdfast.Core.Values;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Core.Missions;

/// <summary>Reads <c>chronology.yaml</c>: dated events, each with its source and standing.</summary>
/// <param name="actors">Whom an event may name in <c>who</c>.</param>
internal sealed class ChronologyFile(Complaints complaints, Citations citations, DateTimeZone zone, ImmutableSortedSet<string> actors)
{
    public static readonly string[] Keys =
    [
        "date",
        "at",
        "title",
        "text",
        "kind",
        "who",
        "place",
        "format",
        "agreed",
        "reservations",
        "standing",
        "cites",
    ];

    public static readonly (string Word, ChronologyKind Value)[] Kinds =
    [
        .. Enum.GetValues<ChronologyKind>().Select(k => (k.ToString().ToLowerInvariant(), k)),
    ];

    public static readonly (string Word, MeetingFormat Value)[] Formats =
    [
        ("leaders", MeetingFormat.Leaders),
        ("ministers", MeetingFormat.Ministers),
        ("chiefs of defence", MeetingFormat.ChiefsOfDefence),
        ("cell", MeetingFormat.Cell),
        ("other", MeetingFormat.Other),
    ];

    public ImmutableArray<ChronologyItem> Read(MissionFile? file)
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
                .Sections("chronology", "an event", Keys)
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
            Kind = s.Find("kind") is null ? null : s.Choice("kind", null, Kinds),
            Who = Who(s),
            Place = s.TextOrNull("place")?.Trim() ?? "",
            Format = s.Find("format") is null ? null : s.Choice("format", null, Formats),
            Agreed = s.TextOrTexts("agreed"),
            Reservations = s.TextOrTexts("reservations"),
        };
    }

    private ImmutableArray<string> Who(Section s)
    {
        var who = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (text, at) in s.Texts("who"))
        {
            if (!actors.Contains(text))
            {
                complaints.Error(
                    at,
                    "unknown-party",
                    $"'{text}' is no party, nation, body or group of the mission",
                    NearestWord.To(text, actors)
                );
            }
            else if (!who.Add(text))
            {
                complaints.Error(at, "duplicate-id", $"'{text}' is named twice");
            }
        }
        return [.. who];
    }
}
