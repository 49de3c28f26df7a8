namespace Holdfast.Core.Support.Ledger;

/// <summary>How a thing that is given was turned into money. Figures of different bases are told apart wherever they are shown.</summary>
public enum ValueBasis
{
    /// <summary>The source does not say.</summary>
    Unstated,

    /// <summary>Money itself.</summary>
    Face,

    /// <summary>The maker's price when it was new.</summary>
    List,

    /// <summary>What it costs to buy it again.</summary>
    Replacement,

    /// <summary>What was left of its worth in the books.</summary>
    Residual,

    /// <summary>What such a thing fetches today.</summary>
    Market,
}
