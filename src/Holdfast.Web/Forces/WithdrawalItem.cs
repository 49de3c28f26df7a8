using Holdfast.App.Forces;

namespace Holdfast.Web.Forces;

/// <summary>What each nation's withdrawal would leave unfilled, as the API gives it. Weighted hundredths of units over all months; a line's loss not weighted.</summary>
public sealed record WithdrawalItem(
    long Asked,
    long Unfilled,
    IReadOnlyList<WithdrawalItem.One> Withdrawals,
    IReadOnlyList<WithdrawalItem.One> Offers
)
{
    /// <param name="Offer">The single offer that is taken away; empty where the nation withdraws.</param>
    public sealed record One(string Nation, string Offer, long Unfilled, long More, bool Proven, IReadOnlyList<Loss> Lines)
    {
        internal static One Of(Withdrawal withdrawal) =>
            new(
                withdrawal.Nation,
                withdrawal.Offer,
                withdrawal.Unfilled,
                withdrawal.More,
                withdrawal.Proven,
                [.. withdrawal.Lines.Select(l => new Loss(l.Line, l.Loses))]
            );
    }

    public sealed record Loss(string Line, int Loses);

    internal static WithdrawalItem Of(WithdrawalStudy study) =>
        new(
            study.Asked,
            study.Report.Answer.Plan.Totals.WeightedUnfilled,
            [.. study.Withdrawals.Select(One.Of)],
            [.. study.Offers.Select(One.Of)]
        );
}
