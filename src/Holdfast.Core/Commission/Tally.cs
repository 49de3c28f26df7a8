using Holdfast.Core.Commission.Rules;

namespace Holdfast.Core.Commission;

/// <summary>The count of one vote.</summary>
/// <param name="Eligible">Members who might have voted: those not recused.</param>
public sealed record Tally(int Eligible, int For, int Against, int Abstained)
{
    public int Cast => For + Against + Abstained;

    public bool HasQuorum(int quorum) => Cast >= quorum;

    /// <summary>Whether it carries: the quorum is met and the majority is reached. Nothing carries without a vote for it.</summary>
    public bool Carries(int quorum, Majority majority) =>
        HasQuorum(quorum)
        && For > 0
        && majority switch
        {
            Majority.Simple => For > Against,
            Majority.Absolute => 2 * For > Eligible,
            Majority.TwoThirds => 3 * For >= 2 * (For + Against),
            Majority.Consensus => Against == 0,
            Majority.Unanimity => For == Eligible,
        };
}
