using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Record.Releases;

/// <summary>Why an entry's label may not be lowered. <see cref="Lawful"/> is the only permission.</summary>
public enum ReleaseDecision
{
    Lawful,

    /// <summary>Deliberations, votes and dissents under seal: never, by nobody.</summary>
    Sealed,

    /// <summary>What people said, and what tells who they are.</summary>
    Statement,

    /// <summary>Places of sensors, patrols, witnesses and firing points; observations leave through the release policy of their mission alone.</summary>
    Position,

    /// <summary>Entries by which the record and its accounts are kept.</summary>
    Internal,
}

/// <summary>What two persons may release, and which labels are stricter than which. Pure.</summary>
public static class ReleaseLaw
{
    /// <summary>A category for what two labels together let nobody read.</summary>
    public const string NobodyCategory = "RELEASE";

    private const string SealPrefix = "SEAL.";

    private static readonly string[] SealedKinds = ["case.note/", "case.vote", "case.dissent/"];
    private static readonly string[] StatementKinds =
    [
        "case.statement/",
        "case.consent_withdrawn/",
        "case.key_destroyed/",
        "case.custody/",
        "case.evidence/",
        "case.search/",
    ];
    private static readonly string[] PositionKinds = ["observation.", "report.", "quarantine.", "feed.", "mission.", "sensor."];
    private static readonly string[] InternalKinds = ["record.", "release.", "account.", "session.", "token.", "access.", "evidence."];

    /// <summary>Whether the label of an entry of that kind under that label may be lowered at all, by two persons.</summary>
    public static ReleaseDecision Decide(string kind, Label recorded)
    {
        bool Is(string[] prefixes) => Array.Exists(prefixes, p => kind.StartsWith(p, StringComparison.Ordinal));
        return recorded.Categories.Union(recorded.AnyOf).Any(c => c.StartsWith(SealPrefix, StringComparison.Ordinal)) || Is(SealedKinds)
                ? ReleaseDecision.Sealed
            : Is(StatementKinds) ? ReleaseDecision.Statement
            : Is(PositionKinds) ? ReleaseDecision.Position
            : Is(InternalKinds) ? ReleaseDecision.Internal
            : ReleaseDecision.Lawful;
    }

    public static string Explain(ReleaseDecision decision) =>
        decision switch
        {
            ReleaseDecision.Lawful => "it may be released by two persons",
            ReleaseDecision.Sealed => "it is under the seal of a deliberation, which nobody lifts",
            ReleaseDecision.Statement => "it protects people who spoke; reviewed summaries are what parties receive",
            ReleaseDecision.Position =>
                "it may tell places of sensors, patrols or firing points; the mission's release policy lets out what may be known",
            ReleaseDecision.Internal => "it is an entry by which the record itself is kept",
        };

    /// <summary>Whether everybody who may read under <paramref name="label"/> may also read under <paramref name="other"/>: a partial order.</summary>
    public static bool IsAtLeastAsStrict(Label label, Label other) =>
        string.Equals(label.Policy, other.Policy, StringComparison.Ordinal)
        && label.Classification >= other.Classification
        && other.Categories.All(label.Categories.Contains)
        && IsWithin(label.AnyOf, other.AnyOf)
        && IsWithin(label.ReleasableTo, other.ReleasableTo);

    /// <summary>A label under which nobody reads who may not read under both: for acts that speak of an entry under both.</summary>
    public static Label Cover(Label one, Label other)
    {
        if (IsAtLeastAsStrict(one, other) || IsAtLeastAsStrict(other, one))
        {
            return IsAtLeastAsStrict(one, other) ? one : other;
        }
        var (anyOf, anyFits) = Both(one.AnyOf, other.AnyOf);
        var (to, toFits) = Both(one.ReleasableTo, other.ReleasableTo);
        var fits = anyFits && toFits && string.Equals(one.Policy, other.Policy, StringComparison.Ordinal);
        var categories = one.Categories.Union(other.Categories);
        var level = (Classification)Math.Max((int)one.Classification, (int)other.Classification);
        return new Label(level, fits ? categories : categories.Add(NobodyCategory), to)
        {
            AnyOf = anyOf,
            Policy = one.Policy ?? other.Policy,
        };
    }

    /// <summary>What both lists name, and whether anything satisfies both.</summary>
    private static (ImmutableSortedSet<string> Items, bool Fits) Both(ImmutableSortedSet<string> one, ImmutableSortedSet<string> other)
    {
        if (one.IsEmpty || other.IsEmpty)
        {
            return (one.IsEmpty ? other : one, true);
        }
        var both = one.Intersect(other);
        return both.IsEmpty ? (one, false) : (both, true);
    }

    /// <summary>A list of which one is needed is stricter the fewer it names; none at all asks for nothing.</summary>
    private static bool IsWithin(ImmutableSortedSet<string> few, ImmutableSortedSet<string> many) =>
        many.IsEmpty || (!few.IsEmpty && few.All(many.Contains));
}
