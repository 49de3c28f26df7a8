using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Nations;

/// <summary>Whose word a position is. The three are never added up or overwritten by one another.</summary>
public enum PositionKind
{
    /// <summary>An official's own statement.</summary>
    Own,

    /// <summary>Somebody reports what officials say.</summary>
    Reported,

    /// <summary>What an expert infers.</summary>
    Inference,
}

/// <summary>What a condition's name stands for in the clause files.</summary>
public enum ConditionTarget
{
    Undertaking,
    Definition,
    Fact,
}

/// <summary>
/// The name under which the clauses express a condition of a position: an undertaking, a definition or a fact with its arguments. What it waits for is
/// worked out by the guarantees.
/// </summary>
public sealed record ConditionName(ConditionTarget Target, string Name, ImmutableArray<string> Arguments)
{
    /// <summary>As written in the clauses: <c>GB.presence</c>, <c>mandate(UN)</c>.</summary>
    public override string ToString() => Arguments.IsEmpty ? Name : $"{Name}({string.Join(", ", Arguments)})";
}

/// <summary>Shares in percent of those asked; null where the source gives none. Nothing is filled in: a residual stays a residual.</summary>
public sealed record Poll(double? For, double? Against, double? Undecided, string Asked, string Pollster, PartialDate? Fielded)
{
    /// <summary>What the given shares leave of a hundred, never below zero (published shares are rounded).</summary>
    public double Residual => Math.Max(0, 100 - (For ?? 0) - (Against ?? 0) - (Undecided ?? 0));
}

/// <summary>
/// One dated statement about where a nation stands on one question. A later one never erases it. <see cref="Says"/> is in the mission's own words.
/// </summary>
/// <param name="Nation">The id of the nation it is about.</param>
/// <param name="Id">Unique within the nation; lower case, digits, hyphens.</param>
/// <param name="Date">When it was said, as exactly as the source tells.</param>
public sealed record Position(
    string Nation,
    string Id,
    PartialDate Date,
    Question Question,
    Stance Stance,
    string Says,
    PositionKind Kind,
    Standing Standing,
    string Cites
)
{
    /// <summary>Who said it; empty for an inference or where the source does not say.</summary>
    public string Speaker { get; init; } = "";

    public string Office { get; init; } = "";
    public ImmutableArray<Domain> Domains { get; init; } = [];
    public string Place { get; init; } = "";

    /// <summary>As stated, such as "up to 400 soldiers".</summary>
    public string Size { get; init; } = "";

    /// <summary>Only with <see cref="Question.Opinion"/>.</summary>
    public Poll? Poll { get; init; }

    public ImmutableArray<ConditionName> Conditions { get; init; } = [];
}
