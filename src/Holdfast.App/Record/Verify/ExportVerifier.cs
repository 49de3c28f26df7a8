using System.Text.Json;
using Holdfast.Core.Record.Verify;

namespace Holdfast.App.Record.Verify;

/// <summary>
/// Verifies an export (docs/guide/proofs.md, <c>holdfast-export/1</c>): that its lines are all entries in order, that what is disclosed gives its leaf, and that all leaves
/// together give the root that was signed. Streams.
/// </summary>
public sealed class ExportVerifier
{
    private const int LongestHead = 1 << 20;
    private const int LongestLine = 64 << 20;
    private const int Chunk = 1 << 12;
    private readonly FaultLog _faults = new();
    private readonly List<string> _notes = [];
    private readonly EntryCheck _check = new();
    private readonly Frontier _tree = new();
    private readonly byte[] _leaves = new byte[Chunk * 32];
    private long _next;
    private long _withheld;

    private ExportVerifier() { }

    /// <summary>Whether a file's first line is the head of an export.</summary>
    internal static bool IsExport(string path)
    {
        using var file = File.OpenRead(path);
        var head = new byte[LongestHead];
        var read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var end = head.AsSpan(0, read).IndexOf((byte)'\n');
        return end > 0 && head.AsSpan(0, end).IndexOf("\"format\":\"holdfast-export/1\""u8) >= 0;
    }

    public static VerifyReport Verify(string path, VerifyOptions options, CancellationToken cancellation = default) =>
        new ExportVerifier().Run(path, options, cancellation);

    private VerifyReport Run(string path, VerifyOptions options, CancellationToken cancellation)
    {
        using var lines = new LineReader(path, LongestLine);
        using var head = JsonDocument.Parse(lines.Next() ?? []);
        var root = head.RootElement;
        if (!options.Keys.Any(k => !k.IsWitness) && root.TryGetProperty("key", out var own))
        {
            var key = TrustedKey.Parse(own.GetString() ?? "");
            options = options with { Keys = [.. options.Keys, key] };
            _notes.Add(AnyVerifier.OwnKey(key));
        }
        var witness = new TreeWitness(options, _faults.Tell);
        var tree = witness.Add("checkpoint", root.GetProperty("checkpoint").GetString() ?? "", null);
        foreach (var handover in root.GetProperty("handovers").EnumerateArray())
        {
            witness.Add("handover", handover.GetString() ?? "", null);
        }
        var sizes = new Queue<long>(witness.Sizes);
        while (lines.Next() is { } line)
        {
            cancellation.ThrowIfCancellationRequested();
            Line(line);
            if (_next % Chunk == 0 || (sizes.Count > 0 && sizes.Peek() == _next))
            {
                Grow();
                Reached(sizes, witness);
            }
        }
        Grow();
        if (lines.IsCutOff)
        {
            _faults.Tell(new VerifyFault("file", null, Path.GetFileName(path), "ends within a line: it was cut off"));
        }
        if (tree is not null && _next > tree.Size)
        {
            _faults.Tell(new VerifyFault("file", tree.Size, "index", "is beyond the checkpoint"));
        }
        witness.Finish(_next);
        _notes.Add($"{_next - _withheld} entries are disclosed, {_withheld} are commitments alone.");
        var found = Convert.ToHexStringLower(_tree.Root());
        return new VerifyReport("export", _next, found, 0, witness.Verdicts, _faults.Sorted(), _faults.Count, _notes)
        {
            Keys = [.. witness.Keys.Select(k => k.ToString())],
        };
    }

    private void Reached(Queue<long> sizes, TreeWitness witness)
    {
        while (sizes.Count > 0 && sizes.Peek() <= _next)
        {
            var size = sizes.Dequeue();
            if (size == _next)
            {
                _ = witness.Compare(size, _tree.Root());
            }
        }
    }

    private void Line(byte[] line)
    {
        var index = _next++;
        try
        {
            using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 96, AllowDuplicateProperties = false });
            var entry = document.RootElement;
            if (!entry.GetProperty("index").TryGetInt64(out var said) || said != index)
            {
                _faults.Tell(new VerifyFault("missing", index, "index", $"its line says {entry.GetProperty("index").GetRawText()}"));
            }
            var leaf = ProofVerifier.Hash(ProofVerifier.Text(entry, "leaf_hash"));
            if (!entry.TryGetProperty("body", out _))
            {
                ProofVerifier.Only(entry, ["index", "leaf_hash"]);
                _withheld++;
                // What is disclosed comes out of the check in order, and so must this.
                Flush();
                leaf.AsSpan(0, Math.Min(32, leaf.Length)).CopyTo(Slot(index));
                return;
            }
            ProofVerifier.Only(entry, [.. ProofVerifier.Members, "index", "leaf_hash", "salt"]);
            if (_check.IsFull)
            {
                Flush();
            }
            _check.Take(ProofVerifier.Columns(entry, index, leaf, ProofVerifier.Text(entry, "salt")), _faults.Tell);
        }
        catch (Exception e) when (e is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            _faults.Tell(new VerifyFault("form", index, "line", e.Message));
        }
    }

    private Span<byte> Slot(long index) => _leaves.AsSpan(32 * (int)(index - _tree.Size), 32);

    private void Flush() => _check.Finish((index, leaf) => leaf.CopyTo(Slot(index)), _faults.Tell);

    private void Grow()
    {
        Flush();
        _tree.Add(_leaves.AsSpan(0, 32 * (int)(_next - _tree.Size)));
        _leaves.AsSpan().Clear();
    }
}

/// <summary>Lines of a file as bytes, each with a bound.</summary>
internal sealed class LineReader(string path, int longest) : IDisposable
{
    private readonly BufferedStream _file = new(File.OpenRead(path), 1 << 16);

    /// <summary>Whether the last line had no end.</summary>
    public bool IsCutOff { get; private set; }

    public void Dispose() => _file.Dispose();

    /// <summary>The next line without its end, or null. Throws <see cref="InvalidDataException"/> for one that is too long.</summary>
    public byte[]? Next()
    {
        var line = new MemoryStream();
        for (int b; (b = _file.ReadByte()) >= 0; )
        {
            if (b == '\n')
            {
                return line.ToArray();
            }
            if (line.Length == longest)
            {
                throw new InvalidDataException($"A line of {Path.GetFileName(path)} has more than {longest >> 20} MiB.");
            }
            line.WriteByte((byte)b);
        }
        IsCutOff = line.Length > 0;
        return null;
    }
}
