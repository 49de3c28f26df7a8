using System.Collections.Immutable;
using Holdfast.Core.Commission.Acts;

namespace Holdfast.Core.Commission;

/// <summary>
/// Who read what before a party did. A summary leaves when two people, neither its author nor its sender, have approved exactly its words, each by an act of their own.
/// </summary>
public static class SummaryReview
{
    /// <summary>People who must have approved.</summary>
    public const int Needed = 2;

    /// <summary>Drafts since the case was last reopened, with their authors, in order.</summary>
    public static IEnumerable<(SummaryDrafted Draft, string Author)> Drafts(Case of) =>
        of.SinceReopened().Where(d => d.Act is SummaryDrafted).Select(d => ((SummaryDrafted)d.Act, d.By));

    /// <summary>Who approved a draft, sorted.</summary>
    public static ImmutableSortedSet<string> ApprovedBy(Case of, string draft) =>
        of
            .Deeds.Where(d => d.Act is SummaryReviewed { Approved: true } r && r.Draft == draft)
            .Select(d => d.By)
            .ToImmutableSortedSet(StringComparer.Ordinal);

    /// <summary>The reviewers of a summary that somebody sends: of the drafts with exactly its words, those of the one that most people approved.</summary>
    public static ImmutableSortedSet<string> ReviewersOf(Case of, SummarySent summary, string sender) =>
        summary.EarlierVersion == 0
            ? Drafts(of)
                .Where(d => d.Draft.Party == summary.Party && ProposalText.AreSame(d.Draft.Points, summary.Points))
                .Select(d => ApprovedBy(of, d.Draft.Id).Remove(d.Author).Remove(sender))
                .OrderByDescending(r => r.Count)
                .FirstOrDefault([])
            : summary.NamedReviewers.Where(r => r != sender).ToImmutableSortedSet(StringComparer.Ordinal);

    /// <summary>The last draft for a party that the sender may send, or null.</summary>
    public static SummaryDrafted? Ready(Case of, string party, string sender) =>
        Drafts(of)
            .Where(d => d.Draft.Party == party && ApprovedBy(of, d.Draft.Id).Remove(d.Author).Remove(sender).Count >= Needed)
            .Select(d => d.Draft)
            .LastOrDefault();
}
