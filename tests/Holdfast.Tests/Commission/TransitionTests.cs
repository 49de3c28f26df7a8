using System.Collections.Immutable;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Codec;
using Holdfast.Core.Commission.Rules;
using Shouldly;
using static Holdfast.Core.Commission.CaseState;

namespace Holdfast.Tests.Commission;

/// <summary>Every act in every state, against a table written down independently of the code's.</summary>
public sealed class TransitionTests
{
    // R received, P preliminary, I investigating, F draft, Q party response, D deliberation, X decided, M remedy monitoring, C closed, O reopened, N inadmissible.
    private const string Letters = "RPIFQDXMCON";

    private static readonly Dictionary<string, string> Lawful = new(StringComparer.Ordinal)
    {
        ["opened"] = "",
        ["allegation"] = "RPIO",
        ["moved"] = "RFQDXMO",
        ["admissibility"] = "P",
        ["plan"] = "PI",
        ["task"] = "PIFQ",
        ["task_done"] = "PIFQ",
        ["evidence"] = "RPIFQO",
        ["custody"] = "RPIFQDXMCON",
        ["search"] = "PIFQ",
        ["statement"] = "PIFQO",
        ["consent_withdrawn"] = "RPIFQDXMCON",
        ["key_destroyed"] = "RPIFQDXMCON",
        ["hypothesis"] = "PIFQD",
        ["weighed"] = "IFQD",
        ["draft"] = "IF",
        ["notified"] = "RPIF",
        ["summary_drafted"] = "FQ",
        ["summary_reviewed"] = "FQ",
        ["summary"] = "FQ",
        ["receipt"] = "RPIFQDXMCON",
        ["reply"] = "Q",
        ["correction"] = "Q",
        ["correction_answered"] = "QID",
        ["silence"] = "Q",
        ["sealed"] = "IFQD",
        ["seal_opened"] = "IFQD",
        ["seal_admitted"] = "RPIFQDXMCON",
        ["note"] = "D",
        ["recused"] = "RPIFQDO",
        ["vote_opened"] = "IFQD",
        ["vote"] = "IFQD",
        ["dissent"] = "IFQD",
        ["decided"] = "IFQD",
        ["vote_failed"] = "IFQD",
        ["release_proposed"] = "IFQDXMC",
        ["published"] = "IFQDXMC",
        ["remedy_checked"] = "M",
        ["reopened"] = "XMCN",
    };

    private static readonly string[] Moves = ["R>P", "F>I", "Q>I", "Q>D", "D>I", "X>M", "X>C", "M>C", "O>P", "O>I"];

    private static readonly string[] OfMembers = ["note", "seal_admitted", "vote_opened", "vote", "dissent", "decided", "vote_failed"];
    private static readonly string[] OfParties = ["reply", "correction", "receipt"];

    private static readonly string[] OfInquiry =
    [
        .. "allegation summary_drafted summary_reviewed evidence custody search statement hypothesis weighed task_done consent_withdrawn key_destroyed".Split(
            ' '
        ),
    ];

    // Who may do what by office; a member appointed by a party that the case is about does not vote.
    private static readonly (string By, Func<string, bool> May)[] Offices =
    [
        ("gb", word => !OfParties.Contains(word)),
        ("ua", word => !OfParties.Contains(word) && word is not "vote" and not "dissent"),
        ("secretary", word => !OfMembers.Contains(word)),
        ("inv", OfInquiry.Contains),
        ("rep-ua", word => OfParties.Contains(word) || word == "allegation"),
        (CommissionRules.Public, _ => false),
    ];

    private static CaseState State(char letter) => (CaseState)Letters.IndexOf(letter);

    [Fact]
    public void Every_act_in_every_state_is_lawful_or_refused_as_the_table_says()
    {
        var acts = typeof(CaseAct).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(CaseAct))).ToList();
        acts.Count.ShouldBe(Lawful.Count);
        foreach (var act in acts)
        {
            var word = CaseCodec.Word(CaseCodec.KindOf(act));
            foreach (var state in Enum.GetValues<CaseState>())
            {
                CaseLaw.IsLawful(state, act).ShouldBe(Lawful[word].Contains(Letters[(int)state]), $"{word} while {state}");
            }
        }
    }

    [Fact]
    public void Of_all_pairs_of_states_only_the_lawful_moves_are_taken()
    {
        foreach (var from in Enum.GetValues<CaseState>())
        {
            foreach (var to in Enum.GetValues<CaseState>())
            {
                var world = new CommissionWorld().In(from);
                var refusal = world.Try("fr", new Moved(to, "a reason")).Refusal;
                var lawful = Moves.Contains($"{Letters[(int)from]}>{Letters[(int)to]}");
                if (!lawful)
                {
                    refusal.ShouldNotBeNull($"{from} to {to}").Code.ShouldBe("wrong-state");
                    refusal
                        .Lawful.Where(w => w.StartsWith("moved to ", StringComparison.Ordinal))
                        .ShouldBe(
                            Enum.GetValues<CaseState>()
                                .Where(s =>
                                    Moves.Contains($"{Letters[(int)from]}>{Letters[(int)s]}")
                                    && world.Try("fr", new Moved(s, "a reason")).Refusal?.Code is not "not-yours" and not "not-permitted"
                                )
                                .Select(s => $"moved to {CaseWords.Of(s)}")
                                .Order(StringComparer.Ordinal),
                            $"{from}"
                        );
                }
                else
                {
                    refusal?.Code.ShouldNotBe("wrong-state", $"{from} to {to}");
                }
            }
        }
    }

    [Fact]
    public void An_unlawful_act_is_refused_with_the_lawful_ones_named()
    {
        var world = new CommissionWorld().In(Closed);
        var refusal = world.Try("secretary", new Drafted("D2", "More", [])).Refusal.ShouldNotBeNull();
        refusal.Message.ShouldBe("'draft' is not lawful while the case is closed.");
        refusal.Lawful.ShouldBe(["consent_withdrawn", "custody", "key_destroyed", "published", "receipt", "release_proposed", "reopened"]);
        // Each is told what it may do, and not what others may.
        world.Try("fr", new Drafted("D2", "More", [])).Refusal.ShouldNotBeNull().Lawful.ShouldContain("seal_admitted");
        world.Case.ShouldNotBeNull().State.ShouldBe(Closed);
    }

    [Fact]
    public void Only_acts_that_whoever_asks_may_do_are_named_as_lawful()
    {
        foreach (var state in Enum.GetValues<CaseState>())
        {
            var world = new CommissionWorld().In(state);
            foreach (var (by, may) in Offices)
            {
                var lawful = CaseLaw.LawfulFor(world.Case.ShouldNotBeNull(), by, world.Now, world.Rules);
                lawful
                    .Where(w => !w.StartsWith("moved to ", StringComparison.Ordinal))
                    .ShouldBe(
                        Lawful
                            .Where(l =>
                                l.Value.Contains(Letters[(int)state]) && l.Key is not "sealed" and not "seal_opened" and not "moved"
                            )
                            .Select(l => l.Key)
                            .Where(may)
                            // The first summary ends the draft, which is the secretariat's stage to end.
                            .Where(word => word != "summary" || state != Draft || by == "secretary")
                            .Order(StringComparer.Ordinal),
                        $"{by} while {state}"
                    );
                foreach (var to in CaseLaw.MovesFrom(state))
                {
                    var refused = world.Try(by, new Moved(to, "a reason")).Refusal?.Code is "not-permitted" or "not-yours";
                    lawful.Contains($"moved to {CaseWords.Of(to)}").ShouldBe(!refused, $"{by} moves {state} to {to}");
                }
            }
        }
    }

    [Fact]
    public void Every_state_can_be_reached_and_reports_itself()
    {
        foreach (var state in Enum.GetValues<CaseState>())
        {
            new CommissionWorld().In(state).Case.ShouldNotBeNull().State.ShouldBe(state);
        }
    }

    [Fact]
    public void A_case_begins_with_being_opened_and_only_once()
    {
        var world = new CommissionWorld();
        world.Refused("secretary", new Moved(Preliminary, "x")).ShouldBe("no-case");
        world.Open().Refused("rep-ua", new Opened("Again", CommissionWorld.Allegation())).ShouldBe("wrong-state");
    }

    [Fact]
    public void A_decision_with_remedies_is_monitored_and_closed_only_when_they_were_checked()
    {
        var world = new CommissionWorld().DecidedCase(CommissionWorld.Repair);
        world.Refused("secretary", new Moved(Closed, "Done")).ShouldBe("remedies-open");
        world.Do("secretary", new Moved(RemedyMonitoring, "Remedies were ordered"));
        world.Refused("secretary", new Moved(Closed, "Done")).ShouldBe("remedies-open");
        world.Do("secretary", new RemedyChecked("R1", Compliance.Partly, "Half of the roof"));
        world.Refused("secretary", new Moved(Closed, "Done")).ShouldBe("remedies-open");
        world.Do("secretary", new RemedyChecked("R1", Compliance.Complied, "The school is open"));
        world.Do("secretary", new Moved(Closed, "Complied with")).Case.ShouldNotBeNull().State.ShouldBe(Closed);
    }

    [Fact]
    public void A_remedy_that_was_not_complied_with_can_be_closed_once_checked_after_its_deadline()
    {
        var world = new CommissionWorld().In(RemedyMonitoring);
        world.Now = CommissionWorld.Repair.Due;
        world.Do("secretary", new RemedyChecked("R1", Compliance.NotComplied, "Nothing was rebuilt"));
        world.Do("secretary", new Moved(Closed, "Recorded as not complied with")).Case.ShouldNotBeNull().State.ShouldBe(Closed);
    }

    [Fact]
    public void New_evidence_reopens_a_case_and_nothing_less_does()
    {
        var world = new CommissionWorld().In(Closed);
        world.Refused("secretary", new CaseReopened("Somebody asked", [])).ShouldBe("no-evidence");
        world.Refused("secretary", new CaseReopened("Again", [CommissionWorld.Item("E1")])).ShouldBe("exists");
        world.Do("secretary", new CaseReopened("A new witness", [CommissionWorld.Item("E2")]));
        world.Do("secretary", new Moved(Investigating, "To be heard"));
        world.Case.ShouldNotBeNull().EvidenceIds.ShouldBe(["E1", "E2"]);
        // Parties are heard anew: what they were told before the reopening does not count.
        world.Do("secretary", new Drafted("D2", "Anew", [])).Sent("UA");
        world.Refused("gb", new Moved(Deliberation, "Go on")).ShouldBe("not-told");
    }

    [Fact]
    public void New_evidence_in_deliberation_sends_the_case_back_so_that_the_parties_hear_of_it()
    {
        var world = new CommissionWorld().In(Deliberation);
        world.Refused("inv", new EvidenceAdded(CommissionWorld.Item("E2"))).ShouldBe("wrong-state");
        world.Do("gb", new Moved(Investigating, "New photographs")).Do("inv", new EvidenceAdded(CommissionWorld.Item("E2")));
    }

    [Fact]
    public void Admissibility_says_why_and_agrees_with_its_grounds()
    {
        var world = new CommissionWorld().In(Preliminary);
        ImmutableArray<AdmissibilityGround> unmet = [new("within the terms", false, "Before the truce")];
        world.Refused("gb", new AdmissibilityDecided(true, [])).ShouldBe("no-reason");
        world.Refused("gb", new AdmissibilityDecided(true, unmet)).ShouldBe("contradiction");
        world.Refused("gb", new AdmissibilityDecided(false, [new("within the terms", true, "It is")])).ShouldBe("contradiction");
        world.Do("gb", new AdmissibilityDecided(false, unmet)).Case.ShouldNotBeNull().State.ShouldBe(Inadmissible);
    }

    [Fact]
    public void The_codec_gives_every_act_of_a_case_back()
    {
        foreach (var deed in new CommissionWorld().DecidedCase().Publish("gb", "secretary").Case.ShouldNotBeNull().Deeds)
        {
            var kind = CaseCodec.KindOf(deed.Act);
            var body = CaseCodec.Write(CommissionWorld.Id, deed.Number, deed.Act);
            var (id, number, act) = CaseCodec.Read(kind, body);
            (id, number).ShouldBe((CommissionWorld.Id, deed.Number));
            CaseCodec.Write(id, number, act).ShouldBe(body);
        }
    }

    [Theory]
    [InlineData("case.moved/1", """{"to":"closed"}""", "reason")]
    [InlineData("case.moved/1", """{"to":"shut","reason":"x"}""", "to")]
    [InlineData("case.moved/1", """{"to":3,"reason":"x"}""", "to")]
    [InlineData("case.moved/1", """{"to":"closed","reason":"x","extra":1}""", "extra")]
    [InlineData("case.moved/1", """{"to":"closed","reason":null}""", "reason")]
    [InlineData("case.moved/2", "{}", "case.moved/2")]
    [InlineData("case.silence/1", "[]", "case.silence/1")]
    [InlineData("case.silence/1", "{", "case.silence/1")]
    public void An_act_that_is_not_as_it_should_be_is_refused_by_name(string kind, string json, string named) =>
        Should.Throw<FormatException>(() => CaseCodec.ReadAct(kind, json)).Message.ShouldContain(named);
}
