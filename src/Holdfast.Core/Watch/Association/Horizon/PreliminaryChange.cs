namespace Holdfast.Core.Watch.Association.Horizon;

/// <summary>What became of a preliminary origin.</summary>
public enum PreliminaryState
{
    /// <summary>It is new.</summary>
    Proposed,

    /// <summary>It explains other arrivals than before; time and place may have moved.</summary>
    Revised,

    /// <summary>It does not stand any more: to be shown as withdrawn, not to vanish.</summary>
    Withdrawn,

    /// <summary>The solver of windows has found it too: <see cref="PreliminaryChange.FinalId"/> is what it is called from now on.</summary>
    Settled,
}

/// <summary>One change of the horizon.</summary>
/// <param name="Id">The name under which it was proposed.</param>
/// <param name="Origin">As it is now, or was last.</param>
/// <param name="FinalId">The final origin's name, where it is settled: often the same; where not, the old name leads there.</param>
public sealed record PreliminaryChange(PreliminaryState State, string Id, Origin Origin, string? FinalId = null);
