using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Core.Briefing.Publication;

/// <summary>Acts of publication as bodies of entries and back, in canonical JSON. Members are those of the acts in snake case; a report is a text under its digest.</summary>
public static class BriefCodec
{
    public const string ProposedKind = "brief.proposed/1";
    public const string ReleasedKind = "brief.released/1";
    public const string WithdrawnKind = "brief.withdrawn/1";

    public static readonly ImmutableArray<string> Kinds = [ProposedKind, ReleasedKind, WithdrawnKind];

    /// <summary>The digest by which a report is known.</summary>
    public static string Digest(string report) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(report)));

    public static string KindOf(BriefAct act) =>
        act switch
        {
            BriefProposed => ProposedKind,
            BriefReleased => ReleasedKind,
            BriefWithdrawn => WithdrawnKind,
            _ => throw new InvalidOperationException("BriefAct is a closed union."),
        };

    public static byte[] Write(BriefAct act) =>
        CanonicalJson.Canonicalize(
            JsonSerializer.SerializeToUtf8Bytes(
                act switch
                {
                    BriefProposed p => Proposed(p),
                    BriefReleased r => new JsonObject
                    {
                        ["proposed"] = Proposed(r.Proposed),
                        ["by"] = r.By,
                        ["and"] = r.And,
                    },
                    BriefWithdrawn w => new JsonObject { ["brief"] = w.Brief, ["reason"] = w.Reason },
                    _ => throw new InvalidOperationException("BriefAct is a closed union."),
                }
            )
        );

    /// <summary>Throws <see cref="FormatException"/> saying what is wrong; a report that is not what its digest says is wrong.</summary>
    public static BriefAct Read(string kind, ReadOnlySpan<byte> body)
    {
        try
        {
            var j = JsonNode.Parse(body)?.AsObject() ?? throw new FormatException("it is no object");
            return kind switch
            {
                ProposedKind => Proposed(j),
                ReleasedKind => new BriefReleased(Proposed(Member(j, "proposed").AsObject()), Text(j, "by"), Text(j, "and")),
                WithdrawnKind => new BriefWithdrawn(Text(j, "brief"), Text(j, "reason")),
                _ => throw new FormatException($"'{kind}' is no act of publication; these are {string.Join(", ", Kinds)}"),
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or UnparsableValueException)
        {
            throw new FormatException($"A body of {kind} is not as it should be: {e.Message}", e);
        }
    }

    private static JsonObject Proposed(BriefProposed p) =>
        new()
        {
            ["brief"] = p.Brief,
            ["kind"] = p.Kind,
            ["edition"] = p.Edition,
            ["date"] = LocalDatePattern.Iso.Format(p.Date),
            ["as_of"] = p.AsOf,
            ["known"] = Iso.Format(p.Known),
            ["engine"] = p.Engine,
            ["revision"] = p.Revision,
            ["head"] = p.Head.ToString(CultureInfo.InvariantCulture),
            ["sha256"] = p.Sha256,
            ["report"] = p.Report,
            ["corrects"] = p.Corrects,
            ["reason"] = p.Reason,
        };

    private static BriefProposed Proposed(JsonObject j)
    {
        var report = Text(j, "report");
        var digest = Text(j, "sha256");
        return Digest(report) != digest
            ? throw new FormatException($"the report's digest is {Digest(report)}, not {digest}")
            : new BriefProposed(
                Text(j, "brief"),
                Text(j, "kind"),
                Text(j, "edition"),
                LocalDatePattern.Iso.Parse(Text(j, "date")).GetValueOrThrow(),
                Text(j, "as_of"),
                Iso.TryParse(Text(j, "known"), out var known) ? known : throw new FormatException("'known' is no instant"),
                Text(j, "engine"),
                Text(j, "revision"),
                long.TryParse(Text(j, "head"), NumberStyles.None, CultureInfo.InvariantCulture, out var head)
                    ? head
                    : throw new FormatException("'head' is no count"),
                digest,
                report,
                Text(j, "corrects"),
                Text(j, "reason")
            );
    }

    private static JsonNode Member(JsonObject j, string name) => j[name] ?? throw new FormatException($"'{name}' is missing");

    private static string Text(JsonObject j, string name) => Member(j, name).GetValue<string>();
}
