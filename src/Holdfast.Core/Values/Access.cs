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
/// Who may read an entry (after NATO ADatP-4774): a classification, restrictive categories (a reader needs all of them) and, when not
/// empty, the nations or parties to which it may be released.
/// Text form: <c>public</c>, <c>restricted</c>, <c>restricted rel:FR,GB</c>, <c>confidential cat:COMMISSION rel:UA</c>.
/// </summary>
public sealed record Label(Classification Classification, ImmutableSortedSet<string> Categories, ImmutableSortedSet<string> ReleasableTo)
{
    public static readonly Label Public = new(Classification.Public, [], []);
    public static readonly Label Restricted = new(Classification.Restricted, [], []);

    public override string ToString()
    {
        var text = Classification.ToString().ToLowerInvariant();
        text += Categories.IsEmpty ? "" : " cat:" + string.Join(',', Categories.Order(StringComparer.Ordinal));
        return text + (ReleasableTo.IsEmpty ? "" : " rel:" + string.Join(',', ReleasableTo.Order(StringComparer.Ordinal)));
    }

    /// <summary>Parses the text form; false when a word is not one of it.</summary>
    public static bool TryParse(string text, out Label label)
    {
        label = Public;
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || char.IsDigit(words[0][0]) || !Enum.TryParse<Classification>(words[0], ignoreCase: true, out var level))
        {
            return false;
        }
        ImmutableSortedSet<string> categories = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);
        var releasable = categories;
        foreach (var word in words.Skip(1))
        {
            var items = word.Length > 4 ? word[4..].Split(',', StringSplitOptions.RemoveEmptyEntries) : [];
            switch (word.Length > 4 ? word[..4] : "")
            {
                case "cat:":
                    categories = categories.Union(items);
                    break;
                case "rel:":
                    releasable = releasable.Union(items);
                    break;
                default:
                    return false;
            }
        }
        label = new Label(level, categories, releasable);
        return true;
    }

    public bool Equals(Label? other) => other is not null && ToString() == other.ToString();

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);
}

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
        [],
        null
    );

    public bool IsIn(Role role) => Roles.Contains(role);

    /// <summary>Whether this reader sits in the watch room, where events are seen undelayed.</summary>
    public bool InWatchRoom => IsIn(Role.WatchOfficer) || IsIn(Role.Analyst);
}

/// <summary>Why a reader may not read. <see cref="Granted"/> is the only permission.</summary>
public enum AccessDecision
{
    Granted,
    ClearanceTooLow,
    CategoryMissing,
    NotReleasable,
}

/// <summary>The one pure decision function for labels. Anything it does not know is denied.</summary>
public static class Access
{
    public static AccessDecision Decide(Reader reader, Label label)
    {
        if (reader.Clearance < label.Classification)
        {
            return AccessDecision.ClearanceTooLow;
        }
        if (!label.Categories.All(reader.Categories.Contains))
        {
            return AccessDecision.CategoryMissing;
        }
        var released = label.ReleasableTo.IsEmpty || (reader.Nationality is { } nation && label.ReleasableTo.Contains(nation));
        return released ? AccessDecision.Granted : AccessDecision.NotReleasable;
    }

    public static bool MayRead(Reader reader, Label label) => Decide(reader, label) == AccessDecision.Granted;
}
