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
internal readonly record struct MemberRow(long Index, long Start, long Known, bool FiringPoint);

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

    /// <summary>The worst verdict: an apparent breach before what is undeterminable before none, then by severity, then by the term's name; null for none.</summary>
    public IncidentFinding? Worst()
    {
        IncidentFinding? worst = null;
        foreach (var finding in Findings.Span)
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

    private static string Digested(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        return Convert.ToHexStringLower(hash[..8]);
    }
}
