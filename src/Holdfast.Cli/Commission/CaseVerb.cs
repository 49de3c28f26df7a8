using System.CommandLine;

namespace Holdfast.Cli.Commission;

/// <summary><c>holdfast case</c>: the commission's docket.</summary>
public static class CaseVerb
{
    public static Command Create()
    {
        var verb = new Command(
            "case",
            "The special commission's cases: intake, evidence, hypotheses, parties, votes, decisions, remedies. "
                + "Example: holdfast case list --mission missions/ukraine --record var/ukraine/record.db --as secretary"
        );
        foreach (
            var child in (Command[])
                [
                    .. CaseReadVerbs.All(),
                    .. CaseInquiryVerbs.All(),
                    .. CasePlanVerbs.All(),
                    .. CaseIntakeVerbs.All(),
                    .. CasePartyVerbs.All(),
                    .. CaseFileVerbs.All(),
                    .. CaseVoteVerbs.All(),
                    CaseBundleVerb.Create(),
                ]
        )
        {
            verb.Subcommands.Add(child);
        }
        return verb;
    }
}
