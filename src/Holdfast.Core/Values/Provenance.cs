namespace Holdfast.Core.Values;

/// <summary>Whose a source is. A party's word about itself or the other is never the mission's.</summary>
public enum Affiliation
{
    Mission,
    Party,
    Member,
    Public,
}

/// <summary>NATO Admiralty code, first half: how reliable the source has been.</summary>
public enum Reliability
{
    A,
    B,
    C,
    D,
    E,
    F,
}

/// <summary>
/// A source of observations. Sources that copy each other share an independence group and count once. <paramref name="Owner"/> names the party or
/// member whose it is, and is empty for the mission's own and for the public.
/// </summary>
public sealed record Source(
    string Id,
    string Title,
    string IndependenceGroup,
    Affiliation Affiliation,
    string Owner,
    Reliability Reliability
);
