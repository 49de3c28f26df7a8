using System.Globalization;
using System.Text.Json;
using Holdfast.Core.Values;

namespace Holdfast.Core.Record.Releases;

/// <summary>Where a proposal stands.</summary>
public enum ReleaseState
{
    /// <summary>One person proposed it; nothing changes yet.</summary>
    Proposed,

    /// <summary>A second person confirmed it, or it only made the label stricter: it counts.</summary>
    InForce,

    /// <summary>It was taken back.</summary>
    Withdrawn,

    /// <summary>It never counts: not lawful, not of this entry, or overtaken by another.</summary>
    Void,
}

/// <summary>A proposal that an entry be read under another label.</summary>
/// <param name="Index">The index of the proposal itself.</param>
public sealed record Release(
    long Index,
    long Entry,
    Label From,
    Label To,
    string Reason,
    string ProposedBy,
    string? ConfirmedBy,
    ReleaseState State
);

/// <summary>What a fold of releases needs to know of the entry that is meant.</summary>
public sealed record ReleaseTarget(string Kind, Label Label, string LeafHash);

/// <summary>
/// The labels under which entries are read now: a fold of <c>release.proposed/1</c>, <c>release.confirmed/1</c> and <c>release.withdrawn/1</c> in the order of the record. Acts that are not
/// lawful change nothing, whoever recorded them: the same rules hold here as at the door. Pure; the recorded label and the leaf hash never change.
/// </summary>
/// <param name="target">The entry under an index, with the label under which it was recorded; null where there is none.</param>
public sealed class ReleaseFold(Func<long, ReleaseTarget?> target)
{
    public const string ProposedKind = "release.proposed/1";
    public const string ConfirmedKind = "release.confirmed/1";
    public const string WithdrawnKind = "release.withdrawn/1";
    private readonly SortedDictionary<long, Release> _releases = [];
    private readonly Dictionary<long, List<long>> _inForce = [];
    private readonly Dictionary<long, ReleaseTarget?> _targets = [];
    private Func<long, ReleaseTarget?>? _target = target;

    /// <summary>All proposals, in the order of the record.</summary>
    public IReadOnlyCollection<Release> Releases => _releases.Values;

    /// <summary>The entries whose label is another now, with that label.</summary>
    public IEnumerable<KeyValuePair<long, Label>> Effective =>
        _inForce.Where(e => e.Value.Count > 0).Select(e => KeyValuePair.Create(e.Key, _releases[e.Value[^1]].To)).OrderBy(e => e.Key);

    /// <summary>The label under which an entry is read now; null where there is no such entry.</summary>
    public Label? LabelOf(long entry) =>
        _inForce.TryGetValue(entry, out var inForce) && inForce.Count > 0 ? _releases[inForce[^1]].To : TargetOf(entry)?.Label;

    /// <summary>Lets go of where entries are looked up; those that acts spoke of stay known.</summary>
    public void Detach() => _target = null;

    private ReleaseTarget? TargetOf(long entry)
    {
        if (!_targets.TryGetValue(entry, out var found) && _target is { } look)
        {
            _targets[entry] = found = look(entry);
        }
        return found;
    }

    public Release? At(long proposal) => _releases.GetValueOrDefault(proposal);

    /// <summary>Takes one act; entries of other kinds are passed over.</summary>
    public void Take(long index, string kind, string author, ReadOnlyMemory<byte> body)
    {
        if (kind is not (ProposedKind or ConfirmedKind or WithdrawnKind))
        {
            return;
        }
        using var json = JsonDocument.Parse(body);
        if (kind == ProposedKind)
        {
            Propose(index, author, json.RootElement);
        }
        else if (long.TryParse(Text(json.RootElement, "proposal"), NumberStyles.None, CultureInfo.InvariantCulture, out var proposal))
        {
            Settle(kind, author, proposal);
        }
    }

    private void Propose(long index, string author, JsonElement body)
    {
        if (
            !long.TryParse(Text(body, "entry"), NumberStyles.None, CultureInfo.InvariantCulture, out var entry)
            || entry >= index
            || !Label.TryParse(Text(body, "from"), out var from)
            || !Label.TryParse(Text(body, "to"), out var to)
            || TargetOf(entry) is not { } found
        )
        {
            return;
        }
        var release = new Release(index, entry, from, to, Text(body, "reason"), author, null, ReleaseState.Proposed);
        var fits = found.LeafHash == Text(body, "leaf_hash") && from.Equals(LabelOf(entry)) && !to.Equals(from);
        var stricter = ReleaseLaw.IsAtLeastAsStrict(to, from);
        var lawful = fits && (stricter || ReleaseLaw.Decide(found.Kind, found.Label) == ReleaseDecision.Lawful);
        _releases[index] = release with { State = lawful ? ReleaseState.Proposed : ReleaseState.Void };
        if (lawful && stricter)
        {
            PutInForce(index, null);
        }
    }

    private void Settle(string kind, string author, long proposal)
    {
        if (!_releases.TryGetValue(proposal, out var release))
        {
            return;
        }
        if (kind == ConfirmedKind && release.State == ReleaseState.Proposed && !IsSame(author, release.ProposedBy))
        {
            if (release.From.Equals(LabelOf(release.Entry)))
            {
                PutInForce(proposal, author);
            }
            else
            {
                _releases[proposal] = release with { State = ReleaseState.Void };
            }
        }
        else if (kind == WithdrawnKind && MayWithdraw(release))
        {
            _releases[proposal] = release with { State = ReleaseState.Withdrawn };
            _inForce.GetValueOrDefault(release.Entry)?.Remove(proposal);
        }
    }

    /// <summary>
    /// A proposal may be taken back by one person, and so may the last release of an entry, since the label is stricter then. A stricter label needs two persons to go, and
    /// what others were built on cannot be drawn from under them.
    /// </summary>
    public bool MayWithdraw(Release release) =>
        release.State == ReleaseState.Proposed
        || (
            release.State == ReleaseState.InForce
            && _inForce[release.Entry][^1] == release.Index
            && !ReleaseLaw.IsAtLeastAsStrict(release.To, release.From)
        );

    /// <summary>Two names of one person are not two persons.</summary>
    public static bool IsSame(string one, string other) => string.Equals(one.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);

    private void PutInForce(long proposal, string? confirmedBy)
    {
        var release = _releases[proposal];
        _releases[proposal] = release with { State = ReleaseState.InForce, ConfirmedBy = confirmedBy };
        if (!_inForce.TryGetValue(release.Entry, out var inForce))
        {
            _inForce[release.Entry] = inForce = [];
        }
        inForce.Add(proposal);
    }

    private static string Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() ?? "" : "";
}
