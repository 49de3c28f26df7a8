using Holdfast.App.Cell;
using Holdfast.App.Cell.Notices;
using Holdfast.Cli.Support;
using Holdfast.Core.Cell.Notices;
using Holdfast.Core.Values;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Cli.Cell;

/// <summary>Prints notices: as text with times of the mission's zone, or as JSON. Never an address.</summary>
internal static class NotifyPrinted
{
    private static readonly OffsetDateTimePattern Minute = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm o<+HH:mm>");

    public static void List(NotifyAsked asked, IReadOnlyCollection<Notice> notices)
    {
        if (asked.Json)
        {
            Output.WriteJson(asked.Out, notices.Select(Item));
            return;
        }
        asked.Out.WriteLine($"{CellCalendar.Prefix(asked.Mode)}{notices.Count} notice{(notices.Count == 1 ? "" : "s")}");
        foreach (var n in notices)
        {
            var signal = n.Raised.Signal;
            var next = n.NextAt is { } at ? $", goes on at {Time(asked, at)}" : "";
            var by = n.Acknowledged is { } a ? $" by {a.By} for {a.Office} at {Time(asked, a.At)}" : "";
            asked.Out.WriteLine(
                $"{n.Id}  {Time(asked, n.Raised.At)}  {CellCalendar.Prefix(signal.Mode)}{signal.Title} [{NoticeWords.Of(signal.Kind)}; {NoticeWords.Of(n.State)}{by}{next}]"
            );
            foreach (var t in n.Tellings)
            {
                asked.Out.WriteLine($"    {Way(t)}: {NoticeWords.Of(t.State)}{(t.Detail.Length > 0 ? $" ({t.Detail})" : "")}");
            }
        }
    }

    public static void Plan(NotifyAsked asked, NoticePlan plan)
    {
        if (asked.Json)
        {
            Output.WriteJson(
                asked.Out,
                new
                {
                    Raises = plan.Raises.Select(r => new
                    {
                        r.Signal.Key,
                        Kind = NoticeWords.Of(r.Signal.Kind),
                        r.Signal.Title,
                        At = Iso.Format(r.Signal.At),
                        Label = r.Signal.Label.ToString(),
                    }),
                    Tells = plan.Tells.Select(t => new
                    {
                        t.Notice.Raised.Signal.Title,
                        t.Telling.Office,
                        Channel = NoticeWords.Of(t.Telling.Channel),
                        t.Telling.Step,
                        t.Reached,
                        t.Text?.Subject,
                    }),
                }
            );
            return;
        }
        asked.Out.WriteLine(
            $"{CellCalendar.Prefix(asked.Mode)}a round would raise {plan.Raises.Length} and tell {plan.Tells.Length} now; nothing was recorded and nothing sent"
        );
        foreach (var r in plan.Raises)
        {
            asked.Out.WriteLine($"raise  {Time(asked, r.Signal.At)}  {r.Signal.Title} [{NoticeWords.Of(r.Signal.Kind)}, {r.Signal.Label}]");
        }
        foreach (var t in plan.Tells)
        {
            var what = t.Text is { } text ? text.Subject : t.Notice.Raised.Signal.Title;
            asked.Out.WriteLine($"tell   {Way(t.Telling)}: {what}{(t.Reached ? "" : " (no address: it would bounce)")}");
        }
    }

    public static void Round(NotifyAsked asked, NoticeRound round)
    {
        var next = round.Next is { } at ? Iso.Format(at) : null;
        if (asked.Json)
        {
            Output.WriteJson(
                asked.Out,
                new
                {
                    round.Raised,
                    round.Tried,
                    Next = next,
                }
            );
            return;
        }
        var then = round.Next is { } due ? $"; next at {Time(asked, due)}" : "";
        asked.Out.WriteLine($"{round.Raised} raised, {round.Tried} attempts to tell somebody{then}");
    }

    public static int Acknowledged(NotifyAsked asked, long notice, AcknowledgeAnswer answer)
    {
        if (asked.Json)
        {
            Output.WriteJson(asked.Out, answer);
        }
        else if (answer.Entry is { } entry)
        {
            asked.Out.WriteLine($"notice {notice} is acknowledged: entry {entry}");
        }
        else
        {
            asked.Error.WriteLine($"refused ({answer.Code}): {answer.Refusal}");
        }
        return answer.Entry is null ? 1 : 0;
    }

    public static int Tried(NotifyAsked asked, string channel, IReadOnlyCollection<(string Office, SendResult Result)> results)
    {
        if (asked.Json)
        {
            Output.WriteJson(
                asked.Out,
                results.Select(r => new
                {
                    r.Office,
                    Channel = channel,
                    Outcome = NoticeWords.Of(r.Result.Outcome),
                    r.Result.Detail,
                })
            );
        }
        else
        {
            TextTable.Write(
                asked.Out,
                [.. results.Select(r => new[] { r.Office, channel, NoticeWords.Of(r.Result.Outcome), r.Result.Detail })]
            );
        }
        return results.All(r => r.Result.Outcome == DeliveryOutcome.Taken) ? 0 : 1;
    }

    private static object Item(Notice n) =>
        new
        {
            n.Id,
            Kind = NoticeWords.Of(n.Raised.Signal.Kind),
            n.Raised.Signal.Title,
            n.Raised.Signal.Text,
            At = Iso.Format(n.Raised.Signal.At),
            RaisedAt = Iso.Format(n.Raised.At),
            Due = n.Raised.Signal.Due is { } due ? Iso.Format(due) : null,
            n.Raised.Signal.Mode,
            Label = n.Raised.Signal.Label.ToString(),
            n.Raised.Signal.Path,
            State = NoticeWords.Of(n.State),
            NextAt = n.NextAt is { } next ? Iso.Format(next) : null,
            Told = n.Tellings.Select(t => new
            {
                t.Office,
                Channel = NoticeWords.Of(t.Channel),
                t.Step,
                State = NoticeWords.Of(t.State),
                t.Attempts,
                t.Detail,
            }),
            Acknowledged = n.Acknowledged is { } a
                ? new
                {
                    a.By,
                    a.Office,
                    At = Iso.Format(a.At),
                    a.Note,
                }
                : null,
        };

    private static string Way(Telling t) => $"{(t.Step > 0 ? "then " : "")}{t.Office} by {NoticeWords.Of(t.Channel)}";

    private static string Time(NotifyAsked asked, Instant at) => Minute.Format(at.InZone(asked.Workspace.Mission.Zone).ToOffsetDateTime());
}
