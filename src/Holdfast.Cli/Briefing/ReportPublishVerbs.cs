using System.CommandLine;
using Holdfast.App.Briefing;
using Holdfast.App.Missions;
using Holdfast.Core.Briefing.Publication;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Values;

namespace Holdfast.Cli.Briefing;

/// <summary><c>holdfast report publish | release | withdraw | library | corrigenda</c>: editions on their way to their readers. The second person is another.</summary>
internal static class ReportPublishVerbs
{
    private const int Refused = 2;

    public static Command Publish()
    {
        var kind = new Argument<string>("KIND") { Description = "daily, weekly, readiness, commission, support or chronology." };
        var edition = new Option<string>("--edition") { Description = "For whom.", DefaultValueFactory = _ => "public" };
        var reason = new Option<string>("--reason") { Description = "What the second person goes by.", DefaultValueFactory = _ => "" };
        var (options, by) = (new ReportOptions(needsRecord: true), By());
        var verb = new Command(
            "publish",
            "Proposes an edition; a second person releases it. "
                + "Example: holdfast report publish readiness --edition public --date 2026-03-04 --as anna --mission missions/ukraine --record r.db"
        )
        {
            kind,
            edition,
            reason,
            by,
        };
        options.AddTo(verb);
        verb.SetAction(
            (args, cancellation) =>
                ActAsync(
                    args,
                    options,
                    by,
                    async (workspace, desk, author) =>
                        await desk.ProposeAsync(
                            author,
                            options.Question(args, ReportKinds.Parse(args.GetRequiredValue(kind))),
                            desk.EditionOf(args.GetRequiredValue(edition)),
                            args.GetRequiredValue(reason),
                            cancellation
                        ),
                    cancellation
                )
        );
        return verb;
    }

    public static Command Release()
    {
        var (options, by, brief) = (new ReportOptions(needsRecord: true), By(), Brief());
        var verb = new Command(
            "release",
            "Releases what somebody else proposed. Example: holdfast report release daily-2025-04-20-1a2b3c4d --as boris --mission missions/ukraine --record r.db"
        )
        {
            brief,
            by,
        };
        options.AddTo(verb, day: false);
        verb.SetAction(
            (args, cancellation) =>
                ActAsync(
                    args,
                    options,
                    by,
                    async (_, desk, author) => await desk.ReleaseAsync(author, args.GetRequiredValue(brief), cancellation),
                    cancellation
                )
        );
        return verb;
    }

    public static Command Withdraw()
    {
        var (options, by, brief) = (new ReportOptions(needsRecord: true), By(), Brief());
        var reason = new Option<string>("--reason") { Description = "Why; it stands in the library.", Required = true };
        var verb = new Command(
            "withdraw",
            "Takes a draft or a released edition back; it stays in the record. Example: holdfast report withdraw daily-2025-04-20-1a2b3c4d --reason \"a slip\" --as anna --mission missions/ukraine --record r.db"
        )
        {
            brief,
            reason,
            by,
        };
        options.AddTo(verb, day: false);
        verb.SetAction(
            (args, cancellation) =>
                ActAsync(
                    args,
                    options,
                    by,
                    async (_, desk, author) =>
                        await desk.WithdrawAsync(author, args.GetRequiredValue(brief), args.GetRequiredValue(reason), cancellation),
                    cancellation
                )
        );
        return verb;
    }

    public static Command Library()
    {
        var options = new ReportOptions(needsRecord: true);
        var format = Output.Format("text", "json");
        var verb = new Command(
            "library",
            "Editions and what became of them. Example: holdfast report library --mission missions/ukraine --record r.db"
        )
        {
            format,
        };
        options.AddTo(verb, day: false);
        verb.SetAction(
            (args, cancellation) =>
                Output.GuardAsync(async () =>
                {
                    var items = await options.WithAsync(
                        args,
                        async workspace =>
                            (await Desk(workspace).BookAsync(Reader.LocalOperator, null, cancellation))
                                .Briefs.Values.OrderBy(b => b.Entry)
                                .Select(LibraryItem.Of)
                                .ToList(),
                        cancellation
                    );
                    if (args.GetRequiredValue(format) == "json")
                    {
                        Output.WriteJson(items);
                        return 0;
                    }
                    foreach (var item in items)
                    {
                        Console.Out.WriteLine($"{item.Id}  {item.Edition}  {item.State}  proposed by {item.ProposedBy}{And(item)}");
                    }
                    return 0;
                })
        );
        return verb;
    }

    public static Command Corrigenda()
    {
        var options = new ReportOptions(needsRecord: true);
        var propose = new Option<string?>("--propose")
        {
            Description = "Propose the corrigendum to this edition; a second person releases it.",
        };
        var by = new Option<string>("--as") { Description = "Who proposes it.", DefaultValueFactory = _ => Reader.LocalOperator.Name };
        var verb = new Command(
            "corrigenda",
            "What is to be corrected in released editions, as known now. Example: holdfast report corrigenda --mission missions/ukraine --record r.db"
        )
        {
            propose,
            by,
        };
        options.AddTo(verb, day: false);
        verb.SetAction(
            (args, cancellation) =>
                args.GetValue(propose) is { } brief
                    ? ActAsync(
                        args,
                        options,
                        by,
                        (workspace, _, author) =>
                            new Corrigenda(workspace, TimeProvider.System, owner: true).ProposeAsync(
                                author,
                                brief,
                                "corrected",
                                cancellation
                            ),
                        cancellation
                    )
                    : Output.GuardAsync(async () =>
                    {
                        var due = await options.WithAsync(
                            args,
                            workspace =>
                                new Corrigenda(workspace, TimeProvider.System, owner: true).DueAsync(Reader.LocalOperator, cancellation),
                            cancellation
                        );
                        foreach (var corrigendum in due)
                        {
                            Console.Out.WriteLine(
                                ReportMarkdown.Write(corrigendum.Report() with { Sections = [corrigendum.Report().Sections[0]] })
                            );
                        }
                        Console.Out.WriteLine(due.IsEmpty ? "Nothing is to be corrected." : $"{due.Length} editions are to be corrected.");
                        return 0;
                    })
        );
        return verb;
    }

    private static string And(LibraryItem item) => item.ReleasedBy is { } second ? $", released by {second}" : "";

    private static Option<string> By() => new("--as") { Description = "Who acts; the second person must be another.", Required = true };

    private static Argument<string> Brief() => new("EDITION") { Description = "The edition's id." };

    private static BriefDesk Desk(Workspace workspace) => new(workspace, TimeProvider.System, owner: true);

    private static Task<int> ActAsync(
        ParseResult args,
        ReportOptions options,
        Option<string> by,
        Func<Workspace, BriefDesk, Reader, Task<BriefAnswer>> act,
        CancellationToken cancellation
    ) =>
        Output.GuardAsync(async () =>
        {
            var author = Reader.LocalOperator with { Name = args.GetRequiredValue(by) };
            var answer = await options.WithAsync(args, workspace => act(workspace, Desk(workspace), author), cancellation);
            await (answer.Done ? Console.Out : Console.Error).WriteLineAsync(answer.Message);
            return answer.Done ? 0 : Refused;
        });
}

/// <summary>An edition in the library, as programs read it.</summary>
public sealed record LibraryItem(
    string Id,
    string Kind,
    string Edition,
    string State,
    string Date,
    string ProposedBy,
    string? ReleasedBy,
    string Sha256,
    string Engine,
    string Revision,
    long Head,
    long Entry,
    string? Corrects,
    string? Withdrawn
)
{
    internal static LibraryItem Of(Brief b) =>
        new(
            b.Id,
            b.Proposed.Kind,
            b.Proposed.Edition,
            BriefLaw.Words(b.State),
            NodaTime.Text.LocalDatePattern.Iso.Format(b.Proposed.Date),
            b.ProposedBy,
            b.ReleasedBy,
            b.Proposed.Sha256,
            b.Proposed.Engine,
            b.Proposed.Revision,
            b.Proposed.Head,
            b.Entry,
            b.IsCorrigendum ? b.Proposed.Corrects : null,
            b.Withdrawal.Length > 0 ? b.Withdrawal : null
        );
}
