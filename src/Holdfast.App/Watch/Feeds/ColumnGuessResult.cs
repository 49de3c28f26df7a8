using System.Collections.Immutable;

namespace Holdfast.App.Watch.Feeds;

/// <summary>Why a column was taken for a role, and how sure that is (0 to 1).</summary>
public sealed record ColumnReason(string Role, string Column, double Confidence, string Why);

/// <summary>
/// A guess for a person to confirm: the mapping, the reason for each part of it, and the questions that a machine must not answer (which of day and month
/// comes first, where the position is). While a question is open the mapping is not used.
/// </summary>
public sealed record ColumnGuessResult(ColumnMapping Mapping, ImmutableArray<ColumnReason> Reasons, ImmutableArray<string> Questions);

/// <summary>The beginning of somebody's table, with the guess at its columns.</summary>
/// <param name="Rows">At most 200 rows, each with one text per column of the header.</param>
public sealed record TableSample(ImmutableArray<string> Header, ImmutableArray<ImmutableArray<string>> Rows, ColumnGuessResult Guess)
{
    /// <summary>The feed that knows tables of this header and needs no mapping, or null.</summary>
    public string? Feed { get; init; }
}
