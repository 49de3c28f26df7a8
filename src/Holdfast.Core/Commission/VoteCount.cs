using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Rules;

namespace Holdfast.Core.Commission;

/// <summary>Counts a vote under the rules of procedure.</summary>
public static class VoteCount
{
    public static Tally Of(Case of, string vote, CommissionRules rules)
    {
        var votes = of.VotesIn(vote).ToList();
        return new Tally(
            rules.Eligible(of.Recused, of.Parties).Count(),
            votes.Count(v => v.Choice == VoteChoice.For),
            votes.Count(v => v.Choice == VoteChoice.Against),
            votes.Count(v => v.Choice == VoteChoice.Abstain)
        );
    }
}
