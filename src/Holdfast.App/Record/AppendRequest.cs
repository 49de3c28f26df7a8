using Holdfast.Core.Record;
using Holdfast.Core.Values;

namespace Holdfast.App.Record;

/// <summary>One call of <see cref="IRecord.AppendAsync"/> on its way through the writer, checked before it is queued.</summary>
internal sealed class AppendRequest
{
    private const int Waiting = 0;
    private const int Claimed = 1;
    private const int Cancelled = 2;
    private readonly TaskCompletionSource<IReadOnlyList<Receipt>> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state;

    private AppendRequest(IReadOnlyList<EntryDraft> drafts, string[] labels)
    {
        Drafts = drafts;
        Labels = labels;
        Receipts = new Receipt[drafts.Count];
        Salts = new byte[drafts.Count * LeafHash.SaltBytes];
        Leaves = new byte[drafts.Count * LeafHash.HashBytes];
    }

    public IReadOnlyList<EntryDraft> Drafts { get; }

    /// <summary>The text of each draft's label; the same label gives the same string.</summary>
    public string[] Labels { get; }
    public Receipt[] Receipts { get; }
    public byte[] Salts { get; }
    public byte[] Leaves { get; }
    public Task<IReadOnlyList<Receipt>> Completion => _completion.Task;

    /// <summary>Checks every draft against <see cref="EntryRules"/>. Throws <see cref="ArgumentException"/> naming the first that fails.</summary>
    public static AppendRequest Of(IReadOnlyList<EntryDraft> drafts)
    {
        if (drafts.Count > SqliteRecord.MaxBatch)
        {
            throw new ArgumentException(
                $"A batch of {drafts.Count} entries; at most {SqliteRecord.MaxBatch} are taken at once.",
                nameof(drafts)
            );
        }
        var labels = new string[drafts.Count];
        var texts = new Dictionary<Label, string>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < drafts.Count; i++)
        {
            var draft = drafts[i];
            var fault = EntryRules.FaultOf(draft);
            if (!texts.TryGetValue(draft.Label, out var text))
            {
                fault ??= EntryRules.FaultOf(draft.Label);
                text = draft.Label.ToString();
                if (texts.Count < 256)
                {
                    texts.Add(draft.Label, text);
                }
            }
            if (fault is not null)
            {
                throw new ArgumentException(
                    $"Entry {i + 1} of {drafts.Count} ({draft.Producer}/{draft.MessageId}): {fault}.",
                    nameof(drafts)
                );
            }
            labels[i] = text;
        }
        return new AppendRequest(drafts, labels);
    }

    /// <summary>The writer takes it; false when it was cancelled before. From then on it cannot be cancelled.</summary>
    public bool TryClaim() => Interlocked.CompareExchange(ref _state, Claimed, Waiting) == Waiting;

    public void TryCancel(CancellationToken cancellation)
    {
        if (Interlocked.CompareExchange(ref _state, Cancelled, Waiting) == Waiting)
        {
            _completion.TrySetCanceled(cancellation);
        }
    }

    public void Succeed() => _completion.TrySetResult(Receipts);

    public void Fail(Exception reason) => _completion.TrySetException(reason);

    /// <summary>Computes the leaf hashes of a slice of the drafts.</summary>
    public void Hash(int from, int to, NodaTime.Instant recordedAt, CanonicalJsonWriter scratch)
    {
        for (var i = from; i < to; i++)
        {
            var salt = Salts.AsSpan(i * LeafHash.SaltBytes, LeafHash.SaltBytes);
            var leaf = Leaves.AsSpan(i * LeafHash.HashBytes, LeafHash.HashBytes);
            LeafHash.Compute(scratch, Drafts[i], Labels[i], recordedAt, salt, leaf);
        }
    }
}
