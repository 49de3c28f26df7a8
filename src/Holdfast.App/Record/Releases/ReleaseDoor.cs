using System.Globalization;
using Holdfast.Core.Access;
using Holdfast.Core.Record;
using Holdfast.Core.Record.Releases;
using Holdfast.Core.Values;

namespace Holdfast.App.Record.Releases;

/// <summary>The answer of the door: the index of the act that was recorded, or why none was.</summary>
public sealed record ReleaseAnswer(long? Act, string Message)
{
    public bool Done => Act is not null;
}

/// <summary>
/// The door by which the label of an entry is changed for its readers: lowered by two persons, raised by one. Everything is an entry; the recorded label and the leaf
/// hash stay what they are. What a reader may not read does not exist for that reader here either.
/// </summary>
public sealed class ReleaseDoor(SqliteRecord record)
{
    private const string Producer = "releases";
    private const int LongestReason = 2000;

    /// <summary>Proposes that an entry be read under another label; where that is only stricter, it counts at once.</summary>
    public async ValueTask<ReleaseAnswer> ProposeAsync(
        Reader reader,
        long entry,
        Label to,
        string reason,
        CancellationToken cancellation = default
    )
    {
        if (Rights.Decide(reader, Right.ProposeRelease) != RightDecision.Granted)
        {
            return Refused("You may not propose releases: none of your roles gives that right.");
        }
        if (await FindAsync(reader, entry, cancellation).ConfigureAwait(false) is not { } found)
        {
            return Unknown(entry);
        }
        var (from, recorded) = (found.Label, found.RecordedLabel ?? found.Label);
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > LongestReason)
        {
            return Refused($"A reason of 1 to {LongestReason} characters is needed: it is what the second person goes by.");
        }
        if (EntryRules.FaultOf(to) is { } fault)
        {
            return Refused($"That is no label: {fault}.");
        }
        if (to.Equals(from))
        {
            return Refused($"Entry {entry} is read under '{from}' already.");
        }
        var stricter = ReleaseLaw.IsAtLeastAsStrict(to, from);
        var decision = ReleaseLaw.Decide(found.Kind, recorded);
        if (!stricter && decision != ReleaseDecision.Lawful)
        {
            return Refused($"Entry {entry} is not released: {ReleaseLaw.Explain(decision)}.");
        }
        var body = Body(
            ("entry", entry.ToString(CultureInfo.InvariantCulture)),
            ("from", from.ToString()),
            ("leaf_hash", Convert.ToHexStringLower(found.LeafHash.Span)),
            ("reason", reason.Trim()),
            ("to", to.ToString())
        );
        var act = await AppendAsync(ReleaseFold.ProposedKind, reader, found, stricter ? to : null, body, cancellation)
            .ConfigureAwait(false);
        return new ReleaseAnswer(
            act,
            stricter
                ? $"Entry {entry} is read under '{to}' from now on: making a label stricter needs one person."
                : $"Proposed as {act}: another person with the right has to confirm it before it counts."
        );
    }

    /// <summary>Confirms a proposal of somebody else; from then on the entry is read under the label proposed.</summary>
    public async ValueTask<ReleaseAnswer> ConfirmAsync(Reader reader, long proposal, CancellationToken cancellation = default)
    {
        if (Rights.Decide(reader, Right.ConfirmRelease) != RightDecision.Granted)
        {
            return Refused("You may not confirm releases: none of your roles gives that right.");
        }
        var (release, found) = await ReleaseAsync(reader, proposal, cancellation).ConfigureAwait(false);
        if (release is null || found is null)
        {
            return NoProposal(proposal);
        }
        if (release.State != ReleaseState.Proposed)
        {
            return Refused($"Proposal {proposal} is {Words(release.State)}; there is nothing to confirm.");
        }
        if (ReleaseFold.IsSame(reader.Name, release.ProposedBy))
        {
            return Refused("You proposed it yourself: the second person has to be another.");
        }
        if (!release.From.Equals(found.Label))
        {
            return Refused($"Entry {release.Entry} is read under '{found.Label}' by now, not '{release.From}': propose it anew.");
        }
        var body = Body(("proposal", proposal.ToString(CultureInfo.InvariantCulture)));
        var act = await AppendAsync(ReleaseFold.ConfirmedKind, reader, found, null, body, cancellation).ConfigureAwait(false);
        return new ReleaseAnswer(act, $"Entry {release.Entry} is read under '{release.To}' from now on.");
    }

    /// <summary>Takes a proposal or a release back; later reads go by the label before it.</summary>
    public async ValueTask<ReleaseAnswer> WithdrawAsync(
        Reader reader,
        long proposal,
        string reason,
        CancellationToken cancellation = default
    )
    {
        if (
            Rights.Decide(reader, Right.ProposeRelease) != RightDecision.Granted
            && Rights.Decide(reader, Right.ConfirmRelease) != RightDecision.Granted
        )
        {
            return Refused("You may not withdraw releases: none of your roles gives that right.");
        }
        var fold = record.Releases();
        var (release, found) = await ReleaseAsync(reader, proposal, cancellation).ConfigureAwait(false);
        if (release is null || found is null)
        {
            return NoProposal(proposal);
        }
        if (fold.At(proposal) is not { } now || !fold.MayWithdraw(now))
        {
            return Refused(
                $"Proposal {proposal} is {Words(release.State)} and cannot be withdrawn: a stricter label goes only by a release of two persons, and the last release of an entry goes first."
            );
        }
        var body = Body(("proposal", proposal.ToString(CultureInfo.InvariantCulture)), ("reason", reason.Trim()));
        var act = await AppendAsync(ReleaseFold.WithdrawnKind, reader, found, null, body, cancellation).ConfigureAwait(false);
        return new ReleaseAnswer(
            act,
            $"Proposal {proposal} is withdrawn; entry {release.Entry} is read under '{record.Releases().LabelOf(release.Entry)}'."
        );
    }

    /// <summary>The proposals that a reader may know of, in the order of the record: those whose own entries the reader may read.</summary>
    public async ValueTask<IReadOnlyList<Release>> ListAsync(Reader reader, CancellationToken cancellation = default)
    {
        var known = new HashSet<long>();
        var query = new RecordQuery(Kinds: [ReleaseFold.ProposedKind]);
        await foreach (var entry in record.ReadAsync(reader, query, cancellation).ConfigureAwait(false))
        {
            known.Add(entry.Index);
        }
        var fold = record.Releases();
        bool Readable(long entry) => fold.LabelOf(entry) is { } label && ReadAccess.MayRead(reader, label);
        return [.. fold.Releases.Where(r => known.Contains(r.Index) && Readable(r.Entry))];
    }

    /// <summary>A state in words.</summary>
    public static string Words(ReleaseState state) =>
        state switch
        {
            ReleaseState.Proposed => "proposed",
            ReleaseState.InForce => "in force",
            ReleaseState.Withdrawn => "withdrawn",
            ReleaseState.Void => "void",
        };

    private async ValueTask<(Release? Release, Entry? Entry)> ReleaseAsync(Reader reader, long proposal, CancellationToken cancellation)
    {
        var release = await FindAsync(reader, proposal, cancellation).ConfigureAwait(false) is null ? null : record.Releases().At(proposal);
        return release is null ? (null, null) : (release, await FindAsync(reader, release.Entry, cancellation).ConfigureAwait(false));
    }

    private async ValueTask<Entry?> FindAsync(Reader reader, long index, CancellationToken cancellation)
    {
        await foreach (var entry in record.ReadAsync(reader, new RecordQuery(index, index + 1), cancellation).ConfigureAwait(false))
        {
            return entry;
        }
        return null;
    }

    private async ValueTask<long> AppendAsync(
        string kind,
        Reader reader,
        Entry about,
        Label? to,
        byte[] body,
        CancellationToken cancellation
    )
    {
        var head = await record.HeadAsync(cancellation).ConfigureAwait(false);
        // Who may read the act may read the entry under every label that it has or had.
        var label = ReleaseLaw.Cover(about.Label, about.RecordedLabel ?? about.Label);
        label = to is null ? label : ReleaseLaw.Cover(label, to);
        var id = string.Create(CultureInfo.InvariantCulture, $"{kind} {about.Index} by {reader.Name} after {head.Count}");
        var draft = new EntryDraft(Producer, id, reader.Name, Standing.Recorded, label, about.Mode, kind, null, body);
        var receipts = await record.AppendAsync([draft], cancellation).ConfigureAwait(false);
        return receipts[0].Index;
    }

    private static byte[] Body(params (string Name, string Value)[] members)
    {
        var writer = new CanonicalJsonWriter();
        writer.StartObject();
        foreach (var (name, value) in members)
        {
            writer.String(name, value);
        }
        writer.EndObject();
        return writer.ToArray();
    }

    private static ReleaseAnswer Refused(string why) => new(null, why);

    /// <summary>The same words whether there is no such entry or none that this reader may read.</summary>
    private static ReleaseAnswer Unknown(long entry) => Refused($"There is no entry {entry} that you may read.");

    private static ReleaseAnswer NoProposal(long proposal) => Refused($"There is no proposal {proposal} that you may read.");
}
