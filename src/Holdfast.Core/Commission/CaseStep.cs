using System.Collections.Immutable;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Checks;
using Holdfast.Core.Commission.Codec;
using Holdfast.Core.Commission.Rules;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Commission;

/// <summary>
/// What an act does to a case: the case after it, or why it is refused. The same function judges an act before it is recorded and folds it afterwards, so
/// what stands in the record was lawful when it was done. Exactly one of the two is set.
/// </summary>
public sealed record CaseStep(Case? Case, CaseRefusal? Refusal)
{
    /// <param name="before">Null before the case is opened.</param>
    /// <param name="by">The id of a member or officer in the rules, or <see cref="CommissionRules.Public"/>.</param>
    /// <param name="blind">
    /// Acts under seal are not opened: what needs them is judged by what can be seen from outside. Only entries that stand already are judged so.
    /// </param>
    public static CaseStep Take(
        Case? before,
        string id,
        CaseAct act,
        string by,
        Instant at,
        Label label,
        long index,
        CommissionRules rules,
        bool blind = false
    )
    {
        if (WrongState(before, act, by, at, rules) is { } wrong)
        {
            return new CaseStep(null, wrong);
        }
        var fault =
            TextCheck.FaultOf(act)
            ?? People.FaultOf(before, act, by, at, rules)
            ?? InquiryCheck.FaultOf(before, act, by, at)
            ?? PartyCheck.FaultOf(before, act, by, at)
            ?? SealCheck.FaultOf(before, act, by, rules)
            ?? (blind ? BlindCheck.FaultOf(before, act, by, rules) : VoteCheck.FaultOf(before, act, by, rules));
        if (fault is { } f)
        {
            // What is lawful in this state does not help somebody who may not do it.
            return f.Code == "not-permitted"
                ? new CaseStep(null, new CaseRefusal(f.Code, f.Message, []))
                : new CaseStep(null, new CaseRefusal(f.Code, f.Message, Lawful(before, by, at, rules)));
        }
        var after = before is null ? CaseState.Received : CaseLaw.After(before.State, act);
        var deed = new Deed(before?.Deeds.Length ?? 0, act, by, at, label, index, after);
        return new CaseStep(new Case(id, before is null ? [deed] : before.Deeds.Add(deed)), null);
    }

    private static CaseRefusal? WrongState(Case? before, CaseAct act, string by, Instant at, CommissionRules rules)
    {
        var word = CaseCodec.WordOf(act);
        if (before is null)
        {
            return act is Opened ? null : new CaseRefusal("no-case", $"There is no case for '{word}': open one first.", ["opened"]);
        }
        if (before.Deeds.Length >= Case.MaxDeeds)
        {
            return new CaseRefusal("too-many", $"The case has {Case.MaxDeeds} acts, the most it may have.", []);
        }
        var lawful = Lawful(before, by, at, rules);
        if (!CaseLaw.IsLawful(before.State, act.GetType()))
        {
            return new CaseRefusal("wrong-state", $"'{word}' is not lawful while the case is {CaseWords.Plain(before.State)}.", lawful);
        }
        if (act is Moved moved && !CaseLaw.MovesFrom(before.State).Contains(moved.To))
        {
            var states = $"from {CaseWords.Plain(before.State)} to {CaseWords.Plain(moved.To)}";
            return new CaseRefusal("wrong-state", $"A case does not move {states}.", lawful);
        }
        return null;
    }

    private static ImmutableArray<string> Lawful(Case? before, string by, Instant at, CommissionRules rules) =>
        before is null ? ["opened"] : CaseLaw.LawfulFor(before, by, at, rules);
}
