using System.Collections.Immutable;
using Holdfast.Core.Clauses.Facts;
using Holdfast.Core.Clauses.Syntax;
using NodaTime;

namespace Holdfast.Core.Clauses;

/// <summary>A declared fact: its name, parameters, who may determine it, whether absence means false, and when it turns stale.</summary>
public sealed record FactDeclaration(string Name, string Title, ImmutableArray<string> Parameters, string Location)
{
    public FactType Type { get; init; } = FactType.Bool;

    /// <summary>Whose word makes it so; null where anybody's statement counts.</summary>
    public Who? DeterminedBy { get; init; }

    /// <summary>Whose word makes it so by the value of its first argument, where that differs; empty otherwise.</summary>
    public ImmutableSortedDictionary<string, Who> DeterminedByFirst { get; init; } = ImmutableSortedDictionary<string, Who>.Empty;

    /// <summary>Whose word makes it so for these arguments; null where anybody's statement counts.</summary>
    public Who? Authority(ImmutableArray<string> arguments) =>
        !arguments.IsDefaultOrEmpty && DeterminedByFirst.TryGetValue(arguments[0], out var who) ? who : DeterminedBy;

    /// <summary>Not stated means false.</summary>
    public bool Complete { get; init; }

    /// <summary>How long a statement counts without being renewed, from the start of its validity (or from when it was recorded); null for ever.</summary>
    public Period? StaleAfter { get; init; }

    /// <summary>For each parameter, in order, the values it may take; empty for any.</summary>
    public ImmutableArray<ImmutableArray<string>> Allowed { get; init; } = [];
}
