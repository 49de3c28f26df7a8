using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.Core.Record.Verify;

namespace Holdfast.App.Record.Verify;

/// <summary>
/// Verifies a bundle (docs/guide/proofs.md): every proof in it, that all of them are under the bundle's one checkpoint, that its evidence files are the ones
/// that disclosed entries name by their hash, and that nothing is in the archive which its manifest does not list.
/// </summary>
public sealed class BundleVerifier
{
    private const int MostFiles = 200_000;
    private const int LargestText = 64 << 20;
    private readonly ZipArchive _zip;
    private readonly FaultLog _faults = new();
    private readonly List<string> _notes = [];
    private readonly HashSet<string> _named = new(StringComparer.Ordinal);
    private long _entries;

    private BundleVerifier(ZipArchive zip) => _zip = zip;

    public static VerifyReport Verify(string path, VerifyOptions options, CancellationToken cancellation = default)
    {
        using var zip = ZipFile.OpenRead(path);
        return new BundleVerifier(zip).Run(options, cancellation);
    }

    private VerifyReport Run(VerifyOptions options, CancellationToken cancellation)
    {
        if (_zip.Entries.Count > MostFiles)
        {
            throw new InvalidDataException($"The bundle has {_zip.Entries.Count} files; at most {MostFiles} are read.");
        }
        var listed = Manifest();
        Listed(listed);
        var keys = Keys(options);
        var witness = new TreeWitness(options with { Keys = keys }, _faults.Tell);
        var checkpoint = Encoding.UTF8.GetString(Read("checkpoint"));
        var tree = witness.Add("checkpoint", checkpoint, listed.Contains("timestamp.der") ? Read("timestamp.der") : null);
        foreach (var handover in listed.Where(f => f.StartsWith("keys/handover-", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            Handover(handover, witness);
        }
        foreach (var proof in listed.Where(f => f.StartsWith("entries/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            Proof(proof, checkpoint);
        }
        foreach (var evidence in listed.Where(f => f.StartsWith("evidence/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            Evidence(evidence);
        }
        if (tree is not null)
        {
            _ = witness.Compare(tree.Size, tree.Root);
            witness.Finish(long.MaxValue);
        }
        var root = tree is null ? "" : Convert.ToHexStringLower(tree.Root);
        return new VerifyReport("bundle", _entries, root, 0, witness.Verdicts, _faults.Sorted(), _faults.Count, _notes)
        {
            Keys = [.. witness.Keys.Select(k => k.ToString())],
        };
    }

    /// <summary>The files that the bundle says it has.</summary>
    private HashSet<string> Manifest()
    {
        try
        {
            using var manifest = JsonDocument.Parse(Read("bundle.json"));
            var files = manifest.RootElement.GetProperty("files").EnumerateArray().Select(f => f.GetString() ?? "");
            return manifest.RootElement.GetProperty("format").GetString() == "holdfast-bundle/1"
                ? files.ToHashSet(StringComparer.Ordinal)
                : throw new InvalidDataException("The bundle has a format that is not known here.");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException("The bundle's manifest, bundle.json, cannot be read: " + e.Message);
        }
    }

    private void Listed(HashSet<string> listed)
    {
        var present = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in _zip.Entries.Select(e => e.FullName))
        {
            if (!present.Add(name))
            {
                _faults.Tell(new VerifyFault("file", null, name, "is in the bundle twice"));
            }
            else if (name != "bundle.json" && !listed.Contains(name))
            {
                _faults.Tell(new VerifyFault("file", null, name, "is in the bundle but not in its manifest"));
            }
        }
        foreach (var name in listed.Where(n => !present.Contains(n)).Order(StringComparer.Ordinal))
        {
            _faults.Tell(new VerifyFault("file", null, name, "is in the manifest but not in the bundle"));
        }
    }

    /// <summary>The keys given, or where no log's key was given, the one in the bundle, which then proves nothing about who made it.</summary>
    private List<TrustedKey> Keys(VerifyOptions options)
    {
        if (options.Keys.Any(k => !k.IsWitness))
        {
            return [.. options.Keys];
        }
        var own = TrustedKey.Parse(Encoding.UTF8.GetString(Read("keys/log.pub")));
        _notes.Add(AnyVerifier.OwnKey(own));
        return [.. options.Keys, own];
    }

    private void Proof(string name, string checkpoint)
    {
        if (_zip.GetEntry(name) is null)
        {
            return;
        }
        var json = Read(name);
        _entries++;
        var own = new FaultLog();
        // Its checkpoint must be the bundle's very own, and that one's signature is checked once.
        var tree = ProofVerifier.Check(name, json, new TreeWitness(VerifyOptions.None, own.Tell), own, _notes);
        foreach (var fault in own.Sorted())
        {
            _faults.Tell(fault);
        }
        if (tree is null)
        {
            return; // It could not be read, and that was told.
        }
        using var proof = JsonDocument.Parse(json);
        if (proof.RootElement.GetProperty("checkpoint").GetString() != checkpoint)
        {
            _faults.Tell(new VerifyFault("proof", null, name, "is under another checkpoint than the bundle's"));
        }
        if (proof.RootElement.TryGetProperty("entry", out var entry))
        {
            Names(entry.GetProperty("body"));
        }
    }

    /// <summary>A handover of the log's key: only what leads from key to key is taken from it, since its own tree is not in the bundle.</summary>
    private void Handover(string name, TreeWitness witness)
    {
        if (_zip.GetEntry(name) is not null)
        {
            witness.Add(name, Encoding.UTF8.GetString(Read(name)), null);
        }
    }

    /// <summary>Every text of 64 hexadecimal digits in a disclosed body may be the hash of an evidence file.</summary>
    private void Names(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: 64 } text)
        {
            _named.Add(text);
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            value.EnumerateArray().ToList().ForEach(Names);
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            value.EnumerateObject().ToList().ForEach(m => Names(m.Value));
        }
    }

    private void Evidence(string name)
    {
        if (_zip.GetEntry(name) is not { } file)
        {
            return;
        }
        using var content = file.Open();
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        if ("evidence/" + hash != name)
        {
            _faults.Tell(new VerifyFault("evidence", null, name, $"has the SHA-256 {hash}"));
        }
        else if (!_named.Contains(hash))
        {
            _faults.Tell(new VerifyFault("evidence", null, name, "is not named by any disclosed entry of the bundle"));
        }
    }

    private byte[] Read(string name)
    {
        var file = _zip.GetEntry(name) ?? throw new InvalidDataException($"The bundle has no {name}.");
        using var content = file.Open();
        using var copy = new MemoryStream();
        var buffer = new byte[81920];
        // What the archive says about lengths is not believed.
        for (int read; (read = content.Read(buffer)) > 0; )
        {
            if (copy.Length + read > LargestText)
            {
                throw new InvalidDataException($"{name} in the bundle is larger than {LargestText >> 20} MiB.");
            }
            copy.Write(buffer, 0, read);
        }
        return copy.ToArray();
    }
}
