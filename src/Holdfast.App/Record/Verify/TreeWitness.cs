using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;
using Holdfast.Core.Record.Verify;

namespace Holdfast.App.Record.Verify;

/// <summary>The checkpoints that a record is held against, with what is known of each so far.</summary>
internal sealed class TreeWitness
{
    private sealed class Held(SignedTree tree, byte[]? timestamp)
    {
        public SignedTree Tree { get; } = tree;
        public byte[]? Timestamp { get; } = timestamp;
        public bool Good { get; set; }
        public List<string> Witnesses { get; } = [];
        public string? Stamped { get; set; }
    }

    private readonly VerifyOptions _options;
    private readonly Action<VerifyFault> _tell;
    private readonly List<Held> _held = [];
    private KeyRing? _ring;

    public TreeWitness(VerifyOptions options, Action<VerifyFault> tell)
    {
        (_options, _tell) = (options, tell);
        foreach (var (source, note) in options.Checkpoints)
        {
            Add(source, note, null);
        }
    }

    /// <summary>The keys of logs that count, with those that handovers led to.</summary>
    public IReadOnlyList<KeySpan> Keys => Settled().Spans;

    /// <summary>The sizes of which roots are wanted, ascending, each once.</summary>
    public long[] Sizes => [.. _held.Select(h => h.Tree.Size).Distinct().Order()];

    public IReadOnlyList<CheckpointVerdict> Verdicts =>
        [.. Judged().Select(h => new CheckpointVerdict(h.Tree.Source, h.Tree.Size, h.Good, h.Witnesses, h.Stamped))];

    /// <summary>Takes a checkpoint. Signatures are checked when all are there, since one may hand over to the key that signed another.</summary>
    public SignedTree? Add(string source, string note, byte[]? timestamp)
    {
        try
        {
            var held = new Held(SignedTree.Parse(source, note), timestamp);
            _held.Add(held);
            _ring = null;
            return held.Tree;
        }
        catch (FormatException e)
        {
            _tell(new VerifyFault("signature", null, source, e.Message));
            return null;
        }
    }

    /// <summary>Holds the record's root at a size against every checkpoint of that size; false where one that is signed says otherwise.</summary>
    public bool Compare(long size, byte[] root)
    {
        var agrees = true;
        foreach (var held in Judged().Where(h => h.Tree.Size == size && !h.Tree.Root.AsSpan().SequenceEqual(root)))
        {
            var found = Convert.ToHexStringLower(root);
            _tell(
                new VerifyFault(
                    "root",
                    null,
                    held.Tree.Source,
                    $"the first {size} entries have the root {found}; it says {Convert.ToHexStringLower(held.Tree.Root)}"
                )
            );
            agrees &= !held.Good;
            held.Good = false;
        }
        return agrees;
    }

    /// <summary>What can only be said at the end: checkpoints of more entries than there are, forks between checkpoints, too few witnesses.</summary>
    public void Finish(long entries)
    {
        foreach (var held in Judged().Where(h => h.Tree.Size > entries))
        {
            held.Good = false;
            _tell(
                new VerifyFault(
                    "truncated",
                    null,
                    held.Tree.Source,
                    $"covers {held.Tree.Size} entries, the record has {entries}: {held.Tree.Size - entries} were taken from its end"
                )
            );
        }
        foreach (
            var fork in _held
                .GroupBy(h => (h.Tree.Origin, h.Tree.Size))
                .Where(g => g.DistinctBy(h => Convert.ToHexString(h.Tree.Root)).Count() > 1)
        )
        {
            var names = string.Join(" and ", fork.Select(h => h.Tree.Source));
            _tell(
                new VerifyFault(
                    "fork",
                    null,
                    names,
                    $"were signed for the same {fork.Key.Size} entries with different roots: the log showed two histories"
                )
            );
        }
        var newest = _held.Where(h => h.Good).MaxBy(h => (h.Tree.Size, h.Witnesses.Count));
        if (_options.Witnesses > (newest?.Witnesses.Count ?? 0))
        {
            _tell(
                new VerifyFault(
                    "cosignature",
                    null,
                    newest?.Tree.Source ?? "checkpoint",
                    $"{newest?.Witnesses.Count ?? 0} witnesses cosigned it; {_options.Witnesses} are asked for"
                )
            );
        }
    }

    private List<Held> Judged()
    {
        Settled();
        return _held;
    }

    /// <summary>The keys, once every checkpoint that is held was judged by them.</summary>
    private KeyRing Settled()
    {
        if (_ring is not null)
        {
            return _ring;
        }
        _ring = new KeyRing(_options.Keys);
        _ring.Learn(_held.Select(h => h.Tree), _tell);
        _held.ForEach(held => held.Good = Signatures(held, _ring));
        return _ring;
    }

    private bool Signatures(Held held, KeyRing ring)
    {
        foreach (var witness in _options.Keys.Where(k => k.IsWitness))
        {
            Cosignature(held, witness);
        }
        if (held.Timestamp is { } token)
        {
            held.Stamped = Stamped(held.Tree, token);
        }
        if (ring.FaultOf(held.Tree) is not { } fault)
        {
            return true;
        }
        _tell(fault);
        return false;
    }

    private void Cosignature(Held held, TrustedKey witness)
    {
        if (held.Tree.CosignedBy(witness) is not { } cosigned)
        {
            return;
        }
        if (cosigned.Right)
        {
            held.Witnesses.Add(witness.Name);
        }
        else
        {
            _tell(new VerifyFault("cosignature", null, held.Tree.Source, $"the cosignature of {witness.Name} is wrong"));
        }
    }

    /// <summary>When an authority saw the checkpoint (RFC 3161), with the name in its certificate; null and a fault where the token is not of it.</summary>
    private string? Stamped(SignedTree tree, byte[] token)
    {
        try
        {
            if (
                Rfc3161TimestampToken.TryDecode(token, out var stamp, out _)
                && stamp.VerifySignatureForData(Encoding.UTF8.GetBytes(tree.Text), out var signer)
            )
            {
                var time = stamp.TokenInfo.Timestamp.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
                return $"{time} by {signer.Subject}";
            }
        }
        catch (CryptographicException e)
        {
            _tell(new VerifyFault("timestamp", null, tree.Source, "the timestamp cannot be read: " + e.Message));
            return null;
        }
        _tell(new VerifyFault("timestamp", null, tree.Source, "the timestamp is not of this checkpoint, or its signature is wrong"));
        return null;
    }
}
