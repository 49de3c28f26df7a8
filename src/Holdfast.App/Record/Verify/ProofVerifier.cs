using System.Globalization;
using System.Text;
using System.Text.Json;
using Holdfast.Core.Record.Verify;

namespace Holdfast.App.Record.Verify;

/// <summary>
/// Verifies a proof file (docs/guide/proofs.md): that the entry, or the commitment in its place, is a leaf of a tree that a known key has signed.
/// </summary>
public static class ProofVerifier
{
    private const long LargestFile = 64L << 20;
    private const int LongestPath = 63;

    internal static readonly string[] Members =
    [
        "author",
        "body",
        "kind",
        "label",
        "message_id",
        "mode",
        "producer",
        "recorded_at",
        "standing",
        "valid_from",
        "valid_to",
    ];

    /// <summary>Verifies a proof in a file.</summary>
    public static VerifyReport Verify(string path, VerifyOptions options)
    {
        if (new FileInfo(path).Length > LargestFile)
        {
            throw new InvalidDataException($"{Path.GetFileName(path)} has more than {LargestFile >> 20} MiB, which no proof has.");
        }
        return Verify(Path.GetFileName(path), File.ReadAllBytes(path), options);
    }

    /// <summary>Verifies a proof that is at hand, such as one pasted into a page.</summary>
    public static VerifyReport Verify(string source, ReadOnlyMemory<byte> json, VerifyOptions options)
    {
        var faults = new FaultLog();
        var witness = new TreeWitness(options, faults.Tell);
        var notes = new List<string>();
        var (size, root) = (0L, "");
        if (Check(source, json, witness, faults, notes) is { } tree)
        {
            (size, root) = (tree.Size, Convert.ToHexStringLower(tree.Root));
            _ = witness.Compare(tree.Size, tree.Root);
            witness.Finish(tree.Size);
        }
        return new VerifyReport("proof", size, root, 0, witness.Verdicts, faults.Sorted(), faults.Count, notes)
        {
            Keys = [.. witness.Keys.Select(k => k.ToString())],
        };
    }

    /// <summary>Checks one proof and adds its checkpoint to those held; gives the tree, or null where it could not be read.</summary>
    internal static SignedTree? Check(string source, ReadOnlyMemory<byte> json, TreeWitness witness, FaultLog faults, List<string> notes)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 96, AllowDuplicateProperties = false });
            var proof = document.RootElement;
            if (Text(proof, "format") != "holdfast-proof/1")
            {
                throw new FormatException($"'{Text(proof, "format")}' is not a format that is known here");
            }
            Only(proof, ["checkpoint", "entry", "format", "inclusion", "index", "leaf_hash", "salt"]);
            var index = long.Parse(Text(proof, "index"), NumberStyles.None, CultureInfo.InvariantCulture);
            var leaf = Hash(Text(proof, "leaf_hash"));
            var tree = witness.Add("checkpoint of " + source, Text(proof, "checkpoint"), null);
            if (tree is null)
            {
                return null;
            }
            Walk(source, proof, index, leaf, tree, faults);
            Content(proof, index, leaf, faults, notes);
            return tree;
        }
        catch (Exception e)
            when (e is JsonException or FormatException or KeyNotFoundException or InvalidOperationException or OverflowException)
        {
            faults.Tell(new VerifyFault("proof", null, source, e.Message));
            return null;
        }
    }

    private static void Walk(string source, JsonElement proof, long index, byte[] leaf, SignedTree tree, FaultLog faults)
    {
        var path = proof.GetProperty("inclusion").EnumerateArray().Take(LongestPath + 1).Select(h => Hash(h.GetString() ?? "")).ToList();
        var root = path.Count > LongestPath ? null : Frontier.RootOf(leaf, index, tree.Size, path);
        if (root is null || !root.AsSpan().SequenceEqual(tree.Root))
        {
            faults.Tell(
                new VerifyFault("proof", index, "inclusion", $"{source}: the path does not lead from this leaf to the signed root")
            );
        }
    }

    /// <summary>Where the entry is disclosed: its content and its salt must give the leaf.</summary>
    private static void Content(JsonElement proof, long index, byte[] leaf, FaultLog faults, List<string> notes)
    {
        if (!proof.TryGetProperty("entry", out var entry))
        {
            if (proof.TryGetProperty("salt", out _))
            {
                throw new FormatException("there is a salt without an entry");
            }
            notes.Add($"Entry {index} is not disclosed; its commitment is in the record.");
            return;
        }
        Only(entry, Members);
        new EntryCheck().Check(Columns(entry, index, leaf, Text(proof, "salt")), new byte[32], faults.Tell);
    }

    /// <summary>The columns of an entry that is disclosed as JSON. Throws <see cref="FormatException"/> where one is missing.</summary>
    internal static EntryColumns Columns(JsonElement entry, long index, byte[] leaf, string salt)
    {
        byte[] Bytes(string name) => Encoding.UTF8.GetBytes(Text(entry, name));
        byte[]? Optional(string name) => entry.TryGetProperty(name, out _) ? Bytes(name) : null;
        var (from, to) = (Optional("valid_from"), Optional("valid_to"));
        return new EntryColumns
        {
            Index = index,
            RecordedAt = Bytes("recorded_at"),
            Producer = Bytes("producer"),
            MessageId = Bytes("message_id"),
            Author = Bytes("author"),
            Standing = Bytes("standing"),
            Label = Bytes("label"),
            Mode = Bytes("mode"),
            Kind = Bytes("kind"),
            Body = Encoding.UTF8.GetBytes(entry.GetProperty("body").GetRawText()),
            Salt = Hex(salt),
            LeafHash = leaf,
            HasValidFrom = from is not null,
            HasValidTo = to is not null,
            ValidFrom = from,
            ValidTo = to,
        };
    }

    /// <summary>A member that is not known might be one that was renamed to hide it.</summary>
    internal static void Only(JsonElement element, string[] known)
    {
        if (
            element.EnumerateObject().FirstOrDefault(m => !known.Contains(m.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } other
        )
        {
            throw new FormatException($"'{other.Name}' is not a member that is known here");
        }
    }

    /// <summary>A hash of 32 bytes.</summary>
    internal static byte[] Hash(string hex) =>
        hex.Length == 64 ? Hex(hex) : throw new FormatException($"'{hex}' is not a hash of 64 hexadecimal digits");

    /// <summary>Bytes in their one proper form, with small letters: another would be a second text of the same proof.</summary>
    private static byte[] Hex(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        return Convert.ToHexStringLower(bytes) == hex
            ? bytes
            : throw new FormatException($"'{hex}' has capital letters; hashes and salts are written with small ones");
    }

    internal static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String && member.GetString() is { } text
            ? text
            : throw new FormatException($"the text '{name}' is missing");
}
