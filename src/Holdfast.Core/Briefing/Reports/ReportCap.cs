using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Core.Briefing.Reports;

/// <summary>How a message stands to earlier ones.</summary>
/// <param name="Type"><c>Update</c> or <c>Cancel</c> (CAP 1.2, <c>msgType</c>).</param>
/// <param name="References">Of the messages that it updates or cancels (<see cref="ReportCap.Reference"/>).</param>
/// <param name="Note">Why, as CAP asks of a cancellation.</param>
/// <param name="Sent">Null for when the report was known.</param>
public sealed record CapLink(string Type, ImmutableArray<string> References, string Note, Instant? Sent = null);

/// <summary>
/// Writes a report as one message of the Common Alerting Protocol 1.2 (OASIS, CAP-v1.2): status by mode, scope by edition, the first section's sentences and all figures as its description. It carries no
/// areas but the mission's name: places are in the GeoJSON form. The identifier is made from the report's own bytes, so that the same report is the same message.
/// </summary>
public static class ReportCap
{
    private static readonly XNamespace Cap = "urn:oasis:names:tc:emergency:cap:1.2";

    // CAP forbids the letter Z: an offset is written out (3.3.2).
    private static readonly InstantPattern Moment = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss'-00:00'");

    /// <summary>Who says so; without spaces, commas and the characters that XML reserves, as CAP asks.</summary>
    private const string Sender = "holdfast";

    /// <summary>What another message calls this one: sender, identifier and time (CAP 1.2, <c>references</c>).</summary>
    public static string Reference(ReportModel model) => $"{Sender},{Identifier(model)},{Moment.Format(model.KnownAt)}";

    /// <param name="link">How it stands to earlier messages; null for a first one.</param>
    public static string Write(ReportModel model, CapLink? link = null)
    {
        var isPublic = model.Edition is "public";
        var alert = new XElement(
            Cap + "alert",
            Element("identifier", Identifier(model) + (link is { Type: "Cancel" } ? "-cancel" : "")),
            Element("sender", Sender),
            Element("sent", Moment.Format(link?.Sent ?? model.KnownAt)),
            Element("status", Status(model.Mode)),
            Element("msgType", link?.Type ?? "Alert"),
            Element("scope", isPublic ? "Public" : "Restricted"),
            isPublic ? null : Element("restriction", model.Edition.Length == 0 ? "For the reader for whom it was written" : model.Edition),
            link is { Note.Length: > 0 } ? Element("note", link.Note) : null,
            link is null ? null : Element("references", string.Join(' ', link.References)),
            new XElement(
                Cap + "info",
                Element("language", model.Words.Language.Tag),
                Element("category", "Security"),
                Element("event", model.Words.Of(ReportKinds.Title(model.Kind))),
                Element("urgency", "Unknown"),
                Element("severity", "Unknown"),
                Element("certainty", "Unknown"),
                Element("onset", Moment.Format(model.From)),
                Element("headline", Short(ReportText.Heading(model), 160)),
                Element("description", Description(model)),
                new XElement(Cap + "area", Element("areaDesc", model.Mission))
            )
        );
        return $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{alert.ToString(SaveOptions.None).ReplaceLineEndings("\n")}\n";
    }

    // The same report is the same message in every language.
    private static string Identifier(ReportModel model)
    {
        var bytes = Encoding.UTF8.GetBytes(ReportJson.Write(model.English ?? model));
        return $"holdfast-{ReportKinds.Of(model.Kind)}-{Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]}";
    }

    private static string Description(ReportModel model)
    {
        var text = new StringBuilder(ReportText.Known(model)).Append('\n');
        foreach (var paragraph in model.Sections.Take(1).SelectMany(s => s.Paragraphs))
        {
            text.Append(paragraph).Append('\n');
        }
        foreach (var figure in model.Figures)
        {
            text.Append(CultureInfo.InvariantCulture, $"{figure.Label}: {ReportText.Figure(figure, model.Words)}\n");
        }
        return text.ToString().TrimEnd();
    }

    private static string Status(string mode) =>
        mode switch
        {
            "actual" => "Actual",
            "exercise" => "Exercise",
            _ => "Test",
        };

    private static XElement Element(string name, string text) => new(Cap + name, Printable(text));

    // XML 1.0 has no place for control characters.
    private static string Printable(string text) => string.Concat(text.Where(c => c is '\n' or '\t' || !char.IsControl(c)));

    private static string Short(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";
}
