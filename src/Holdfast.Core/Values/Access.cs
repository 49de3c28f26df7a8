using System.Collections.Immutable;

namespace Holdfast.Core.Values;

/// <summary>What a principal does here.</summary>
public enum Role
{
    PublicReader,
    WatchOfficer,
    Analyst,
    Investigator,
    Commissioner,
    Secretary,
    LegalOfficer,
    Planner,
    NationalLiaison,
    PartyRepresentative,
    Administrator,
    Auditor,
}

/// <summary>Somebody who reads. Every read in the system takes one.</summary>
public sealed record Reader(
    string Name,
    ImmutableHashSet<Role> Roles,
    Classification Clearance,
    ImmutableHashSet<string> Categories,
    string? Nationality
)
{
    /// <summary>Anybody, without signing in.</summary>
    public static readonly Reader Anyone = new("anyone", [Role.PublicReader], Classification.Public, [], null);

    /// <summary>The operator of a local installation: the owner of the record's file, who could read it anyway.</summary>
    public static readonly Reader LocalOperator = new(
        "local operator",
        [Role.WatchOfficer, Role.Analyst, Role.Administrator],
        Classification.Confidential,
        ["SENSORS"],
        null
    );

    /// <summary>Policies, beside the installation's own, for which the reader is cleared up to <see cref="Clearance"/>.</summary>
    public ImmutableHashSet<string> Policies { get; init; } = [];

    /// <summary>Kept to what is delayed and blurred whatever the roles: a token that was not made for the watch room.</summary>
    public bool Veiled { get; init; }

    public bool IsIn(Role role) => Roles.Contains(role);

    /// <summary>Whether this reader sits in the watch room, where events are seen undelayed.</summary>
    public bool InWatchRoom => !Veiled && (IsIn(Role.WatchOfficer) || IsIn(Role.Analyst));
}

/// <summary>Why a reader may not read. <see cref="Granted"/> is the only permission.</summary>
public enum AccessDecision
{
    Granted,

    /// <summary>The label has a classification that nobody here knows.</summary>
    UnknownClassification,

    /// <summary>The reader has a clearance that nobody here knows.</summary>
    UnknownClearance,

    /// <summary>The label is of a policy for which the reader is not cleared.</summary>
    PolicyNotHeld,
    ClearanceTooLow,

    /// <summary>A restrictive category that the reader does not hold.</summary>
    CategoryMissing,

    /// <summary>None of the permissive categories, of which one would do.</summary>
    NoPermittedCategory,
    NotReleasable,
}

/// <summary>The one pure decision function for labels. Anything it does not know is denied.</summary>
public static class ReadAccess
{
    public static AccessDecision Decide(Reader reader, Label label)
    {
        if (label.Classification is < Classification.Public or > Classification.Confidential)
        {
            return AccessDecision.UnknownClassification;
        }
        if (reader.Clearance is < Classification.Public or > Classification.Confidential)
        {
            return AccessDecision.UnknownClearance;
        }
        if (label.Policy is { } policy && !Holds(reader.Policies, policy))
        {
            return AccessDecision.PolicyNotHeld;
        }
        if (reader.Clearance < label.Classification)
        {
            return AccessDecision.ClearanceTooLow;
        }
        if (!label.Categories.All(c => Holds(reader.Categories, c)))
        {
            return AccessDecision.CategoryMissing;
        }
        if (!label.AnyOf.IsEmpty && !label.AnyOf.Any(c => Holds(reader.Categories, c)))
        {
            return AccessDecision.NoPermittedCategory;
        }
        var released = label.ReleasableTo.IsEmpty || (reader.Nationality is { } nation && Holds(label.ReleasableTo, nation));
        return released ? AccessDecision.Granted : AccessDecision.NotReleasable;
    }

    public static bool MayRead(Reader reader, Label label) => Decide(reader, label) == AccessDecision.Granted;

    // Letter by letter: a set may have come with a comparer that takes other letters for these.
    private static bool Holds(ImmutableHashSet<string> held, string wanted) =>
        held.TryGetValue(wanted, out var found) && string.Equals(found, wanted, StringComparison.Ordinal);

    private static bool Holds(ImmutableSortedSet<string> held, string wanted) =>
        held.TryGetValue(wanted, out var found) && string.Equals(found, wanted, StringComparison.Ordinal);
}
