namespace Holdfast.Core.Access;

/// <summary>What a principal may do; labels decide besides what may be read.</summary>
public enum Right
{
    /// <summary>What is released to everybody.</summary>
    ReadReleased,

    /// <summary>What one's clearance, categories and nationality permit beyond that.</summary>
    ReadLabelled,

    /// <summary>Events undelayed and exact.</summary>
    WatchRoom,

    /// <summary>Handing in observations: imports, patrol reports, merges of records.</summary>
    WriteObservations,

    /// <summary>Mending lines in quarantine.</summary>
    MendQuarantine,

    /// <summary>Confirming, rejecting, splitting, merging and fixing incidents: an operator of the watch floor.</summary>
    DecideIncidents,

    /// <summary>Stating and retracting facts through the fact door.</summary>
    StateFacts,

    /// <summary>Answers about locks, stalling and gaps that are restricted by default.</summary>
    ReadAnalysis,

    /// <summary>Acts in the commission's cases; which ones is the case law's to say, and the seat's.</summary>
    ActInCommission,

    /// <summary>Receiving summaries and replying for a party.</summary>
    ReplyAsParty,

    /// <summary>Acts of the coordination cell: calls, windows, meetings, proposals, tasks, the watch log.</summary>
    ActInCell,

    /// <summary>A nation's own word on a decision of the willing; only for the nation of one's nationality.</summary>
    SpeakForNation,

    /// <summary>First of the two who release or downgrade something.</summary>
    ProposeRelease,

    /// <summary>Second of the two who release or downgrade something.</summary>
    ConfirmRelease,

    /// <summary>Creating and changing accounts, first links, seats, unlocking.</summary>
    ManageAccounts,

    /// <summary>Second of the two who seat a member of the commission.</summary>
    ConfirmSeat,

    /// <summary>The installation's own record: who signed in, who was refused.</summary>
    ReadAudit,

    /// <summary>Checkpoints, keys, bundles and checks of a record.</summary>
    KeepRecord,

    /// <summary>Loading and revising missions.</summary>
    ManageMission,

    /// <summary>One's own account: password, sessions, tokens.</summary>
    UseOwnAccount,
}

/// <summary>Why a right is not there. <see cref="Granted"/> is the only permission.</summary>
public enum RightDecision
{
    Granted,

    /// <summary>A right that nobody here knows.</summary>
    UnknownRight,

    /// <summary>None of the reader's roles gives it.</summary>
    NotOfAnyRole,

    /// <summary>A role gives it, but the token in use was not made for it.</summary>
    OutsideScope,
}
