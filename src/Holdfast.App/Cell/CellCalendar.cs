using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Cell;
using Holdfast.Core.Cell.Acts;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Missions;
using Holdfast.Core.Nations;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using NodaTime;

namespace Holdfast.App.Cell;

/// <summary>
/// What the cell waits for as a calendar (iCalendar, RFC 5545): meetings, windows, deadlines of decisions, due times of tasks and replies, the clocks of tiers, and, in the actual one, nations' calendars. Ids are stable, so
/// that what changes replaces what was there; times are in UTC. The text is a function of what it is given: the same states give the same bytes.
/// </summary>
public static class CellCalendar
{
    /// <summary>What an item of an exercise or a test begins with.</summary>
    public static string Prefix(Mode mode) => mode == Mode.Actual ? "" : Words.Of(mode).ToUpperInvariant() + ": ";

    /// <param name="view">What the reader may read of it.</param>
    /// <param name="clocks">Tiers that run or are overdue.</param>
    public static string Text(Mission mission, CellView view, ImmutableArray<TierClock> clocks, Mode mode)
    {
        ArgumentNullException.ThrowIfNull(mission);
        ArgumentNullException.ThrowIfNull(view);
        var calendar = new Ical.Net.Calendar { ProductId = "-//Holdfast//Coordination cell//EN", Method = "PUBLISH" };
        calendar.AddProperty("X-WR-CALNAME", $"{Prefix(mode)}{mission.Title}");
        // What nations do is no exercise: their calendars stand in the actual one alone.
        var nations = mode == Mode.Actual ? mission.Nations.SelectMany(n => n.Calendar.Select(c => Day(mission, n, c))) : [];
        foreach (var item in Items(view, clocks).Concat(nations).OrderBy(i => i.Id, StringComparer.Ordinal))
        {
            calendar.Events.Add(Event(mission, item, mode));
        }
        return new CalendarSerializer().SerializeToString(calendar) ?? "";
    }

    /// <summary>One item: an instant or a stretch of time, or whole days.</summary>
    private sealed record Item(
        string Id,
        string Title,
        string Text,
        string Place,
        Instant From,
        Instant? Until,
        LocalDate? Day,
        LocalDate? LastDay,
        Instant Stamp,
        bool Off
    );

    private static IEnumerable<Item> Items(CellView view, ImmutableArray<TierClock> clocks) =>
        view
            .Meetings.Select(Meeting)
            .Concat(view.Windows.Select(Window))
            .Concat(view.Decisions.Where(d => d.Proposal.Deadline is not null).Select(Decision))
            .Concat(view.Tasks.Where(t => t.Due is not null).Select(Task))
            .Concat(view.Calls.Where(c => c.Call.ReplyBy is not null).Select(Call))
            .Concat(clocks.SelectMany(Clock));

    private static Item Meeting(MeetingState m) =>
        At(m.Subject, m.Meeting.Title, string.Join("\n", m.Meeting.Agenda), m.From, m.Until, m.Place, m.Status == MeetingStatus.Cancelled);

    private static Item Window(WindowState w) =>
        At(
            w.Subject,
            w.Window.Window == WindowKind.Repair ? $"Repair guarantee: {w.Window.Object}" : "Quiet window",
            $"Agreed by {Several(w.AgreedBy)}; {CellWords.Of(w.Status)}",
            w.Window.From,
            w.Window.Until,
            w.Window.Area,
            w.Status is WindowStatus.CalledOff or WindowStatus.Refused
        );

    private static Item Decision(DecisionState d) =>
        At(
            d.Subject,
            $"Deadline: {d.Proposal.Title}",
            $"{CellWords.Of(d.Proposal.Procedure)} procedure; waits for {Several(d.In(NationPosition.Waiting))}",
            d.Proposal.Deadline.GetValueOrDefault(),
            null,
            "",
            d.Status == DecisionStatus.Ended
        );

    private static Item Task(TaskState t) =>
        At(
            t.Subject,
            $"Due: {t.Task.Title}",
            $"With {t.With}; {CellWords.Of(t.Status)}",
            t.Due.GetValueOrDefault(),
            null,
            "",
            t.Status == Core.Cell.TaskStatus.Cancelled
        );

    private static Item Call(CallState c) =>
        At(c.Subject, $"Reply of {c.Call.Party} asked for", c.Call.Text, c.Call.ReplyBy.GetValueOrDefault(), null, "", c.IsOver);

    private static Item At(CellSubject subject, string title, string text, Instant from, Instant? until, string place, bool off) =>
        new(subject.Id, title, text, place, from, until, null, null, subject.Deeds[^1].At, off);

    // A tier's start counts under the name of its undertaking, its number and its episode.
    private static IEnumerable<Item> Clock(TierClock clock) =>
        clock
            .Starts.Where(s => s.Operative)
            .Select(s => new Item(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"tier-{clock.Undertaking.Name}-{clock.Tier.Number}-{s.At.ToUnixTimeSeconds()}"
                ),
                $"{clock.Undertaking.Name}, tier {clock.Tier.Number.ToString(CultureInfo.InvariantCulture)} due",
                clock.Tier.Action,
                "",
                s.Due,
                null,
                null,
                null,
                s.At,
                clock.Status == TierStatus.Lifted
            ));

    private static Item Day(Mission mission, Nation nation, CalendarItem item)
    {
        var at = mission.Zone.AtStartOfDay(item.Date.Earliest).ToInstant();
        return new Item(
            $"{nation.Id}-{item.Date}-{Slug(item.Title)}",
            $"{nation.Name}: {item.Title}",
            $"{Words.Of(item.Standing)}; {item.Cites}",
            "",
            at,
            null,
            item.Date.Earliest,
            item.Date.Latest,
            at,
            false
        );
    }

    private static CalendarEvent Event(Mission mission, Item item, Mode mode)
    {
        var (start, end) = item.Day is { } day
            ? (Date(day), Date((item.LastDay ?? day).PlusDays(1)))
            : (Time(item.From), Time(item.Until is { } until && until > item.From ? until : item.From + NodaTime.Duration.FromMinutes(15)));
        return new CalendarEvent
        {
            Uid = $"{item.Id}.{Words.Of(mode)}@{mission.Name}.holdfast",
            DtStamp = Time(item.Stamp),
            Summary = Prefix(mode) + item.Title,
            Description = item.Text.Length > 0 ? item.Text : null,
            Location = item.Place.Length > 0 ? item.Place : null,
            DtStart = start,
            DtEnd = end,
            Status = item.Off ? EventStatus.Cancelled : EventStatus.Confirmed,
        };
    }

    private static CalDateTime Time(Instant at) => new(at.ToDateTimeUtc(), CalDateTime.UtcTzId, true);

    private static CalDateTime Date(LocalDate day) => new(day.Year, day.Month, day.Day);

    private static string Several(ImmutableArray<string> names) => names.IsEmpty ? "nobody" : string.Join(", ", names);

    private static string Slug(string title) =>
        string.Concat(title.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')) is var slug && slug.Length > 60
            ? slug[..60]
            : slug;
}
