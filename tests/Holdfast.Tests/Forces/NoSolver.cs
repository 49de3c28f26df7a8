using Holdfast.App.Forces;
using Holdfast.Core.Forces.Optimisation;

namespace Holdfast.Tests.Forces;

/// <summary>As on a machine without the library.</summary>
internal sealed class NoSolver : IMixedSolver
{
    public string? Version => null;

    public Task<MixedAnswer> SolveAsync(
        MixedProgram program,
        IReadOnlyList<long>? start,
        MixedLimits limits,
        IProgress<MixedProgress>? progress,
        CancellationToken cancellation
    ) => Task.FromResult<MixedAnswer>(new MixedAnswer.NotInstalled(CbcOptions.Install, 0));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
