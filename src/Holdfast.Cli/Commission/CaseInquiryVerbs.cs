using System.CommandLine;
using Holdfast.Cli.Record;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Codec;

namespace Holdfast.Cli.Commission;

/// <summary><c>case open | move | act | hypothesis | weigh | recuse | remedy</c> and the like: acts without files.</summary>
internal static class CaseInquiryVerbs
{
    private const string Where = "--mission missions/ukraine --record var/ukraine/record.db";

    public static IEnumerable<Command> All() => [Open(), Move(), AnyAct(), Hypothesis(), Weigh(), Recuse(), Remedy()];

    private static Command Open()
    {
        var options = new CaseOptions();
        var title = new Argument<string>("TITLE") { Description = "What the case is called." };
        var text = CaseOptions.Needed("--allegation", "What is alleged.");
        var from = CaseOptions.OneOf("--from", Intake.Own);
        var by = CaseOptions.Needed("--by", "Who alleges it: a party, a member, an office, or public.");
        var against = CaseOptions.Many("--against", "A party it is said of.");
        var observations = CaseOptions.Many("--observation", "The id of an observation of the watch.");
        var incident = new Option<string?>("--incident") { Description = "The incident as it stands now." };
        var term = new Option<string?>("--term") { Description = "The term of the ceasefire that would be broken." };
        var verb = options.Command(
            "open",
            "Opens a case with its first allegation. Example: holdfast case open \"Shelling of a village\" --allegation \"40 shells on 1 March\" "
                + $"--from party --by UA --against RU --term no_fire --as rep-ua {Where}",
            title,
            text,
            from,
            by,
            against,
            observations,
            incident,
            term
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                    {
                        var allegation = new Allegation(
                            "A1",
                            args.GetValue(from),
                            args.GetRequiredValue(by),
                            args.GetRequiredValue(text),
                            [.. args.GetValue(against) ?? []],
                            [.. args.GetValue(observations) ?? []],
                            args.GetValue(incident),
                            args.GetValue(term)
                        );
                        var answer = await seat.Room.Desk.OpenAsync(seat.Person, args.GetRequiredValue(title), allegation, cancellation);
                        return await options.AnswerAsync(args, answer);
                    },
                    cancellation
                )
        );
        return verb;
    }

    private static Command Move()
    {
        var state = CaseOptions.Word<CaseState>("STATE", "Where to, such as preliminary, deliberation or closed.");
        var reason = CaseOptions.Needed("--reason", "Why.");
        return new CaseOptions().Act(
            "move",
            $"Moves a case to another state. Example: holdfast case move 2026-0001 preliminary --reason registered --as secretary {Where}",
            CaseOptions.Id(),
            args => new Moved(args.GetValue(state), args.GetRequiredValue(reason)),
            state,
            reason
        );
    }

    private static Command AnyAct()
    {
        var kind = new Argument<string>("ACT")
        {
            Description = "One of " + string.Join(", ", CaseCodec.Kinds.Select(CaseCodec.Word)) + ".",
        };
        var json = CaseOptions.Text("--json", "The act as JSON.");
        var file = new Option<FileInfo?>("--file") { Description = "A file with the act as JSON." };
        return new CaseOptions().Act(
            "act",
            "Any act, as JSON: what has no verb of its own. Example: holdfast case act 2026-0001 plan --json "
                + $"'{{\"plan\":\"Visit the village, ask the hospital\"}}' --as secretary {Where}",
            CaseOptions.Id(),
            args =>
            {
                var text = args.GetValue(file) is { } from ? File.ReadAllText(from.FullName) : args.GetValue(json) ?? "";
                return CaseCodec.ReadAct(CaseCodec.KindOfWord(args.GetRequiredValue(kind)), text);
            },
            kind,
            json,
            file
        );
    }

    private static Command Hypothesis()
    {
        var id = new Argument<string>("ID") { Description = "Such as H1." };
        var text = new Argument<string>("TEXT") { Description = "What would have happened." };
        var actor = new Option<string?>("--actor") { Description = "The party it would attribute the act to." };
        return new CaseOptions().Act(
            "hypothesis",
            $"States a reading of who did it. Example: holdfast case hypothesis 2026-0001 H1 \"Artillery from the north\" --actor RU --as investigator-1 {Where}",
            CaseOptions.Id(),
            args => new HypothesisStated(args.GetRequiredValue(id), args.GetRequiredValue(text), args.GetValue(actor)),
            id,
            text,
            actor
        );
    }

    private static Command Weigh()
    {
        var hypothesis = new Argument<string>("HYPOTHESIS");
        var evidence = new Argument<string>("EVIDENCE");
        var consistency = CaseOptions.Word<Consistency>(
            "CONSISTENCY",
            "very_inconsistent, inconsistent, neutral, consistent or very_consistent."
        );
        var why = CaseOptions.Needed("--why", "The argument.");
        var ratio = new Option<double?>("--ratio") { Description = "A likelihood ratio, where one can be argued." };
        var group = CaseOptions.Text("--group", "What this evidence shares with other evidence that depends on it.");
        return new CaseOptions().Act(
            "weigh",
            "Weighs a piece of evidence against a hypothesis. Example: holdfast case weigh 2026-0001 H1 E1 consistent "
                + $"--why \"the craters point north\" --ratio 4 --as investigator-1 {Where}",
            CaseOptions.Id(),
            args => new EvidenceWeighed(
                args.GetRequiredValue(hypothesis),
                args.GetRequiredValue(evidence),
                args.GetValue(consistency),
                args.GetRequiredValue(why),
                args.GetValue(ratio),
                args.GetValue(group) ?? ""
            ),
            hypothesis,
            evidence,
            consistency,
            why,
            ratio,
            group
        );
    }

    private static Command Recuse()
    {
        var member = new Argument<string>("MEMBER");
        var reason = CaseOptions.Needed("--reason", "Why.");
        return new CaseOptions().Act(
            "recuse",
            $"A member steps aside. Example: holdfast case recuse 2026-0001 pl --reason \"wrote about it\" --as pl {Where}",
            CaseOptions.Id(),
            args => new MemberRecused(args.GetRequiredValue(member), args.GetRequiredValue(reason)),
            member,
            reason
        );
    }

    private static Command Remedy()
    {
        var remedy = new Argument<string>("REMEDY");
        var compliance = CaseOptions.Word<Compliance>("COMPLIANCE", "complied, partly, not_complied or cannot_be_checked.");
        var note = CaseOptions.Needed("--note", "What was seen.");
        return new CaseOptions().Act(
            "remedy",
            $"Records a check of a remedy. Example: holdfast case remedy 2026-0001 R1 complied --note \"the school is open\" --as secretary {Where}",
            CaseOptions.Id(),
            args => new RemedyChecked(args.GetRequiredValue(remedy), args.GetValue(compliance), args.GetRequiredValue(note)),
            remedy,
            compliance,
            note
        );
    }
}
