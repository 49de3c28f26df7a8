using System.CommandLine;

namespace Holdfast.Cli.Support;

/// <summary><c>holdfast support</c>: what was promised, allocated and delivered; sources imported, compared and exported.</summary>
internal static class SupportVerb
{
    public static Command Create()
    {
        var command = new Command(
            "support",
            "Support: needed, asked for, promised, allocated, delivered; from the mission's files and imported sources. "
                + "Example: holdfast support import kiel kiel-data"
        );
        command.Subcommands.Add(SupportImportVerb.Create());
        command.Subcommands.Add(SupportEditionsVerb.Create());
        command.Subcommands.Add(SupportDiffVerb.Create());
        command.Subcommands.Add(SupportReportVerb.Create());
        command.Subcommands.Add(SupportPromisesVerb.Create());
        command.Subcommands.Add(SupportExportVerb.Create());
        command.Subcommands.Add(SupportCheckIatiVerb.Create());
        command.Subcommands.Add(DeclaredVerbs.Financing());
        command.Subcommands.Add(DeclaredVerbs.Sanctions());
        command.Subcommands.Add(DeclaredVerbs.Industry());
        command.Subcommands.Add(DeclaredVerbs.Training());
        command.Subcommands.Add(DeclaredVerbs.Works());
        return command;
    }
}
