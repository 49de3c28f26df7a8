using System.CommandLine;
using Holdfast.App.Access;
using Holdfast.Core.Access;

namespace Holdfast.Cli.Access;

/// <summary>What an account's holder does: password and second factor. Secrets come by standard input.</summary>
internal static class AccountHolderVerbs
{
    public static IEnumerable<Command> All()
    {
        yield return PasswordVerb();
        yield return TotpVerb();
    }

    private static Command PasswordVerb()
    {
        var (options, name) = (new AccountOptions(), AccountOptions.Name());
        var link = new Option<string?>("--link")
        {
            Description = "A first link, which this opens; without it the present password comes first.",
        };
        var verb = options.Command(
            "password",
            "Sets a password from standard input: with --link the new one, and prints the second factor's secret; without it the present one, the new one, each on a line, "
                + "and --code. Example: holdfast account password olena --link LINK",
            name,
            link
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                        args.GetValue(link) is { } opened
                            ? await RedeemAsync(options, args, seat, opened, cancellation)
                            : await ChangeAsync(options, args, seat, args.GetRequiredValue(name), cancellation),
                    cancellation
                )
        );
        return verb;
    }

    private static Command TotpVerb()
    {
        var options = new AccountOptions();
        var ticket = new Argument<string>("TICKET") { Description = "The ticket that 'account password --link' printed." };
        var verb = options.Command(
            "totp",
            "Proves the second factor with the code that the device shows now; from then on its holder can sign in. Example: holdfast account totp TICKET --code 123456",
            ticket
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                    {
                        var code = options.Code(args) ?? throw new FormatException("Give the code that the device shows with --code.");
                        var answer = await seat.Accounts.EnrolTotpAsync(args.GetRequiredValue(ticket), code, cancellation);
                        return await options.AnswerAsync(args, answer, $"{answer.Account} can sign in");
                    },
                    cancellation
                )
        );
        return verb;
    }

    private static async Task<int> RedeemAsync(
        AccountOptions options,
        ParseResult args,
        AccountSeat seat,
        string link,
        CancellationToken cancellation
    )
    {
        var password = await AccountOptions.SecretAsync(args, "new password", cancellation);
        var answer = await seat.Accounts.RedeemFirstLinkAsync(link, password, "terminal", cancellation);
        if (answer.Enrolment is not { } next)
        {
            return await options.RefuseAsync(
                args,
                answer.Refusal ?? new AccountRefusal(RefusalCode.DeadLink, "This link does not work any more.")
            );
        }
        var output = args.InvocationConfiguration.Output;
        if (options.IsJson(args))
        {
            Output.WriteJson(output, next);
            return 0;
        }
        await output.WriteLineAsync($"password of {next.Account} set");
        await output.WriteLineAsync($"second factor, shown this once: {next.Secret}");
        await output.WriteLineAsync($"the same for a QR code: {next.Address}");
        await output.WriteLineAsync($"prove it within 15 minutes: holdfast account totp {next.Ticket} --code CODE");
        return 0;
    }

    private static async Task<int> ChangeAsync(
        AccountOptions options,
        ParseResult args,
        AccountSeat seat,
        string name,
        CancellationToken cancellation
    )
    {
        var code = options.Code(args) ?? throw new FormatException("Give the code that the device shows with --code.");
        var present = await AccountOptions.SecretAsync(args, "present password", cancellation);
        var next = await AccountOptions.SecretAsync(args, "new password", cancellation);
        var answer = await seat.Accounts.ChangePasswordAsync(name, present, code, next, cancellation);
        return await options.AnswerAsync(args, answer, $"password of {name} changed");
    }
}
