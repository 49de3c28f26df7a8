namespace Holdfast.Core.Commission;

/// <summary>
/// The states of a case (DOMAIN.md, after the practice of CTSAMVM: allegation, preliminary inquiry, investigation, report, board).
/// </summary>
public enum CaseState
{
    Received,
    Preliminary,
    Investigating,
    Draft,
    PartyResponse,
    Deliberation,
    Decided,
    RemedyMonitoring,
    Closed,
    Reopened,
    Inadmissible,
}

/// <summary>Who brought an allegation.</summary>
public enum Intake
{
    /// <summary>The commission's own motion, for example from an apparent breach that the watch found.</summary>
    Own,
    Party,
    Member,

    /// <summary>Through the public form.</summary>
    Public,
}

/// <summary>What the commission finds about a violation. Only a recorded vote makes a finding.</summary>
public enum ViolationOutcome
{
    Established,
    NotEstablished,
    Undeterminable,
}

/// <summary>What the commission finds about who did it; a separate question.</summary>
public enum AttributionOutcome
{
    Attributed,
    LargelyAttributed,
    NotAttributed,
}

/// <summary>How sure the commission had to be. Ordered from the lowest.</summary>
public enum ProofStandard
{
    ReasonableSuspicion,
    BalanceOfProbabilities,
    ClearAndConvincing,
    BeyondReasonableDoubt,
}
