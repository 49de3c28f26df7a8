namespace Holdfast.Core.Values;

public enum DiagnosticSeverity
{
    Error,
    Warning,
}

/// <summary>A complaint about a text: where, what was found, what was expected, the nearest right thing. Lines and columns count from 1.</summary>
/// <param name="Code">A stable name, such as <c>unknown-name</c>, for tests and for searching the guide.</param>
public sealed record Diagnostic(
    DiagnosticSeverity Severity,
    string File,
    int Line,
    int Column,
    string Code,
    string Message,
    string? Suggestion = null
)
{
    public static Diagnostic Error(string file, int line, int column, string code, string message, string? suggestion = null) =>
        new(DiagnosticSeverity.Error, file, line, column, code, message, suggestion);

    public static Diagnostic Warning(string file, int line, int column, string code, string message, string? suggestion = null) =>
        new(DiagnosticSeverity.Warning, file, line, column, code, message, suggestion);

    public override string ToString() =>
        $"{File}:{Line}:{Column}: {Severity.ToString().ToLowerInvariant()} {Code}: {Message}"
        + (Suggestion is null ? "" : $" Did you mean '{Suggestion}'?");
}

/// <summary>Finds the nearest right word (Damerau-Levenshtein, optimal string alignment) for an error message.</summary>
public static class NearestWord
{
    private const int LeastPart = 2;

    /// <summary>
    /// The candidate within a third of the word's length (at least 2 edits); else the only one that the word is a part of (two characters at least); else null. Ties go to ordinal
    /// order, letters of either case are alike.
    /// </summary>
    public static string? To(string word, IEnumerable<string> candidates)
    {
        string[] all = [.. candidates];
        return Near(word, all) ?? Whole(word, all);
    }

    private static string? Whole(string part, string[] all)
    {
        string[] holding =
            part.Length < LeastPart ? [] : [.. all.Where(c => c.Contains(part, StringComparison.OrdinalIgnoreCase)).Distinct()];
        return holding is [var only] ? only : null;
    }

    private static string? Near(string word, string[] all)
    {
        var limit = Math.Max(2, word.Length / 3);
        return all.Select(c => (Word: c, Distance: Distance(word.ToLowerInvariant(), c.ToLowerInvariant())))
            .Where(c => c.Distance <= limit)
            .OrderBy(c => c.Distance)
            .ThenBy(c => c.Word, StringComparer.Ordinal)
            .Select(c => c.Word)
            .FirstOrDefault();
    }

    /// <summary>Insertions, deletions and changes of one character that lead from one word to another. Quadratic: for short words.</summary>
    public static int Edits(string a, string b) => Distance(a, b);

    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            d[i, 0] = i;
        }
        for (var j = 0; j <= b.Length; j++)
        {
            d[0, j] = j;
        }
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }
        return d[a.Length, b.Length];
    }
}
