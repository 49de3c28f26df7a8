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
);
