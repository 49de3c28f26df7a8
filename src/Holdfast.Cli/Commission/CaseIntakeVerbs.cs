using System.CommandLine;
using System.Security.Cryptography;
using Holdfast.App.Commission;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Reception;
using Holdfast.Core.Values;

namespace Holdfast.Cli.Commission;

/// <summary><c>case intake list | submit | open | link | set-aside | contact</c>: allegations that are nobody's case yet.</summary>
internal static class CaseIntakeVerbs
{
    private const string Where = "--mission missions/ukraine --record var/ukraine/record.db --as secretary";

    public static IEnumerable<Command> All() =>
        [
            new Command(
                "intake",
                $"Allegations that were handed in and are nobody's case yet. Example: holdfast case intake open 7K3M9-QXD2F \"Shelling of a village\" {Where}"
            )
            {
                List(),
                Submit(),
                Open(),
                Link(),
                SetAside(),
                Contact(),
            },
        ];

    private static Argument<string> Reference() => new("REFERENCE") { Description = "As the receipt has it, such as 7K3M9-QXD2F." };

    private static Command List()
    {
        var options = new CaseOptions();
        var waiting = new Option<bool>("--waiting") { Description = "Only what nobody has dealt with." };
        var verb = options.Command(
            "list",
            $"What was handed in, and what became of it. Example: holdfast case intake list --waiting {Where}",
            waiting
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                    {
                        var all = await seat.Room.Intake.ListAsync(seat.Person, cancellation);
                        var items = all.Where(i => !args.GetValue(waiting) || i.Fate is IntakeFate.Waiting).ToList();
                        var output = args.InvocationConfiguration.Output;
                        if (options.IsJson(args))
                        {
                            Output.WriteJson(output, CaseDocuments.Intake(items));
                            return 0;
                        }
                        foreach (var item in items)
                        {
                            await output.WriteLineAsync(Line(item));
                        }
                        await output.WriteLineAsync($"{items.Count} handed in, {items.Count(i => i.Fate is IntakeFate.Waiting)} waiting.");
                        return 0;
                    },
                    cancellation
                )
        );
        return verb;
    }

    private static string Line(IntakeItem item)
    {
        var fate = item.Fate switch
        {
            IntakeFate.Accepted a => $"case {a.Case}, {a.Allegation}",
            IntakeFate.SetAside s => $"set aside by {s.By}: {s.Reason}",
            _ => "waiting",
        };
        var text = item.What.Text.ReplaceLineEndings(" ");
        return $"{item.Reference}  {Iso.Format(item.At)[..16]}Z  {item.What.By, -10} {fate}  {(text.Length > 80 ? text[..80] : text)}";
    }

    private static Command Submit()
    {
        var options = new CaseOptions();
        var text = new Argument<string>("TEXT") { Description = "What happened." };
        var against = CaseOptions.Many("--against", "A party that is said to have done it.");
        var where = CaseOptions.Text("--where", "When and where, in words.");
        var incident = new Option<string?>("--incident") { Description = "The incident that it is about." };
        var contact = new Option<FileInfo?>("--contact-file")
        {
            Description = "A text file with how to reach you: encrypted apart, under a key of its own.",
        };
        var once = new Option<string?>("--once")
        {
            Description = "Your own id of this, 16 to 64 letters, digits and hyphens: the same again is the first receipt again.",
        };
        var verb = options.Command(
            "submit",
            "Hands an allegation in, and prints the receipt. Example: holdfast case intake submit \"40 shells fell on the village\" --against RU "
                + "--mission missions/ukraine --record var/ukraine/record.db --as public",
            text,
            against,
            where,
            incident,
            contact,
            once
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                    {
                        var file = args.GetValue(contact);
                        var form = new IntakeForm(
                            args.GetRequiredValue(text),
                            [.. args.GetValue(against) ?? []],
                            args.GetValue(where) ?? "",
                            args.GetValue(incident),
                            file is null ? null : await File.ReadAllTextAsync(file.FullName, cancellation)
                        );
                        var id = args.GetValue(once) ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
                        var answer = await seat.Room.Intake.ReceiveAsync(seat.Person, form, id, cancellation);
                        return await PrintAsync(args, options, answer);
                    },
                    cancellation
                )
        );
        return verb;
    }

    private static async Task<int> PrintAsync(ParseResult args, CaseOptions options, IntakeAnswer answer)
    {
        if (answer.Receipt is not { } receipt)
        {
            return await options.AnswerAsync(args, new CaseAnswer("", null, answer.Refusal, null));
        }
        var output = args.InvocationConfiguration.Output;
        if (options.IsJson(args))
        {
            Output.WriteJson(
                output,
                new
                {
                    receipt.Reference,
                    receipt.LeafHash,
                    Entry = receipt.Index,
                    Received = Iso.Format(receipt.At),
                }
            );
            return 0;
        }
        await output.WriteLineAsync($"received as {receipt.Reference}, entry {receipt.Index}; commitment {receipt.LeafHash}");
        return 0;
    }

    private static Command Open()
    {
        var options = new CaseOptions();
        var (reference, title) = (Reference(), new Argument<string>("TITLE") { Description = "What the case is called." });
        var verb = options.Command(
            "open",
            $"Opens a case with it. Example: holdfast case intake open 7K3M9-QXD2F \"Shelling of a village\" {Where}",
            reference,
            title
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                        await options.AnswerAsync(
                            args,
                            await seat.Room.Intake.OpenAsync(
                                seat.Person,
                                args.GetRequiredValue(reference),
                                args.GetRequiredValue(title),
                                cancellation
                            )
                        ),
                    cancellation
                )
        );
        return verb;
    }

    private static Command Link()
    {
        var options = new CaseOptions();
        var (reference, id) = (Reference(), CaseOptions.Id());
        var verb = options.Command(
            "link",
            $"Adds it to a case as a further allegation. Example: holdfast case intake link 7K3M9-QXD2F 2026-0001 {Where}",
            reference,
            id
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                        await options.AnswerAsync(
                            args,
                            await seat.Room.Intake.LinkAsync(
                                seat.Person,
                                args.GetRequiredValue(reference),
                                args.GetRequiredValue(id),
                                cancellation
                            )
                        ),
                    cancellation
                )
        );
        return verb;
    }

    private static Command SetAside()
    {
        var options = new CaseOptions();
        var (reference, reason) = (Reference(), CaseOptions.Needed("--reason", "Why it is not pursued."));
        var verb = options.Command(
            "set-aside",
            $"Does not pursue it, with the reason. Example: holdfast case intake set-aside 7K3M9-QXD2F --reason \"outside of the area\" {Where}",
            reference,
            reason
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                    {
                        var refusal = await seat.Room.Intake.SetAsideAsync(
                            seat.Person,
                            args.GetRequiredValue(reference),
                            args.GetRequiredValue(reason),
                            cancellation
                        );
                        if (refusal is not null)
                        {
                            return await options.AnswerAsync(args, new CaseAnswer("", null, refusal, null));
                        }
                        await args.InvocationConfiguration.Output.WriteLineAsync("set aside");
                        return 0;
                    },
                    cancellation
                )
        );
        return verb;
    }

    private static Command Contact()
    {
        var options = new CaseOptions();
        var reference = Reference();
        var verb = options.Command(
            "contact",
            $"Prints how to reach whoever handed it in; that you looked is recorded. Example: holdfast case intake contact 7K3M9-QXD2F {Where}",
            reference
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                    {
                        var (text, reason) = await seat.Room.Intake.ContactAsync(
                            seat.Person,
                            args.GetRequiredValue(reference),
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
}
