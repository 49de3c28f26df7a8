using Holdfast.Core.Values;

namespace Holdfast.App.Support.Export;

/// <summary>What is wrong in a file of IATI, and where.</summary>
/// <param name="Activity">The identifier of its activity; empty outside one.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
public sealed record IatiFinding(DiagnosticSeverity Severity, string Code, int Line, int Column, string Activity, string Message)
{
    public override string ToString() =>
        $"{Line}:{Column} {Severity.ToString().ToLowerInvariant()} {Code}{(Activity.Length > 0 ? " in " + Activity : "")}: {Message}";
}
