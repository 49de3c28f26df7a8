using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;

namespace Holdfast.Core.Guarantees;

/// <summary>A fact that is not as an undertaking needs it.</summary>
/// <param name="Text">As the clause writes it.</param>
/// <param name="Value">What it is now, with the reasons where it is unknown.</param>
/// <param name="Wanted">What it would have to be.</param>
/// <param name="Alternative">One of several ways.</param>
/// <param name="Via">The undertakings through which it is needed, from the nearest on; empty for one of its own conditions.</param>
public sealed record MissingFact(
    FactUse Fact,
    string Text,
    Truth Value,
    bool Wanted,
    bool Alternative,
    ImmutableArray<string> Via,
    string Location
);
