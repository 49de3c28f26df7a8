using System.CommandLine;
using Holdfast.App.Record;
using Holdfast.App.Record.Releases;
using Holdfast.Core.Values;

namespace Holdfast.Cli.Record;

/// <summary><c>holdfast record release</c>: who reads an entry from now on: two persons lower its label, one raises it.</summary>
internal static class RecordReleaseVerb
{
    private const int Refused = 2;

    public static Command Create() =>
        new(
            "release",
            "Changes under which label an entry is read: two persons lower it, one raises it. "
                + "Example: holdfast record release propose 17 --to public --reason \"agreed on 3 March\" --as anna --record r.db"
        )
        {
            Propose(),
            Confirm(),
            Withdraw(),
            List(),
        };

    private static Command Propose()
    {
        var entry = new Argument<long>("INDEX") { Description = "The entry." };
        var to = new Option<string>("--to") { Description = "The label under which it is to be read.", Required = true };
        var reason = new Option<string>("--reason") { Description = "Why; the second person goes by it.", Required = true };
        var (file, by) = (RecordOptions.File(), By());
        var verb = new Command(
            "propose",
            "Proposes a label. Example: holdfast record release propose 17 --to public --reason agreed --as anna --record r.db"
        )
        {
            entry,
            to,
            reason,
            by,
            file,
        };
        verb.SetAction(
            (args, cancellation) =>
                Act(
                    args,
                    file,
                    by,
                    (door, reader) =>
                        Label.TryParse(args.GetRequiredValue(to), out var label)
                            ? door.ProposeAsync(reader, args.GetValue(entry), label, args.GetRequiredValue(reason), cancellation)
                            : throw new FormatException($"'{args.GetRequiredValue(to)}' is not a label, such as 'restricted rel:FR'."),
                    cancellation
                )
        );
        return verb;
    }

    private static Command Confirm()
    {
        var proposal = new Argument<long>("PROPOSAL") { Description = "The index of the proposal." };
        var (file, by) = (RecordOptions.File(), By());
        var verb = new Command(
            "confirm",
            "Confirms somebody else's proposal. Example: holdfast record release confirm 23 --as boris --record r.db"
        )
        {
            proposal,
            by,
            file,
        };
        verb.SetAction(
            (args, cancellation) =>
                Act(args, file, by, (door, reader) => door.ConfirmAsync(reader, args.GetValue(proposal), cancellation), cancellation)
        );
        return verb;
    }

    private static Command Withdraw()
    {
        var proposal = new Argument<long>("PROPOSAL") { Description = "The index of the proposal." };
        var reason = new Option<string>("--reason") { Description = "Why.", DefaultValueFactory = _ => "" };
        var (file, by) = (RecordOptions.File(), By());
        var verb = new Command(
            "withdraw",
            "Takes a proposal or a release back. Example: holdfast record release withdraw 23 --as anna --record r.db"
        )
        {
            proposal,
            reason,
            by,
            file,
        };
        verb.SetAction(
            (args, cancellation) =>
                Act(
                    args,
                    file,
                    by,
                    (door, reader) => door.WithdrawAsync(reader, args.GetValue(proposal), args.GetRequiredValue(reason), cancellation),
                    cancellation
                )
        );
        return verb;
    }

    private static Command List()
    {
        var file = RecordOptions.File();
        var verb = new Command("list", "All proposals and what became of them. Example: holdfast record release list --record r.db")
        {
            file,
        };
        verb.SetAction(
            (args, cancellation) =>
                RecordOptions.GuardAsync(
                    args,
                    async () =>
                    {
                        await using var record = await SqliteRecord.OpenReadOnlyAsync(args.GetRequiredValue(file), cancellation);
                        foreach (var release in await new ReleaseDoor(record).ListAsync(Reader.LocalOperator, cancellation))
                        {
                            var second = release.ConfirmedBy is { } name ? $", confirmed by {name}" : "";
                            await args.InvocationConfiguration.Output.WriteLineAsync(
                                $"{release.Index, 8}  entry {release.Entry}  {ReleaseDoor.Words(release.State)}  {release.From} -> {release.To}  proposed by {release.ProposedBy}{second}: {release.Reason}"
                            );
                        }
                        return 0;
                    }
                )
        );
        return verb;
    }

    private static Option<string> By() => new("--as") { Description = "Who acts; the second person must be another.", Required = true };

    private static Task<int> Act(
        ParseResult args,
        Option<string> file,
        Option<string> by,
        Func<ReleaseDoor, Reader, ValueTask<ReleaseAnswer>> act,
        CancellationToken cancellation
    ) =>
        RecordOptions.GuardAsync(
            args,
            async () =>
            {
                await using var record = await SqliteRecord.OpenAsync(args.GetRequiredValue(file), TimeProvider.System, cancellation);
                var answer = await act(new ReleaseDoor(record), Reader.LocalOperator with { Name = args.GetRequiredValue(by) });
                var output = answer.Done ? args.InvocationConfiguration.Output : args.InvocationConfiguration.Error;
                await output.WriteLineAsync(answer.Message);
                return answer.Done ? 0 : Refused;
            }
        );
}
