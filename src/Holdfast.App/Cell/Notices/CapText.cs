using System.Globalization;
using System.Text;
using System.Xml;
using Holdfast.Core.Cell.Notices;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.App.Cell.Notices;

/// <summary>
/// Notices as alerts of the Common Alerting Protocol 1.2 (OASIS 2010) and the Atom feed that lists them (RFC 4287). An exercise has the status Exercise. Severity, certainty and urgency say how a
/// reader should order them and nothing of how bad something was: docs/guide/notices.md holds the table.
/// </summary>
public static class CapText
{
    public const string Namespace = "urn:oasis:names:tc:emergency:cap:1.2";
    private const string Atom = "http://www.w3.org/2005/Atom";
    private static readonly LocalDateTimePattern Local = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss");
    private static readonly OffsetPattern Offset = OffsetPattern.CreateWithInvariantCulture("+HH:mm");

    public static string Status(Mode mode) =>
        mode switch
        {
            Mode.Actual => "Actual",
            Mode.Exercise => "Exercise",
            Mode.Test => "Test",
        };

    /// <summary>Stable for a notice.</summary>
    public static string IdOf(Mission mission, Notice notice) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"holdfast-{mission.Name}-{Core.Record.Words.Of(notice.Raised.Signal.Mode)}-{notice.Id}"
        );

    /// <summary>One alert, UTF-8 with a declaration.</summary>
    /// <param name="address">Where this installation's pages are reached, without a slash at its end.</param>
    public static string Alert(Mission mission, Notice notice, string address)
    {
        var signal = notice.Raised.Signal;
        return Write(xml =>
        {
            xml.WriteStartElement("alert", Namespace);
            void Text(string name, string text) => xml.WriteElementString(name, Namespace, text);
            Text("identifier", IdOf(mission, notice));
            Text("sender", $"holdfast.{mission.Name}");
            Text("sent", Time(notice.Raised.At, mission.Zone));
            Text("status", Status(signal.Mode));
            Text("msgType", "Alert");
            Text("scope", signal.Label.Equals(Label.Public) ? "Public" : "Restricted");
            if (!signal.Label.Equals(Label.Public))
            {
                Text("restriction", signal.Label.ToString());
            }
            if (signal.Mode != Mode.Actual)
            {
                Text("note", $"{Core.Record.Words.Of(signal.Mode).ToUpperInvariant()}. Made up for practice: none of it happened.");
            }
            xml.WriteStartElement("info", Namespace);
            Text("language", "en");
            Text("category", "Security");
            Text("event", NoticeWords.Of(signal.Kind));
            Text("urgency", Urgency(signal.Kind));
            Text("severity", Severity(signal.Kind));
            Text("certainty", Certainty(signal.Kind));
            Text("effective", Time(signal.At, mission.Zone));
            if (signal.Due is { } due)
            {
                Text("expires", Time(due, mission.Zone));
            }
            Text("senderName", mission.Title);
            Text("headline", Mark(signal.Mode) + signal.Title);
            Text("description", signal.Text);
            Text("web", $"{address}/m/{mission.Name}{signal.Path}");
            xml.WriteEndElement();
            xml.WriteEndElement();
        });
    }

    /// <summary>The feed of a mission's alerts, the latest first.</summary>
    public static string Feed(Mission mission, IReadOnlyList<Notice> notices, string address)
    {
        var updated = notices.Count > 0 ? notices.Max(n => n.Raised.At) : NodaConstants.UnixEpoch;
        return Write(xml =>
        {
            xml.WriteStartElement("feed", Atom);
            void Text(string name, string text) => xml.WriteElementString(name, Atom, text);
            Text("id", $"urn:holdfast:{mission.Name}:cap");
            Text("title", $"{mission.Title}: notices");
            Text("updated", Time(updated, DateTimeZone.Utc));
            xml.WriteStartElement("author", Atom);
            Text("name", mission.Title);
            xml.WriteEndElement();
            foreach (var notice in notices.OrderByDescending(n => n.Id))
            {
                xml.WriteStartElement("entry", Atom);
                Text("id", $"urn:holdfast:{mission.Name}:cap:{notice.Id.ToString(CultureInfo.InvariantCulture)}");
                Text("title", Mark(notice.Raised.Signal.Mode) + notice.Raised.Signal.Title);
                Text("updated", Time(notice.Raised.At, DateTimeZone.Utc));
                xml.WriteStartElement("link", Atom);
                xml.WriteAttributeString("rel", "alternate");
                xml.WriteAttributeString("type", "application/cap+xml");
                xml.WriteAttributeString(
                    "href",
                    string.Create(CultureInfo.InvariantCulture, $"{address}/m/{mission.Name}/cap/{notice.Id}.xml")
                );
                xml.WriteEndElement();
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        });
    }

    private static string Mark(Mode mode) => mode == Mode.Actual ? "" : Core.Record.Words.Of(mode).ToUpperInvariant() + " ";

    private static string Urgency(SignalKind kind) =>
        kind switch
        {
            SignalKind.TierStarted or SignalKind.TierOverdue or SignalKind.TaskOverdue => "Immediate",
            SignalKind.TierDueSoon or SignalKind.TrendAlert or SignalKind.TaskDue => "Expected",
            SignalKind.DecisionProposed => "Future",
            SignalKind.CaseDecided or SignalKind.DecisionTookEffect or SignalKind.UndertakingState or SignalKind.Correction => "Unknown",
        };

    private static string Severity(SignalKind kind) =>
        kind switch
        {
            SignalKind.TierStarted or SignalKind.TierOverdue => "Severe",
            SignalKind.TierDueSoon or SignalKind.TrendAlert or SignalKind.CaseDecided or SignalKind.UndertakingState => "Moderate",
            SignalKind.DecisionProposed
            or SignalKind.DecisionTookEffect
            or SignalKind.TaskDue
            or SignalKind.TaskOverdue
            or SignalKind.Correction => "Minor",
        };

    // A trend is what machines found; the rest stands in the record.
    private static string Certainty(SignalKind kind) => kind == SignalKind.TrendAlert ? "Possible" : "Observed";

    // CAP forbids "Z": the offset is always written.
    private static string Time(Instant at, DateTimeZone zone)
    {
        var local = at.InZone(zone);
        var offset = local.Offset == NodaTime.Offset.Zero ? "-00:00" : Offset.Format(local.Offset);
        return Local.Format(local.LocalDateTime) + offset;
    }

    private static string Write(Action<XmlWriter> write)
    {
        using var text = new Utf8Writer();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n" }))
        {
            xml.WriteStartDocument();
            write(xml);
        }
        return text.ToString();
    }

    private sealed class Utf8Writer() : StringWriter(CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.UTF8;
    }
}
