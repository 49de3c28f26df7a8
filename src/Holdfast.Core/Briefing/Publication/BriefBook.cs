using System.Collections.Immutable;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Briefing.Publication;

public enum BriefState
{
    /// <summary>It waits for the second person.</summary>
    Proposed,
    Released,
    Withdrawn,
}

/// <summary>An edition on its way to its readers.</summary>
/// <param name="ReleasedBy">The second person; null until released.</param>
/// <param name="Entry">The act that its readers go by: the release, or before it the proposal.</param>
/// <param name="Label">Under which that act is read.</param>
public sealed record Brief(
    BriefProposed Proposed,
    BriefState State,
    string ProposedBy,
    string? ReleasedBy,
    Instant At,
    long Entry,
    Label Label,
    Mode Mode
)
{
    public string Id => Proposed.Brief;

    /// <summary>Why it was withdrawn; empty where it was not.</summary>
    public string Withdrawal { get; init; } = "";

    /// <summary>Null where it was not.</summary>
    public Instant? WithdrawnAt { get; init; }

    public bool IsCorrigendum => Proposed.Corrects.Length > 0;
}

/// <summary>An entry that no lawful act could have made: kept, listed, and without effect.</summary>
public sealed record UnlawfulBrief(long Entry, string Reason);

/// <summary>
/// All editions that a reader may read of, folded from entries in their order. A release counts only where two people made it; for a reader who may not read the proposal, the
/// release itself names both.
/// </summary>
public sealed record BriefBook(ImmutableSortedDictionary<string, Brief> Briefs, ImmutableArray<UnlawfulBrief> Unlawful)
{
    public static readonly BriefBook Empty = new(ImmutableSortedDictionary.Create<string, Brief>(StringComparer.Ordinal), []);

    public Brief? Find(string id) => Briefs.GetValueOrDefault(id);

    /// <summary>The latest first.</summary>
    public IEnumerable<Brief> Latest(BriefState state) =>
        Briefs.Values.Where(b => b.State == state).OrderByDescending(b => b.At).ThenByDescending(b => b.Entry);

    /// <summary>The released corrigenda of an edition, oldest first; those of corrigenda count as its own.</summary>
    public ImmutableArray<Brief> CorrigendaOf(string id) =>
        [.. Briefs.Values.Where(b => b.State == BriefState.Released && b.Proposed.Corrects == id).OrderBy(b => b.Entry)];

    /// <summary>The corrigendum to an edition that waits for its second person; null where none does.</summary>
    public Brief? DraftCorrigendumOf(string id) =>
        Briefs.Values.Where(b => b.State == BriefState.Proposed && b.Proposed.Corrects == id).MaxBy(b => b.Entry);

    public BriefBook With(Entry entry)
    {
        if (!BriefCodec.Kinds.Contains(entry.Kind))
        {
            return this;
        }
        try
        {
            return BriefCodec.Read(entry.Kind, entry.Body.Span) switch
            {
                BriefProposed p => Propose(entry, p),
                BriefReleased r => Release(entry, r),
                BriefWithdrawn w => Withdraw(entry, w),
                _ => throw new InvalidOperationException("BriefAct is a closed union."),
            };
        }
        catch (FormatException e)
        {
            return Irregular(entry, e.Message);
        }
    }

    private BriefBook Propose(Entry entry, BriefProposed p) =>
        Briefs.ContainsKey(p.Brief)
            ? Irregular(entry, $"'{p.Brief}' was proposed before")
            : Set(new Brief(p, BriefState.Proposed, entry.Author, null, entry.RecordedAt, entry.Index, entry.Label, entry.Mode));

    private BriefBook Release(Entry entry, BriefReleased r)
    {
        if (r.And != entry.Author || BriefLaw.IsSame(r.By, r.And))
        {
            return Irregular(entry, "a release takes two people, of whom the second writes it");
        }
        // Its reader may not read the proposal; whoever may sees that both are the same.
        if (Find(r.Brief) is { } known && (known.State != BriefState.Proposed || known.ProposedBy != r.By || known.Proposed != r.Proposed))
        {
            return Irregular(entry, $"'{r.Brief}' is not as it was proposed, or waits for nobody");
        }
        return Set(new Brief(r.Proposed, BriefState.Released, r.By, r.And, entry.RecordedAt, entry.Index, entry.Label, entry.Mode));
    }

    private BriefBook Withdraw(Entry entry, BriefWithdrawn w) =>
        Find(w.Brief) is { State: not BriefState.Withdrawn } known
            ? Set(known with { State = BriefState.Withdrawn, Withdrawal = w.Reason, WithdrawnAt = entry.RecordedAt })
            : Irregular(entry, $"'{w.Brief}' is not there to be withdrawn");

    private BriefBook Set(Brief brief) => this with { Briefs = Briefs.SetItem(brief.Id, brief) };

    private BriefBook Irregular(Entry entry, string reason) =>
        this with
        {
            Unlawful = Unlawful.Length < 1_000 ? Unlawful.Add(new UnlawfulBrief(entry.Index, reason)) : Unlawful,
        };
}
