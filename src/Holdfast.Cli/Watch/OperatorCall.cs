using System.CommandLine;
using System.Globalization;
using Holdfast.App.Missions;
using Holdfast.App.Watch.Operators;
using Holdfast.Core.Values;

namespace Holdfast.Cli.Watch;

/// <summary>What the verbs of <c>holdfast operator</c> share: a mission with its record and views, an answer.</summary>
internal static class OperatorCall
{
    /// <summary>A verb that does something: with a reason, and refused with exit code 1.</summary>
    public static Command Acts(Command verb, Func<ParseResult, OperatorWish> wish)
    {
        var reason = new Option<string>("--reason") { Description = "Why, in your words; it is kept with the act.", Required = true };
        verb.Options.Add(reason);
        return With(
            verb,
            async (args, workspace, cancellation) =>
            {
                var asked = wish(args) with { Reason = args.GetRequiredValue(reason) };
                var desk = new OperatorDesk(workspace.Mission, workspace.Record, workspace.Watch);
                return Answer(Printed.Of(args), asked, await desk.AskAsync(Reader.LocalOperator, asked, cancellation));
            }
        );
    }

    public static Command Reads(Command verb, Func<Workspace, Printed, CancellationToken, Task<int>> read) =>
        With(verb, (args, workspace, cancellation) => read(workspace, Printed.Of(args), cancellation));

    private static Command With(Command verb, Func<ParseResult, Workspace, CancellationToken, Task<int>> work)
    {
        var mission = new Option<string>("--mission") { Description = "The mission's folder.", Required = true };
        var record = new Option<string>("--record") { Description = "The record's file, in place of --var." };
        var var = new Option<string>("--var")
        {
            Description = "Where serve keeps records; the tables it keeps there are used.",
            DefaultValueFactory = _ => "var",
        };
        var format = Output.Format("text", "json");
        verb.Options.Add(mission);
        verb.Options.Add(record);
        verb.Options.Add(var);
        verb.Options.Add(format);
        verb.SetAction(
            (args, cancellation) =>
                Output.GuardAsync(() =>
                    OpenedAsync(
                        args.GetRequiredValue(mission),
                        args.GetValue(record) ?? BesideWorkspace.RecordIn(args.GetRequiredValue(var), args.GetRequiredValue(mission)),
                        workspace => work(args, workspace, cancellation),
                        cancellation
                    )
                )
        );
        return verb;
    }

    // Tables of its own, copied from those that are kept, so that a server may run on the same record meanwhile; they go when it is done.
    private static async Task<int> OpenedAsync(
        string mission,
        string record,
        Func<Workspace, Task<int>> work,
        CancellationToken cancellation
    )
    {
        await using var beside = await BesideWorkspace.OpenAsync(mission, record, writes: true, TimeProvider.System, cancellation);
        return await work(beside.Workspace);
    }

    private static int Answer(Printed to, OperatorWish wish, OperatorAnswer answer)
    {
        if (to.Json)
        {
            Output.WriteJson(
                to.Output,
                answer.Entry is { } index
                    ? (object)new { wish.Act, Entry = index }
                    : new
                    {
                        wish.Act,
                        Refused = answer.Code,
                        Message = answer.Refusal,
                    }
            );
        }
        if (answer.Entry is not { } entry)
        {
            to.Error.WriteLine($"Not done; nothing was recorded. {answer.Refusal} [{answer.Code}]");
            return 1;
        }
        if (!to.Json)
        {
            to.Output.WriteLine($"Done: {wish.Act} is entry {entry.ToString(CultureInfo.InvariantCulture)}.");
        }
        return 0;
    }

    /// <summary>Where a verb prints, and whether as JSON.</summary>
    internal sealed record Printed(TextWriter Output, TextWriter Error, bool Json)
    {
        public static Printed Of(ParseResult args) =>
            new(args.InvocationConfiguration.Output, args.InvocationConfiguration.Error, args.GetValue<string>("--format") == "json");
    }
}
