using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Core.Record;
using Holdfast.Core.Values;

namespace Holdfast.Core.Cell.Notices;

/// <summary>Signals, attempts and acknowledgements as bodies of entries and back, canonical JSON; docs/guide/notices.md lists the members. None of them holds an address.</summary>
public static class NoticeCodec
{
    public const string RaisedKind = "notice.raised/1";
    public const string TriedKind = "notice.tried/1";
    public const string AcknowledgedKind = "notice.acknowledged/1";

    /// <summary>Longest note of an acknowledgement, characters.</summary>
    public const int MaxNote = 2_000;

    public static ImmutableArray<string> Kinds { get; } = [AcknowledgedKind, RaisedKind, TriedKind];

    /// <summary>The message id under which a signal is raised: its mode and a digest of its key.</summary>
    public static string MessageOf(Signal signal) =>
        $"raised {Words.Of(signal.Mode)} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(signal.Key)))[..32]}";

    public static byte[] Write(Signal s) =>
        Body(
            new JsonObject
            {
                ["key"] = s.Key,
                ["kind"] = NoticeWords.Of(s.Kind),
                ["title"] = s.Title,
                ["text"] = s.Text,
                ["undertaking"] = s.Undertaking,
                ["at"] = Iso.Format(s.At),
                ["due"] = s.Due is { } due ? Iso.Format(due) : null,
                ["path"] = s.Path,
                ["entries"] = new JsonArray([.. s.Entries.Order().Select(e => (JsonNode)e.ToString(CultureInfo.InvariantCulture))]),
            }
        );

    public static byte[] Write(Delivery d) =>
        Body(
            new JsonObject
            {
                ["notice"] = d.Notice.ToString(CultureInfo.InvariantCulture),
                ["office"] = d.Office,
                ["channel"] = NoticeWords.Of(d.Channel),
                ["number"] = (double)d.Number,
                ["outcome"] = NoticeWords.Of(d.Outcome),
                ["detail"] = d.Detail,
            }
        );

    public static byte[] WriteAcknowledgement(long notice, string office, string note) =>
        Body(
            new JsonObject
            {
                ["notice"] = notice.ToString(CultureInfo.InvariantCulture),
                ["office"] = office,
                ["note"] = note,
            }
        );

    /// <summary>Throws <see cref="FormatException"/> saying what is wrong; so do the others.</summary>
    public static RaisedSignal ReadRaised(Entry entry) =>
        Read(
            entry,
            j => new RaisedSignal(
                entry.Index,
                entry.RecordedAt,
                new Signal(
                    Text(j, "key"),
                    Word<SignalKind>(j, "kind", NoticeWords.Of),
                    Text(j, "title"),
                    Text(j, "text"),
                    j["undertaking"]?.GetValue<string>(),
                    Iso.Parse(Text(j, "at")),
                    j["due"] is { } due ? Iso.Parse(due.GetValue<string>()) : null,
                    entry.Mode,
                    entry.Label,
                    Text(j, "path"),
                    [.. Member(j, "entries").AsArray().Select(e => Index(e?.GetValue<string>() ?? ""))]
                )
            )
        );

    public static Delivery ReadDelivery(Entry entry) =>
        Read(
            entry,
            j => new Delivery(
                Index(Text(j, "notice")),
                Text(j, "office"),
                Word<NoticeChannel>(j, "channel", NoticeWords.Of),
                (int)Member(j, "number").GetValue<double>(),
                Word<DeliveryOutcome>(j, "outcome", NoticeWords.Of),
                Text(j, "detail"),
                entry.RecordedAt
            )
        );

    public static Acknowledgement ReadAcknowledgement(Entry entry) =>
        Read(
            entry,
            j => new Acknowledgement(
                entry.Index,
                Index(Text(j, "notice")),
                Text(j, "office"),
                entry.Author,
                Text(j, "note"),
                entry.RecordedAt
            )
        );

    private static byte[] Body(JsonObject body) => CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(body));

    private static T Read<T>(Entry entry, Func<JsonObject, T> read)
    {
        try
        {
            return read(JsonNode.Parse(entry.Body.Span)?.AsObject() ?? throw new FormatException("it is no object"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new FormatException($"A body of {entry.Kind} is not as it should be: {e.Message}", e);
        }
    }

    private static JsonNode Member(JsonObject j, string name) => j[name] ?? throw new FormatException($"'{name}' is missing");

    private static string Text(JsonObject j, string name) => Member(j, name).GetValue<string>();

    private static T Word<T>(JsonObject j, string name, Func<T, string> of)
        where T : struct, Enum =>
        NoticeWords.Parse(Text(j, name), of) ?? throw new FormatException($"'{name}' is '{Text(j, name)}', which is none of them");

    private static long Index(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index
            : throw new FormatException($"'{text}' is no index of an entry");
}
