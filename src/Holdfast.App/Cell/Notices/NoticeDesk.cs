using System.Collections.Immutable;
using System.Globalization;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.Core.Cell;
using Holdfast.Core.Cell.Notices;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Cell.Notices;

/// <summary>What became of an acknowledgement: its entry, or why it was not taken.</summary>
public sealed record AcknowledgeAnswer(long? Entry, string Code, string Refusal);

/// <summary>What one round did.</summary>
/// <param name="Next">When something is to be tried or goes on by itself; null for never.</param>
public sealed record NoticeRound(int Raised, int Tried, Instant? Next);

/// <summary>
/// Notices of a mission: signals are raised into the record once, offices are told by the ways that the mission's rules name, attempts and acknowledgements are entries. Everything that is to be
/// done follows from the record and the clock, so that a restart neither forgets nor repeats.
/// </summary>
/// <param name="address">Where this installation's pages are reached, for links; without a slash at its end.</param>
public sealed class NoticeDesk(Workspace workspace, TimeProvider time, string address = "")
{
    public const string Producer = "notices";

    // The cell's own desk reads what is restricted and nothing above it.
    private static readonly Reader Desk = new("notices", [Role.WatchOfficer], Classification.Restricted, [], null);
    private static readonly Mode[] Modes = [Mode.Actual, Mode.Exercise, Mode.Test];

    private CellModel Cell => workspace.Mission.Cell;

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    /// <summary>Notices of a mode that the reader may read, at an instant as known then (null for now).</summary>
    public async Task<ImmutableArray<Notice>> BoardAsync(
        Reader reader,
        Mode mode,
        Instant? at = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(reader);
        return (await KeptAsync(reader, mode, at, cancellation)).At(Cell.Notify, at ?? Now);
    }

    /// <summary>What a round would raise now, and whom it would tell of it and of what waits. Records nothing and sends nothing.</summary>
    public async Task<NoticePlan> PlanAsync(Mode mode, Contacts contacts, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(contacts);
        var kept = await KeptAsync(Desk, mode, null, cancellation);
        var (now, next) = (Now, (await workspace.Record.HeadAsync(cancellation)).Count);
        var fresh = (await FreshAsync(mode, cancellation)).Select((f, i) => new RaisedSignal(next + i, now, f.Signal)).ToImmutableArray();
        kept.Raised.AddRange(fresh);
        var tells = kept.At(Cell.Notify, now)
            .SelectMany(n => n.Tellings.Select(t => (Notice: n, Telling: t)))
            .Where(x => x.Telling.State == TellingState.Due || (x.Notice.Id >= next && !NoticeBoard.GoesOut(x.Telling.Channel)))
            .DistinctBy(x => (x.Notice.Id, x.Telling.Office, x.Telling.Channel))
            .Select(x =>
                contacts.Offices.TryGetValue(x.Telling.Office, out var contact)
                    ? new PlannedTelling(
                        x.Notice,
                        x.Telling,
                        contact.Reaches(x.Telling.Channel),
                        NoticeText.Of(workspace.Mission, x.Notice, x.Telling, contact.Clearance, address)
                    )
                    : new PlannedTelling(x.Notice, x.Telling, !NoticeBoard.GoesOut(x.Telling.Channel), null)
            );
        return new NoticePlan(fresh, [.. tells]);
    }

    private async Task<Kept> KeptAsync(Reader reader, Mode mode, Instant? at, CancellationToken cancellation)
    {
        var kept = new Kept([], [], []);
        var query = new RecordQuery(Kinds: NoticeCodec.Kinds, Mode: mode, KnownUntil: at);
        // Attempts and acknowledgements bear the desk's label; whoever may read a notice may know how it stands.
        await foreach (var entry in workspace.Record.ReadAsync(Desk, query, cancellation))
        {
            try
            {
                switch (entry.Kind)
                {
                    case NoticeCodec.RaisedKind when ReadAccess.MayRead(reader, entry.Label):
                        kept.Raised.Add(NoticeCodec.ReadRaised(entry));
                        break;
                    case NoticeCodec.TriedKind:
                        kept.Tried.Add(NoticeCodec.ReadDelivery(entry));
                        break;
                    case NoticeCodec.AcknowledgedKind:
                        kept.Acknowledged.Add(NoticeCodec.ReadAcknowledgement(entry));
                        break;
                }
            }
            catch (FormatException)
            {
                // No door of ours wrote it: it tells nobody anything.
            }
        }
        return kept;
    }

    /// <summary>What the record holds of notices.</summary>
    private sealed record Kept(List<RaisedSignal> Raised, List<Delivery> Tried, List<Acknowledgement> Acknowledged)
    {
        public ImmutableArray<Notice> At(ImmutableArray<NoticeRule> rules, Instant at) =>
            NoticeBoard.At(Raised, rules, Tried, Acknowledged, at);
    }

    /// <summary>Takes notice for an office. A notice is acknowledged once; a second time is refused, and says by whom it was.</summary>
    public async Task<AcknowledgeAnswer> AcknowledgeAsync(
        Reader author,
        Mode mode,
        long notice,
        string note,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(author);
        var found = (await BoardAsync(author, mode, null, cancellation)).Where(n => n.Id == notice).ToArray();
        if (found.Length == 0)
        {
            return new AcknowledgeAnswer(null, "unknown-notice", $"There is no notice {notice} that you may read.");
        }
        if (note.Length > NoticeCodec.MaxNote)
        {
            return new AcknowledgeAnswer(null, "too-long", $"The note is longer than {NoticeCodec.MaxNote} characters.");
        }
        var waiting = Array.Find(found, n => n.State is NoticeState.Waiting or NoticeState.NobodyLeft);
        if (waiting is null)
        {
            return Array.Find(found, n => n.Acknowledged is not null)?.Acknowledged is { } taken
                ? new AcknowledgeAnswer(null, "acknowledged", $"{taken.By} acknowledged it for '{taken.Office}' at {Iso.Format(taken.At)}.")
                : new AcknowledgeAnswer(null, "nothing-to-do", "Nobody has to acknowledge it.");
        }
        // Also an office to which it has not come yet may take it.
        var offices = waiting.Rule.To.Concat(waiting.Rule.Then).Distinct().ToArray();
        if (Array.Find(offices, o => Cell.OfficesOf(author).Any(own => own.Id == o)) is not { } office)
        {
            return new AcknowledgeAnswer(
                null,
                "not-your-office",
                $"'{author.Name}' stands for none of its offices: {string.Join(", ", offices)}."
            );
        }
        var draft = new EntryDraft(
            Producer,
            string.Create(CultureInfo.InvariantCulture, $"acknowledged {notice}"),
            author.Name,
            StandingOf(mode),
            Label.Restricted,
            mode,
            NoticeCodec.AcknowledgedKind,
            null,
            NoticeCodec.WriteAcknowledgement(notice, office, note)
        );
        var receipt = (await workspace.Record.AppendAsync([draft], cancellation))[0];
        return receipt.Kind == ReceiptKind.Appended
            ? new AcknowledgeAnswer(receipt.Index, "", "")
            : new AcknowledgeAnswer(null, "acknowledged", "Somebody acknowledged it a moment ago.");
    }

    /// <summary>One round: raises what is new, and tries what is due, some offices at once. Safe to call again at any time.</summary>
    /// <param name="raises">False to go on with what was raised and work nothing out anew.</param>
    public async Task<NoticeRound> RoundAsync(
        Contacts contacts,
        IReadOnlyList<INoticeSender> senders,
        bool raises = true,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(contacts);
        if (Cell.Notify.IsEmpty)
        {
            return new NoticeRound(0, 0, null);
        }
        var (raised, tried) = (0, 0);
        Instant? next = null;
        foreach (var mode in Modes)
        {
            raised += raises ? await RaiseAsync(mode, cancellation) : 0;
            var board = await BoardAsync(Desk, mode, null, cancellation);
            // Two rules may name the same office and way: it is told once.
            var due = board
                .SelectMany(n => n.Tellings.Where(t => t.State == TellingState.Due).Select(t => (Notice: n, Telling: t)))
                .DistinctBy(x => (x.Notice.Id, x.Telling.Office, x.Telling.Channel))
                .ToArray();
            // One that hangs holds up nobody but itself.
            await Parallel.ForEachAsync(
                due,
                new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellation },
                async (x, stop) => await TryAsync(x.Notice, x.Telling, mode, contacts, senders, stop)
            );
            tried += due.Length;
            foreach (
                var at in (await BoardAsync(Desk, mode, null, cancellation)).SelectMany(n =>
                    n.Tellings.Select(t => t.Next).Append(n.NextAt)
                )
            )
            {
                next = at is { } a && (next is null || a < next) ? a : next;
            }
        }
        return new NoticeRound(raised, tried, next);
    }

    private async Task<int> RaiseAsync(Mode mode, CancellationToken cancellation)
    {
        var fresh = await FreshAsync(mode, cancellation);
        if (fresh.Count > 0)
        {
            await workspace.Record.AppendAsync([.. fresh.Select(f => f.Draft)], cancellation);
        }
        return fresh.Count;
    }

    /// <summary>Signals that were not raised yet, with the entries that would.</summary>
    private async Task<List<(Signal Signal, EntryDraft Draft)>> FreshAsync(Mode mode, CancellationToken cancellation)
    {
        var sources = new SignalSources(workspace, time);
        var open = (await sources.AllAsync(Reader.Anyone, mode, Label.Public, cancellation)).ToDictionary(
            s => s.Key,
            StringComparer.Ordinal
        );
        var all = await sources.AllAsync(Desk, mode, Label.Restricted, cancellation);
        var fresh = new List<(Signal, EntryDraft)>();
        foreach (var found in all.Where(s => Cell.Notify.Any(r => r.On == s.Kind)))
        {
            // What the public would be told alike is public; anything else is what the desk sees.
            var alike = open.TryGetValue(found.Key, out var told) && told with { Label = found.Label, Entries = found.Entries } == found;
            var s = alike ? found with { Label = Label.Public } : found;
            var message = NoticeCodec.MessageOf(s);
            // Raised once, however its text has changed since.
            if (await workspace.Record.FindAsync(Desk, Producer, message, cancellation) is null)
            {
                fresh.Add(
                    (
                        s,
                        new EntryDraft(
                            Producer,
                            message,
                            "notices",
                            StandingOf(mode),
                            s.Label,
                            mode,
                            NoticeCodec.RaisedKind,
                            TimeRange.At(s.At),
                            NoticeCodec.Write(s)
                        )
                    )
                );
            }
        }
        return fresh;
    }

    private async Task TryAsync(
        Notice notice,
        Telling telling,
        Mode mode,
        Contacts contacts,
        IReadOnlyList<INoticeSender> senders,
        CancellationToken cancellation
    )
    {
        var sender = senders.FirstOrDefault(s => s.Channel == telling.Channel);
        SendResult result;
        if (sender is null || !contacts.Offices.TryGetValue(telling.Office, out var contact))
        {
            result = new SendResult(DeliveryOutcome.Bounced, "the contacts file does not name this office");
        }
        else
        {
            var text = NoticeText.Of(workspace.Mission, notice, telling, contact.Clearance, address);
            result = await sender.SendAsync(contacts, contact, text, cancellation);
        }
        var number = telling.Attempts + 1;
        var draft = new EntryDraft(
            Producer,
            string.Create(
                CultureInfo.InvariantCulture,
                $"tried {notice.Id} {telling.Office} {NoticeWords.Of(telling.Channel)} {number} step {telling.Step}"
            ),
            "notices",
            StandingOf(mode),
            Label.Restricted,
            mode,
            NoticeCodec.TriedKind,
            null,
            NoticeCodec.Write(new Delivery(notice.Id, telling.Office, telling.Channel, number, result.Outcome, result.Detail, default))
        );
        await workspace.Record.AppendAsync([draft], cancellation);
    }

    private static Standing StandingOf(Mode mode) => mode == Mode.Actual ? Standing.Recorded : Standing.Illustrative;
}
