using System.Collections.Immutable;

namespace Holdfast.Core.Values;

/// <summary>Gathers the complaints about a text, at most <see cref="Limit"/> of them, and gives them in the order of the files.</summary>
internal sealed class Complaints
{
    public const int Limit = 200;

    private readonly List<Diagnostic> all = [];

    public int Count => all.Count;

    public bool HasErrors => all.Any(d => d.Severity == DiagnosticSeverity.Error);

    public void Add(Diagnostic diagnostic)
    {
        if (all.Count < Limit)
        {
            all.Add(diagnostic with { Message = Sentence(diagnostic.Message) });
        }
        else if (all.Count == Limit)
        {
            all.Add(
                Diagnostic.Error(
                    diagnostic.File,
                    diagnostic.Line,
                    diagnostic.Column,
                    "too-many",
                    $"More than {Limit} complaints; mend these first."
                )
            );
        }
    }

    public void Error(YamlNode at, string code, string message, string? suggestion = null) =>
        Add(Diagnostic.Error(at.File, at.Line, at.Column, code, message, suggestion));

    public void Warn(YamlNode at, string code, string message, string? suggestion = null) =>
        Add(Diagnostic.Warning(at.File, at.Line, at.Column, code, message, suggestion));

    // A message is a sentence: a capital where it starts with a letter, a full stop at its end.
    private static string Sentence(string message)
    {
        var start = message.Length > 0 && char.IsLower(message[0]) ? char.ToUpperInvariant(message[0]) + message[1..] : message;
        return start.EndsWith('.') || start.EndsWith('?') ? start : start + ".";
    }

    public ImmutableArray<Diagnostic> Sorted() =>
        [
            .. all.Distinct()
                .OrderBy(d => d.File, StringComparer.Ordinal)
                .ThenBy(d => d.Line)
                .ThenBy(d => d.Column)
                .ThenBy(d => d.Code, StringComparer.Ordinal)
                .ThenBy(d => d.Message, StringComparer.Ordinal),
        ];
}
