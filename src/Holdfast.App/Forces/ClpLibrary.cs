using System.Reflection;
using System.Runtime.InteropServices;

namespace Holdfast.App.Forces;

/// <summary>
/// COIN-OR CLP 1.17 through its C interface (Clp_C_Interface.h), for programs without whole columns: CBC's own interface gives no prices of rows. Debian's CBC depends on it, so that
/// it is there where CBC is. Used in the solver's process only.
/// </summary>
internal static class ClpLibrary
{
    public const string Clp = "holdfast-clp";
    private const string File = "libClp.so.1";
    private static readonly Lazy<nint> Loaded = new(() => NativeLibrary.TryLoad(File, out var library) ? library : 0);

    /// <summary>Is it there?</summary>
    public static bool Found => Loaded.Value != 0;

    /// <summary>The library for the name that the methods below give it, else nought.</summary>
    public static nint Resolve(string wanted, Assembly assembly, DllImportSearchPath? path) => wanted == Clp ? Loaded.Value : 0;

    [DllImport(Clp)]
    public static extern nint Clp_newModel();

    [DllImport(Clp)]
    public static extern void Clp_deleteModel(nint model);

    [DllImport(Clp)]
    public static extern void Clp_loadProblem(
        nint model,
        int columns,
        int rows,
        int[] starts,
        int[] indices,
        double[] values,
        double[] lower,
        double[] upper,
        double[] objective,
        double[] rowLower,
        double[] rowUpper
    );

    [DllImport(Clp)]
    public static extern void Clp_setLogLevel(nint model, int level);

    [DllImport(Clp)]
    public static extern void Clp_setMaximumSeconds(nint model, double seconds);

    /// <summary>Dual simplex from nothing: on force programs half the time of Clp_initialSolve, which presolves first.</summary>
    [DllImport(Clp)]
    public static extern int Clp_dual(nint model, int valuesPass);

    /// <summary>0 optimal, 1 infeasible, 2 unbounded, 3 stopped, 4 errors.</summary>
    [DllImport(Clp)]
    public static extern int Clp_status(nint model);

    [DllImport(Clp)]
    public static extern double Clp_getObjValue(nint model);

    [DllImport(Clp)]
    public static extern nint Clp_getColSolution(nint model);

    [DllImport(Clp)]
    public static extern nint Clp_getRowPrice(nint model);
}
