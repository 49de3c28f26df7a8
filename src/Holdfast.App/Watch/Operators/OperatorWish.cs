using System.Collections.Immutable;

namespace Holdfast.App.Watch.Operators;

/// <summary>What an operator asks for as a form or a command line says it: texts, read only once the named incidents are known.</summary>
public sealed record OperatorWish
{
    /// <summary>A word of <see cref="Core.Watch.Operators.OperatorWords.All"/>.</summary>
    public required string Act { get; init; }

    public string Reason { get; init; } = "";

    /// <summary>Ids of incidents. All their observations are cited where <see cref="Observations"/> names none.</summary>
    public ImmutableArray<string> Incidents { get; init; } = [];

    /// <summary>Observations as <c>producer/message</c>: of a split the part that is none of the rest; of must-link and cannot-link the two.</summary>
    public ImmutableArray<string> Observations { get; init; } = [];

    /// <summary>Degrees, of a fix.</summary>
    public string Latitude { get; init; } = "";

    /// <summary>Degrees, of a fix.</summary>
    public string Longitude { get; init; } = "";

    /// <summary>Standard deviation of the place on either axis, metres; of a fix.</summary>
    public string SigmaMetres { get; init; } = "";

    /// <summary>An instant in UTC; empty, as <see cref="Latest"/> then is, leaves the time to automation.</summary>
    public string Earliest { get; init; } = "";

    public string Latest { get; init; } = "";

    /// <summary>The index of the entry to withdraw.</summary>
    public string Entry { get; init; } = "";
}
