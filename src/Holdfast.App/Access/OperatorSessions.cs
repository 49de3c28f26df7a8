using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Core.Access;
using Holdfast.Core.Record;

namespace Holdfast.App.Access;

/// <summary>
/// The comings and goings of the machine's owner as entries of the installation's own record, beside those of accounts: the owner has no account, and what the owner does
/// is recorded all the same. Of the session's secret only its public id is written.
/// </summary>
public static class OperatorSessions
{
    /// <summary>The owner came in by a one-time link. Body: <c>from</c>, <c>session</c>.</summary>
    public const string BegunKind = "session.operator_begun/1";

    /// <summary>The owner went out, or came in anew in the same browser. Body: <c>from</c>, <c>session</c>.</summary>
    public const string EndedKind = "session.operator_ended/1";

    internal static EntryDraft Draft(string kind, string secret, string from)
    {
        var session = Secret.IdOf(Secret.HashOf(secret));
        var body = new JsonObject { ["from"] = AccountName.Printable(from), ["session"] = session };
        var bytes = CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(body));
        return AccountLedger.Draft(kind, $"{kind} {session}", Principal.LocalOperator.Account, bytes);
    }

    /// <summary>What an entry of one of the two kinds says, in words; null for any other kind. Throws <see cref="FormatException"/> for a body that is none.</summary>
    public static string? Words(Entry entry)
    {
        if (entry.Kind is not (BegunKind or EndedKind))
        {
            return null;
        }
        try
        {
            using var body = JsonDocument.Parse(entry.Body);
            var from = body.RootElement.GetProperty("from").GetString() ?? "";
            var what = entry.Kind == BegunKind ? "Signed in by the one-time link" : "Signed out";
            return from.Length == 0 ? what : $"{what}, from {from}";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException($"A body of {entry.Kind} is not as it should be: {e.Message}", e);
        }
    }
}
