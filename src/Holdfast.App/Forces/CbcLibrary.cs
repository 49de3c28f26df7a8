using System.Reflection;
using System.Runtime.InteropServices;

namespace Holdfast.App.Forces;

/// <summary>COIN-OR CBC 2.10 through its C interface (Cbc_C_Interface.h). Used in a child process only: whatever it does there costs an answer, not the host.</summary>
internal static class CbcLibrary
{
    private const string Cbc = "holdfast-cbc";
    private static nint _library;

    /// <summary>Called for each message: number, then the numbers and words in it.</summary>
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate void Message(nint model, int number, int doubles, nint values, int ints, nint integers, int chars, nint texts);

    /// <summary>Loads the library by name; false where it is not there.</summary>
    public static bool TryLoad(string name)
    {
        if (!NativeLibrary.TryLoad(name, out _library))
        {
            return false;
        }
        NativeLibrary.SetDllImportResolver(
            Assembly.GetExecutingAssembly(),
            static (wanted, assembly, path) => wanted == Cbc ? _library : ClpLibrary.Resolve(wanted, assembly, path)
        );
        return true;
    }

    public static string Version() => "CBC " + (Marshal.PtrToStringUTF8(Cbc_getVersion()) ?? "?");

    [DllImport(Cbc)]
    public static extern nint Cbc_newModel();

    [DllImport(Cbc)]
    public static extern void Cbc_deleteModel(nint model);

    [DllImport(Cbc)]
    public static extern void Cbc_loadProblem(
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

    [DllImport(Cbc)]
    public static extern void Cbc_setInteger(nint model, int column);

    [DllImport(Cbc)]
    public static extern void Cbc_setMIPStartI(nint model, int count, int[] columns, double[] values);

    [DllImport(Cbc)]
    public static extern void Cbc_setParameter(
        nint model,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string value
    );

    [DllImport(Cbc)]
    public static extern void Cbc_setLogLevel(nint model, int level);

    [DllImport(Cbc)]
    public static extern void Cbc_registerCallBack(nint model, Message message);

    [DllImport(Cbc)]
    public static extern int Cbc_solve(nint model);

    [DllImport(Cbc)]
    public static extern int Cbc_isProvenOptimal(nint model);

    [DllImport(Cbc)]
    public static extern int Cbc_isInitialSolveProvenOptimal(nint model);

    [DllImport(Cbc)]
    public static extern nint Cbc_getColSolution(nint model);

    [DllImport(Cbc)]
    public static extern int Cbc_isProvenInfeasible(nint model);

    [DllImport(Cbc)]
    public static extern int Cbc_isInitialSolveProvenPrimalInfeasible(nint model);

    [DllImport(Cbc)]
    public static extern double Cbc_getBestPossibleObjValue(nint model);

    [DllImport(Cbc)]
    public static extern double Cbc_getObjValue(nint model);

    [DllImport(Cbc)]
    public static extern nint Cbc_bestSolution(nint model);

    [DllImport(Cbc)]
    private static extern nint Cbc_getVersion();
}
