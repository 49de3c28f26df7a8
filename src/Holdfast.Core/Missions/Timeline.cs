using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Nations;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Missions;

/// <summary>What of the timeline is asked for; an empty list means all, null no bound.</summary>
/// <param name="Mode">Modes are never mixed. What a mission with an exercise marks illustrative belongs to its exercise.</param>
/// <param name="Known">Only what was, or may have been, known on or before this day.</param>
public sealed record TimelineQuery(Mode Mode, LocalDate? Known = null)
{
    public LocalDate? From { get; init; }
    public LocalDate? Until { get; init; }
    public ImmutableArray<TimelineKind> Kinds { get; init; } = [];

    /// <summary>Ids of nations, parties, bodies or groups; a nation also finds events of the chronology that name one of its groups or bodies.</summary>
    public ImmutableArray<string> Who { get; init; } = [];

    /// <summary>Every word of it must occur in the entry's text, case ignored; empty for all.</summary>
    public string Text { get; init; } = "";
}

/// <summary>
/// The chronology, what nations said, their calendars and the stated facts as one list in order of date (of the last day that a date can mean). A fold over
/// the mission's files and the facts given: nothing is computed that no line says.
/// </summary>
public static class Timeline
{
    /// <param name="facts">Statements of the mode asked for, in order of recording, read as said (<see cref="FactStatement.AsSaid"/>).</param>
    public static ImmutableArray<TimelineEntry> Of(Mission mission, IEnumerable<FactStatement> facts, TimelineQuery query)
    {
        var who = Widened(mission, query.Who);
        var words = query.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return
        [
            .. Chronology(mission, query)
                .Concat(Positions(mission, query))
                .Concat(Calendars(mission, query))
                .Concat(Facts(mission, facts, query))
                .Where(e => e.Known != Knownness.No && e.Mode == query.Mode)
                .Where(e => e.Date.Touches(query.From, query.Until))
                .Where(e => query.Kinds.IsEmpty || query.Kinds.Contains(e.Kind))
                .Where(e => query.Who.IsEmpty || e.Who.Any(e.Chronology is null ? query.Who.Contains : who.Contains))
                .Where(e => words.All(w => Says(e, w)))
                .OrderBy(e => e.Date)
                .ThenBy(e => e.Chronology?.At ?? Instant.MinValue)
                .ThenBy(e => e.Kind)
                .ThenBy(e => e.Who.FirstOrDefault() ?? "", StringComparer.Ordinal)
                .ThenBy(e => e.Title, StringComparer.Ordinal)
                .ThenBy(e => e.Text, StringComparer.Ordinal),
        ];
    }

    /// <summary>The days on which something became known or happened, ascending: where an "as known on" question can change its answer.</summary>
    public static ImmutableArray<LocalDate> Changes(IEnumerable<TimelineEntry> entries) =>
        [.. entries.Where(e => e.Kind != TimelineKind.Calendar).Select(e => e.Date.Latest).Distinct().Order()];

    private static IEnumerable<TimelineEntry> Chronology(Mission mission, TimelineQuery query) =>
        mission.Chronology.Select(c => new TimelineEntry(
            PartialDate.OfDay(c.Date),
            c.Kind is { } kind ? Enum.Parse<TimelineKind>(kind.ToString()) : TimelineKind.Event,
            c.Title,
            c.Text,
            c.Standing,
            c.Cites,
            c.Who,
            PartialDate.OfDay(c.Date).By(query.Known)
        )
        {
            Mode = ModeOf(mission, c.Standing),
            Chronology = c,
        });

    private static IEnumerable<TimelineEntry> Positions(Mission mission, TimelineQuery query) =>
        mission
            .Nations.SelectMany(n => n.Positions.Select(p => (Nation: n, Position: p)))
            .Select(x => new TimelineEntry(
                x.Position.Date,
                TimelineKind.Position,
                $"{x.Nation.Name} on {NationWords.Of(x.Position.Question).Replace('_', ' ')}: {NationWords.Of(x.Position.Stance)}",
                x.Position.Says,
                x.Position.Standing,
                x.Position.Cites,
                [x.Nation.Id],
                x.Position.Date.By(query.Known)
            )
            {
                Mode = ModeOf(mission, x.Position.Standing),
                Position = x.Position,
            });

    private static IEnumerable<TimelineEntry> Calendars(Mission mission, TimelineQuery query) =>
        mission
            .Nations.SelectMany(n => n.Calendar.Select(c => (Nation: n, Item: c)))
            .Select(x => new TimelineEntry(
                x.Item.Date,
                TimelineKind.Calendar,
                $"{x.Nation.Name}: {x.Item.Title}",
                "",
                x.Item.Standing,
                x.Item.Cites,
                [x.Nation.Id],
                Published(mission, x.Item.Cites)?.By(query.Known) ?? Knownness.Yes
            )
            {
                Mode = ModeOf(mission, x.Item.Standing),
                Ahead = query.Known is { } day && x.Item.Date.Earliest > day,
            });

    private static IEnumerable<TimelineEntry> Facts(Mission mission, IEnumerable<FactStatement> facts, TimelineQuery query) =>
        facts.Select(f =>
        {
            var known = f.KnownAt.InZone(mission.Zone).Date;
            var arguments = f.Arguments.IsEmpty ? "" : $"({string.Join(", ", f.Arguments)})";
            return new TimelineEntry(
                PartialDate.OfDay(f.ValidFrom?.InZone(mission.Zone).Date ?? known),
                TimelineKind.Fact,
                f.Value is null
                    ? $"{f.Authority} takes back: {f.Name}{arguments}"
                    : $"{f.Authority} states: {f.Name}{arguments} is {f.Value}",
                mission.Clauses.Fact(f.Name)?.Title ?? "",
                f.Standing,
                f.Source,
                [.. f.Arguments.Append(f.Authority).Distinct().Order(StringComparer.Ordinal)],
                PartialDate.OfDay(known).By(query.Known)
            )
            {
                Mode = query.Mode,
                Fact = f,
            };
        });

    /// <summary>A mission that shows an exercise may hold the actual world beside it: what it made up belongs to the exercise, what it cites does not.</summary>
    private static Mode ModeOf(Mission mission, Standing standing) =>
        mission.Mode == Mode.Actual || standing != Standing.Illustrative ? Mode.Actual : mission.Mode;

    private static PartialDate? Published(Mission mission, string cites)
    {
        var id = cites.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";
        return mission.References.FirstOrDefault(r => r.Id == id)?.Date is { } day ? PartialDate.OfDay(day) : null;
    }

    private static ImmutableHashSet<string> Widened(Mission mission, ImmutableArray<string> who)
    {
        var nations = mission.Nations.Where(n => who.Contains(n.Id)).ToList();
        return [.. who, .. nations.SelectMany(n => n.Groups), .. nations.SelectMany(n => n.Bodies).Select(b => b.Id)];
    }

    private static bool Says(TimelineEntry entry, string word)
    {
        string?[] texts =
        [
            entry.Title,
            entry.Text,
            entry.Cites,
            entry.Position?.Speaker,
            entry.Position?.Office,
            entry.Position?.Place,
            entry.Chronology?.Place,
            .. entry.Who,
            .. entry.Chronology?.Agreed ?? [],
            .. entry.Chronology?.Reservations ?? [],
        ];
        return texts.Any(t => t?.Contains(word, StringComparison.OrdinalIgnoreCase) == true);
    }
}
