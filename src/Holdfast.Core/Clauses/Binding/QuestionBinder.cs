using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Holdfast.Core.Clauses.Evaluation;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Values;

namespace Holdfast.Core.Clauses.Binding;

/// <summary>Binds a condition that somebody asks, with all names of a mission's clauses.</summary>
internal static partial class QuestionBinder
{
    private const string File = "question";

    // The question stands on a line of its own behind this, so that its line and column are those that the asker sees.
    private const string Head = "define question.asked as\n";

    [GeneratedRegex(@"\*\.(?<end>[A-Za-z0-9_][A-Za-z0-9_.\-]*)")]
    private static partial Regex Star();

    public static (Condition? Condition, ImmutableArray<Diagnostic> Diagnostics) Bind(ClauseSet clauses, Symbols declared, string text)
    {
        var diagnostics = new DiagnosticBag();
        var symbols = declared.With(diagnostics);
        var (written, unknown) = WithoutStars(clauses, text);
        if (unknown is not null)
        {
            diagnostics.Error(
                File,
                new SourceSpan(2, 1, 0, 0),
                "unknown-name",
                $"No undertaking ends in '.{unknown}'.",
                NearestWord.To(unknown, clauses.Undertakings.Select(u => u.Name[(u.Name.IndexOf('.', StringComparison.Ordinal) + 1)..]))
            );
            return (null, Moved(diagnostics));
        }
        var file = FileSyntax.Parse(new ClauseSource(File, Head + written), diagnostics);
        if (diagnostics.HasErrors || file.Declarations is not [DefineSyntax question])
        {
            if (!diagnostics.HasErrors)
            {
                diagnostics.Error(File, new SourceSpan(2, 1, 0, 0), "syntax", "One condition is expected, and nothing behind it.");
            }
            return (null, Moved(diagnostics));
        }
        // Facts that no clause has used so far get slots of their own: the program is a copy.
        var program = clauses.Program.Copy();
        var atoms = new AtomTable(new ReasonTable());
        var bound = new ConditionBinder(file, symbols, program, atoms).Bind(question.As, ConditionScope.Undertakings);
        return bound is null || diagnostics.HasErrors
            ? (null, Moved(diagnostics))
            : (new Condition(new CompiledCondition(bound, atoms), program, question.As), Moved(diagnostics));
    }

    /// <summary><c>*.presence</c> is every undertaking of that ending, by name.</summary>
    private static (string Text, string? Unknown) WithoutStars(ClauseSet clauses, string text)
    {
        string? unknown = null;
        var written = Star()
            .Replace(
                text,
                match =>
                {
                    var end = "." + match.Groups["end"].Value;
                    var names = clauses
                        .Undertakings.Where(u => u.Name.EndsWith(end, StringComparison.Ordinal))
                        .Select(u => u.Name)
                        .ToList();
                    unknown = names.Count == 0 ? match.Groups["end"].Value : unknown;
                    return string.Join(", ", names);
                }
            );
        return (written, unknown);
    }

    private static ImmutableArray<Diagnostic> Moved(DiagnosticBag diagnostics) =>
        [.. diagnostics.Sorted().Select(d => d.File == File ? d with { Line = Math.Max(1, d.Line - 1) } : d)];
}
