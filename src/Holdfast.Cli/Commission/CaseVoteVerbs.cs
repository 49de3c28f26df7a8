using System.CommandLine;
using System.Text.Json.Nodes;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Codec;

namespace Holdfast.Cli.Commission;

/// <summary><c>case vote | dissent | decide | release | publish</c>.</summary>
internal static class CaseVoteVerbs
{
    private const string Where = "--mission missions/ukraine --record var/ukraine/record.db";

    public static IEnumerable<Command> All() =>
        [
            new Command("vote", $"Votes of the members. Example: holdfast case vote cast 2026-0001 V1 for --as fr {Where}")
            {
                OpenVote(),
                Cast(),
            },
            Admit(),
            Dissent(),
            Decide(),
            Release(),
            Publish(),
        ];

    private static Command OpenVote()
    {
        var vote = new Argument<string>("VOTE") { Description = "Such as V1." };
        var file = new Argument<FileInfo>("PROPOSAL")
        {
            Description = "A JSON file with provisional, findings, facts and remedies; docs/guide/commission.md shows one.",
        };
        return new CaseOptions().Act(
            "open",
            $"Puts a proposal to the vote. Example: holdfast case vote open 2026-0001 V1 proposal.json --as gb {Where}",
            CaseOptions.Id(),
            args =>
            {
                var text = File.ReadAllText(args.GetRequiredValue(file).FullName);
                JsonNode? proposal;
                try
                {
                    proposal = JsonNode.Parse(text);
                }
                catch (System.Text.Json.JsonException e)
                {
                    throw new FormatException($"The proposal is no JSON: {e.Message}", e);
                }
                var act = new JsonObject { ["vote"] = args.GetRequiredValue(vote), ["proposal"] = proposal };
                return CaseCodec.ReadAct(CaseCodec.KindOf(typeof(VoteOpened)), act.ToJsonString());
            },
            vote,
            file
        );
    }

    private static Command Cast()
    {
        var options = new CaseOptions();
        var (id, vote) = (CaseOptions.Id(), new Argument<string>("VOTE"));
        var choice = CaseOptions.Word<VoteChoice>("CHOICE", "for, against or abstain.");
        var verb = options.Command(
            "cast",
            $"A member votes. Example: holdfast case vote cast 2026-0001 V1 for --as fr {Where}",
            id,
            vote,
            choice
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                        await options.AnswerAsync(
                            args,
                            await seat.Room.Desk.ActAsync(
                                args.GetRequiredValue(id),
                                seat.Person,
                                new VoteCast(args.GetRequiredValue(vote), seat.Person, args.GetValue(choice)),
                                cancellation
                            )
                        ),
                    cancellation
                )
        );
        return verb;
    }

    private static Command Admit()
    {
        var person = new Argument<string>("PERSON") { Description = "The member, as in commission.yaml." };
        return new CaseOptions().Act(
            "admit",
            "Gives a member whose key pair is new (after another first link) the keys to the case's seal that you hold. "
                + $"Example: holdfast case admit 2026-0001 pl --as gb {Where}",
            CaseOptions.Id(),
            args => new SealAdmitted(args.GetRequiredValue(person), "", []),
            person
        );
    }

    private static Command Dissent()
    {
        var options = new CaseOptions();
        var (id, vote) = (CaseOptions.Id(), new Argument<string>("VOTE"));
        var text = new Argument<string>("TEXT");
        var publish = new Option<bool>("--publish") { Description = "The opinion is published with the decision." };
        var verb = options.Command(
            "dissent",
            $"A member's separate opinion. Example: holdfast case dissent 2026-0001 V1 \"One crater does not suffice.\" --publish --as pl {Where}",
            id,
            vote,
            text,
            publish
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                    {
                        var act = new DissentFiled(
                            args.GetRequiredValue(vote),
                            seat.Person,
                            args.GetRequiredValue(text),
                            args.GetValue(publish)
                        );
                        return await options.AnswerAsync(
                            args,
                            await seat.Room.Desk.ActAsync(args.GetRequiredValue(id), seat.Person, act, cancellation)
                        );
                    },
                    cancellation
                )
        );
        return verb;
    }

    private static Command Decide()
    {
        var options = new CaseOptions();
        var id = CaseOptions.Id();
        var verb = options.Command(
            "decide",
            $"Closes the open vote: it decides where the votes carry, and has failed where they do not. Example: holdfast case decide 2026-0001 --as gb {Where}",
            id
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                    {
                        var wanted = args.GetRequiredValue(id);
                        var of = await seat.Room.Desk.Registry.FindAsync(seat.Person, wanted, cancellation);
                        if (of?.OpenVote is not { } vote)
                        {
                            await args.InvocationConfiguration.Error.WriteLineAsync(
                                $"'{seat.Person}' sees no open vote in case '{wanted}'."
                            );
                            return 1;
                        }
                        var rules = seat.Room.Desk.Registry.Rules;
                        var tally = VoteCount.Of(of, vote.Vote, rules);
                        CaseAct act = tally.Carries(rules.Quorum, rules.MajorityFor(vote.Proposal.Provisional))
                            ? new Decided(vote.Vote, vote.Proposal, tally)
                            : new VoteFailed(vote.Vote);
                        var code = await options.AnswerAsync(args, await seat.Room.Desk.ActAsync(wanted, seat.Person, act, cancellation));
                        if (act is VoteFailed)
                        {
                            await args.InvocationConfiguration.Error.WriteLineAsync(
                                $"The vote did not carry: {tally.For} for, {tally.Against} against, {tally.Abstained} abstained of {tally.Eligible}; quorum {rules.Quorum}."
                            );
                        }
                        return code;
                    },
                    cancellation
                )
        );
        return verb;
    }

    private static Command Release()
    {
        var vote = new Argument<string>("VOTE");
        return new CaseOptions().Act(
            "release",
            $"Proposes that a decision be published; another person confirms it with 'publish'. Example: holdfast case release 2026-0001 V1 --as gb {Where}",
            CaseOptions.Id(),
            args => new ReleaseProposed(args.GetRequiredValue(vote)),
            vote
        );
    }

    private static Command Publish()
    {
        var options = new CaseOptions();
        var (id, vote) = (CaseOptions.Id(), new Argument<string>("VOTE"));
        var verb = options.Command(
            "publish",
            "Confirms the release that somebody else proposed: findings without evidence, the count without names, the dissents whose authors want it. "
                + $"Example: holdfast case publish 2026-0001 V1 --as fr {Where}",
            id,
            vote
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                    {
                        var wanted = args.GetRequiredValue(id);
                        var of = await seat.Room.Desk.Registry.FindAsync(seat.Person, wanted, cancellation);
                        var decided = of?.Of<Decided>().FirstOrDefault(d => d.Vote == args.GetRequiredValue(vote));
                        if (of is null || decided is null)
                        {
                            await args.InvocationConfiguration.Error.WriteLineAsync(
                                $"'{seat.Person}' sees no such decision in case '{wanted}'."
                            );
                            return 1;
                        }
                        // Where nobody has proposed it, the act is refused and the refusal recorded.
                        var act = Publication.Confirmed(of, decided, seat.Person) ?? Publication.Of(of, decided, [seat.Person]);
                        return await options.AnswerAsync(args, await seat.Room.Desk.ActAsync(wanted, seat.Person, act, cancellation));
                    },
                    cancellation
                )
        );
        return verb;
    }
}
