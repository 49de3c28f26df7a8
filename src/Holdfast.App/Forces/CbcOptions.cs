namespace Holdfast.App.Forces;

/// <summary>How CBC is run.</summary>
public sealed record CbcOptions
{
    /// <summary>The C library. Debian: package <c>coinor-libcbc3</c>.</summary>
    public string Library { get; init; } = "libCbcSolver.so.3";

    /// <summary>Address space that the child may take beyond what it has when it starts.</summary>
    public long MemoryBytes { get; init; } = 2L << 30;

    /// <summary>Time beyond its own limit after which a solver that does not end is killed.</summary>
    public double GraceSeconds { get; init; } = 10;

    /// <summary>What to install where the library is missing.</summary>
    public const string Install =
        "The solver CBC is not installed. On Debian and Ubuntu: sudo apt-get install coinor-libcbc3 (and, to solve exported LP files by hand, coinor-cbc and glpk-utils).";
}
