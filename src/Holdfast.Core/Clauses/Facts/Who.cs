using System.Collections.Immutable;
using Holdfast.Core.Clauses.Syntax;

namespace Holdfast.Core.Clauses.Facts;

/// <summary>Who has to speak for a fact to be determined: a name, or at least some number of a group.</summary>
public abstract record Who
{
    private protected Who() { }

    /// <summary>Whether those who said something are enough.</summary>
    /// <param name="provisional">Those of them whose word is provisional only.</param>
    public abstract bool IsMetBy(IReadOnlySet<string> authorities, IReadOnlySet<string> provisional);

    /// <summary>Every name in it.</summary>
    public abstract IEnumerable<string> Names { get; }

    internal static Who From(WhoSyntax syntax) =>
        syntax switch
        {
            WhoNameSyntax name => new WhoName(name.Name, name.Finality),
            WhoGroupSyntax group => new WhoGroup(group.Need, [.. group.Members.Select(From)]),
            _ => throw new InvalidOperationException("WhoSyntax is a closed union."),
        };
}

public sealed record WhoName(string Name, Finality Finality) : Who
{
    public override bool IsMetBy(IReadOnlySet<string> authorities, IReadOnlySet<string> provisional) =>
        authorities.Contains(Name) && (Finality != Finality.Final || !provisional.Contains(Name));

    public override IEnumerable<string> Names => [Name];

    public override string ToString() =>
        Finality switch
        {
            Finality.Provisional => Name + " provisionally",
            Finality.Final => Name + " finally",
            _ => Name,
        };
}

public sealed record WhoGroup(int Need, ImmutableArray<Who> Members) : Who
{
    public override bool IsMetBy(IReadOnlySet<string> authorities, IReadOnlySet<string> provisional) =>
        Members.Count(m => m.IsMetBy(authorities, provisional)) >= Need;

    public override IEnumerable<string> Names => Members.SelectMany(m => m.Names);

    public override string ToString()
    {
        var list = string.Join(", ", Members);
        return Members.Length == 1 ? list
            : Need == Members.Length ? (Need == 2 ? $"both({list})" : $"all of ({list})")
            : (Need == 1 ? $"any of ({list})" : $"at least {Need} of ({list})");
    }
}
