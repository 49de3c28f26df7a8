using System.Collections.Frozen;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Rules;
using NodaTime;

namespace Holdfast.Core.Commission.Checks;

/// <summary>
/// Who may do what. Members act for the commission; the secretariat keeps the docket; investigators inquire; parties speak for themselves; anybody may
/// bring an allegation. Anybody else, and anything else, is refused.
/// </summary>
internal static class People
{
    public static Fault? FaultOf(Case? before, CaseAct act, string by, Instant at, CommissionRules rules)
    {
        var member = rules.Member(by);
        var officer = rules.Officer(by);
        if (member is null && officer is null && by != CommissionRules.Public)
        {
            var near = Values.NearestWord.To(by, rules.Members.Select(m => m.Id).Concat(rules.Officers.Select(o => o.Id)));
            var hint = near is null ? "" : $" Did you mean '{near}'?";
            return new Fault("unknown-person", $"'{by}' is neither a member nor an officer of the commission.{hint}");
        }
        var circle = CircleOf(act.GetType());
        var may = (circle, act) switch
        {
            (Circle.Anybody, Opened { Allegation: var a }) => MayAllege(a, member, officer, by),
            // Who may not see a case cannot add to it; the secretariat joins allegations.
            (Circle.Anybody, AllegationAdded { Allegation: var a }) => by != CommissionRules.Public && MayAllege(a, member, officer, by),
            (Circle.Members, VoteCast v) => v.Member == by && member is not null,
            (Circle.Members, DissentFiled d) => d.Member == by && member is not null,
            (Circle.Members, _) => member is not null,
            (Circle.Party, ReplyReceived r) => Speaks(r.Party, officer),
            (Circle.Party, CorrectionRequested c) => Speaks(c.Party, officer),
            (Circle.Party, ReceiptGiven g) => Speaks(g.Party, officer),
            (Circle.Inquiry, _) => member is not null || officer?.Office is Office.Secretary or Office.Investigator,
            (Circle.Secretariat, _) => member is not null || officer?.Office == Office.Secretary,
            _ => false,
        };
        if (!may)
        {
            return new Fault("not-permitted", $"'{by}' may not do this: {Codec.CaseCodec.WordOf(act)}. {WhoMay(circle)}");
        }
        var vouching = act switch
        {
            SummarySent s => s.NamedReviewers,
            DecisionPublished p => p.ReleasedBy,
            _ => [],
        };
        if (vouching.FirstOrDefault(x => !Serves(x, rules)) is { } stranger)
        {
            return new Fault("unknown-person", $"'{stranger}' does not serve the commission and cannot vouch for what leaves it.");
        }
        return before is null || act is Decided or CaseReopened ? null : Ends(before, CaseLaw.After(before.State, act), by, at, rules);
    }

    /// <summary>Who acts, by and large; within a circle each speaks for itself alone.</summary>
    private enum Circle
    {
        Anybody,
        Members,
        Party,
        Inquiry,
        Secretariat,
    }

    private static Circle CircleOf(Type act) => Circles.GetValueOrDefault(act, Circle.Secretariat);

    private static readonly FrozenDictionary<Type, Circle> Circles = Of(Circle.Anybody, typeof(Opened), typeof(AllegationAdded))
        .Concat(
            Of(
                Circle.Members,
                typeof(NoteMade),
                typeof(Sealed),
                typeof(SealOpened),
                typeof(SealAdmitted),
                typeof(VoteOpened),
                typeof(VoteCast),
                typeof(DissentFiled),
                typeof(Decided),
                typeof(VoteFailed)
            )
        )
        .Concat(Of(Circle.Party, typeof(ReplyReceived), typeof(CorrectionRequested), typeof(ReceiptGiven)))
        .Concat(
            Of(
                Circle.Inquiry,
                typeof(SummaryDrafted),
                typeof(SummaryReviewed),
                typeof(EvidenceAdded),
                typeof(CustodyRecorded),
                typeof(SearchLogged),
                typeof(StatementTaken),
                typeof(HypothesisStated),
                typeof(EvidenceWeighed),
                typeof(TaskDone),
                typeof(ConsentWithdrawn),
                typeof(KeyDestroyed)
            )
        )
        .ToFrozenDictionary();

    private static IEnumerable<KeyValuePair<Type, Circle>> Of(Circle circle, params Type[] acts) =>
        acts.Select(a => KeyValuePair.Create(a, circle));

    /// <summary>
    /// Whether somebody could do acts of a type with some content in this case: who may by office, who votes, and who ends the stage where the act always does. What
    /// depends on the content alone is not judged.
    /// </summary>
    public static bool MayDo(Case before, Type act, string by, Instant at, CommissionRules rules)
    {
        var member = rules.Member(by) is not null;
        var office = rules.Officer(by)?.Office;
        var may = CircleOf(act) switch
        {
            Circle.Anybody => member || office is not null,
            Circle.Members => member,
            Circle.Party => office is Office.Secretary or Office.PartyRepresentative,
            Circle.Inquiry => member || office is Office.Secretary or Office.Investigator,
            Circle.Secretariat => member || office == Office.Secretary,
        };
        var votes =
            act != typeof(VoteCast) && act != typeof(DissentFiled) || rules.Eligible(before.Recused, before.Parties).Any(m => m.Id == by);
        CaseState? next =
            act == typeof(AdmissibilityDecided) ? CaseState.Investigating
            : act == typeof(Drafted) ? CaseState.Draft
            : act == typeof(SummarySent) ? CaseState.PartyResponse
            : null;
        return may && votes && (next is not { } to || Ends(before, to, by, at, rules) is null);
    }

    /// <summary>Whether somebody may move a case to a state.</summary>
    public static bool MayMove(Case before, CaseState to, string by, Instant at, CommissionRules rules) =>
        MayDo(before, typeof(Moved), by, at, rules) && Ends(before, to, by, at, rules) is null;

    private static string WhoMay(Circle circle) =>
        circle switch
        {
            Circle.Anybody => "Each speaks for itself: a party, a member, the secretariat, and anybody for the public.",
            Circle.Members => "Only members may, and each votes and dissents for itself.",
            Circle.Party => "The party's own representative may, or the secretariat on its behalf.",
            Circle.Inquiry => "Members, the secretariat and investigators may.",
            _ => "Members and the secretariat may.",
        };

    private static bool Serves(string person, CommissionRules rules) =>
        rules.Member(person) is not null || rules.Officer(person)?.Office is Office.Secretary or Office.Investigator;

    private static bool MayAllege(Allegation a, CommissionMember? member, CommissionOfficer? officer, string by) =>
        a.From switch
        {
            // What was handed in may be taken up by any member too: no one office holds it up.
            Intake.Public => by == CommissionRules.Public
                || officer?.Office == Office.Secretary
                || (member is not null && a.Reference is not null),
            Intake.Party => Speaks(a.By, officer) || (member is not null && a.Reference is not null),
            Intake.Member => member is not null || officer?.Office == Office.Secretary,
            Intake.Own => member is not null || officer?.Office is Office.Secretary or Office.Investigator,
        };

    // The secretariat enters what came on paper.
    private static bool Speaks(string party, CommissionOfficer? officer) =>
        officer?.Office == Office.Secretary || (officer?.Office == Office.PartyRepresentative && officer.Party == party);

    /// <summary>Whether somebody may end the stage the case is in; after its time, where the rules let it proceed, any member may.</summary>
    private static Fault? Ends(Case before, CaseState next, string by, Instant at, CommissionRules rules)
    {
        if (next == before.State || rules.Stage(before.State) is not { } stage)
        {
            return null;
        }
        var late = stage.Late == WhenLate.Proceeds && at >= before.InStateSince + stage.Within;
        var may = stage.By switch
        {
            StageActor.Chair => by == rules.Chair || (late && rules.Member(by) is not null),
            StageActor.Secretariat => rules.Officer(by)?.Office == Office.Secretary || (late && rules.Member(by) is not null),
            StageActor.AnyMember or StageActor.Parties or StageActor.Vote => true,
        };
        return may
            ? null
            : new Fault(
                "not-yours",
                $"The stage '{CaseWords.Plain(before.State)}' is ended by {CaseWords.Plain(stage.By)}, not by '{by}'."
            );
    }
}
