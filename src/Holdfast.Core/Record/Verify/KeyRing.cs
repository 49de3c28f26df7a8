namespace Holdfast.Core.Record.Verify;

/// <summary>A key of a log and the sizes of the log for which its signature counts.</summary>
/// <param name="From">The least size of a checkpoint that it may sign.</param>
/// <param name="To">The greatest; null while the key is not retired.</param>
public sealed record KeySpan(TrustedKey Key, long From, long? To)
{
    public override string ToString() =>
        $"{Key.Name}, key {Key.KeyId}: valid from {From} entries " + (To is { } to ? $"to {to}, when it was retired" : "on");
}

/// <summary>
/// The keys of logs that count, and for which sizes: those a verifier trusts, and those to which they lead by handovers. A handover (docs/guide/proofs.md) is a checkpoint
/// with the extension lines <c>handover-from KEY</c> and <c>handover-to KEY</c>, signed by both keys: from its size on the new key signs, and the old one no more.
/// </summary>
public sealed class KeyRing
{
    private const string FromLine = "handover-from ";
    private const string ToLine = "handover-to ";
    private readonly List<KeySpan> _spans;

    public KeyRing(IEnumerable<TrustedKey> trusted) => _spans = [.. trusted.Where(k => !k.IsWitness).Select(k => new KeySpan(k, 0, null))];

    /// <summary>In order of the sizes from which they count.</summary>
    public IReadOnlyList<KeySpan> Spans => [.. _spans.OrderBy(s => s.From).ThenBy(s => s.Key.KeyId, StringComparer.Ordinal)];

    /// <summary>Takes in the handovers among checkpoints, as far as a key that counts vouches for them, and tells of rival ones.</summary>
    public void Learn(IEnumerable<SignedTree> trees, Action<VerifyFault> tell)
    {
        var open = trees
            .Select(Handover)
            .OfType<Step>()
            .OrderBy(s => s.Tree.Size)
            .ThenBy(s => s.Tree.Source, StringComparer.Ordinal)
            .ToList();
        while (open.Find(IsVouchedFor) is { } step)
        {
            open.Remove(step);
            Take(step, tell);
        }
    }

    /// <summary>Why no key that counts has signed a checkpoint, as a fault of the rule <c>key</c> or <c>signature</c>; null where one has.</summary>
    public VerifyFault? FaultOf(SignedTree tree)
    {
        var known = _spans.Where(s => s.Key.Name == tree.Origin).ToList();
        if (known.Count == 0)
        {
            return new VerifyFault("key", null, tree.Source, $"no key of '{tree.Origin}' is known here, so nobody can say who signed it");
        }
        var signed = known.Select(span => (Span: span, Right: tree.SignedBy(span.Key))).Where(s => s.Right is not null).ToList();
        if (signed.Exists(s => s.Right == false))
        {
            return new VerifyFault("signature", null, tree.Source, $"the signature of {tree.Origin} is wrong");
        }
        if (signed.Count == 0)
        {
            return new VerifyFault(
                "signature",
                null,
                tree.Source,
                $"it is not signed by {(known.Count == 1 ? "the key" : "any of the keys")} of {tree.Origin} that {(known.Count == 1 ? "is" : "are")} known here"
            );
        }
        return signed.Exists(s => s.Span.From <= tree.Size && tree.Size <= (s.Span.To ?? long.MaxValue))
            ? null
            : new VerifyFault("signature", null, tree.Source, $"it covers {tree.Size} entries, and is signed by {signed[0].Span}");
    }

    private sealed record Step(SignedTree Tree, TrustedKey From, TrustedKey To);

    private static Step? Handover(SignedTree tree)
    {
        var from = tree.Extensions.FirstOrDefault(l => l.StartsWith(FromLine, StringComparison.Ordinal));
        var to = tree.Extensions.FirstOrDefault(l => l.StartsWith(ToLine, StringComparison.Ordinal));
        if (from is null || to is null)
        {
            return null;
        }
        try
        {
            var step = new Step(tree, TrustedKey.Parse(from[FromLine.Length..]), TrustedKey.Parse(to[ToLine.Length..]));
            return !step.From.IsWitness && !step.To.IsWitness && step.From.Name == tree.Origin && step.To.Name == tree.Origin ? step : null;
        }
        catch (FormatException)
        {
            return null; // It is signed as it stands, and hands over to nobody.
        }
    }

    /// <summary>A handover counts where both signed it and one of them counts at that size: the old one appoints, or the new one says whom it followed.</summary>
    private bool IsVouchedFor(Step step) =>
        (Counts(step.From, step.Tree.Size) || Counts(step.To, step.Tree.Size))
        && step.Tree.SignedBy(step.From) == true
        && step.Tree.SignedBy(step.To) == true;

    private bool Counts(TrustedKey key, long size) =>
        _spans.Exists(s => Same(s.Key, key) && s.From <= size && size <= (s.To ?? long.MaxValue));

    private void Take(Step step, Action<VerifyFault> tell)
    {
        var size = step.Tree.Size;
        if (_spans.Find(s => Same(s.Key, step.From)) is { To: { } before } && !_spans.Exists(s => Same(s.Key, step.To) && s.From == size))
        {
            tell(
                new VerifyFault(
                    "fork",
                    null,
                    step.Tree.Source,
                    $"the key {step.From.KeyId} is handed over once more, after it was at {before} entries: one of the two handovers is not the log's"
                )
            );
            return;
        }
        Put(step.From, from: null, to: size);
        Put(step.To, from: size, to: null);
    }

    private void Put(TrustedKey key, long? from, long? to)
    {
        var at = _spans.FindIndex(s => Same(s.Key, key));
        var span = at < 0 ? new KeySpan(key, 0, null) : _spans[at];
        span = span with { From = from ?? span.From, To = to ?? span.To };
        if (at < 0)
        {
            _spans.Add(span);
        }
        else
        {
            _spans[at] = span;
        }
    }

    private static bool Same(TrustedKey a, TrustedKey b) => a.Name == b.Name && a.KeyId == b.KeyId && a.Spki.AsSpan().SequenceEqual(b.Spki);
}
