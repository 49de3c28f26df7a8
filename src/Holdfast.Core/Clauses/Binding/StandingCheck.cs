using System.Collections.Immutable;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Values;

namespace Holdfast.Core.Clauses.Binding;

/// <summary>Where a declaration's parts come from: its references and standing, with a warning for each part that should quote a locator and does not.</summary>
internal sealed class StandingCheck(string file, Symbols symbols, NameSyntax name, ImmutableArray<LineSyntax> lines)
{
    private const string Illustrative = "illustrative";

    private readonly List<CitesSyntax> _cites = [.. lines.OfType<CitesSyntax>()];
    private readonly List<StandingSyntax> _standings = [.. lines.OfType<StandingSyntax>()];

    public string Cites => string.Join("; ", _cites.Select(c => c.Locator is null ? c.Reference.Text : $"{c.Reference.Text}, {c.Locator}"));

    /// <summary>The standing of the declaration as a whole.</summary>
    public Standing Standing =>
        _standings.Find(s => s.For.IsEmpty)?.Standing
        ?? (_cites.Exists(c => c.Reference.Text == Illustrative) ? Standing.Illustrative : Standing.Recorded);

    /// <param name="parts">The names of the parts that the declaration has.</param>
    /// <param name="possible">The names of the parts that it could have.</param>
    public void Run(ImmutableArray<string> parts, ImmutableArray<string> possible)
    {
        foreach (var cites in _cites)
        {
            Reference(cites);
            Parts(cites.Span, cites.For, possible);
        }
        foreach (var standing in _standings)
        {
            Parts(standing.Span, standing.For, possible);
            if (standing.For.IsEmpty && standing.Standing != Standing.Illustrative && _cites.Exists(c => c.Reference.Text == Illustrative))
            {
                symbols.Diagnostics.Error(
                    file,
                    standing.Span,
                    "contradiction",
                    "'cites illustrative' says that nothing here was said by anybody."
                );
            }
        }
        var bare = parts.Where(NeedsLocator).ToList();
        if (bare.Count == 0)
        {
            return;
        }
        var what = bare.Count == parts.Length ? $"'{name.Text}'" : $"'{name.Text}' ({string.Join(", ", bare)})";
        var at = _cites.Find(c => c.Locator is null && c.Reference.Text != Illustrative)?.Span ?? name.Span;
        symbols.Diagnostics.Warning(
            file,
            at,
            "no-locator",
            $"{what} is {Of(bare[0]).ToString().ToLowerInvariant()} and does not say where in its source: add 'cites REFERENCE paragraph 2' or 'cites illustrative'."
        );
    }

    /// <summary>The references that support a part, with their locators.</summary>
    public string CitesOf(string part) =>
        string.Join(
            "; ",
            _cites
                .Where(c => c.For.IsEmpty || c.For.Contains(part))
                .Select(c => c.Locator is null ? c.Reference.Text : $"{c.Reference.Text}, {c.Locator}")
        );

    public Standing Of(string part) => _standings.Find(s => s.For.Contains(part))?.Standing ?? Standing;

    private bool NeedsLocator(string part) =>
        Of(part) != Standing.Illustrative
        && !_cites.Exists(c => c.Locator is not null && c.Reference.Text != Illustrative && (c.For.IsEmpty || c.For.Contains(part)));

    private void Reference(CitesSyntax cites)
    {
        var reference = cites.Reference.Text;
        if (reference != Illustrative && !symbols.Vocabulary.References.Contains(reference))
        {
            var hint = NearestWord.To(reference, symbols.Vocabulary.References.Append(Illustrative));
            symbols.Diagnostics.Error(
                file,
                cites.Reference.Span,
                "unknown-reference",
                $"The mission has no reference '{reference}'.",
                hint
            );
        }
    }

    private void Parts(SourceSpan at, ImmutableArray<string> named, ImmutableArray<string> possible)
    {
        foreach (var part in named.Where(p => !possible.Contains(p)))
        {
            var hint = NearestWord.To(part, possible);
            symbols.Diagnostics.Error(file, at, "unknown-part", $"\"{part}\" is not a part ({string.Join(", ", possible)}).", hint);
        }
    }
}
