using System.Collections.Immutable;
using Holdfast.Core.Nations;
using Holdfast.Core.Values;

namespace Holdfast.Core.Support.Ledger;

/// <summary>Items that were announced together and, where an undertaking is named, what must come for it to be fulfilled.</summary>
/// <param name="Id">What items name as their package.</param>
/// <param name="Undertaking">The undertaking that is fulfilled when every promise of the package is kept; empty for none.</param>
/// <param name="Condition">What must hold for the package, as the text of a clause; empty for nothing.</param>
public sealed record SupportPackage(
    string Id,
    string Donor,
    string Title,
    PartialDate? Date,
    string Undertaking,
    string Condition,
    Standing Standing,
    string Cites
);

/// <summary>What a mission's files declare for its ledger: items, packages and rates.</summary>
public sealed record DeclaredLedger(ImmutableArray<LedgerItem> Items, ImmutableArray<SupportPackage> Packages, Rates Rates)
{
    /// <summary>The account of items that a mission declares and of tables that name no other.</summary>
    public const string Series = "ledger";

    public static DeclaredLedger Empty { get; } = new([], [], Rates.None);

    public bool IsEmpty => Items.IsEmpty && Packages.IsEmpty;

    public SupportPackage? Package(string id) => Packages.FirstOrDefault(p => p.Id == id);
}
