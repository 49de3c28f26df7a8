using Holdfast.Core.Forces.Optimisation;

namespace Holdfast.App.Forces;

/// <summary>Minimises programs, one after the other. Failing is an answer, never an exception.</summary>
public interface IMixedSolver : IAsyncDisposable
{
    /// <summary>Name and version of the solver, or null before its first answer.</summary>
    string? Version { get; }

    /// <summary>Minimises the first objective of <paramref name="program"/>.</summary>
    /// <param name="program">What to solve.</param>
    /// <param name="start">A solution to start from, one value for each column, or null.</param>
    /// <param name="limits">Limits on time and gap.</param>
    /// <param name="progress">Told while it goes on, or null.</param>
    /// <param name="cancellation">Ends the solver's process; the answer is <see cref="MixedAnswer.Cancelled"/>.</param>
    Task<MixedAnswer> SolveAsync(
        MixedProgram program,
        IReadOnlyList<long>? start,
        MixedLimits limits,
        IProgress<MixedProgress>? progress,
        CancellationToken cancellation
    );
}
