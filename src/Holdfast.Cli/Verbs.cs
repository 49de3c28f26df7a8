using System.CommandLine;
using Holdfast.Cli.Missions;
using Holdfast.Cli.Record;

namespace Holdfast.Cli;

/// <summary>Every verb of the program, in the order of <c>--help</c>. Each lives in the folder of its room.</summary>
internal static class Verbs
{
    public static IEnumerable<Command> All() => [CheckVerb.Create(), FactVerb.Create(), RecordVerb.Create()];
}
