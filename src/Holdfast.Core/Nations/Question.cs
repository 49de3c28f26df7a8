namespace Holdfast.Core.Nations;

/// <summary>What is asked of every nation, in the order of the matrix.</summary>
public enum Question
{
    /// <summary>Does it support the coalition?</summary>
    Support,

    /// <summary>Is there a national consensus: government, parliament, opposition, public?</summary>
    Consensus,

    /// <summary>Which tasks should the coalition have?</summary>
    Tasks,

    /// <summary>What does it contribute, and why?</summary>
    Contribution,

    /// <summary>On what does it make this depend?</summary>
    Conditions,

    /// <summary>Who decides, before or after, for how long?</summary>
    Procedure,

    /// <summary>Which dates bear on it?</summary>
    Calendar,

    /// <summary>What does the public think?</summary>
    Opinion,

    /// <summary>What does it rule out?</summary>
    RedLines,

    /// <summary>How far does it depend on the United States?</summary>
    Dependence,
}

/// <summary>The word in a cell of the matrix.</summary>
public enum Stance
{
    Offered,
    Conditional,
    Refused,

    /// <summary>Not decided, said to be so.</summary>
    Open,

    /// <summary>Asked, and did not say.</summary>
    Silent,

    Yes,
    No,
    Partly,
    Divided,

    /// <summary>A source says that it is not known.</summary>
    Unknown,
}

/// <summary>Where or with what a contribution is made.</summary>
public enum Domain
{
    Land,
    Air,
    Sea,
    Cyber,
    Intelligence,
    Logistics,
    Training,
    Finance,
    Mines,
}
