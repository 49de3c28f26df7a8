using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Core.Cell.Notices;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.App.Cell.Notices;

/// <summary>
/// What an office is told: the whole of a notice where its way is cleared for it, and otherwise nothing but that there is one. An exercise is marked in every line that somebody may read alone.
/// </summary>
/// <param name="Id">The same for the same notice, office and way, so that the other side can tell a repetition.</param>
public sealed record NoticeText(string Id, string Subject, string Body, byte[] Json)
{
    private static readonly InstantPattern Utc = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss'Z'");

    /// <param name="address">Where this installation's pages are reached, without a slash at its end; null where nobody said.</param>
    public static NoticeText Of(Mission mission, Notice notice, Telling telling, Reader clearance, string? address)
    {
        var signal = notice.Raised.Signal;
        var mark = signal.Mode switch
        {
            Mode.Actual => "",
            Mode.Exercise => "EXERCISE ",
            Mode.Test => "TEST ",
        };
        var cleared = ReadAccess.MayRead(clearance, signal.Label);
        var title = cleared ? signal.Title : "a notice for your office";
        var link = $"{address}/m/{mission.Name}{(cleared ? signal.Path : "/cell")}";
        var body = new StringBuilder();
        if (mark.Length > 0)
        {
            body.AppendLine(CultureInfo.InvariantCulture, $"{mark.Trim()}. Made up for practice: none of it happened.").AppendLine();
        }
        body.AppendLine(CultureInfo.InvariantCulture, $"{title}").AppendLine();
        if (cleared)
        {
            body.AppendLine(signal.Text);
            body.AppendLine(CultureInfo.InvariantCulture, $"At: {At(signal.At, mission.Zone)}");
            if (signal.Due is { } due)
            {
                body.AppendLine(CultureInfo.InvariantCulture, $"Due: {At(due, mission.Zone)}");
            }
        }
        else
        {
            body.AppendLine("What it says is not told on this way. Sign in to read it.");
        }
        if (notice.Rule.Acknowledge is { } within)
        {
            body.AppendLine(
                CultureInfo.InvariantCulture,
                $"Acknowledge it by {At(telling.From + within, mission.Zone)} on {address}/m/{mission.Name}/cell; otherwise it goes on to the next office."
            );
        }
        body.AppendLine(CultureInfo.InvariantCulture, $"More: {link}");
        body.AppendLine(
            CultureInfo.InvariantCulture,
            $"Notice {notice.Id}, to {telling.Office}{(telling.Step > 0 ? $", step {telling.Step}" : "")}."
        );
        var id = $"{mission.Name}-{notice.Id}-{telling.Office}-{NoticeWords.Of(telling.Channel)}";
        return new NoticeText(id, $"{mark}[{mission.Name}] {title}", body.ToString(), JsonOf(mission, notice, telling, cleared, id, link));
    }

    private static byte[] JsonOf(Mission mission, Notice notice, Telling telling, bool cleared, string id, string link)
    {
        var signal = notice.Raised.Signal;
        var body = new JsonObject
        {
            ["id"] = id,
            ["mission"] = mission.Name,
            ["mode"] = Core.Record.Words.Of(signal.Mode),
            ["status"] = CapText.Status(signal.Mode),
            ["notice"] = notice.Id.ToString(CultureInfo.InvariantCulture),
            ["office"] = telling.Office,
            ["step"] = telling.Step,
            ["link"] = link,
            ["withheld"] = !cleared,
        };
        if (notice.Rule.Acknowledge is { } within)
        {
            body["acknowledge_by"] = Iso.Format(telling.From + within);
        }
        if (cleared)
        {
            body["kind"] = NoticeWords.Of(signal.Kind);
            body["title"] =
                signal.Mode == Mode.Actual ? signal.Title : $"{Core.Record.Words.Of(signal.Mode).ToUpperInvariant()} {signal.Title}";
            body["text"] = signal.Text;
            body["at"] = Iso.Format(signal.At);
            body["due"] = signal.Due is { } due ? Iso.Format(due) : null;
            body["undertaking"] = signal.Undertaking;
            body["label"] = signal.Label.ToString();
        }
        return JsonSerializer.SerializeToUtf8Bytes(body);
    }

    // Both clocks: whoever reads it may sit elsewhere, and an hour may be there twice.
    private static string At(Instant at, DateTimeZone zone) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{at.InZone(zone).ToString("uuuu-MM-dd HH:mm o<+HH:mm>", CultureInfo.InvariantCulture)} ({Utc.Format(at)})"
        );
}
