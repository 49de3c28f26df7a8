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
public sealed class ReleaseDoor(SqliteRecord record, TimeProvider? time = null)
{
    private const string Producer = "releases";
    private const string NotPermitted = "not-permitted";
    private const string NoProposal = "no-proposal";
    private const int LongestReason = 2000;

    public const string Propose = "propose";
    public const string Confirm = "confirm";
    public const string Withdraw = "withdraw";

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
            return await RefuseAsync(
                reader,
                Propose,
                NotPermitted,
                "You may not propose releases: none of your roles gives that right.",
                cancellation
            );
        }
        if (await FindAsync(reader, entry, cancellation).ConfigureAwait(false) is not { } found)
        {
            return await RefuseAsync(reader, Propose, "no-entry", $"There is no entry {entry} that you may read.", cancellation);
        }
        var (from, recorded) = (found.Label, found.RecordedLabel ?? found.Label);
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > LongestReason)
        {
            return await RefuseAsync(
                reader,
                Propose,
                "no-reason",
                $"A reason of 1 to {LongestReason} characters is needed: it is what the second person goes by.",
                cancellation
            );
        }
        if (EntryRules.FaultOf(to) is { } fault)
        {
            return await RefuseAsync(reader, Propose, "bad-label", $"That is no label: {fault}.", cancellation);
        }
        if (to.Equals(from))
        {
            return await RefuseAsync(reader, Propose, "same-label", $"Entry {entry} is read under '{from}' already.", cancellation);
        }
        var stricter = ReleaseLaw.IsAtLeastAsStrict(to, from);
        var decision = ReleaseLaw.Decide(found.Kind, recorded);
        if (!stricter && decision != ReleaseDecision.Lawful)
        {
            return await RefuseAsync(
                reader,
                Propose,
                "not-released",
                $"Entry {entry} is not released: {ReleaseLaw.Explain(decision)}.",
                cancellation
            );
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
            return await RefuseAsync(
                reader,
                Confirm,
                NotPermitted,
                "You may not confirm releases: none of your roles gives that right.",
                cancellation
            );
        }
        var (release, found) = await ReleaseAsync(reader, proposal, cancellation).ConfigureAwait(false);
        if (release is null || found is null)
        {
            return await RefuseAsync(reader, Confirm, NoProposal, $"There is no proposal {proposal} that you may read.", cancellation);
        }
        if (release.State != ReleaseState.Proposed)
        {
            return await RefuseAsync(
                reader,
                Confirm,
                "wrong-state",
                $"Proposal {proposal} is {Words(release.State)}; there is nothing to confirm.",
                cancellation
            );
        }
        if (ReleaseFold.IsSame(reader.Name, release.ProposedBy))
        {
            return await RefuseAsync(
                reader,
                Confirm,
                "same-person",
                "You proposed it yourself: the second person has to be another.",
                cancellation
            );
        }
        if (!release.From.Equals(found.Label))
        {
            return await RefuseAsync(
                reader,
                Confirm,
                "overtaken",
                $"Entry {release.Entry} is read under '{found.Label}' by now, not '{release.From}': propose it anew.",
                cancellation
            );
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
            return await RefuseAsync(
                reader,
                Withdraw,
                NotPermitted,
                "You may not withdraw releases: none of your roles gives that right.",
                cancellation
            );
        }
        var fold = record.Releases();
        var (release, found) = await ReleaseAsync(reader, proposal, cancellation).ConfigureAwait(false);
        if (release is null || found is null)
        {
            return await RefuseAsync(reader, Withdraw, NoProposal, $"There is no proposal {proposal} that you may read.", cancellation);
        }
        if (fold.At(proposal) is not { } now || !fold.MayWithdraw(now))
        {
            return await RefuseAsync(
                reader,
                Withdraw,
                "wrong-state",
                $"Proposal {proposal} is {Words(release.State)} and cannot be withdrawn: a stricter label goes only by a release of two persons, and the last release of an entry goes first.",
                cancellation
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

    /// <summary>Refuses an act and tells the auditor that it was: who, which act and why, and nothing of the entry.</summary>
    /// <param name="act">One of the three words; anything else is told as an act that could not be made out.</param>
    /// <param name="code">A fixed word for the reason.</param>
    public async ValueTask<ReleaseAnswer> RefuseAsync(Reader reader, string act, string code, string why, CancellationToken cancellation)
    {
        var known = act is Propose or Confirm or Withdraw ? act : "";
        var now = NodaTime.Instant.FromDateTimeOffset((time ?? TimeProvider.System).GetUtcNow());
        var note = new AuditedRefusal("release", reader.Name, known, code, "").Draft(Mode.Actual, now);
        await record.AppendAsync([note], cancellation).ConfigureAwait(false);
        return new ReleaseAnswer(null, why);
    }
}
