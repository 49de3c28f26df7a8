using System.Diagnostics;

namespace Holdfast.App.Forces;

/// <summary>How this program is started again as a child of itself.</summary>
internal static class OwnProgram
{
    /// <summary>Start of <c>holdfast</c> with <paramref name="arguments"/>: by its file beside this library and the runtime that runs us, or, in a single file, by itself.</summary>
    public static ProcessStartInfo Start(IEnumerable<string> arguments)
    {
        var library = Path.Combine(AppContext.BaseDirectory, "holdfast.dll");
        var own = Environment.ProcessPath ?? "dotnet";
        if (!File.Exists(library))
        {
            return new ProcessStartInfo(own, arguments);
        }
        var host =
            Path.GetFileNameWithoutExtension(own) == "dotnet" ? own : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        return new ProcessStartInfo(host, ["exec", library, .. arguments]);
    }
}
