namespace Holdfast.Core.Commission.Rules;

/// <summary>How many votes carry a decision. Abstentions count towards the quorum and nowhere else, but in <see cref="Absolute"/>.</summary>
public enum Majority
{
    /// <summary>More for than against.</summary>
    Simple,

    /// <summary>More than half of the members who may vote.</summary>
    Absolute,

    /// <summary>At least two thirds of the votes for or against.</summary>
    TwoThirds,

    /// <summary>Nobody against.</summary>
    Consensus,

    /// <summary>Every member who may vote is for it.</summary>
    Unanimity,
}
