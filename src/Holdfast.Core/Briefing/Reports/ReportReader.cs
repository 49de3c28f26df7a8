using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Core.Values;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Core.Briefing.Reports;

/// <summary>Reads back what <see cref="ReportJson"/> wrote: the same report, so that every written form of a released one can be made again to the letter.</summary>
public static class ReportReader
{
    /// <summary>Throws <see cref="FormatException"/> saying what is wrong.</summary>
    public static ReportModel Read(string json)
    {
        try
        {
            var j = JsonNode.Parse(json)?.AsObject() ?? throw new FormatException("it is no object");
            var kind = Text(j, "format").Split('-') is ["holdfast", var word, "report/1"] ? word : "";
            return new ReportModel(
                Text(j, "title"),
                Text(j, "mission"),
                Text(j, "mode"),
                LocalDatePattern.Iso.Parse(Text(j, "date")).GetValueOrThrow(),
                Text(j, "asOf"),
                Text(j, "zone"),
                At(Text(j, "from")),
                At(Text(j, "to")),
                j["previousFrom"] is { } previous ? At(previous.GetValue<string>()) : null,
                At(Text(j, "knownAt")),
                [.. Items(j, "sections").Select(Section)]
            )
            {
                Kind = ReportKinds.Parse(kind),
                Edition = Text(j, "edition"),
                Scope = Scope(j),
                Places = [.. Items(j, "places").Select(Place)],
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or UnparsableValueException)
        {
            throw new FormatException($"This is no report that was written here: {e.Message}", e);
        }
    }

    private static ReportSection Section(JsonObject j) =>
        new(
            Text(j, "id"),
            Text(j, "title"),
            Strings(j, "paragraphs"),
            [.. Items(j, "figures").Select(Figure)],
            [.. Items(j, "tables").Select(Table)]
        );

    private static ReportFigure Figure(JsonObject j) =>
        new(
            Text(j, "id"),
            Text(j, "label"),
            j["value"]?.GetValue<decimal>(),
            j["before"]?.GetValue<decimal>(),
            Text(j, "unit"),
            Text(j, "period"),
            Text(j, "source")
        )
        {
            Standing = Enum.Parse<Standing>(Text(j, "standing"), ignoreCase: true),
            Path = Text(j, "path"),
            Scope = Scope(j),
        };

    private static ReportTable Table(JsonObject j) =>
        new(
            Text(j, "id"),
            Text(j, "caption"),
            Text(j, "period"),
            Text(j, "source"),
            [.. Items(j, "columns").Select(c => new ReportColumn(Text(c, "name"), Text(c, "unit")))],
            [.. Member(j, "rows").AsArray().Select(row => Cells(row ?? throw new FormatException("a row is null")))]
        )
        {
            Path = Text(j, "path"),
            Scope = Scope(j),
        };

    private static ReportPlace Place(JsonObject j) =>
        new(
            Text(j, "id"),
            Text(j, "kind"),
            Text(j, "title"),
            Number(j, "latitude"),
            Number(j, "longitude"),
            Number(j, "radius"),
            Text(j, "when")
        )
        {
            Standing = Text(j, "standing"),
        };

    private static ReportScope? Scope(JsonObject of) =>
        of["scope"] is not JsonObject j
            ? null
            : new(Strings(j, "labels"), Enum.Parse<Mode>(Text(j, "mode"), ignoreCase: true), At(Text(j, "known")), Text(j, "release"));

    private static ImmutableArray<string> Strings(JsonObject j, string name) => Cells(Member(j, name));

    private static ImmutableArray<string> Cells(JsonNode node) =>
        [.. node.AsArray().Select(n => n?.GetValue<string>() ?? throw new FormatException("a text is null"))];

    private static IEnumerable<JsonObject> Items(JsonObject j, string name) =>
        Member(j, name).AsArray().Select(n => n?.AsObject() ?? throw new FormatException($"'{name}' holds a null"));

    private static JsonNode Member(JsonObject j, string name) => j[name] ?? throw new FormatException($"'{name}' is missing");

    private static string Text(JsonObject j, string name) => Member(j, name).GetValue<string>();

    private static double Number(JsonObject j, string name) => Member(j, name).GetValue<double>();

    private static Instant At(string text) => Iso.TryParse(text, out var at) ? at : throw new FormatException($"'{text}' is no instant");
}
