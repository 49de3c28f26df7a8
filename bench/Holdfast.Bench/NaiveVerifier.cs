using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Holdfast.Bench;

/// <summary>
/// The peer of the verifier: what docs/guide/record.md gives for Python, with the libraries as they come and one call of SHA256.HashData for each commitment,
/// leaf and node. It checks hashes and the tree; no forms, no order, no ids, no signatures.
/// </summary>
internal static class NaiveVerifier
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The root in hexadecimal. Throws <see cref="InvalidDataException"/> where a leaf hash is wrong.</summary>
    public static string Root(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT author, body, kind, label, message_id, mode, producer, recorded_at, standing, valid_from, valid_to, salt, leaf_hash FROM entries ORDER BY idx";
        using var rows = command.ExecuteReader();
        var leaves = new List<byte[]>();
        while (rows.Read())
        {
            var envelope = new StringBuilder();
            envelope.Append("{\"author\":").Append(Text(rows.GetString(0))).Append(",\"body\":").Append(rows.GetString(1));
            string[] names = ["kind", "label", "message_id", "mode", "producer", "recorded_at", "standing", "valid_from", "valid_to"];
            for (var i = 0; i < names.Length; i++)
            {
                if (!rows.IsDBNull(2 + i))
                {
                    envelope.Append(",\"").Append(names[i]).Append("\":").Append(Text(rows.GetString(2 + i)));
                }
            }
            var commitment = SHA256.HashData([.. (byte[])rows[11], .. Encoding.UTF8.GetBytes(envelope.Append('}').ToString())]);
            var leaf = SHA256.HashData([0, .. commitment]);
            leaves.Add(leaf.AsSpan().SequenceEqual((byte[])rows[12]) ? leaf : throw new InvalidDataException($"Entry {leaves.Count}."));
        }
        return Convert.ToHexStringLower(Tree(leaves, 0, leaves.Count));
    }

    private static string Text(string value) => JsonSerializer.Serialize(value, Plain);

    private static byte[] Tree(List<byte[]> leaves, int from, int to)
    {
        if (to - from == 1)
        {
            return leaves[from];
        }
        var left = 1;
        while (2 * left < to - from)
        {
            left *= 2;
        }
        return SHA256.HashData([1, .. Tree(leaves, from, from + left), .. Tree(leaves, from + left, to)]);
    }
}
