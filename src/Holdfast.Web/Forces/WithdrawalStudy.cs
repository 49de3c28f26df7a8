using System.Collections.Immutable;
using Holdfast.App.Forces;

namespace Holdfast.Web.Forces;

/// <summary>A plan, and what each nation's withdrawal, and that of each single offer, would cost it.</summary>
/// <param name="Asked">Weighted hundredths that the plan's lines ask for over all months.</param>
public sealed record WithdrawalStudy(
    ForceReport Report,
    long Asked,
    ImmutableArray<Withdrawal> Withdrawals,
    ImmutableArray<Withdrawal> Offers
)
{
    /// <summary>How it is kept.</summary>
    internal static ShelfForm<WithdrawalStudy> Form(ForceCase made)
    {
        var plan = ShelfText.Answer(made.Planning.Problem);
        return new(
            study => ShelfText.Write(new Kept(plan.Write(study.Report.Answer), study.Asked, study.Withdrawals, study.Offers)),
            text =>
                ShelfText.Read<Kept>(text) is { Withdrawals.IsDefault: false, Offers.IsDefault: false } kept
                && plan.Read(kept.Plan) is { } answer
                    ? new WithdrawalStudy(ForceStudy.Report(made, answer), kept.Asked, kept.Withdrawals, kept.Offers)
                    : null
        );
    }

    private sealed record Kept(string Plan, long Asked, ImmutableArray<Withdrawal> Withdrawals, ImmutableArray<Withdrawal> Offers);
}
