using System.Collections.Immutable;

namespace Holdfast.Core.Values;

/// <summary>How sensitive an entry is. Ordered.</summary>
public enum Classification
{
    Public,
    Restricted,
    Confidential,
}

/// <summary>
/// Who may read an entry (after NATO ADatP-4774 and ISO/IEC 15816): the policy whose words it uses, a classification, restrictive categories (a reader needs all of
/// them), permissive categories (a reader needs at least one of them) and, when not empty, the nations or parties to which it may be released.
/// Text form: <c>public</c>, <c>restricted</c>, <c>restricted rel:FR,GB</c>, <c>confidential cat:COMMISSION rel:UA</c>,
/// <c>policy:NATO confidential cat:A,B any:X,Y rel:FR</c>. The text is part of what an entry's leaf hash commits to.
/// </summary>
public sealed record Label(Classification Classification, ImmutableSortedSet<string> Categories, ImmutableSortedSet<string> ReleasableTo)
{
    private const string PolicyWord = "policy:";

    public static readonly Label Public = new(Classification.Public, [], []);
    public static readonly Label Restricted = new(Classification.Restricted, [], []);

    /// <summary>Permissive categories: a reader needs at least one of them; empty when none is asked for.</summary>
    public ImmutableSortedSet<string> AnyOf { get; init; } = [];

    /// <summary>The policy whose classification this is; null for this installation's own.</summary>
    public string? Policy { get; init; }

    public override string ToString()
    {
        var text = Policy is null ? "" : PolicyWord + Policy + " ";
        text += Classification.ToString().ToLowerInvariant();
        return text + Items(" cat:", Categories) + Items(" any:", AnyOf) + Items(" rel:", ReleasableTo);
    }

    /// <summary>Parses the text form; false when a word is not one of it.</summary>
    public static bool TryParse(string text, out Label label)
    {
        label = Public;
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var policy = words is [var first, ..] && first.StartsWith(PolicyWord, StringComparison.Ordinal) ? first[PolicyWord.Length..] : null;
        var rest = words.AsSpan(policy is null ? 0 : 1);
        if (policy is "" || rest.IsEmpty || Level(rest[0]) is not { } level)
        {
            return false;
        }
        var none = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);
        var (categories, anyOf, releasable) = (none, none, none);
        foreach (var word in rest[1..])
        {
            var items = word.Length > 4 ? word[4..].Split(',', StringSplitOptions.RemoveEmptyEntries) : [];
            switch (word.Length > 4 ? word[..4] : "")
            {
                case "cat:":
                    categories = categories.Union(items);
                    break;
                case "any:" when items.Length > 0:
                    anyOf = anyOf.Union(items);
                    break;
                case "rel:":
                    releasable = releasable.Union(items);
                    break;
                default:
                    return false;
            }
        }
        label = new Label(level, categories, releasable) { AnyOf = anyOf, Policy = policy };
        return true;
    }

    public bool Equals(Label? other) => other is not null && ToString() == other.ToString();

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>Nobody's nationality: stands where labels are releasable to disjoint sets.</summary>
    private const string Nobody = "NOBODY";

    /// <summary>The least label that whoever may read it may also read every one of these.</summary>
    /// <param name="all">At least one.</param>
    public static Label Cover(IReadOnlyList<Label> all)
    {
        var categories = all.Aggregate(ImmutableSortedSet<string>.Empty, (set, l) => set.Union(l.Categories));
        ImmutableSortedSet<string>? releasable = null;
        foreach (var label in all.Where(l => !l.ReleasableTo.IsEmpty))
        {
            releasable = releasable is null ? label.ReleasableTo : releasable.Intersect(label.ReleasableTo);
        }
        var (anyOf, policy, possible) = Together(all);
        var to =
            releasable is { IsEmpty: true } || !possible ? [Nobody]
            : releasable is null ? []
            : releasable;
        return new Label(all.Max(l => l.Classification), categories, to) { AnyOf = possible ? anyOf : [], Policy = policy };
    }

    /// <summary>
    /// What a reader must hold, beside classification, categories and nationality, to satisfy every one of several labels: permissive categories of which one will do,
    /// and a policy. Not possible where the labels name different policies, or permissive categories of which none is common: then no label says it exactly.
    /// </summary>
    internal static (ImmutableSortedSet<string> AnyOf, string? Policy, bool Possible) Together(IEnumerable<Label> labels)
    {
        ImmutableSortedSet<string>? anyOf = null;
        string? policy = null;
        var possible = true;
        foreach (var label in labels)
        {
            if (!label.AnyOf.IsEmpty)
            {
                anyOf = anyOf is null ? label.AnyOf : anyOf.Intersect(label.AnyOf);
            }
            possible &= policy is null || label.Policy is null || policy == label.Policy;
            policy ??= label.Policy;
        }
        return (anyOf ?? [], policy, possible && anyOf is not { IsEmpty: true });
    }

    private static string Items(string word, ImmutableSortedSet<string> items) =>
        items.IsEmpty ? "" : word + string.Join(',', items.Order(StringComparer.Ordinal));

    // Word by word: Enum.TryParse would also take numbers and lists of names.
    private static Classification? Level(string word) =>
        Enum.GetValues<Classification>()
            .Cast<Classification?>()
            .FirstOrDefault(c => word.Equals(c.ToString(), StringComparison.OrdinalIgnoreCase));
}
