using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Holdfast.App.Record.Export;
using Holdfast.Core.Record;
using Holdfast.Core.Values;

namespace Holdfast.App.Record.Proofs;

/// <summary>What became of a bundle: how many entries are disclosed, how many are commitments alone.</summary>
public readonly record struct BundleCounts(int Disclosed, int Withheld, int Evidence);

/// <summary>
/// Writes a bundle (docs/guide/proofs.md, <c>holdfast-bundle/1</c>): a ZIP with the proofs of some entries under one checkpoint, the public key, evidence
/// files, and pages to read it by. It holds what its reader may read; of other entries the commitments alone.
/// </summary>
public sealed class Bundle(SqliteRecord record, RecordProofs proofs)
{
    /// <summary>Most entries of one bundle.</summary>
    public const int MaxEntries = 100_000;

    private static readonly DateTimeOffset Undated = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly List<string> _files = [];
    private readonly StringBuilder _rows = new();
    private readonly HashSet<string> _named = new(StringComparer.Ordinal);

    /// <summary>
    /// Observations are disclosed to the watch room alone unless this is set: their places and times would escape the delay and the blur that protect people
    /// in a live mission (DECISIONS, Do no harm). Set it for missions of public or historical data.
    /// </summary>
    public bool Unveiled { get; init; }

    /// <summary>Writes a bundle of these entries for a reader. Throws <see cref="FormatException"/> for an index beyond the checkpoint or a file no entry names.</summary>
    public async Task<BundleCounts> WriteAsync(
        Stream output,
        IReadOnlyCollection<long> indexes,
        IReadOnlyList<string> evidence,
        Reader reader,
        CancellationToken cancellation = default
    )
    {
        if (indexes.Count is 0 or > MaxEntries)
        {
            throw new FormatException($"A bundle has 1 to {MaxEntries} entries, not {indexes.Count}.");
        }
        var checkpoint = proofs.MakeCheckpoint();
        var (disclosed, withheld) = (0, 0);
        using var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var index in indexes.Distinct().Order())
        {
            var proof = proofs.Prove(index, checkpoint);
            var entry = await ReadableAsync(index, reader, cancellation).ConfigureAwait(false);
            Put(zip, "entries/" + index.ToString(CultureInfo.InvariantCulture) + ".json", ProofFile.Write(proof, entry));
            Row(index, proof.Leaf.ToHex(), entry);
            (disclosed, withheld) = entry is null ? (disclosed, withheld + 1) : (disclosed + 1, withheld);
        }
        foreach (var path in evidence)
        {
            await EvidenceAsync(zip, path, cancellation).ConfigureAwait(false);
        }
        Put(zip, "checkpoint", Encoding.UTF8.GetBytes(checkpoint.Note.ToString()));
        if (checkpoint.Timestamp is { } token)
        {
            Put(zip, "timestamp.der", token);
        }
        Put(zip, "keys/log.pub", Encoding.UTF8.GetBytes(proofs.Key.ToVerifierKey() + "\n"));
        foreach (var handover in proofs.Handovers.Where(h => h.Size <= checkpoint.Size))
        {
            var name = "keys/handover-" + handover.Size.ToString(CultureInfo.InvariantCulture);
            Put(zip, name, Encoding.UTF8.GetBytes(handover.Note.ToString()));
        }
        var counts = new BundleCounts(disclosed, withheld, evidence.Count);
        Put(zip, "README.txt", Encoding.UTF8.GetBytes(Readme(checkpoint, counts)));
        Put(zip, "index.html", Encoding.UTF8.GetBytes(Index(checkpoint, counts)));
        var listed = _files.ToList();
        Put(zip, "bundle.json", Manifest(listed));
        return counts;
    }

    private async Task<Entry?> ReadableAsync(long index, Reader reader, CancellationToken cancellation)
    {
        await foreach (var entry in record.ReadAsync(reader, new RecordQuery(index, index + 1), cancellation).ConfigureAwait(false))
        {
            return new Disclosure(reader, Unveiled).Allows(entry) ? entry : null;
        }
        return null;
    }

    /// <summary>Copies a file under its hash; a disclosed entry must name that hash, or nothing says what the file is.</summary>
    private async Task EvidenceAsync(ZipArchive zip, string path, CancellationToken cancellation)
    {
        await using var content = File.OpenRead(path);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellation).ConfigureAwait(false));
        if (!_named.Contains(hash))
        {
            throw new FormatException($"No disclosed entry of the bundle names {Path.GetFileName(path)} by its SHA-256 {hash}.");
        }
        content.Position = 0;
        await using var file = Open(zip, "evidence/" + hash);
        await content.CopyToAsync(file, cancellation).ConfigureAwait(false);
    }

    private void Put(ZipArchive zip, string name, byte[] content)
    {
        using var file = Open(zip, name);
        file.Write(content);
    }

    private Stream Open(ZipArchive zip, string name)
    {
        _files.Add(name);
        var file = zip.CreateEntry(name, CompressionLevel.Optimal);
        file.LastWriteTime = Undated; // The same content gives the same archive.
        return file.Open();
    }

    private void Row(long index, string leaf, Entry? entry)
    {
        if (entry is null)
        {
            _rows.Append(
                CultureInfo.InvariantCulture,
                $"<tr><td>{index}</td><td colspan=\"4\">not disclosed to this reader; commitment {leaf}</td></tr>\n"
            );
            return;
        }
        var body = Encoding.UTF8.GetString(entry.Body.Span);
        foreach (var word in body.Split('"').Where(w => w.Length == 64))
        {
            _named.Add(word);
        }
        var cells = new[] { Iso.Format(entry.RecordedAt), entry.Author, entry.Kind, body }.Select(WebUtility.HtmlEncode);
        _rows.Append(CultureInfo.InvariantCulture, $"<tr><td>{index}</td><td>{string.Join("</td><td>", cells)}</td></tr>\n");
    }

    private string Index(StoredCheckpoint checkpoint, BundleCounts counts) =>
        $"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Bundle of {WebUtility.HtmlEncode(proofs.Key.Name)}</title>
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'"></head>
            <body><h1>Bundle of {WebUtility.HtmlEncode(proofs.Key.Name)}</h1>
            <p>{counts.Disclosed} entries disclosed, {counts.Withheld} as commitments, {counts.Evidence} evidence files; under the checkpoint of {checkpoint.Size} entries.</p>
            <p>This page proves nothing by itself. README.txt says how to check the bundle.</p>
            <table border="1"><thead><tr><th>Entry</th><th>Recorded</th><th>Author</th><th>Kind</th><th>Body</th></tr></thead><tbody>
            {_rows}</tbody></table></body></html>

            """;

    private string Readme(StoredCheckpoint checkpoint, BundleCounts counts) =>
        $"""
            A bundle of entries of the record "{proofs.Key.Name}".

            entries/N.json   entry N with the proof that it is in the record; {counts.Disclosed} are disclosed, {counts.Withheld} are commitments
                             alone: that there is such an entry is proved, what it says is not shown to the reader of this bundle.
            evidence/HASH    files that disclosed entries name by their SHA-256.
            checkpoint       the signed statement that the record had {checkpoint.Size} entries, and their root.
            keys/log.pub     the key that signed it. SHA-256 of the key: {proofs.Key.Fingerprint}
                             Compare that with a fingerprint you have from elsewhere: a forger would put a key of his own here.
            bundle.json      which files belong to the bundle.

            To check it offline:   holdfast record verify BUNDLE.zip --key log.pub
            How to check it with other tools, byte by byte, is in docs/guide/proofs.md of Holdfast.

            """;

    private static byte[] Manifest(List<string> files)
    {
        var writer = new CanonicalJsonWriter();
        writer.StartObject();
        writer.Name("files");
        writer.StartArray();
        files.ForEach(writer.String);
        writer.EndArray();
        writer.String("format", "holdfast-bundle/1");
        writer.EndObject();
        return writer.ToArray();
    }
}
