using System.Collections.Immutable;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Rules;
using Holdfast.Core.Values;

namespace Holdfast.Core.Commission;

/// <summary>
/// Who may read what of a case. Each act's label follows from the act and the case; each person's categories follow from the rules of procedure and the
/// cases; whether one may read the other is the one decision function of all labels (<see cref="ReadAccess"/>). Deliberations carry a category of their case's own, which
/// only members who are not recused in it hold: no administrator, no secretary, no party.
/// </summary>
public static class Seal
{
    public const string Commission = "COMMISSION";

    /// <summary>The category of a case's deliberation.</summary>
    public static string OfCase(string caseId) => "SEAL." + caseId;

    /// <summary>The category of what goes to, or comes from, one party.</summary>
    public static string OfParty(string party) => "PARTY." + party;

    /// <summary>The label under which an act is recorded.</summary>
    public static Label LabelOf(Case? before, string caseId, CaseAct act) =>
        act switch
        {
            DecisionPublished => Label.Public,
            Sealed or SealOpened or SealAdmitted => Deliberation(caseId),
            _ when Covers(act) => Deliberation(caseId),
            PartyNotified n => With(Classification.Restricted, OfParty(n.Party)),
            SummarySent s => With(Classification.Restricted, OfParty(s.Party)),
            SilenceRecorded { EarlierVersion: 0 } s => With(Classification.Restricted, OfParty(s.Party)),
            ReceiptGiven g => With(Classification.Restricted, OfParty(g.Party)),
            ReplyReceived r => With(Classification.Restricted, OfParty(r.Party)),
            CorrectionRequested c => With(Classification.Restricted, OfParty(c.Party)),
            CorrectionAnswered c when before?.Of<CorrectionRequested>().FirstOrDefault(x => x.Id == c.Id)?.Party is { } party => With(
                Classification.Restricted,
                OfParty(party)
            ),
            CustodyRecorded c when before?.Statements.Any(s => s.Id == c.Evidence) == true => With(Classification.Confidential, Commission),
            StatementTaken or ConsentWithdrawn or KeyDestroyed => With(Classification.Confidential, Commission),
            _ => With(Classification.Restricted, Commission),
        };

    /// <summary>Acts of the deliberation: they are recorded as ciphertext (<see cref="Sealed"/>).</summary>
    public static bool Covers(CaseAct act) => act is NoteMade or VoteOpened or VoteCast or DissentFiled or VoteFailed;

    /// <summary>The label of a case's deliberation.</summary>
    public static Label Deliberation(string caseId) => With(Classification.Confidential, Commission, OfCase(caseId));

    private static Label With(Classification classification, params string[] categories) =>
        new(classification, [.. categories], ImmutableSortedSet.Create<string>(StringComparer.Ordinal));

    /// <summary>What a person of the commission may read. Unknown people read what anybody may.</summary>
    public static Reader ReaderOf(string person, CommissionRules rules, IEnumerable<Case> cases)
    {
        var all = cases.ToList();
        var parties = all.SelectMany(c => c.Parties).Distinct(StringComparer.Ordinal).Select(OfParty);
        if (rules.Member(person) is { } member)
        {
            var open = all.Where(c => rules.Eligible(c.Recused, c.Parties).Any(m => m.Id == person)).Select(c => OfCase(c.Id));
            return new Reader(person, [Role.Commissioner], Classification.Confidential, [Commission, .. parties, .. open], member.Nation);
        }
        return rules.Officer(person) switch
        {
            { Office: Office.Secretary } => new Reader(
                person,
                [Role.Secretary],
                Classification.Confidential,
                [Commission, .. parties],
                null
            ),
            { Office: Office.Investigator } => new Reader(person, [Role.Investigator], Classification.Confidential, [Commission], null),
            { Office: Office.PartyRepresentative, Party: { } party } => new Reader(
                person,
                [Role.PartyRepresentative],
                Classification.Restricted,
                [OfParty(party)],
                party
            ),
            _ => Reader.Anyone,
        };
    }

    /// <summary>
    /// The case as a reader may see it: the deeds whose labels the reader satisfies, renumbered so that gaps do not count what is hidden; null where there is
    /// none. A state that only hidden deeds reached is not shown.
    /// </summary>
    public static Case? View(Case of, Reader reader)
    {
        var seen = of.Deeds.Where(d => ReadAccess.MayRead(reader, d.Label)).ToList();
        if (seen.Count == 0)
        {
            return null;
        }
        var inside = reader.Categories.Contains(Commission);
        return new Case(of.Id, [.. seen.Select((d, i) => d with { Number = i, Index = inside ? d.Index : -1 })]);
    }
}
