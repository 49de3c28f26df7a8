using System.Security.Cryptography;
using Holdfast.Core.Clauses;
using Holdfast.Core.Missions;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Assessments;
using Holdfast.Core.Watch.Release;

namespace Holdfast.App.Watch.Views;

/// <summary>What the tables must know of an observation beside the observation.</summary>
/// <param name="Start">When it begins, in ticks.</param>
/// <param name="Known">When it was recorded, in ticks.</param>
internal readonly record struct MemberRow(long Index, long Start, long Known, bool FiringPoint)
{
    /// <summary>Whether it may yet turn out to be one.</summary>
    public bool Undetermined { get; init; }
}

/// <summary>An incident with the rows of its observations.</summary>
/// <param name="Least">When its least observation begins, in ticks.</param>
internal sealed record FusedIncident(Incident Incident, long Least, MemberRow[] Members);

/// <summary>
/// A row of the incident table, worked out away from the database: its body, and the columns that filters need, both exact and as released
/// (<see cref="ReleasePolicy.Blurred"/>).
/// </summary>
internal sealed record FoldedIncident(
    FusedIncident Fused,
    ReadOnlyMemory<byte> Body,
    string Digest,
    Incident Released,
    string? Sector,
    string? ReleasedSector
)
{
    /// <summary>What the terms make of it; not applicable is the absence of a row.</summary>
    public ReadOnlyMemory<IncidentFinding> Findings { get; init; }

    public static FoldedIncident Of(FusedIncident fused, SectorIndex sectors)
    {
        var body = IncidentCodec.Encode(fused.Incident);
        var released = ReleasePolicy.Blurred(fused.Incident);
        return new FoldedIncident(
            fused,
            body,
            Digested(body.Span),
            released,
            sectors.Of(fused.Incident.Where.Centre),
            sectors.OfCell(released.Where.Centre)
        );
    }

    /// <summary>Incidents of one mode with what the terms make of them, severities by count being those of this set. Sorted by id.</summary>
    public static List<FoldedIncident> Judged(IReadOnlyList<FusedIncident> fused, Assessor terms, SectorIndex sectors)
    {
        FusedIncident[] sorted = [.. fused.OrderBy(f => f.Incident.Id)];
        var findings = terms.Judge(Array.ConvertAll(sorted, f => f.Incident)).ToArray();
        var judged = sorted.Count(IsJudged);
        var (rules, at) = (judged == 0 ? 0 : findings.Length / judged, 0);
        var result = new List<FoldedIncident>(sorted.Length);
        foreach (var one in sorted)
        {
            // Findings come sorted by incident, then term; what was rejected has none.
            var own = IsJudged(one) ? findings.AsMemory(at, rules) : default;
            at += own.Length;
            result.Add(Of(one, sectors) with { Findings = own });
        }
        return result;
    }

    private static bool IsJudged(FusedIncident fused) => fused.Incident.Status != IncidentStatus.Rejected;

    /// <summary>The worst verdict: an apparent breach before what is undeterminable before none, then by severity, then by the term's name; null for none.</summary>
    public IncidentFinding? Worst() => WorstOf(Findings.Span);

    /// <summary>The same of findings in the order of the terms' names.</summary>
    public static IncidentFinding? WorstOf(ReadOnlySpan<IncidentFinding> findings)
    {
        IncidentFinding? worst = null;
        foreach (var finding in findings)
        {
            if (finding.Outcome != Outcome.NotApplicable && (worst is null || Rank(finding).CompareTo(Rank(worst.Value)) > 0))
            {
                worst = finding;
            }
        }
        return worst;
    }

    // Findings come in the order of the terms' names, so the first of equals stands.
    private static (int Outcome, int Severity) Rank(IncidentFinding finding) =>
        (
            finding.Outcome switch
            {
                Outcome.ApparentBreach => 2,
                Outcome.Undeterminable => 1,
                Outcome.NoApparentBreach => 0,
                Outcome.NotApplicable => -1,
            },
            finding.Severity is { } severity ? (int)severity : -1
        );

    /// <summary>By what two states of an incident are told apart.</summary>
    public static string DigestOf(Incident incident) => Digested(IncidentCodec.Encode(incident).Span);

    private static string Digested(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        return Convert.ToHexStringLower(hash[..8]);
    }
}
