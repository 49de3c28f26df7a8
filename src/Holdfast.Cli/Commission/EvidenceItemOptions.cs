using System.CommandLine;
using System.CommandLine.Parsing;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Values;

namespace Holdfast.Cli.Commission;

/// <summary>What is said of an item whatever it is: id, title, grade and the observations it rests on.</summary>
internal sealed class EvidenceItemOptions
{
    public Argument<string> Id { get; } = new("ID") { Description = "Such as E1." };
    public Option<string> Title { get; } = CaseOptions.Needed("--title", "What it is.");
    public Option<(Reliability, InformationCredibility)> Grade { get; } =
        new("--grade")
        {
            Description = "Source A-F and information 1-6 (Admiralty code), such as B2; F6 where neither can be judged.",
            DefaultValueFactory = _ => (Reliability.F, InformationCredibility.CannotBeJudged),
            CustomParser = Parse,
        };
    public Option<string[]> Observations { get; } =
        CaseOptions.Many("--observation", "The id of an observation of the watch that it rests on.");

    /// <summary>The item without its file.</summary>
    public EvidenceItem Item(ParseResult args, string mediaType, string person, WebCapture? capture)
    {
        var (source, credibility) = args.GetValue(Grade);
        return new EvidenceItem(
            args.GetRequiredValue(Id),
            args.GetRequiredValue(Title),
            null,
            0,
            mediaType,
            source,
            credibility,
            person,
            [.. args.GetValue(Observations) ?? []],
            capture
        );
    }

    private static (Reliability, InformationCredibility) Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text.Length == 2 && text[0] is >= 'A' and <= 'F' && text[1] is >= '1' and <= '6')
        {
            return ((Reliability)(text[0] - 'A'), (InformationCredibility)(text[1] - '0'));
        }
        result.AddError($"'{text}' is no grade: a letter A to F and a figure 1 to 6, such as B2.");
        return default;
    }
}
