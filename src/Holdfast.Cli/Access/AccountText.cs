using System.Collections.Immutable;
using System.CommandLine;
using Holdfast.App.Access;
using Holdfast.Core.Access;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Cli.Access;

/// <summary>Accounts as text and as JSON.</summary>
internal static class AccountText
{
    public static async Task ListAsync(ParseResult args, bool json, AccountBook book, Instant now)
    {
        var output = args.InvocationConfiguration.Output;
        if (json)
        {
            Output.WriteJson(
                output,
                new
                {
                    accounts = book.Accounts.Values.Select(a => Of(a, now)),
                    unlawful = book.Unlawful.Select(u => new
                    {
                        entry = u.Index,
                        u.Account,
                        u.By,
                        u.Message,
                    }),
                }
            );
            return;
        }
        foreach (var account in book.Accounts.Values)
        {
            await output.WriteLineAsync(Line(account, now));
        }
        foreach (var unlawful in book.Unlawful)
        {
            await output.WriteLineAsync($"unlawful entry {unlawful.Index} by {unlawful.By}, without effect: {unlawful.Message}");
        }
    }

    public static async Task ShowAsync(ParseResult args, bool json, Account account, Instant now)
    {
        var output = args.InvocationConfiguration.Output;
        if (json)
        {
            Output.WriteJson(output, Of(account, now));
            return;
        }
        await output.WriteLineAsync(Line(account, now));
        await output.WriteLineAsync($"  made      {Iso.Format(account.CreatedAt)[..16]}Z by {account.CreatedBy}");
        await output.WriteLineAsync($"  clearance {AccessWords.Of(account.Grant.Clearance)}, categories {Words(account.Grant.Categories)}");
        await output.WriteLineAsync($"  nation    {account.Grant.Nationality ?? "-"}, policies {Words(account.Grant.Policies)}");
        foreach (var seat in account.Seats.Values)
        {
            var state =
                account.IsEffective(seat) ? ""
                : seat.Confirmed ? ", without effect"
                : ", waits to be confirmed";
            await output.WriteLineAsync(
                $"  seat      {seat.Person} in {seat.Mission} ({AccessWords.Plain(seat.Kind)}, by {seat.By}{state})"
            );
        }
        foreach (var token in account.Tokens.Values)
        {
            await output.WriteLineAsync(
                $"  token     {token.Issued.Token} {token.Issued.Name}, until {Iso.Format(token.Issued.Expires)[..16]}Z"
            );
        }
    }

    public static async Task SessionsAsync(ParseResult args, bool json, ImmutableArray<OpenSession> sessions)
    {
        var output = args.InvocationConfiguration.Output;
        if (json)
        {
            Output.WriteJson(
                output,
                new
                {
                    sessions = sessions.Select(s => new
                    {
                        s.Id,
                        s.From,
                        last_used = Iso.Format(s.LastUsed),
                        until = Iso.Format(s.Until),
                    }),
                }
            );
            return;
        }
        foreach (var s in sessions)
        {
            await output.WriteLineAsync($"{s.Id}  used {Iso.Format(s.LastUsed)[..16]}Z  until {Iso.Format(s.Until)[..16]}Z  from {s.From}");
        }
    }

    private static object Of(Account account, Instant now) =>
        new
        {
            account = account.Name,
            state = State(account, now),
            roles = account.Grant.Roles.Select(AccessWords.Of),
            clearance = AccessWords.Of(account.Grant.Clearance),
            account.Grant.Categories,
            account.Grant.Nationality,
            account.Grant.Policies,
            made_at = Iso.Format(account.CreatedAt),
            made_by = account.CreatedBy,
            seats = account.Seats.Values.Select(s => new
            {
                s.Mission,
                s.Person,
                kind = AccessWords.Of(s.Kind),
                given_by = s.By,
                effective = account.IsEffective(s),
            }),
            tokens = account.Tokens.Keys,
        };

    private static string Line(Account account, Instant now) =>
        $"{account.Name, -16} {State(account, now), -12} {string.Join(", ", account.Grant.Roles.Select(AccessWords.Of))}";

    private static string State(Account account, Instant now) =>
        account.Disabled ? "disabled"
        : !account.Enrolled ? "invited"
        : account.IsLocked(now) ? "locked"
        : "active";

    private static string Words(ImmutableArray<string> words) => words.IsEmpty ? "-" : string.Join(", ", words);
}
