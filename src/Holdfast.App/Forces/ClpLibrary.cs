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

    /// <summary>
    /// Primal simplex on a few columns at a time, those of promising reduced cost first (sprint in CLP, sifting in Bixby and others 1992). Where columns are many times the rows, as in a force program, it takes
    /// a fraction of the time of either simplex method on all of them. It needs no presolve, so that the basis it ends with is one of the whole.
    /// </summary>
    public static void Sprint(nint model)
    {
        const int usePrimalOrSprint = 2;
        const int presolveOff = 1;
        const int crash = 1;
        const int sprint = 3;
        var options = ClpSolve_new();
        ClpSolve_setSolveType(options, usePrimalOrSprint, -1);
        ClpSolve_setPresolveType(options, presolveOff, -1);
        ClpSolve_setSpecialOption(options, crash, sprint, -1);
        _ = Clp_initialSolveWithOptions(model, options);
        ClpSolve_delete(options);
    }

    /// <summary>The columns' lower bounds, to be written to: the next solve goes on from the last basis under them.</summary>
    [DllImport(Clp)]
    public static extern nint Clp_columnLower(nint model);

    /// <summary>0 optimal, 1 infeasible, 2 unbounded, 3 stopped, 4 errors.</summary>
    [DllImport(Clp)]
    public static extern int Clp_status(nint model);

    [DllImport(Clp)]
    public static extern double Clp_getObjValue(nint model);

    [DllImport(Clp)]
    public static extern nint Clp_getColSolution(nint model);

    [DllImport(Clp)]
    public static extern nint Clp_getRowPrice(nint model);

    [DllImport(Clp)]
    private static extern nint ClpSolve_new();

    [DllImport(Clp)]
    private static extern void ClpSolve_delete(nint options);

    [DllImport(Clp)]
    private static extern void ClpSolve_setSolveType(nint options, int method, int extra);

    [DllImport(Clp)]
    private static extern void ClpSolve_setPresolveType(nint options, int kind, int extra);

    [DllImport(Clp)]
    private static extern void ClpSolve_setSpecialOption(nint options, int which, int value, int extra);

    [DllImport(Clp)]
    private static extern int Clp_initialSolveWithOptions(nint model, nint options);
}
