using System.Collections.Immutable;
using System.Xml;
using Holdfast.Core.Values;

namespace Holdfast.App.Support.Export;

/// <summary>Gathers findings with their places, the first thousand of them.</summary>
internal sealed class IatiFindings
{
    private const int Most = 1_000;
    private readonly ImmutableArray<IatiFinding>.Builder _found = ImmutableArray.CreateBuilder<IatiFinding>();

    /// <summary>The identifier of the activity that is being looked at.</summary>
    public string Activity { get; set; } = "";

    public ImmutableArray<IatiFinding> All => _found.ToImmutable();

    public void Fault(string code, object at, string message) => Tell(DiagnosticSeverity.Error, code, at as IXmlLineInfo, message);

    public void Warn(string code, object at, string message) => Tell(DiagnosticSeverity.Warning, code, at as IXmlLineInfo, message);

    public void NotXml(XmlException problem) =>
        _found.Add(new IatiFinding(DiagnosticSeverity.Error, "not-xml", problem.LineNumber, problem.LinePosition, "", problem.Message));

    public static string Meant(string? nearest) => nearest is null ? "" : $" Did you mean '{nearest}'?";

    private void Tell(DiagnosticSeverity severity, string code, IXmlLineInfo? at, string message)
    {
        if (_found.Count < Most)
        {
            _found.Add(new IatiFinding(severity, code, at?.LineNumber ?? 0, at?.LinePosition ?? 0, Activity, message));
        }
    }
}
