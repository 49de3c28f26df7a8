using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Cli.Record;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Codec;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Cli.Commission;

/// <summary><c>case notify | summary | receipt | reply | correction | silence</c>: what goes to the parties and comes from them.</summary>
internal static class CasePartyVerbs
{
    private const string Where = "--mission missions/ukraine --record var/ukraine/record.db";

    public static IEnumerable<Command> All() =>
        [
            Notify(),
            new Command(
                "summary",
                $"What a party is told: drafted, reviewed by two others, sent. Example: holdfast case summary review 2026-0001 P1 approve --as gb {Where}"
            )
            {
                Draft(),
                Review(),
                Send(),
            },
            Receipt(),
            Reply(),
            new Command(
                "correction",
                $"A party asks for a correction, and is answered. Example: holdfast case correction request 2026-0001 RU C1 \"It was the second of March.\" --as rep-ru {Where}"
            )
            {
                Request(),
                Answer(),
            },
            Silence(),
        ];

    private static Command Notify()
    {
        var (party, text) = (new Argument<string>("PARTY"), new Argument<string>("NOTICE"));
        return new CaseOptions().Act(
            "notify",
            $"Tells a party that a case concerns it. Example: holdfast case notify 2026-0001 RU \"Shelling is alleged.\" --as secretary {Where}",
            CaseOptions.Id(),
            args => new PartyNotified(args.GetRequiredValue(party), args.GetRequiredValue(text)),
            party,
            text
        );
    }

    private static Command Draft()
    {
        var (draft, party) = (new Argument<string>("DRAFT") { Description = "Such as P1." }, new Argument<string>("PARTY"));
        var file = new Argument<FileInfo>("POINTS")
        {
            Description = "A JSON file: a list of {allegation, text, supporting_items, contradicting_items}, one for each allegation.",
        };
        return new CaseOptions().Act(
            "draft",
            $"Drafts a summary, without sources or positions. Example: holdfast case summary draft 2026-0001 P1 UA points.json --as secretary {Where}",
            CaseOptions.Id(),
            args =>
            {
                var act = new JsonObject
                {
                    ["id"] = args.GetRequiredValue(draft),
                    ["party"] = args.GetRequiredValue(party),
                    ["points"] = Parsed(args.GetRequiredValue(file)),
                };
                return CaseCodec.ReadAct(CaseCodec.KindOf(typeof(SummaryDrafted)), act.ToJsonString());
            },
            draft,
            party,
            file
        );
    }

    private static JsonNode? Parsed(FileInfo file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(file.FullName));
        }
        catch (JsonException e)
        {
            throw new FormatException($"'{file.Name}' is no JSON: {e.Message}", e);
        }
    }

    private static Command Review()
    {
        var draft = new Argument<string>("DRAFT");
        var word = new Argument<string>("WORD") { Description = "approve or object." }.AcceptOnlyFromAmong("approve", "object");
        var note = CaseOptions.Text("--note", "Why; needed with an objection.");
        return new CaseOptions().Act(
            "review",
            $"Says whether a draft by somebody else may leave. Example: holdfast case summary review 2026-0001 P1 approve --as gb {Where}",
            CaseOptions.Id(),
            args => new SummaryReviewed(args.GetRequiredValue(draft), args.GetValue(word) == "approve", args.GetValue(note) ?? ""),
            draft,
            word,
            note
        );
    }

    private static Command Send()
    {
        var options = new CaseOptions();
        var (id, party) = (CaseOptions.Id(), new Argument<string>("PARTY"));
        var due = CaseOptions.Due("Until when the party may answer.");
        var verb = options.Command(
            "send",
            $"Sends the draft that two others have approved, and starts the reply clock. Example: holdfast case summary send 2026-0001 UA --due 2026-03-08T12:00:00Z --as secretary {Where}",
            id,
            party,
            due
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                    {
                        var (wanted, to) = (args.GetRequiredValue(id), args.GetRequiredValue(party));
                        var of = await seat.Room.Desk.Registry.FindAsync(seat.Person, wanted, cancellation);
                        // Without an approved draft the last one is tried: refused with the reason, and recorded.
                        var draft = of is null
                            ? null
                            : SummaryReview.Ready(of, to, seat.Person)
                                ?? SummaryReview.Drafts(of).Select(d => d.Draft).LastOrDefault(d => d.Party == to);
                        if (draft is null)
                        {
                            await args.InvocationConfiguration.Error.WriteLineAsync(
                                $"'{seat.Person}' sees no draft of a summary for '{to}' in case '{wanted}'."
                            );
                            return 1;
                        }
                        var act = new SummarySent(to, draft.Points, args.GetValue(due));
                        return await options.AnswerAsync(args, await seat.Room.Desk.ActAsync(wanted, seat.Person, act, cancellation));
                    },
                    cancellation
                )
        );
        return verb;
    }

    private static Command Receipt()
    {
        var (party, letter) = (
            new Argument<string>("PARTY"),
            new Argument<int>("LETTER") { Description = "1 for the first letter to the party." }
        );
        return new CaseOptions().Act(
            "receipt",
            $"A party says that it has received a letter. Example: holdfast case receipt 2026-0001 RU 1 --as rep-ru {Where}",
            CaseOptions.Id(),
            args => new ReceiptGiven(args.GetRequiredValue(party), args.GetValue(letter)),
            party,
            letter
        );
    }

    private static Command Request()
    {
        var (party, request, text) = (new Argument<string>("PARTY"), new Argument<string>("ID"), new Argument<string>("TEXT"));
        return new CaseOptions().Act(
            "request",
            $"A party asks that something be corrected. Example: holdfast case correction request 2026-0001 RU C1 \"It was the second of March.\" --as rep-ru {Where}",
            CaseOptions.Id(),
            args => new CorrectionRequested(args.GetRequiredValue(party), args.GetRequiredValue(request), args.GetRequiredValue(text)),
            party,
            request,
            text
        );
    }

    private static Command Answer()
    {
        var (request, text) = (new Argument<string>("ID"), new Argument<string>("TEXT"));
        var word = new Argument<string>("WORD") { Description = "accept or decline." }.AcceptOnlyFromAmong("accept", "decline");
        return new CaseOptions().Act(
            "answer",
            $"Answers a request for a correction. Example: holdfast case correction answer 2026-0001 C1 decline \"Two sources say the first.\" --as secretary {Where}",
            CaseOptions.Id(),
            args => new CorrectionAnswered(args.GetRequiredValue(request), args.GetValue(word) == "accept", args.GetRequiredValue(text)),
            request,
            word,
            text
        );
    }

    private static Command Reply()
    {
        var party = new Argument<string>("PARTY");
        var text = new Argument<string>("TEXT");
        return new CaseOptions().Act(
            "reply",
            $"A party answers the summary. Example: holdfast case reply 2026-0001 RU \"We deny it.\" --as rep-ru {Where}",
            CaseOptions.Id(),
            args => new ReplyReceived(args.GetRequiredValue(party), args.GetRequiredValue(text)),
            party,
            text
        );
    }

    private static Command Silence()
    {
        var party = new Argument<string>("PARTY");
        return new CaseOptions().Act(
            "silence",
            $"Records that a party did not answer in its time. Example: holdfast case silence 2026-0001 RU --as secretary {Where}",
            CaseOptions.Id(),
            args => new SilenceRecorded(args.GetRequiredValue(party)),
            party
        );
    }
}
