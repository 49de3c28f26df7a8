using System.CommandLine;
using System.Globalization;
using Holdfast.Core.Commission.Acts;

namespace Holdfast.Cli.Commission;

/// <summary><c>case admissibility | plan | task | search | draft | note | reopen</c>: how an inquiry is planned, kept and begun again.</summary>
internal static class CasePlanVerbs
{
    private const string Where = "--mission missions/ukraine --record var/ukraine/record.db";

    public static IEnumerable<Command> All() =>
        [
            Admissibility(),
            Plan(),
            new Command(
                "task",
                $"Tasks of the inquiry. Example: holdfast case task set 2026-0001 T1 \"Ask the hospital\" --owner investigator-1 --due 2026-03-08T12:00:00Z --as secretary {Where}"
            )
            {
                SetTask(),
                TaskIsDone(),
            },
            Search(),
            Draft(),
            Note(),
            Reopen(),
        ];

    private static Command Admissibility()
    {
        var word = new Argument<string>("WORD") { Description = "admissible or inadmissible." }.AcceptOnlyFromAmong(
            "admissible",
            "inadmissible"
        );
        var met = CaseOptions.Many("--met", "A ground that is met and why, such as \"terms: it is said of a term\".");
        var unmet = CaseOptions.Many("--unmet", "A ground that is not met and why.");
        return new CaseOptions().Act(
            "admissibility",
            "Decides whether a case is heard, each ground with its reason. Example: holdfast case admissibility 2026-0001 admissible "
                + $"--met \"terms: it is said of a term\" --met \"area: inside of the area\" --as gb {Where}",
            CaseOptions.Id(),
            args => new AdmissibilityDecided(
                args.GetValue(word) == "admissible",
                [.. Grounds(args.GetValue(met), true), .. Grounds(args.GetValue(unmet), false)]
            ),
            word,
            met,
            unmet
        );
    }

    private static IEnumerable<AdmissibilityGround> Grounds(string[]? said, bool met) =>
        (said ?? [])
            .Select(text => Split(text, "a ground and why, such as \"terms: it is said of a term\""))
            .Select(parts => new AdmissibilityGround(parts.Before, met, parts.After));

    private static (string Before, string After) Split(string text, string expected)
    {
        var at = text.IndexOf(':', StringComparison.Ordinal);
        var (before, after) = at < 0 ? (text, "") : (text[..at].Trim(), text[(at + 1)..].Trim());
        return before.Length > 0 && after.Length > 0 ? (before, after) : throw new FormatException($"'{text}' is not {expected}.");
    }

    private static Command Plan()
    {
        var text = new Argument<string>("PLAN") { Description = "What the inquiry sets out to learn, and how." };
        return new CaseOptions().Act(
            "plan",
            $"Sets the plan of the inquiry. Example: holdfast case plan 2026-0001 \"Visit the village, ask the hospital\" --as secretary {Where}",
            CaseOptions.Id(),
            args => new PlanSet(args.GetRequiredValue(text)),
            text
        );
    }

    private static Command SetTask()
    {
        var (task, title) = (Task(), new Argument<string>("TITLE") { Description = "What is to be done." });
        var owner = CaseOptions.Needed("--owner", "Who answers for it.");
        var due = CaseOptions.Due("Until when.");
        return new CaseOptions().Act(
            "set",
            $"Sets a task. Example: holdfast case task set 2026-0001 T1 \"Ask the hospital\" --owner investigator-1 --due 2026-03-08T12:00:00Z --as secretary {Where}",
            CaseOptions.Id(),
            args => new TaskSet(
                args.GetRequiredValue(task),
                args.GetRequiredValue(title),
                args.GetRequiredValue(owner),
                args.GetValue(due)
            ),
            task,
            title,
            owner,
            due
        );
    }

    private static Command TaskIsDone()
    {
        var (task, result) = (Task(), new Argument<string>("RESULT") { Description = "What came of it." });
        return new CaseOptions().Act(
            "done",
            $"Says that a task is done. Example: holdfast case task done 2026-0001 T1 \"Three wounded\" --as investigator-1 {Where}",
            CaseOptions.Id(),
            args => new TaskDone(args.GetRequiredValue(task), args.GetRequiredValue(result)),
            task,
            result
        );
    }

    private static Argument<string> Task() => new("TASK") { Description = "Such as T1." };

    private static Command Search()
    {
        var place = CaseOptions.Needed("--where", "Where was looked.");
        var sought = CaseOptions.Needed("--for", "For what.");
        var outcome = CaseOptions.Needed("--outcome", "What came of it; nothing found is worth as much.");
        var evidence = CaseOptions.Many("--evidence", "The id of an item that was found.");
        return new CaseOptions().Act(
            "search",
            "Logs a search. Example: holdfast case search 2026-0001 --where \"satellite images of 1 March\" --for craters --outcome \"two found\" "
                + $"--as investigator-1 {Where}",
            CaseOptions.Id(),
            args => new SearchLogged(
                args.GetRequiredValue(place),
                args.GetRequiredValue(sought),
                args.GetRequiredValue(outcome),
                [.. args.GetValue(evidence) ?? []]
            ),
            place,
            sought,
            outcome,
            evidence
        );
    }

    private static Command Draft()
    {
        var draft = new Argument<string>("DRAFT") { Description = "Such as D1." };
        var file = new Argument<FileInfo>("FILE") { Description = "A text file with the report." };
        var redact = CaseOptions.Many(
            "--redact",
            "Characters that nobody outside may read and why, from 0, such as \"10-20: names a source\"."
        );
        return new CaseOptions().Act(
            "draft",
            $"Enters a draft of the report. Example: holdfast case draft 2026-0001 D1 report.txt --redact \"10-20: names a source\" --as secretary {Where}",
            CaseOptions.Id(),
            args => new Drafted(
                args.GetRequiredValue(draft),
                File.ReadAllText(args.GetRequiredValue(file).FullName),
                [.. (args.GetValue(redact) ?? []).Select(Passage)]
            ),
            draft,
            file,
            redact
        );
    }

    private static Redaction Passage(string text)
    {
        const string Expected = "a passage and why, such as \"10-20: names a source\"";
        var (passage, reason) = Split(text, Expected);
        return
            passage.Split('-') is [var from, var to]
            && int.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && int.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out var end)
            ? new Redaction(first, end, reason)
            : throw new FormatException($"'{text}' is not {Expected}.");
    }

    private static Command Note()
    {
        var text = new Argument<string>("TEXT") { Description = "Words of the deliberation; sealed." };
        return new CaseOptions().Act(
            "note",
            $"Makes a sealed note in the deliberation. Example: holdfast case note 2026-0001 \"The craters convince me.\" --as gb {Where}",
            CaseOptions.Id(),
            args => new NoteMade(args.GetRequiredValue(text)),
            text
        );
    }

    private static Command Reopen()
    {
        var (options, item) = (new CaseOptions(), new EvidenceItemOptions());
        var (id, file) = (CaseOptions.Id(), new Argument<FileInfo>("FILE") { Description = "The new evidence." });
        var type = CaseOptions.Needed("--type", "Its media type, such as image/jpeg.");
        var reason = CaseOptions.Needed("--reason", "Why the case begins again.");
        var verb = options.Command(
            "reopen",
            "Begins a case again on new evidence. Example: holdfast case reopen 2026-0001 E9 drone.mp4 --title \"Video of a drone\" --type video/mp4 --grade B2 "
                + $"--reason \"it shows the place\" --as gb {Where}",
            id,
            item.Id,
            file,
            item.Title,
            type,
            item.Grade,
            item.Observations,
            reason
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                    {
                        var entered = item.Item(args, args.GetRequiredValue(type), seat.Person, null);
                        await using var content = args.GetRequiredValue(file).OpenRead();
                        var (wanted, why) = (args.GetRequiredValue(id), args.GetRequiredValue(reason));
                        return await options.AnswerAsync(
                            args,
                            await seat.Room.Files.ReopenAsync(wanted, seat.Person, why, entered, content, cancellation)
                        );
                    },
                    cancellation
                )
        );
        return verb;
    }
}
