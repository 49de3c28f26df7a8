using System.Collections.Immutable;
using Holdfast.Core.Clauses.Facts;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Values;

namespace Holdfast.Core.Clauses.Binding;

/// <summary>A declaration with the file it stands in.</summary>
internal sealed record Declared<T>(FileSyntax File, T Syntax)
    where T : DeclarationSyntax
{
    public string Location => $"{File.File}:{Syntax.Span.Line}:{Syntax.Span.Column}";
}

/// <summary>Everything that has a name: declared in the clause files or given by the mission's vocabulary.</summary>
internal sealed class Symbols(ClauseVocabulary vocabulary, DiagnosticBag diagnostics)
{
    /// <summary>Bodies that every mission knows.</summary>
    private static readonly ImmutableArray<string> Everywhere = ["Commission"];

    private readonly Dictionary<string, string> _placeOf = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    public SortedDictionary<string, Declared<FactSyntax>> Facts { get; } = new(StringComparer.Ordinal);
    public SortedDictionary<string, FactDeclaration> FactDeclarations { get; } = new(StringComparer.Ordinal);
    public SortedDictionary<string, Declared<DefineSyntax>> Defines { get; } = new(StringComparer.Ordinal);
    public SortedDictionary<string, Declared<BodySyntax>> Bodies { get; } = new(StringComparer.Ordinal);
    public SortedDictionary<string, Declared<UndertakingSyntax>> Undertakings { get; } = new(StringComparer.Ordinal);
    public List<Declared<TermSyntax>> Terms { get; } = [];
    public ClauseVocabulary Vocabulary => vocabulary;
    public DiagnosticBag Diagnostics => diagnostics;

    public void Declare(FileSyntax file)
    {
        foreach (var declaration in file.Declarations)
        {
            // Facts and definitions share a space of names, since conditions use both.
            var space = declaration is FactSyntax or DefineSyntax ? "fact" : declaration.GetType().Name;
            var place = $"{file.File}:{declaration.Name.Span.Line}:{declaration.Name.Span.Column}";
            if (!_placeOf.TryAdd($"{space} {declaration.Name.Text}", place))
            {
                var first = _placeOf[$"{space} {declaration.Name.Text}"];
                diagnostics.Error(
                    file.File,
                    declaration.Name.Span,
                    "duplicate",
                    $"'{declaration.Name.Text}' is already declared at {first}."
                );
                continue;
            }
            Add(file, declaration);
        }
    }

    private void Add(FileSyntax file, DeclarationSyntax declaration)
    {
        var name = declaration.Name.Text;
        switch (declaration)
        {
            case FactSyntax fact:
                Facts.Add(name, new(file, fact));
                break;
            case DefineSyntax define:
                Defines.Add(name, new(file, define));
                break;
            case BodySyntax body:
                Bodies.Add(name, new(file, body));
                break;
            case TermSyntax term:
                Terms.Add(new(file, term));
                break;
            case UndertakingSyntax undertaking:
                Undertakings.Add(name, new(file, undertaking));
                break;
            default:
                throw new InvalidOperationException("DeclarationSyntax is a closed union.");
        }
    }

    /// <summary>The same names, complaining elsewhere.</summary>
    public Symbols With(DiagnosticBag elsewhere)
    {
        var copy = new Symbols(vocabulary, elsewhere);
        Copy(Facts, copy.Facts);
        Copy(FactDeclarations, copy.FactDeclarations);
        Copy(Defines, copy.Defines);
        Copy(Bodies, copy.Bodies);
        Copy(Undertakings, copy.Undertakings);
        return copy;

        static void Copy<T>(SortedDictionary<string, T> from, SortedDictionary<string, T> to)
        {
            foreach (var (name, value) in from)
            {
                to.Add(name, value);
            }
        }
    }

    public void Use(string name) => _used.Add(name);

    public bool IsUsed(string name) => _used.Contains(name);

    /// <summary>A party of the mission, a declared body, or a body of one of them (<c>GB.Commons</c>).</summary>
    public bool IsActor(string name)
    {
        Use("body " + name);
        if (vocabulary.Parties.Contains(name) || vocabulary.Nations.Contains(name) || Bodies.ContainsKey(name) || Everywhere.Contains(name))
        {
            return true;
        }
        var dot = name.LastIndexOf('.');
        return dot > 0 && IsActor(name[..dot]);
    }

    public IEnumerable<string> Actors => vocabulary.Parties.Concat(vocabulary.Nations).Concat(Bodies.Keys).Concat(Everywhere);

    public void CheckActor(string file, SourceSpan at, string name)
    {
        if (!IsActor(name))
        {
            var hint = NearestWord.To(name, Actors);
            diagnostics.Error(file, at, "unknown-party", $"'{name}' is neither a party of the mission nor a declared body.", hint);
        }
    }

    public void CheckParty(string file, NameSyntax name)
    {
        if (!vocabulary.Parties.Contains(name.Text))
        {
            var hint = NearestWord.To(name.Text, vocabulary.Parties);
            diagnostics.Error(file, name.Span, "unknown-party", $"'{name.Text}' is not a party of the mission.", hint);
        }
    }

    public Who Who(string file, WhoSyntax syntax)
    {
        CheckWho(file, syntax);
        return Clauses.Facts.Who.From(syntax);
    }

    private void CheckWho(string file, WhoSyntax syntax)
    {
        if (syntax is WhoNameSyntax name)
        {
            CheckActor(file, name.Span, name.Name);
        }
        else if (syntax is WhoGroupSyntax group)
        {
            foreach (var member in group.Members)
            {
                CheckWho(file, member);
            }
        }
    }

    public NamedShape? Shape(string file, NameSyntax name)
    {
        if (vocabulary.Atlas.Find(name.Text) is { } shape)
        {
            return shape;
        }
        var hint = NearestWord.To(name.Text, vocabulary.Atlas.Shapes.Keys);
        diagnostics.Error(file, name.Span, "unknown-shape", $"The atlas has no shape '{name.Text}'.", hint);
        return null;
    }

    public Schedule? Schedule(string file, NameSyntax name)
    {
        if (vocabulary.Schedules.TryGetValue(name.Text, out var schedule))
        {
            return schedule;
        }
        var hint = NearestWord.To(name.Text, vocabulary.Schedules.Keys);
        diagnostics.Error(file, name.Span, "unknown-schedule", $"The mission has no schedule '{name.Text}'.", hint);
        return null;
    }

    public NamedShape? Area(string file, NameSyntax name)
    {
        var shape = Shape(file, name);
        if (shape is null || shape.Kind == ShapeKind.Area)
        {
            return shape;
        }
        var areas = vocabulary.Atlas.Shapes.Values.Where(s => s.Kind == ShapeKind.Area).Select(s => s.Name);
        var kind = shape.Kind.ToString().ToLowerInvariant();
        diagnostics.Error(
            file,
            name.Span,
            "area-needed",
            $"'{name.Text}' is a {kind}; only an area has an inside. Write 'within DISTANCE of {name.Text}' for what lies near it.",
            NearestWord.To(name.Text, areas)
        );
        return null;
    }
}
