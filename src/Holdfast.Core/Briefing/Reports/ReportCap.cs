using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Core.Briefing.Reports;

/// <summary>
/// Writes a report as one message of the Common Alerting Protocol 1.2 (OASIS, CAP-v1.2): status by mode, scope by edition, the first section's sentences and all figures as its description. It carries no
/// areas but the mission's name: places are in the GeoJSON form. The identifier is made from the report's own bytes, so that the same report is the same message.
/// </summary>
public static class ReportCap
{
    private static readonly XNamespace Cap = "urn:oasis:names:tc:emergency:cap:1.2";

    // CAP forbids the letter Z: an offset is written out (3.3.2).
    private static readonly InstantPattern Moment = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss'-00:00'");

    /// <param name="sender">Who says so; without spaces, commas and the characters that XML reserves, as CAP asks.</param>
    public static string Write(ReportModel model, string sender = "holdfast")
    {
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ReportJson.Write(model))))[..32];
        var isPublic = model.Edition is "public";
        var alert = new XElement(
            Cap + "alert",
            Element("identifier", $"holdfast-{ReportKinds.Of(model.Kind)}-{id}"),
            Element("sender", sender),
            Element("sent", Moment.Format(model.KnownAt)),
            Element("status", Status(model.Mode)),
            Element("msgType", "Alert"),
            Element("scope", isPublic ? "Public" : "Restricted"),
            isPublic ? null : Element("restriction", model.Edition.Length == 0 ? "For the reader for whom it was written" : model.Edition),
            new XElement(
                Cap + "info",
                Element("language", "en"),
                Element("category", "Security"),
                Element("event", ReportKinds.Title(model.Kind)),
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

    private static string Description(ReportModel model)
    {
        var text = new StringBuilder(ReportText.Known(model)).Append('\n');
        foreach (var paragraph in model.Sections.Take(1).SelectMany(s => s.Paragraphs))
        {
            text.Append(paragraph).Append('\n');
        }
        foreach (var figure in model.Figures)
        {
            text.Append(CultureInfo.InvariantCulture, $"{figure.Label}: {ReportText.Figure(figure)}\n");
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
