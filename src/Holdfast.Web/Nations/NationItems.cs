using System.Collections.Immutable;
using Holdfast.Core.Missions;
using Holdfast.Core.Nations;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Nations;

/// <summary>A nation, as the API gives it: its positions by question and kind, latest first.</summary>
public sealed record NationItem(
    string Nation,
    string Name,
    ImmutableArray<string> Groups,
    ImmutableArray<BodyItem> Bodies,
    ImmutableArray<PositionItem> Positions,
    ImmutableArray<CalendarDateItem> Calendar
)
{
    public static NationItem Of(MatrixRow row) =>
        new(
            row.Nation.Id,
            row.Nation.Name,
            row.Nation.Groups,
            [.. row.Nation.Bodies.Select(b => new BodyItem(b.Id, b.Name))],
            [.. row.Cells.SelectMany(c => c.Strands).SelectMany(s => s.Statements.Select(k => PositionItem.Of(k, !s.IsEarlier(k))))],
            [.. row.Nation.Calendar.Select(c => new CalendarDateItem(c.Date.ToString(), c.Title, Words.Of(c.Standing), c.Cites))]
        );
}

public sealed record BodyItem(string Id, string Name);

/// <summary>A date is a day, a month or a year, as exactly as the source tells.</summary>
public sealed record CalendarDateItem(string Date, string Title, string Standing, string Cites);

/// <summary>One statement. <paramref name="Latest"/>: none is later among those of its kind on its question; <paramref name="Known"/> is <c>yes</c> or <c>perhaps</c>.</summary>
public sealed record PositionItem(
    string Id,
    string Date,
    string Question,
    string Stance,
    string Says,
    string? Speaker,
    string? Office,
    string Kind,
    string Standing,
    string Cites,
    ImmutableArray<string> Domains,
    string? Place,
    string? Size,
    PollItem? Poll,
    ImmutableArray<string> Conditions,
    bool Latest,
    string Known
)
{
    public static PositionItem Of(KnownPosition known, bool latest)
    {
        var p = known.Position;
        return new PositionItem(
            p.Id,
            p.Date.ToString(),
            NationWords.Of(p.Question),
            NationWords.Of(p.Stance),
            p.Says,
            OrNull(p.Speaker),
            OrNull(p.Office),
            NationWords.Of(p.Kind),
            Words.Of(p.Standing),
            p.Cites,
            [.. p.Domains.Select(NationWords.Of)],
            OrNull(p.Place),
            OrNull(p.Size),
            p.Poll is { } poll
                ? new PollItem(poll.For, poll.Against, poll.Undecided, OrNull(poll.Asked), poll.Pollster, poll.Fielded?.ToString())
                : null,
            [.. p.Conditions.Select(c => c.ToString())],
            latest,
            known.Known.ToString().ToLowerInvariant()
        );
    }

    internal static string? OrNull(string text) => text.Length == 0 ? null : text;
}

/// <summary>Shares in percent of those asked.</summary>
public sealed record PollItem(double? For, double? Against, double? Undecided, string? Asked, string Pollster, string? Fielded);

/// <summary>One dated line of the timeline.</summary>
public sealed record TimelineItem(
    string Date,
    string? At,
    string Kind,
    string Title,
    string? Text,
    ImmutableArray<string> Who,
    string? Place,
    string? Format,
    ImmutableArray<string> Agreed,
    ImmutableArray<string> Reservations,
    string? Position,
    string Standing,
    string Cites,
    string Known
)
{
    public static TimelineItem Of(TimelineEntry e) =>
        new(
            e.Date.ToString(),
            e.Chronology?.At is { } at ? Iso.Format(at) : null,
            TimelineAddress.Word(e.Kind),
            e.Title,
            PositionItem.OrNull(e.Text),
            e.Who,
            PositionItem.OrNull(e.Chronology?.Place ?? e.Position?.Place ?? ""),
            e.Chronology?.Format is { } format ? NationText.Of(format) : null,
            e.Chronology?.Agreed ?? [],
            e.Chronology?.Reservations ?? [],
            e.Position is { } p ? $"{p.Nation}/{p.Id}" : null,
            Words.Of(e.Standing),
            e.Cites,
            e.Known.ToString().ToLowerInvariant()
        );
}
