using System.Collections.Immutable;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Missions.Questions;

/// <summary>What of a mission's files a selector takes, as known on a day. What was said or happened later is not there; what may have been is marked.</summary>
public static class Selection
{
    /// <summary>Positions in order of date: those of an exercise are never mixed with those of the world.</summary>
    public static ImmutableArray<TimelineEntry> Of(Mission mission, AnswerSelector.Positions wanted, Mode mode, LocalDate day) =>
        [.. Entries(mission, mode, day, TimelineKind.Position).Where(e => e.Position is { } p && Takes(mission, wanted, p))];

    public static ImmutableArray<TimelineEntry> Of(Mission mission, AnswerSelector.Events wanted, Mode mode, LocalDate day) =>
        [
            .. Timeline
                .Of(mission, [], new TimelineQuery(mode, day) { From = wanted.From, Until = wanted.Until })
                .Where(e => e.Chronology is { } c && Takes(wanted, c)),
        ];

    /// <summary>Dates that lie ahead of the day.</summary>
    public static ImmutableArray<TimelineEntry> Of(Mission mission, AnswerSelector.Calendar wanted, Mode mode, LocalDate day) =>
        [.. Entries(mission, mode, day, TimelineKind.Calendar).Where(e => e.Ahead && Any(wanted.Nations, e.Who.FirstOrDefault() ?? ""))];

    private static ImmutableArray<TimelineEntry> Entries(Mission mission, Mode mode, LocalDate day, TimelineKind kind) =>
        Timeline.Of(mission, [], new TimelineQuery(mode, day) { Kinds = [kind] });

    private static bool Takes(Mission mission, AnswerSelector.Positions wanted, Nations.Position p) =>
        Any(wanted.Ids, $"{p.Nation}/{p.Id}")
        && Any(wanted.Nations, p.Nation)
        && Any(wanted.Questions, p.Question)
        && Any(wanted.Stances, p.Stance)
        && Any(wanted.Kinds, p.Kind)
        && Any(wanted.Speakers, p.Speaker)
        && (wanted.Domains.IsEmpty || p.Domains.Any(wanted.Domains.Contains))
        && (wanted.Groups.IsEmpty || mission.Nation(p.Nation)?.Groups.Any(wanted.Groups.Contains) == true);

    private static bool Takes(AnswerSelector.Events wanted, ChronologyItem item) =>
        (wanted.Words.IsEmpty || wanted.Words.Any(w => Says(item, w)))
        && (wanted.Kinds.IsEmpty || (item.Kind is { } kind && wanted.Kinds.Contains(kind)))
        && (wanted.Formats.IsEmpty || (item.Format is { } format && wanted.Formats.Contains(format)))
        && (wanted.Who.IsEmpty || item.Who.Any(wanted.Who.Contains));

    private static bool Says(ChronologyItem item, string words) =>
        item.Title.Contains(words, StringComparison.OrdinalIgnoreCase) || item.Text.Contains(words, StringComparison.OrdinalIgnoreCase);

    private static bool Any<T>(ImmutableArray<T> wanted, T value) => wanted.IsEmpty || wanted.Contains(value);
}
