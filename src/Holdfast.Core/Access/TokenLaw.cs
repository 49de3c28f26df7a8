using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Access;

/// <summary>What a token for programs may be made for: rights that its account's roles give, for a year at most, and nothing that asks for a person.</summary>
public static class TokenLaw
{
    public const int MostTokens = 20;
    public static readonly Duration Longest = Duration.FromDays(366);

    /// <summary>Rights that no token carries.</summary>
    private static readonly Right[] ForPeople = [Right.ManageAccounts, Right.ConfirmSeat, Right.UseOwnAccount];

    /// <summary>Words that a token of these roles may be made for.</summary>
    public static IEnumerable<string> ScopesOf(Grant grant) =>
        Enum.GetValues<Right>().Except(ForPeople).Where(r => grant.Roles.Any(role => Rights.Of(role).Contains(r))).Select(AccessWords.Of);

    internal static AccountRefusal? Issuing(Account account, TokenIssued e, Instant at)
    {
        if (e.Name.Length is 0 or > 64 || e.Name.Any(c => c is < ' ' or > '~'))
        {
            return new AccountRefusal(
                RefusalCode.BadName,
                "A token is named by 1 to 64 printable ASCII characters, such as 'nightly import'."
            );
        }
        var open = ScopesOf(account.Grant).ToList();
        if (e.Scopes.IsDefaultOrEmpty)
        {
            return new AccountRefusal(RefusalCode.BadScope, $"A token is made for something: one or more of {string.Join(", ", open)}.");
        }
        if (e.Scopes.FirstOrDefault(s => !open.Contains(s)) is { } wrong)
        {
            return new AccountRefusal(
                RefusalCode.BadScope,
                $"A token of '{account.Name}' is made for some of {string.Join(", ", open)}; found '{AccountName.Printable(wrong)}'.",
                NearestWord.To(wrong, open)
            );
        }
        if (e.Expires <= at || e.Expires - at > Longest)
        {
            return new AccountRefusal(RefusalCode.BadTime, $"A token expires, after {Longest.TotalDays:0} days at the latest.");
        }
        return account.Tokens.Values.Count(t => at < t.Issued.Expires) >= MostTokens
            ? new AccountRefusal(RefusalCode.TooMany, $"'{account.Name}' has {MostTokens} tokens; revoke one first.")
            : null;
    }

    internal static AccountRefusal? Revoking(Account account, string token) =>
        account.Tokens.ContainsKey(token)
            ? null
            : new AccountRefusal(
                RefusalCode.NoSuchToken,
                $"'{account.Name}' has no token '{AccountName.Printable(token)}'.",
                NearestWord.To(token, account.Tokens.Keys)
            );
}
