using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Clauses.Syntax;

/// <summary>Collects the diagnostics of one compilation, bounded, and hands them out sorted by place.</summary>
internal sealed class DiagnosticBag
{
    private readonly List<Diagnostic> _all = [];
    private readonly HashSet<(string File, int Line, int Column, string Code)> _seen = [];
    private bool _overflowed;

    public bool HasErrors { get; private set; }
    public int Count => _all.Count;

    public void Error(string file, SourceSpan at, string code, string message, string? suggestion = null) =>
        Add(Diagnostic.Error(file, at.Line, at.Column, code, message, suggestion));

    public void Warning(string file, SourceSpan at, string code, string message, string? suggestion = null) =>
        Add(Diagnostic.Warning(file, at.Line, at.Column, code, message, suggestion));

    public ImmutableArray<Diagnostic> Sorted() =>
        [
            .. _all.OrderBy(d => d.File, StringComparer.Ordinal)
                .ThenBy(d => d.Line)
                .ThenBy(d => d.Column)
                .ThenBy(d => d.Code, StringComparer.Ordinal)
                .ThenBy(d => d.Message, StringComparer.Ordinal),
        ];

    private void Add(Diagnostic diagnostic)
    {
        HasErrors |= diagnostic.Severity == DiagnosticSeverity.Error;
        if (_all.Count < ClauseLimits.Diagnostics)
        {
            if (_seen.Add((diagnostic.File, diagnostic.Line, diagnostic.Column, diagnostic.Code)))
            {
                _all.Add(diagnostic);
            }
        }
        else if (!_overflowed)
        {
            _overflowed = true;
            _all.Add(
                diagnostic with
                {
                    Code = "too-many",
                    Message = $"There are more than {ClauseLimits.Diagnostics} complaints; mend these first.",
                    Suggestion = null,
                }
            );
        }
    }
}
