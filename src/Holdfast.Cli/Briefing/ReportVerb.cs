using System.CommandLine;
using Holdfast.Core.Briefing.Reports;

namespace Holdfast.Cli.Briefing;

/// <summary><c>holdfast report</c>: every kind of report in every edition and form, their publication by two people, corrigenda, and two editions compared.</summary>
internal static class ReportVerb
{
    public static Command Create()
    {
        var verb = new Command(
            "report",
            "Writes and publishes reports. Example: holdfast report daily --mission missions/easter-truce-2025 --date 2025-04-20 --format md"
        );
        foreach (var kind in Enum.GetValues<ReportKind>())
        {
            verb.Subcommands.Add(ReportKindVerb.Create(kind));
        }
        verb.Subcommands.Add(ReportPublishVerbs.Publish());
        verb.Subcommands.Add(ReportPublishVerbs.Release());
        verb.Subcommands.Add(ReportPublishVerbs.Withdraw());
        verb.Subcommands.Add(ReportPublishVerbs.Library());
        verb.Subcommands.Add(ReportPublishVerbs.Corrigenda());
        verb.Subcommands.Add(ReportCompareVerb.Create());
        return verb;
    }
}
