using Holdfast.App.Access;

namespace Holdfast.Web.Access;

/// <summary>What one form did, for the page that answers it.</summary>
/// <param name="Done">What was done, or null when it was refused.</param>
/// <param name="Fault">Why it was refused.</param>
/// <param name="Secret">What is shown this once: the address of a first link, or a token.</param>
public sealed record AccountNote(string? Done, string? Fault, string? Secret = null)
{
    internal static AccountNote Of(AccountAnswer answer, string done, Func<string, string>? show = null) =>
        answer.Refusal is { } refusal
            ? new AccountNote(null, refusal.ToString())
            : new AccountNote(
                answer.Receipt is { } receipt ? $"{done} Recorded as entry {receipt.Index} of the installation's own record." : done,
                null,
                answer.Secret is { } secret ? (show?.Invoke(secret) ?? secret) : null
            );
}
