using System.CommandLine;
using Holdfast.App.Access;
using Holdfast.App.Commission.Sealing;
using Holdfast.Cli.Record;
using Holdfast.Core.Access;

namespace Holdfast.Cli.Access;

/// <summary>What the verbs about accounts share: where the accounts are kept, who acts, and how the answer is printed.</summary>
internal sealed class AccountOptions
{
    /// <summary>What a test types in the place of standard input.</summary>
    internal static readonly AsyncLocal<TextReader?> Input = new();

    private readonly Option<string> _var = new("--var")
    {
        Description = "Where records and accounts are kept.",
        DefaultValueFactory = _ => "var",
    };
    private readonly Option<string?> _as = new("--as")
    {
        Description = "The account that acts; its password is the first line of standard input. Without it: the local operator.",
    };
    private readonly Option<string?> _code = new("--code") { Description = "The code that the acting account's second factor shows now." };
    private readonly Option<string> _format = Output.Format("text", "json");

    public static Argument<string> Name() => new("NAME") { Description = "The account's name." };

    public Command Command(string name, string description, params Symbol[] own)
    {
        var command = new Command(name, description);
        foreach (var symbol in own.Concat([_var, _as, _code, _format]))
        {
            if (symbol is Argument argument)
            {
                command.Arguments.Add(argument);
            }
            else if (symbol is Option option)
            {
                command.Options.Add(option);
            }
        }
        return command;
    }

    /// <summary>Opens the accounts, finds out who acts, and hands both to a verb.</summary>
    public Task<int> RunAsync(ParseResult args, Func<AccountSeat, Task<int>> work, CancellationToken cancellation) =>
        RecordOptions.GuardAsync(
            args,
            async () =>
            {
                await using var accounts = await Accounts.OpenAsync(args.GetValue(_var) ?? "var", TimeProvider.System, cancellation);
                var (by, key) = await ByAsync(args, accounts, cancellation);
                using (key)
                {
                    return await work(new AccountSeat(accounts, by) { Key = key });
                }
            }
        );

    public bool IsJson(ParseResult args) => args.GetValue(_format) == "json";

    public string? Code(ParseResult args) => args.GetValue(_code);

    /// <summary>Prints what was done, or why it was refused, with exit code 0 or 1.</summary>
    /// <param name="secret">What the answer's secret is called, where there is one.</param>
    public async Task<int> AnswerAsync(ParseResult args, AccountAnswer answer, string done, string secret = "secret")
    {
        var output = args.InvocationConfiguration.Output;
        if (answer.Refusal is { } refusal)
        {
            return await RefuseAsync(args, refusal);
        }
        if (IsJson(args))
        {
            var members = new Dictionary<string, object?> { ["account"] = answer.Account, ["entry"] = answer.Receipt?.Index };
            if (answer.Secret is { } shown)
            {
                members[secret] = shown;
            }
            Output.WriteJson(output, members);
            return 0;
        }
        await output.WriteLineAsync($"{done}: entry {answer.Receipt?.Index}");
        if (answer.Secret is { } once)
        {
            await output.WriteLineAsync($"{secret}, shown this once: {once}");
        }
        return 0;
    }

    public async Task<int> RefuseAsync(ParseResult args, AccountRefusal refusal)
    {
        if (IsJson(args))
        {
            Output.WriteJson(
                args.InvocationConfiguration.Output,
                new
                {
                    refused = AccessWords.Of(refusal.Code),
                    refusal.Message,
                    refusal.Suggestion,
                }
            );
        }
        await args.InvocationConfiguration.Error.WriteLineAsync(refusal.ToString());
        return 1;
    }

    /// <summary>A secret that a person types or a program pipes in: never an argument, which other processes could read.</summary>
    public static async Task<string> SecretAsync(ParseResult args, string what, CancellationToken cancellation)
    {
        if (Input.Value is null && !Console.IsInputRedirected)
        {
            await args.InvocationConfiguration.Error.WriteAsync(what + ": ");
            return Hidden();
        }
        return await (Input.Value ?? Console.In).ReadLineAsync(cancellation)
            ?? throw new FormatException($"Standard input ended before the {what}: one line was expected.");
    }

    private async Task<(Principal By, SeatKey? Key)> ByAsync(ParseResult args, Accounts accounts, CancellationToken cancellation)
    {
        if (args.GetValue(_as) is not { } name)
        {
            return (Principal.LocalOperator, null);
        }
        var code =
            args.GetValue(_code) ?? throw new FormatException("Whoever acts with --as gives the code of the second factor with --code.");
        var password = await SecretAsync(args, "password", cancellation);
        var (by, key) = await accounts.AuthenticateWithKeyAsync(name, password, code, "terminal", cancellation);
        return by is null ? throw new UnauthorizedAccessException(SignInAnswer.WrongOrLocked.Message) : (by, key);
    }

    private static string Hidden()
    {
        var typed = new System.Text.StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (typed.Length < 4 * PasswordRules.Most && !char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }
        Console.Error.WriteLine();
        return typed.ToString();
    }
}

/// <summary>The accounts of an installation, and who acts.</summary>
internal sealed record AccountSeat(Accounts Accounts, Principal By)
{
    /// <summary>The acting holder's own pair to seals of deliberations; null for the local operator and accounts that have none.</summary>
    public SeatKey? Key { get; init; }
}
