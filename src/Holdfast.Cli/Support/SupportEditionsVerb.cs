using System.CommandLine;
using Holdfast.Core.Values;

namespace Holdfast.Cli.Support;

/// <summary><c>holdfast support editions [ID]</c>: what was imported, and how its figures agree with each other.</summary>
internal static class SupportEditionsVerb
{
    public static Command Create()
    {
        var query = new SupportQuery();
        var id = new Argument<string?>("ID")
        {
            Description = "One edition, with every residual; without it, all.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = query.Command(
            "editions",
            "The editions in the record, in the order in which they were known. Example: holdfast support editions",
            id
        );
        command.SetAction(
            (args, cancellation) => query.RunAsync(args, asked => Task.FromResult(Answer(asked, args.GetValue(id))), cancellation)
        );
        return command;
    }

    private static int Answer(AskedSupport asked, string? id)
    {
        var editions = asked
            .NotEmpty()
            .Editions.Select(e => e.Edition)
            .Where(e => asked.Known is null || e.KnownOn <= asked.Known)
            .ToArray();
        if (id is not null)
        {
            editions = [SupportEditions.Named(asked.Book, id).Edition];
        }
        if (asked.Json)
        {
            Output.WriteJson(asked.Out, editions);
            return 0;
        }
        foreach (var edition in editions)
        {
            SupportText.Edition(asked.Out, edition, id is null ? 0 : int.MaxValue);
        }
        return 0;
    }
}
