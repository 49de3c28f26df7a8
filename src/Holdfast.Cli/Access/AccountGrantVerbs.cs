using System.CommandLine;
using Holdfast.Cli.Record;
using Holdfast.Core.Access;
using Holdfast.Core.Values;

namespace Holdfast.Cli.Access;

/// <summary>What an administrator does: accounts, their grants, links, rest and end.</summary>
internal static class AccountGrantVerbs
{
    private const string Nothing = "none";

    private static readonly Option<Role[]> Roles = new("--role")
    {
        Description = "A role; may be given several times: " + string.Join(", ", AccessWords.All<Role>().Skip(1)) + ".",
        CustomParser = result => [.. result.Tokens.Select(t => RecordOptions.Word(result, _ => AccessWords.Parse<Role>(t.Value)))],
    };
    private static readonly Option<Classification?> Clearance = new("--clearance")
    {
        Description = "public, restricted or confidential.",
        CustomParser = result => RecordOptions.Word(result, AccessWords.Parse<Classification>),
    };
    private static readonly Option<string[]> Categories = new("--category")
    {
        Description = $"A category; may be given several times. '{Nothing}' for none.",
    };
    private static readonly Option<string?> Nationality = new("--nationality")
    {
        Description = $"As in labels' rel:, such as FR. '{Nothing}' for none.",
    };
    private static readonly Option<string[]> Policies = new("--policy")
    {
        Description = $"A policy beside the installation's own, such as NATO; may be given several times. '{Nothing}' for none.",
    };

    public static IEnumerable<Command> All()
    {
        yield return CreateVerb();
        yield return ChangeVerb();
        yield return LinkVerb();
        yield return DisableVerb();
        yield return Plain(
            "enable",
            "Lets a disabled account in again. Example: holdfast account enable olena",
            "enabled",
            (seat, name, cancellation) => seat.Accounts.EnableAsync(seat.By, name, cancellation)
        );
        yield return Plain(
            "unlock",
            "Ends the rest after failed sign-ins. Example: holdfast account unlock olena",
            "unlocked",
            (seat, name, cancellation) => seat.Accounts.UnlockAsync(seat.By, name, cancellation)
        );
    }

    private static Command CreateVerb()
    {
        var (options, name) = (new AccountOptions(), AccountOptions.Name());
        var verb = options.Command(
            "create",
            "Makes an account and prints its first link, once. Example: holdfast account create olena --role watch-officer --clearance restricted",
            name,
            Roles,
            Clearance,
            Categories,
            Nationality,
            Policies
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                    {
                        var grant = Given(args, new Grant([], Classification.Public, [], null, []));
                        var answer = await seat.Accounts.CreateAsync(seat.By, args.GetRequiredValue(name), grant, cancellation);
                        return await options.AnswerAsync(args, answer, $"account {answer.Account} made", "link");
                    },
                    cancellation
                )
        );
        return verb;
    }

    private static Command ChangeVerb()
    {
        var (options, name) = (new AccountOptions(), AccountOptions.Name());
        var verb = options.Command(
            "change",
            "Gives an account other roles, clearance, categories, nationality or policies; what is not named stays. "
                + "Example: holdfast account change olena --role analyst --role watch-officer",
            name,
            Roles,
            Clearance,
            Categories,
            Nationality,
            Policies
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                    {
                        var wanted = args.GetRequiredValue(name);
                        var book = await seat.Accounts.BookAsync(cancellation);
                        if (!book.Accounts.TryGetValue(wanted, out var account))
                        {
                            return await options.RefuseAsync(args, book.Unknown(wanted));
                        }
                        var answer = await seat.Accounts.ChangeAsync(seat.By, wanted, Given(args, account.Grant), cancellation);
                        return await options.AnswerAsync(args, answer, $"account {wanted} changed");
                    },
                    cancellation
                )
        );
        return verb;
    }

    private static Command LinkVerb()
    {
        var (options, name) = (new AccountOptions(), AccountOptions.Name());
        var verb = options.Command(
            "first-link",
            "Prints a new link, once, for the holder to set password and second factor anew. A member's seat then waits for confirmation again. "
                + "Example: holdfast account first-link olena",
            name
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                    {
                        var answer = await seat.Accounts.IssueLinkAsync(seat.By, args.GetRequiredValue(name), cancellation);
                        return await options.AnswerAsync(args, answer, $"link for {answer.Account}", "link");
                    },
                    cancellation
                )
        );
        return verb;
    }

    private static Command DisableVerb()
    {
        var (options, name) = (new AccountOptions(), AccountOptions.Name());
        var reason = new Option<string>("--reason") { Description = "Why, for the record.", DefaultValueFactory = _ => "" };
        var verb = options.Command(
            "disable",
            "Keeps an account out and ends its sessions. Example: holdfast account disable olena --reason \"left the mission\"",
            name,
            reason
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                    {
                        var why = args.GetValue(reason) ?? "";
                        var answer = await seat.Accounts.DisableAsync(seat.By, args.GetRequiredValue(name), why, cancellation);
                        return await options.AnswerAsync(args, answer, $"{answer.Account} disabled");
                    },
                    cancellation
                )
        );
        return verb;
    }

    private static Command Plain(
        string word,
        string description,
        string done,
        Func<AccountSeat, string, CancellationToken, ValueTask<App.Access.AccountAnswer>> act
    )
    {
        var (options, name) = (new AccountOptions(), AccountOptions.Name());
        var verb = options.Command(word, description, name);
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                    {
                        var answer = await act(seat, args.GetRequiredValue(name), cancellation);
                        return await options.AnswerAsync(args, answer, $"{answer.Account} {done}");
                    },
                    cancellation
                )
        );
        return verb;
    }

    /// <summary>The grant with what was named on the command line in the place of what was there.</summary>
    private static Grant Given(ParseResult args, Grant before) =>
        before with
        {
            Roles = args.GetValue(Roles) is { Length: > 0 } roles ? [.. roles] : before.Roles,
            Clearance = args.GetValue(Clearance) ?? before.Clearance,
            Categories = Items(args.GetValue(Categories)) ?? before.Categories,
            Nationality = args.GetValue(Nationality) is { } nation ? (nation == Nothing ? null : nation) : before.Nationality,
            Policies = Items(args.GetValue(Policies)) ?? before.Policies,
        };

    private static System.Collections.Immutable.ImmutableArray<string>? Items(string[]? given) =>
        given is not { Length: > 0 } ? null
        : given is [Nothing] ? []
        : [.. given];
}
