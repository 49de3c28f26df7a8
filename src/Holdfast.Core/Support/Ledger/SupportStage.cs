namespace Holdfast.Core.Support.Ledger;

/// <summary>
/// How far an item has come, in the order in which a promise becomes a deed. Pledge, commitment and disbursement are those of the IATI codelist TransactionType (12, 2, 3), a guarantee is its 10;
/// allocation is the Kiel tracker's (a commitment with its content specified). Commitment, allocation and delivery are three different things and never added together.
/// </summary>
public enum SupportStage
{
    Need,
    Request,
    Refused,
    Paused,
    Blocked,
    Pledge,
    Commitment,
    Allocation,

    /// <summary>Money that was paid out.</summary>
    Disbursement,

    /// <summary>Goods or persons that arrived.</summary>
    Delivery,

    /// <summary>What it follows will not come.</summary>
    Cancelled,

    /// <summary>Cover for somebody else's loan (IATI transaction type 10, credit guarantee): neither promised nor paid money, and never added to either.</summary>
    Guarantee,
}

/// <summary>What stages mean for one another.</summary>
public static class Stages
{
    /// <summary>Whether something was promised or more: it counts towards what a donor said it would do.</summary>
    public static bool IsPromise(this SupportStage stage) =>
        stage is SupportStage.Pledge or SupportStage.Commitment or SupportStage.Allocation;

    /// <summary>Whether something came.</summary>
    public static bool IsDeed(this SupportStage stage) => stage is SupportStage.Disbursement or SupportStage.Delivery;

    /// <summary>Whether it answers a request with something other than help.</summary>
    public static bool IsRefusal(this SupportStage stage) => stage is SupportStage.Refused or SupportStage.Paused or SupportStage.Blocked;

    /// <summary>Whether an item of this stage may follow one of another: an earlier one, and a cancellation whatever is not one itself.</summary>
    public static bool MayFollow(this SupportStage later, SupportStage earlier) =>
        later == SupportStage.Cancelled ? !earlier.IsDeed() && earlier != SupportStage.Cancelled
        : later.IsRefusal() ? earlier is SupportStage.Need or SupportStage.Request || earlier.IsPromise()
        : later == SupportStage.Guarantee ? !earlier.IsDeed() && earlier is not (SupportStage.Cancelled or SupportStage.Guarantee)
        : later.IsDeed() ? !earlier.IsDeed() && earlier != SupportStage.Cancelled
        : earlier < later || earlier.IsRefusal();
}
