using System.Collections.Immutable;
using System.Text;
using Holdfast.App.Missions;
using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;

namespace Holdfast.App.Guarantees;

/// <summary>
/// Texts to compare: a mission's folder, or a single file of undertakings. A file stands for itself or leans on a mission's facts, definitions, bodies, parties
/// and references; what it declares itself takes the place of the mission's.
/// </summary>
public static class ClauseTexts
{
    /// <param name="path">A mission's folder or a <c>.clauses</c> file.</param>
    /// <param name="world">The mission that lends a file its names, or null for a file that declares all it uses; not used for a folder.</param>
    /// <exception cref="InvalidDataException">The text has errors; the message lists each with its place.</exception>
    public static async ValueTask<ClauseSet> LoadAsync(string path, Mission? world, CancellationToken cancellation = default)
    {
        if (Directory.Exists(path))
        {
            return (await MissionFolder.LoadAsync(path, cancellation)).OrThrow().Clauses;
        }
        var text = await File.ReadAllTextAsync(path, cancellation);
        var (tree, _) = FileSyntax.Parse(new ClauseSource(path, text));
        var own = tree.Declarations.Select(Key).ToHashSet(StringComparer.Ordinal);
        ImmutableArray<ClauseSource> sources =
        [
            new ClauseSource(path, text),
            .. (world?.Files ?? [])
                .Where(f => f.Path.EndsWith(".clauses", StringComparison.Ordinal))
                .Select(f => new ClauseSource(f.Path, Without(new ClauseSource(f.Path, f.Text), own))),
        ];
        var (set, diagnostics) = ClauseSet.Compile(sources, world?.Vocabulary ?? Alone(tree));
        var errors = diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString());
        if (set is null)
        {
            throw new InvalidDataException(string.Join(Environment.NewLine, errors));
        }
        // What the mission promises beside the file is no part of the text that is compared.
        return set.With(set.Undertakings.Where(u => own.Contains("undertaking " + u.Name)));
    }

    /// <summary>The names of a file that stands for itself: it declares its bodies and facts, and may cite what it likes.</summary>
    private static ClauseVocabulary Alone(FileSyntax tree)
    {
        var lines = tree.Declarations.SelectMany(d =>
            d switch
            {
                UndertakingSyntax undertaking => undertaking.Lines,
                TermSyntax term => term.Lines,
                FactSyntax { Cites: { } cites } => [cites],
                _ => [],
            }
        );
        var cited = lines.OfType<CitesSyntax>().Select(c => c.Reference.Text).ToImmutableSortedSet(StringComparer.Ordinal);
        return new ClauseVocabulary(new Atlas([]), ImmutableSortedSet<string>.Empty.WithComparer(StringComparer.Ordinal), cited);
    }

    private static string Key(DeclarationSyntax declaration) =>
        declaration switch
        {
            UndertakingSyntax => "undertaking " + declaration.Name.Text,
            TermSyntax => "term " + declaration.Name.Text,
            BodySyntax => "body " + declaration.Name.Text,
            _ => "fact " + declaration.Name.Text,
        };

    /// <summary>The text with some declarations blanked out, so that all others keep their places.</summary>
    private static string Without(ClauseSource source, HashSet<string> keys)
    {
        var (tree, _) = FileSyntax.Parse(source);
        var text = new StringBuilder(source.Text);
        foreach (var declaration in tree.Declarations.Where(d => keys.Contains(Key(d))))
        {
            for (var i = declaration.Span.Offset; i < declaration.Span.End; i++)
            {
                text[i] = text[i] is '\n' or '\r' ? text[i] : ' ';
            }
        }
        return text.ToString();
    }
}
