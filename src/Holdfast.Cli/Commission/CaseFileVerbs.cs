using System.CommandLine;
using Holdfast.App.Commission;

namespace Holdfast.Cli.Commission;

/// <summary><c>case evidence | statement</c>: files and what people said.</summary>
internal static class CaseFileVerbs
{
    private const string Where = "--mission missions/ukraine --record var/ukraine/record.db --as investigator-1";

    public static IEnumerable<Command> All() =>
        [
            new Command(
                "evidence",
                $"Files of a case. Example: holdfast case evidence add 2026-0001 E1 crater.jpg --title \"Crater\" --type image/jpeg {Where}"
            )
            {
                EvidenceAddVerb.Create(),
                EvidenceCaptureVerb.Create(),
                Copy(),
                EvidenceCheckVerb.Create(),
            },
            new Command("statement", $"What people said, encrypted. Example: holdfast case statement read 2026-0001 S1 {Where}")
            {
                Take(),
                Read(),
                Destroy(),
            },
        ];

    private static Command Copy()
    {
        var options = new CaseOptions();
        var (id, item) = (CaseOptions.Id(), new Argument<string>("ID"));
        var file = new Argument<FileInfo>("FILE") { Description = "Where the working copy goes; never overwritten." };
        var verb = options.Command(
            "copy",
            $"Makes a working copy, its hash checked, and records who holds it. Example: holdfast case evidence copy 2026-0001 E1 work.jpg {Where}",
            id,
            item,
            file
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                        await options.AnswerAsync(
                            args,
                            await seat.Room.Files.CopyOutAsync(
                                args.GetRequiredValue(id),
                                seat.Person,
                                args.GetRequiredValue(item),
                                args.GetRequiredValue(file).FullName,
                                cancellation
                            )
                        ),
                    cancellation
                )
        );
        return verb;
    }

    private static Command Take()
    {
        var options = new CaseOptions();
        var (id, item) = (CaseOptions.Id(), new Argument<string>("ID") { Description = "Such as S1." });
        var text = new Argument<FileInfo>("TEXT") { Description = "A text file with what the person said; delete it afterwards." };
        var identity = new Argument<FileInfo>("IDENTITY") { Description = "A text file with who the person is; delete it afterwards." };
        var pseudonym = CaseOptions.Needed("--pseudonym", "What the person is called in the case.");
        var language = CaseOptions.Needed("--language", "The language of the statement, such as uk.");
        var consent = CaseOptions.Needed("--consent", "To what the person agreed.");
        var risk = CaseOptions.Needed("--risk", "What speaking may mean for the person, and what is done about it.");
        var interpreter = new Option<string?>("--interpreter") { Description = "Who interpreted, as a pseudonym." };
        var verb = options.Command(
            "add",
            "Encrypts a statement under a key of its own and enters its hashes. Example: holdfast case statement add 2026-0001 S1 said.txt who.txt "
                + $"--pseudonym Heron --language uk --consent \"members of the commission\" --risk low {Where}",
            id,
            item,
            text,
            identity,
            pseudonym,
            language,
            consent,
            risk,
            interpreter
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                    {
                        var input = new StatementInput(
                            args.GetRequiredValue(item),
                            args.GetRequiredValue(pseudonym),
                            await File.ReadAllTextAsync(args.GetRequiredValue(text).FullName, cancellation),
                            await File.ReadAllTextAsync(args.GetRequiredValue(identity).FullName, cancellation),
                            args.GetRequiredValue(language),
                            args.GetRequiredValue(consent),
                            args.GetRequiredValue(risk),
                            args.GetValue(interpreter)
                        );
                        var answer = await seat.Room.Files.TakeStatementAsync(args.GetRequiredValue(id), seat.Person, input, cancellation);
                        return await options.AnswerAsync(args, answer);
                    },
                    cancellation
                )
        );
        return verb;
    }

    private static Command Read()
    {
        var options = new CaseOptions();
        var (id, item) = (CaseOptions.Id(), new Argument<string>("ID"));
        var verb = options.Command(
            "read",
            $"Prints a statement's words. Example: holdfast case statement read 2026-0001 S1 {Where}",
            id,
            item
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                    {
                        var (text, reason) = await seat.Room.Files.ReadStatementAsync(
                            args.GetRequiredValue(id),
                            seat.Person,
                            args.GetRequiredValue(item),
                            cancellation
                        );
                        var to = text is null ? args.InvocationConfiguration.Error : args.InvocationConfiguration.Output;
                        await to.WriteLineAsync(text ?? reason);
                        return text is null ? 1 : 0;
                    },
                    cancellation
                )
        );
        return verb;
    }

    private static Command Destroy()
    {
        var options = new CaseOptions();
        var (id, item) = (CaseOptions.Id(), new Argument<string>("ID"));
        var verb = options.Command(
            "destroy-key",
            $"Destroys a person's key for good: the words cannot be read any more, every hash stands. Example: holdfast case statement destroy-key 2026-0001 S1 {Where}",
            id,
            item
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                        await options.AnswerAsync(
                            args,
                            await seat.Room.Files.DestroyKeyAsync(
                                args.GetRequiredValue(id),
                                seat.Person,
                                args.GetRequiredValue(item),
                                cancellation
                            )
                        ),
                    cancellation
                )
        );
        return verb;
    }
}
