using System.CommandLine;
using System.CommandLine.Parsing;
using Holdfast.App.Access;
using Holdfast.App.Commission;
using Holdfast.App.Commission.Sealing;
using Holdfast.App.Record;
using Holdfast.Cli.Access;
using Holdfast.Cli.Record;
using Holdfast.Core.Access;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Cli.Commission;

/// <summary>What every verb about cases asks with: the mission, the record, the mode, and who is acting or reading.</summary>
internal sealed class CaseOptions
{
    private readonly Option<string> _mission = new("--mission")
    {
        Description = "The mission's folder, which holds commission.yaml.",
        Required = true,
    };
    private readonly Option<string> _record = RecordOptions.File();
    private readonly Option<Mode?> _mode = new("--mode")
    {
        Description = "actual, exercise or test; without it, the mission's own.",
        CustomParser = result => RecordOptions.ReadMode(result),
        HelpName = RecordOptions.Modes,
    };
    private readonly Option<string> _as = new("--as")
    {
        Description = "Who acts or reads: the id of a member or officer in commission.yaml, or public.",
        Required = true,
    };
    private readonly Option<string> _var = new("--var") { Description = "Where accounts are kept.", DefaultValueFactory = _ => "var" };
    private readonly Option<string?> _token = new("--token")
    {
        Description =
            "A file that holds the member's own API token, or - for a line of standard input: needed outside exercises for what is under seal.",
    };
    private readonly Option<string> _format = Output.Format("text", "json");

    public Command Command(string name, string description, params Symbol[] own)
    {
        var command = new Command(name, description);
        foreach (var symbol in own)
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
        foreach (var option in new Option[] { _mission, _record, _mode, _as, _var, _token, _format })
        {
            command.Options.Add(option);
        }
        return command;
    }

    /// <summary>A verb that does one act in a case.</summary>
    public Command Act(string name, string description, Argument<string> id, Func<ParseResult, CaseAct> act, params Symbol[] own)
    {
        var command = Command(name, description, [id, .. own]);
        command.SetAction(
            (args, cancellation) =>
                RunAsync(
                    args,
                    async seat =>
                        await AnswerAsync(
                            args,
                            await seat.Room.Desk.ActAsync(args.GetRequiredValue(id), seat.Person, act(args), cancellation)
                        ),
                    cancellation
                )
        );
        return command;
    }

    /// <summary>Opens the mission and its record, and hands them with who acts to a verb.</summary>
    public Task<int> RunAsync(ParseResult args, Func<CaseSeat, Task<int>> work, CancellationToken cancellation) =>
        RecordOptions.GuardAsync(
            args,
            async () =>
            {
                var mission = await FactStateVerb.LoadAsync(args.GetRequiredValue(_mission), cancellation);
                var path = Path.GetFullPath(args.GetRequiredValue(_record));
                await using var record = await SqliteRecord.OpenAsync(path, cancellation: cancellation);
                var mode = args.GetValue(_mode) ?? mission.Mode;
                var folder = Path.GetDirectoryName(path) ?? ".";
                var person = args.GetRequiredValue(_as);
                await using var accounts = await AccountsAsync(args, cancellation);
                var secret = await TokenAsync(args, accounts, mission, person, cancellation);
                var local = SeatKeys.Of(record, mode);
                SeatKeys keys = accounts is null ? local : new AccountSeatKeys(accounts, mission.Name, secret, local);
                var room = CommissionRoom.Of(mission, record, folder, mode, TimeProvider.System, keys);
                return await work(new CaseSeat(mission, room, person) { Record = record });
            }
        );

    private async Task<Accounts?> AccountsAsync(ParseResult args, CancellationToken cancellation)
    {
        var folder = args.GetValue(_var) ?? "var";
        return Directory.Exists(Path.Combine(folder, "access")) ? await Accounts.OpenAsync(folder, TimeProvider.System, cancellation)
            : args.GetValue(_token) is null ? null
            : throw new DirectoryNotFoundException($"There are no accounts in '{folder}': --var says where they are kept.");
    }

    /// <summary>The member's token, once it is known to be for this seat; null where none was given.</summary>
    private async Task<string?> TokenAsync(
        ParseResult args,
        Accounts? accounts,
        Mission mission,
        string person,
        CancellationToken cancellation
    )
    {
        if (args.GetValue(_token) is not { } from || accounts is null)
        {
            return null;
        }
        var text =
            from == "-" ? await AccountOptions.SecretAsync(args, "token", cancellation) : await File.ReadAllTextAsync(from, cancellation);
        var admission = await accounts.PrincipalOfTokenAsync(text.Trim(), cancellation);
        return admission.Principal is not { } by
                ? throw new UnauthorizedAccessException("This token lets nobody in: it is unknown, revoked or expired.")
            : CommissionSeats.PersonOf(by, mission) != person
                ? throw new UnauthorizedAccessException($"This token does not carry the seat of '{person}' in '{mission.Name}'.")
            : !by.May(Right.ReadLabelled) || !by.May(Right.ActInCommission)
                ? throw new UnauthorizedAccessException("This token was not made for read-labelled and act-in-commission.")
            : text.Trim();
    }

    public bool IsJson(ParseResult args) => args.GetValue(_format) == "json";

    public async Task<int> AnswerAsync(ParseResult args, CaseAnswer answer)
    {
        var output = args.InvocationConfiguration.Output;
        if (answer.Refusal is { } refusal)
        {
            if (IsJson(args))
            {
                Output.WriteJson(
                    output,
                    new
                    {
                        refused = refusal.Code,
                        refusal.Message,
                        lawful = refusal.Lawful,
                    }
                );
            }
            await args.InvocationConfiguration.Error.WriteLineAsync(refusal.ToString());
            return 1;
        }
        var state = answer.Case is { } of ? CaseWords.Of(of.State) : null;
        if (IsJson(args))
        {
            Output.WriteJson(
                output,
                new
                {
                    @case = answer.Id,
                    state,
                    entry = answer.Receipt?.Index,
                }
            );
        }
        else
        {
            await output.WriteLineAsync(
                $"case {answer.Id}: recorded as entry {answer.Receipt?.Index}" + (state is null ? "" : $"; {state}")
            );
        }
        return 0;
    }

    public static Argument<string> Id() => new("CASE") { Description = "The case's id, such as 2026-0001." };

    public static Option<string> Needed(string name, string description) => new(name) { Description = description, Required = true };

    public static Option<Instant> Due(string description) =>
        new("--due")
        {
            Description = description + " In UTC, such as 2026-03-08T12:00:00Z.",
            Required = true,
            CustomParser = result => RecordOptions.Word(result, Iso.Parse),
        };

    public static Option<string> Text(string name, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => "" };

    public static Option<string[]> Many(string name, string description) =>
        new(name) { Description = description + " May be given several times.", DefaultValueFactory = _ => [] };

    public static Option<T> OneOf<T>(string name, T fallback)
        where T : struct, Enum =>
        new(name)
        {
            Description = "One of " + string.Join(", ", Enum.GetValues<T>().Select(CaseWords.Of)) + ".",
            DefaultValueFactory = _ => fallback,
            CustomParser = result => RecordOptions.Word(result, CaseWords.Parse<T>),
        };

    public static Argument<T> Word<T>(string name, string description)
        where T : struct, Enum =>
        new(name) { Description = description, CustomParser = result => RecordOptions.Word(result, CaseWords.Parse<T>) };
}

/// <summary>The mission, its commission, and who sits at the desk.</summary>
internal sealed record CaseSeat(Mission Mission, CommissionRoom Room, string Person)
{
    /// <summary>The mission's record, open.</summary>
    public required SqliteRecord Record { get; init; }
}
