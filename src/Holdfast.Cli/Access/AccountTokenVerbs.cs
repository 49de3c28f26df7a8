using System.CommandLine;
using Holdfast.Core.Access;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Cli.Access;

/// <summary>Tokens for programs.</summary>
internal static class AccountTokenVerbs
{
    public static Command Create()
    {
        var verb = new Command(
            "token",
            "Tokens for programs. Example: holdfast account token issue olena --called \"nightly import\" --scope write-observations --days 30"
        );
        verb.Subcommands.Add(IssueVerb());
        verb.Subcommands.Add(ListVerb());
        verb.Subcommands.Add(RevokeVerb());
        return verb;
    }

    private static Command IssueVerb()
    {
        var (options, name) = (new AccountOptions(), AccountOptions.Name());
        var called = new Option<string>("--called") { Description = "What the token is for, such as \"nightly import\".", Required = true };
        var scopes = new Option<string[]>("--scope")
        {
            Description =
                "A right that the token is made for; may be given several times: " + string.Join(", ", AccessWords.All<Right>()) + ".",
        };
        var days = new Option<int>("--days") { Description = "Days until it expires.", DefaultValueFactory = _ => 30 };
        var verb = options.Command(
            "issue",
            "Makes a token and prints it, once. One that its holder did not make (--as) carries no member's seat. "
                + "Example: holdfast account token issue olena --called import --scope write-observations --days 30",
            name,
            called,
            scopes,
            days
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                    {
                        var lasts = Duration.FromDays(Math.Clamp(args.GetValue(days), -10_000, 10_000));
                        var expires = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()) + lasts;
                        var answer = await seat.Accounts.IssueTokenAsync(
                            seat.By,
                            args.GetRequiredValue(name),
                            args.GetRequiredValue(called),
                            args.GetValue(scopes) ?? [],
                            expires,
                            cancellation,
                            seat.Key
                        );
                        return await options.AnswerAsync(args, answer, $"token of {answer.Account} made", "token");
                    },
                    cancellation
                )
        );
        return verb;
    }

    private static Command ListVerb()
    {
        var options = new AccountOptions();
        var name = new Argument<string?>("NAME") { Description = "An account; without it, all.", Arity = ArgumentArity.ZeroOrOne };
        var verb = options.Command("list", "Lists tokens, never their text. Example: holdfast account token list olena", name);
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                    {
                        var book = await seat.Accounts.BookAsync(cancellation);
                        var wanted = args.GetValue(name);
                        if (wanted is not null && !book.Accounts.ContainsKey(wanted))
                        {
                            return await options.RefuseAsync(args, book.Unknown(wanted));
                        }
                        var tokens = book
                            .Accounts.Values.Where(a => wanted is null || a.Name == wanted)
                            .SelectMany(a => a.Tokens.Values)
                            .ToList();
                        await PrintAsync(options, args, tokens);
                        return 0;
                    },
                    cancellation
                )
        );
        return verb;
    }

    private static async Task PrintAsync(AccountOptions options, ParseResult args, List<IssuedToken> tokens)
    {
        var output = args.InvocationConfiguration.Output;
        if (options.IsJson(args))
        {
            Output.WriteJson(
                output,
                new
                {
                    tokens = tokens.Select(t => new
                    {
                        t.Issued.Account,
                        id = t.Issued.Token,
                        called = t.Issued.Name,
                        t.Issued.Scopes,
                        made_by = t.By,
                        made_at = Iso.Format(t.At),
                        expires = Iso.Format(t.Issued.Expires),
                    }),
                }
            );
            return;
        }
        foreach (var t in tokens)
        {
            await output.WriteLineAsync(
                $"{t.Issued.Account, -16} {t.Issued.Token}  until {Iso.Format(t.Issued.Expires)[..16]}Z  {t.Issued.Name}: {string.Join(", ", t.Issued.Scopes)}"
            );
        }
    }

    private static Command RevokeVerb()
    {
        var (options, name) = (new AccountOptions(), AccountOptions.Name());
        var id = new Argument<string>("ID") { Description = "The token's id, as 'account token list' prints it." };
        var verb = options.Command("revoke", "Ends a token. Example: holdfast account token revoke olena 1f2e3d4c5b6a", name, id);
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                    {
                        var answer = await seat.Accounts.RevokeTokenAsync(
                            seat.By,
                            args.GetRequiredValue(name),
                            args.GetRequiredValue(id),
                            cancellation
                        );
                        return await options.AnswerAsync(args, answer, $"token of {answer.Account} revoked");
                    },
                    cancellation
                )
        );
        return verb;
    }
}
