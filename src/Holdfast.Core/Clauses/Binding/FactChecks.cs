using Holdfast.Core.Clauses.Syntax;

namespace Holdfast.Core.Clauses.Binding;

/// <summary>Looks for facts that no source can supply.</summary>
internal static class FactChecks
{
    public static void Run(Symbols symbols)
    {
        foreach (var declared in symbols.Facts.Values.Where(f => f.Syntax.StaleAfter is { Number: 0 }))
        {
            symbols.Diagnostics.Error(
                declared.File.File,
                declared.Syntax.Name.Span,
                "never",
                $"No source can supply the fact '{declared.Syntax.Name.Text}': what is said of it is stale at once."
            );
        }
    }
}
