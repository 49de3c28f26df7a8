using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Core.Record;
using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Operators;

/// <summary>
/// Acts of operators as bodies of entries and back, canonical JSON: <c>reason</c> and the members of the act; an observation is <c>{message, producer}</c>, an instant a
/// nine-digit string, a place <c>latitude</c> and <c>longitude</c> in degrees. docs/guide/operators.md lists them.
/// </summary>
public static class OperatorCodec
{
    public const string ConfirmKind = "operator.confirm/1";
    public const string RejectKind = "operator.reject/1";
    public const string SplitKind = "operator.split/1";
    public const string MergeKind = "operator.merge/1";
    public const string MustLinkKind = "operator.must_link/1";
    public const string CannotLinkKind = "operator.cannot_link/1";
    public const string FixKind = "operator.fix/1";
    public const string WithdrawKind = "operator.withdraw/1";

    /// <summary>Most observations that one act may cite.</summary>
    public const int MaxCited = 1_000;

    /// <summary>Longest reason, characters.</summary>
    public const int MaxReason = 4_000;

    /// <summary>All kinds, sorted.</summary>
    public static ImmutableArray<string> Kinds { get; } =
    [CannotLinkKind, ConfirmKind, FixKind, MergeKind, MustLinkKind, RejectKind, SplitKind, WithdrawKind];

    public static bool IsAct(string kind) => kind.StartsWith("operator.", StringComparison.Ordinal) && Kinds.Contains(kind);

    public static string KindOf(OperatorAct act) =>
        act switch
        {
            IncidentConfirmed => ConfirmKind,
            IncidentRejected => RejectKind,
            IncidentSplit => SplitKind,
            IncidentsMerged => MergeKind,
            MustLink => MustLinkKind,
            CannotLink => CannotLinkKind,
            OriginFixed => FixKind,
            ActWithdrawn => WithdrawKind,
            _ => throw new ArgumentException($"{act.GetType().Name} has no kind of entry.", nameof(act)),
        };

    /// <summary>The body of an entry. Throws <see cref="ArgumentException"/> where the act is empty, too long or contradicts itself.</summary>
    public static byte[] Write(OperatorAct act)
    {
        Check(act);
        var body = new JsonObject { ["reason"] = act.Reason };
        switch (act)
        {
            case IncidentConfirmed c:
                body["observations"] = List(c.Observations);
                break;
            case IncidentRejected r:
                body["observations"] = List(r.Observations);
                break;
            case IncidentsMerged m:
                body["observations"] = List(m.Observations);
                break;
            case IncidentSplit s:
                body["part"] = List(s.Part);
                body["rest"] = List(s.Rest);
                break;
            case MustLink(var a, var b):
                body["observations"] = List([a, b]);
                break;
            case CannotLink(var a, var b):
                body["observations"] = List([a, b]);
                break;
            case OriginFixed f:
                body["observations"] = List(f.Observations);
                body["latitude"] = f.Where.Latitude;
                body["longitude"] = f.Where.Longitude;
                body["sigma_m"] = f.SigmaMetres;
                if (f.When is { } when)
                {
                    body["earliest"] = Iso.Format(when.Earliest);
                    body["latest"] = Iso.Format(when.Latest);
                }
                break;
            case ActWithdrawn w:
                body["entry"] = w.Entry.ToString(System.Globalization.CultureInfo.InvariantCulture);
                break;
            default:
                throw new ArgumentException($"{act.GetType().Name} has no body.", nameof(act));
        }
        return CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(body));
    }

    /// <summary>Reads a body back. Throws <see cref="FormatException"/> naming the kind and the member that is wrong.</summary>
    public static OperatorAct Read(string kind, ReadOnlySpan<byte> body)
    {
        try
        {
            var json =
                JsonNode.Parse(body, documentOptions: new JsonDocumentOptions { MaxDepth = 8 }) as JsonObject
                ?? throw new FormatException("it is no object");
            var act = new OperatorBody(json).Act(kind);
            Check(act);
            return act;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException or FormatException)
        {
            throw new FormatException($"A body of {kind} is not as it should be: {e.Message}", e);
        }
    }

    private static JsonArray List(IEnumerable<ObservationId> ids) =>
        [.. ids.Order().Distinct().Select(id => new JsonObject { ["producer"] = id.Producer, ["message"] = id.MessageId })];

    private static void Check(OperatorAct act)
    {
        Require(!string.IsNullOrWhiteSpace(act.Reason), "a reason is missing");
        Require(act.Reason.Length <= MaxReason, $"the reason is longer than {MaxReason} characters");
        var cited = act.Cited.ToArray();
        Require(cited.Length <= MaxCited, $"more than {MaxCited} observations are cited");
        Require(act is ActWithdrawn || cited.Length > 0, "no observation is cited");
        Require(cited.Distinct().Count() == cited.Length, "an observation is cited twice");
        Require(act is not IncidentsMerged || cited.Length > 1, "two observations at least are merged");
        Require(act is not IncidentSplit s || (!s.Part.IsEmpty && !s.Rest.IsEmpty), "both parts of a split hold an observation at least");
        Require(act is not OriginFixed f || f.SigmaMetres is > 0 and <= 1_000_000, "sigma_m is above 0 and at most 1,000,000 metres");
        Require(act is not ActWithdrawn w || w.Entry >= 0, "an entry's index is not negative");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ArgumentException(otherwise);
        }
    }
}
