using System.Collections.Immutable;

namespace Holdfast.Simulation.Faults;

/// <summary>One system call to be made to fail: the n-th of its name in a thread of the program.</summary>
/// <param name="Action">Of strace's <c>inject=</c>, such as <c>error=EIO</c> or <c>signal=KILL</c>.</param>
/// <param name="Paths">Count only calls on these paths of the scene; empty counts all, for files whose names are random.</param>
internal sealed record Fault(string Call, string Action, int Nth, ImmutableArray<string> Paths);

/// <summary>A call that strace saw on a path of the scene.</summary>
/// <param name="Path">Relative to the scene; of two paths the one that gets the name.</param>
/// <param name="Nth">The how-many-th call of its name it was in its thread.</param>
/// <param name="NthOnPath">The how-many-th of its name in its thread on paths of this <see cref="Place.Kind"/>.</param>
internal sealed record SeenCall(string Call, string Path, int Nth, int NthOnPath, Place Place, bool Injected);

/// <summary>What is to fail, whichever thread comes by: the n-th call of that name, of all threads together, on paths of that kind.</summary>
/// <param name="Kind">The path with a star for each name that is another one in every run.</param>
internal readonly record struct Place(string Call, string Kind, int Nth)
{
    /// <summary>
    /// Whether nothing is lost where this failed and nobody said so: what a program leaves lying is swept another day; and of a database the log is what is acknowledged, from which its
    /// file is written later. The removal of a key is neither.
    /// </summary>
    public bool MayFailUnsaid =>
        (Call is "unlink" or "unlinkat" && !Kind.EndsWith(".key", StringComparison.Ordinal))
        || Kind.EndsWith(".db", StringComparison.Ordinal);

    public override string ToString() => $"{Call} {(Kind.Length == 0 ? "." : Kind)} {Nth}";
}

/// <summary>How a run ended: what it printed, and the calls it made.</summary>
internal sealed record Run(int Code, string Output, string Error, ImmutableArray<SeenCall> Calls)
{
    public bool Acknowledged => Code == 0;
    public bool Killed => Code is 137 or -9 or 9;
}
