using System.Collections.Immutable;
using Holdfast.Core.Cell.Acts;
using NodaTime;

namespace Holdfast.Core.Cell.Codec;

/// <summary>What an act must be like whatever the log holds: nothing empty that has to say something, times in order, lists bounded, nobody named twice.</summary>
internal static class ActShape
{
    private const int MaxText = 20_000;
    private const int MaxName = 300;

    /// <summary>Throws <see cref="ArgumentException"/> naming the member and what it should be.</summary>
    public static void Check(CellAct act)
    {
        switch (act)
        {
            case CallMade or CallReplied or CallEffectSeen or CallEnded:
                Call(act);
                break;
            case WindowProposed or WindowAnswered or WindowJudged or WindowCalledOff:
                Window(act);
                break;
            case MeetingCalled or MeetingMoved or MeetingCancelled or MeetingHeld:
                Meeting(act);
                break;
            case DecisionProposed or NationSpoke or NationWithdrew or SilenceBroken or DecisionEnded:
                Decision(act);
                break;
            case TaskSet or TaskGiven or TaskDone or TaskCancelled:
                Task(act);
                break;
            case NoteWritten n:
                Name("office", n.Office);
                Text("text", n.Text);
                Optional("corrects", n.Corrects);
                break;
            case WatchHandedOver h:
                Name("from", h.From);
                Name("to", h.To);
                Short("text", h.Text);
                Names("open", h.Open, MaxText);
                break;
            default:
                throw new InvalidOperationException("CellAct is a closed union.");
        }
    }

    private static void Call(CellAct act)
    {
        switch (act)
        {
            case CallMade c:
                Name("party", c.Party);
                Name("office", c.Office);
                Name("channel", c.Channel);
                Text("text", c.Text);
                Names("incidents", c.Incidents);
                Require(c.ReplyBy is not { } by || by > c.At, "reply_by lies after at");
                Require(c.Request != CallRequest.Stop || c.ReplyBy is not null, "a call that asks to stop says by when (reply_by)");
                break;
            case CallReplied r:
                Name("by", r.By);
                Text("text", r.Text);
                break;
            case CallEffectSeen e:
                Short("text", e.Text);
                break;
            case CallEnded e:
                Short("text", e.Text);
                break;
        }
    }

    private static void Window(CellAct act)
    {
        switch (act)
        {
            case WindowProposed w:
                Require(w.Window == WindowKind.Repair == w.Object.Length > 0, "object is given for a repair, and for nothing else");
                Short("object", w.Object);
                Name("area", w.Area);
                Require(w.Until > w.From, "until lies after from");
                Names("parties", w.Parties);
                Require(w.Parties.Length > 0, "parties names one at least");
                Short("text", w.Text);
                break;
            case WindowAnswered a:
                Name("party", a.Party);
                Short("text", a.Text);
                break;
            case WindowJudged j:
                Names("incidents", j.Incidents);
                Short("text", j.Text);
                break;
            case WindowCalledOff o:
                Text("text", o.Text);
                break;
        }
    }

    private static void Meeting(CellAct act)
    {
        switch (act)
        {
            case MeetingCalled m:
                Name("format", m.Format);
                Name("title", m.Title);
                Short("place", m.Place);
                Names("agenda", m.Agenda, MaxText);
                Names("invited", m.Invited);
                Ends(m.From, m.Until);
                break;
            case MeetingMoved m:
                Short("place", m.Place);
                Text("reason", m.Reason);
                Ends(m.From, m.Until);
                break;
            case MeetingCancelled c:
                Text("reason", c.Reason);
                break;
            case MeetingHeld h:
                Names("attended", h.Attended);
                Names("absent", h.Absent);
                Names("decisions", h.Decisions);
                Short("text", h.Text);
                Require(!h.Attended.Any(h.Absent.Contains), "nobody both attended and was absent");
                Require(!h.Agreements.IsDefault && h.Agreements.Length <= CellCodec.MaxItems, "agreements is a list, and not too long");
                foreach (var agreed in h.Agreements)
                {
                    Text("agreements.text", agreed.Text);
                    Names("agreements.by", agreed.By);
                    Names("agreements.reservations", [.. agreed.Reservations.Select(r => r.By)]);
                    Require(agreed.Reservations.All(r => agreed.By.Contains(r.By)), "whoever reserves something is among those who agreed");
                }
                break;
        }
    }

    private static void Decision(CellAct act)
    {
        switch (act)
        {
            case DecisionProposed d:
                Name("title", d.Title);
                Text("text", d.Text);
                Name("by", d.By);
                Names("among", d.Among);
                Require(d.Among.Length > 0, "among names one nation at least");
                Require(
                    d.Procedure != DecisionProcedure.Silence || d.Deadline is not null,
                    "the silence procedure has a deadline (deadline)"
                );
                Short("deadline_text", d.DeadlineText);
                Optional("undertaking", d.Undertaking);
                Names("facts", d.Facts);
                Names("about", d.About);
                break;
            case NationSpoke s:
                Name("nation", s.Nation);
                Name("speaker", s.Speaker);
                Short("text", s.Text);
                Require(s.Stance != Stance.Reserves || s.Text.Length > 0, "a reservation has words (text)");
                Require(s.When is null || s.Stance == Stance.Joins, "a pending approval (when) is of a nation that joins");
                Require(
                    s.When is not { } when || when.Trim().Length is > 0 and <= 4_000,
                    "when is a condition of at most 4,000 characters"
                );
                break;
            case NationWithdrew w:
                Name("nation", w.Nation);
                Text("reason", w.Reason);
                break;
            case SilenceBroken b:
                Name("nation", b.Nation);
                Text("reason", b.Reason);
                break;
            case DecisionEnded e:
                Text("reason", e.Reason);
                break;
        }
    }

    private static void Task(CellAct act)
    {
        switch (act)
        {
            case TaskSet t:
                Name("title", t.Title);
                Short("text", t.Text);
                Name("owner", t.Owner);
                Name("from", t.From);
                Names("then", t.Then);
                Names("about", t.About);
                Require(t.Then.IsEmpty || t.Due is not null, "a task that goes to another office when it is overdue has a due time (due)");
                Require(
                    t.Then.Length < 2 || t.ThenAfter > Duration.Zero,
                    "then_after is above zero where there are several offices after the first"
                );
                break;
            case TaskGiven g:
                Name("owner", g.Owner);
                Text("reason", g.Reason);
                break;
            case TaskDone d:
                Text("answer", d.Answer);
                break;
            case TaskCancelled c:
                Text("reason", c.Reason);
                break;
        }
    }

    private static void Ends(Instant from, Instant until) => Require(until >= from, "until does not lie before from");

    private static void Name(string member, string text) =>
        Require(text.Trim().Length > 0 && text.Length <= MaxName, $"{member} is a text of 1 to {MaxName} characters");

    private static void Text(string member, string text) =>
        Require(text.Trim().Length > 0 && text.Length <= MaxText, $"{member} is a text of 1 to {MaxText} characters");

    private static void Short(string member, string text) =>
        Require(text.Length <= MaxText, $"{member} is at most {MaxText} characters long");

    private static void Optional(string member, string? text)
    {
        if (text is not null)
        {
            Name(member, text);
        }
    }

    private static void Names(string member, ImmutableArray<string> names, int longest = MaxName)
    {
        Require(!names.IsDefault && names.Length <= CellCodec.MaxItems, $"{member} is a list of at most {CellCodec.MaxItems}");
        Require(
            names.All(n => n is not null && n.Trim().Length > 0 && n.Length <= longest),
            $"{member} holds texts of 1 to {longest} characters"
        );
        Require(names.Distinct(StringComparer.Ordinal).Count() == names.Length, $"{member} names nothing twice");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ArgumentException(otherwise);
        }
    }
}
