namespace Holdfast.Core.Support.Ledger;

/// <summary>What is given. A source that says no more than "military" is not made to say more.</summary>
public enum SupportKind
{
    /// <summary>The source does not part its figure by kind.</summary>
    Unspecified,
    Financial,
    Humanitarian,

    /// <summary>Military aid of which the source does not say what.</summary>
    Military,
    Equipment,
    Ammunition,
    Training,
    Works,
    Industry,

    /// <summary>An arrangement to share intelligence: that there is one, never its content.</summary>
    Intelligence,
}
