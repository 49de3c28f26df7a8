using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Core.Commission.Acts;
using NodaTime;

namespace Holdfast.Core.Commission.Codec;

/// <summary>
/// Earlier versions of kinds, as pure functions to the present act. In version 1 whoever sent a summary named its reviewers, and whoever published a decision named who
/// released it; since version 2 each of them acts in person. In version 1 a party could not read that its silence was recorded. Old entries keep their rules, their bytes and their effect.
/// </summary>
internal static class EarlierForms
{
    private const string Summary1 = "case.summary/1";
    private const string Published1 = "case.published/1";
    private const string Silence1 = "case.silence/1";

    public static ImmutableArray<string> Kinds { get; } = [Published1, Silence1, Summary1];

    public static bool Has(string kind) => Kinds.Contains(kind);

    public static string KindOf(CaseAct act) =>
        act switch
        {
            SummarySent { EarlierVersion: 1 } => Summary1,
            DecisionPublished { EarlierVersion: 1 } => Published1,
            SilenceRecorded { EarlierVersion: 1 } => Silence1,
            _ => throw new ArgumentException($"{act.GetType().Name} has no version {act.EarlierVersion}.", nameof(act)),
        };

    /// <summary>The present act of an earlier body. Throws <see cref="JsonException"/> where the body is not as that version has it.</summary>
    public static CaseAct Upcast(string kind, string json) =>
        kind switch
        {
            Summary1 => Upcast(Read<SummaryVersion1>(json)),
            Published1 => Read<DecisionPublished>(json) with { EarlierVersion = 1 },
            Silence1 => Read<SilenceRecorded>(json) with { EarlierVersion = 1 },
            _ => throw new ArgumentException($"'{kind}' is no earlier kind.", nameof(kind)),
        };

    private static SummarySent Upcast(SummaryVersion1 s) =>
        new(s.Party, s.Points, s.ReplyDue) { NamedReviewers = s.ReviewedBy, EarlierVersion = 1 };

    public static JsonNode? ToJson(CaseAct act) =>
        act is SummarySent s
            ? JsonSerializer.SerializeToNode(new SummaryVersion1(s.Party, s.Points, s.NamedReviewers, s.ReplyDue), CaseJson.Options)
            : JsonSerializer.SerializeToNode(act, act.GetType(), CaseJson.Options);

    private static T Read<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, CaseJson.Options) ?? throw new JsonException("The act is null.");

    private sealed record SummaryVersion1(
        string Party,
        ImmutableArray<SummaryPoint> Points,
        ImmutableArray<string> ReviewedBy,
        Instant ReplyDue
    );
}
