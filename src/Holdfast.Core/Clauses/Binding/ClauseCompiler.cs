using System.Collections.Immutable;
using Holdfast.Core.Clauses.Evaluation;
using Holdfast.Core.Clauses.Facts;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Clauses.Binding;

/// <summary>From texts to a compiled set: parse all, declare all, then bind each, so that the order of files and declarations does not matter.</summary>
internal static class ClauseCompiler
{
    public static (ClauseSet? Set, ImmutableArray<Diagnostic> Diagnostics) Compile(
        IReadOnlyList<ClauseSource> sources,
        ClauseVocabulary vocabulary
    )
    {
        var symbols = Declare(sources, vocabulary);
        var diagnostics = symbols.Diagnostics;
        var program = new ClauseProgram();
        // The checks of a term want its whole set free of errors: a term bound beside a broken one is bound again once that is mended.
        var terms = symbols.Terms.Select(t => new TermBinder(t, symbols, program).Bind()).ToList();
        var undertakings = Undertakings(symbols, program);
        Definitions(symbols);
        if (diagnostics.HasErrors)
        {
            return (null, diagnostics.Sorted());
        }
        Unused(symbols);
        var set = new ClauseSet
        {
            Facts = [.. symbols.FactDeclarations.Values],
            Terms = [.. terms.OfType<Term>().OrderBy(t => t.Name, StringComparer.Ordinal)],
            Undertakings = undertakings,
            Definitions = symbols.Defines.Keys.ToImmutableSortedSet(StringComparer.Ordinal),
            Program = program,
            Symbols = symbols,
        };
        return (set, diagnostics.Sorted());
    }

    private static Symbols Declare(IReadOnlyList<ClauseSource> sources, ClauseVocabulary vocabulary)
    {
        var diagnostics = new DiagnosticBag();
        var symbols = new Symbols(vocabulary, diagnostics);
        foreach (var source in sources.OrderBy(s => s.File, StringComparer.Ordinal))
        {
            symbols.Declare(FileSyntax.Parse(source, diagnostics));
        }
        Names(symbols);
        foreach (var declared in symbols.Facts.Values)
        {
            symbols.FactDeclarations.Add(declared.Syntax.Name.Text, Fact(declared, symbols));
        }
        BuiltIn(symbols);
        Circles(symbols);
        return symbols;
    }

    /// <summary>
    /// Compiles one definition of the sources by itself, as a question to be asked of facts and incidents. Null when something in the sources or in the
    /// definition is wrong.
    /// </summary>
    internal static (CompiledCondition Condition, ClauseProgram Program)? Question(
        IReadOnlyList<ClauseSource> sources,
        ClauseVocabulary vocabulary,
        string define
    )
    {
        var symbols = Declare(sources, vocabulary);
        var program = new ClauseProgram();
        var atoms = new AtomTable(new ReasonTable());
        if (!symbols.Defines.TryGetValue(define, out var declared))
        {
            return null;
        }
        var bound = new ConditionBinder(declared.File, symbols, program, atoms).Bind(declared.Syntax.As, ConditionScope.Plain);
        return bound is null || symbols.Diagnostics.HasErrors ? null : (new CompiledCondition(bound, atoms), program);
    }

    private static void BuiltIn(Symbols symbols)
    {
        if (symbols.Undertakings.Count == 0)
        {
            return;
        }
        var undertakings = symbols
            .Undertakings.Values.Select(u => (u.Syntax.Name.Text, By: u.Syntax.Lines.OfType<ByToSyntax>().FirstOrDefault()))
            .Select(u => (u.Text, Names(u.By?.By ?? []), Names(u.By?.To ?? [])))
            .ToList();
        foreach (var fact in UndertakingFacts.Declare(undertakings))
        {
            if (symbols.Facts.TryGetValue(fact.Name, out var declared))
            {
                symbols.Diagnostics.Error(
                    declared.File.File,
                    declared.Syntax.Name.Span,
                    "duplicate",
                    $"'{fact.Name}' is a fact that every mission with undertakings has ({fact.Title}) and cannot be declared."
                );
            }
            symbols.FactDeclarations[fact.Name] = fact;
        }

        static ImmutableArray<string> Names(ImmutableArray<NameSyntax> names) => [.. names.Select(n => n.Text)];
    }

    /// <summary>A name that belongs to the incident cannot be declared as a fact.</summary>
    private static void Names(Symbols symbols)
    {
        foreach (
            var (file, name) in symbols
                .Facts.Values.Select(f => (f.File.File, f.Syntax.Name))
                .Concat(symbols.Defines.Values.Select(d => (d.File.File, d.Syntax.Name)))
        )
        {
            if (AttributeNames.Units.ContainsKey(name.Text))
            {
                symbols.Diagnostics.Error(
                    file,
                    name.Span,
                    "duplicate",
                    $"'{name.Text}' is an attribute of incidents and cannot be declared."
                );
            }
        }
    }

    private static FactDeclaration Fact(Declared<FactSyntax> declared, Symbols symbols)
    {
        var syntax = declared.Syntax;
        var file = declared.File.File;
        foreach (var range in syntax.Ranges.Where(r => !syntax.Parameters.Any(p => p.Text == r.Parameter.Text)))
        {
            var hint = NearestWord.To(range.Parameter.Text, syntax.Parameters.Select(p => p.Text));
            symbols.Diagnostics.Error(
                file,
                range.Parameter.Span,
                "unknown-name",
                $"The fact has no parameter '{range.Parameter.Text}'.",
                hint
            );
        }
        foreach (var twice in syntax.Parameters.GroupBy(p => p.Text, StringComparer.Ordinal).SelectMany(g => g.Skip(1)))
        {
            symbols.Diagnostics.Error(file, twice.Span, "duplicate", $"The fact has two parameters '{twice.Text}'.");
        }
        if (syntax.Complete && syntax.Type != FactType.Bool)
        {
            symbols.Diagnostics.Error(
                file,
                syntax.Name.Span,
                "type",
                "Only a fact that is true or false can be complete: there is no value for what is not stated."
            );
        }
        ImmutableArray<LineSyntax> lines = [.. new LineSyntax?[] { syntax.Cites, syntax.Standing }.OfType<LineSyntax>()];
        new StandingCheck(file, symbols, syntax.Name, lines).Run([], []);
        ImmutableArray<ImmutableArray<string>> allowed = [.. syntax.Parameters.Select(p => Allowed(file, syntax, p, symbols))];
        var byArgument =
            syntax.DeterminedBy is WhoNameSyntax name
            && allowed.Length > 0
            && name.Name == syntax.Parameters[0].Text
            && !allowed[0].IsEmpty;
        return new FactDeclaration(syntax.Name.Text, syntax.Title ?? "", [.. syntax.Parameters.Select(p => p.Text)], declared.Location)
        {
            Type = syntax.Type,
            DeterminedBy = syntax.DeterminedBy is null || byArgument ? null : symbols.Who(file, syntax.DeterminedBy),
            DeterminedByFirst = byArgument ? ByArgument(syntax, allowed[0], file, symbols) : ImmutableSortedDictionary<string, Who>.Empty,
            Complete = syntax.Complete,
            StaleAfter = syntax.StaleAfter is null ? null : Stale(syntax.StaleAfter, file, symbols),
            Allowed = allowed,
        };
    }

    /// <summary><c>fact vote(institution) determined by institution</c>: each of the named values speaks for itself.</summary>
    private static ImmutableSortedDictionary<string, Who> ByArgument(
        FactSyntax fact,
        ImmutableArray<string> values,
        string file,
        Symbols symbols
    )
    {
        foreach (var value in fact.Ranges.Where(r => r.Parameter.Text == fact.Parameters[0].Text).SelectMany(r => r.Values))
        {
            symbols.CheckActor(file, value.Span, value.Text);
        }
        var finality = fact.DeterminedBy is WhoNameSyntax name ? name.Finality : Finality.Any;
        return values.ToImmutableSortedDictionary(v => v, v => (Who)new WhoName(v, finality), StringComparer.Ordinal);
    }

    private static ImmutableArray<string> Allowed(string file, FactSyntax fact, NameSyntax parameter, Symbols symbols)
    {
        var ranges = fact.Ranges.Where(r => r.Parameter.Text == parameter.Text).ToList();
        var windows = ranges
            .Select(r => r.Schedule)
            .OfType<NameSyntax>()
            .SelectMany(s => symbols.Schedule(file, s)?.Windows.Select(w => w.Name) ?? []);
        ImmutableArray<string> values = [.. ranges.SelectMany(r => r.Values).Select(v => v.Text).Concat(windows).Distinct()];
        foreach (var value in values)
        {
            symbols.IsActor(value);
        }
        return values;
    }

    private static Period? Stale(AmountSyntax amount, string file, Symbols symbols)
    {
        var (elapsed, calendar) = new Amounts(file, symbols.Diagnostics).Time(amount);
        return calendar ?? (elapsed is { } e ? Period.FromSeconds((long)e.TotalSeconds) : null);
    }

    private static void Circles(Symbols symbols)
    {
        var references = symbols.Defines.ToDictionary(
            d => d.Key,
            d => (IReadOnlyCollection<string>)CycleCheck.Names(d.Value.Syntax.As).Where(symbols.Defines.ContainsKey).Distinct().ToList(),
            StringComparer.Ordinal
        );
        foreach (var circle in new CycleCheck(references).Find())
        {
            var at = symbols.Defines[circle[0]];
            symbols.Diagnostics.Error(
                at.File.File,
                at.Syntax.Name.Span,
                "circle",
                $"These definitions use each other in a circle: {string.Join(" -> ", circle)}."
            );
        }
    }

    private static ImmutableArray<Undertaking> Undertakings(Symbols symbols, ClauseProgram program)
    {
        var binders = symbols.Undertakings.ToDictionary(
            u => u.Key,
            u => new UndertakingBinder(u.Value, symbols, program),
            StringComparer.Ordinal
        );
        List<Undertaking?> bound = [.. binders.OrderBy(b => b.Key, StringComparer.Ordinal).Select(b => b.Value.Bind())];
        var references = binders.ToDictionary(b => b.Key, b => (IReadOnlyCollection<string>)b.Value.HangsOn, StringComparer.Ordinal);
        foreach (var circle in new CycleCheck(references).Find())
        {
            Circle(symbols, circle);
        }
        FactChecks.Run(symbols);
        if (!symbols.Diagnostics.HasErrors)
        {
            CircleChecks.Run([.. bound.OfType<Undertaking>()], symbols);
            foreach (var undertaking in bound.OfType<Undertaking>())
            {
                UndertakingChecks.Run(undertaking, symbols.Diagnostics);
            }
        }
        return [.. bound.OfType<Undertaking>()];
    }

    /// <summary>Promises that wait for each other can be signed together; one that waits for itself not to be has no meaning.</summary>
    private static void Circle(Symbols symbols, List<string> circle)
    {
        var at = symbols.Undertakings[circle[0]];
        var round = string.Join(" -> ", circle);
        var inside = circle.ToHashSet(StringComparer.Ordinal);
        var contradicts = inside.Any(name => Polarity.Negative(symbols.Undertakings[name].Syntax).Any(inside.Contains));
        if (contradicts)
        {
            symbols.Diagnostics.Error(
                at.File.File,
                at.Syntax.Name.Span,
                "circle",
                $"These undertakings hang on each other in a circle that passes through 'not', so that no answer would be consistent: {round}."
            );
            return;
        }
        symbols.Diagnostics.Warning(
            at.File.File,
            at.Syntax.Name.Span,
            "deadlock",
            $"These undertakings wait for each other: {round}. None can come into force first; they have to be agreed together."
        );
    }

    /// <summary>Binds every definition by itself, so that one that no clause uses is checked too.</summary>
    private static void Definitions(Symbols symbols)
    {
        foreach (var define in symbols.Defines.Values)
        {
            var binder = new ConditionBinder(define.File, symbols, new ClauseProgram(), new AtomTable(new ReasonTable()));
            binder.Bind(define.Syntax.As, ConditionScope.Plain);
        }
    }

    private static void Unused(Symbols symbols)
    {
        foreach (var fact in symbols.Facts.Values.Where(f => !symbols.IsUsed("fact " + f.Syntax.Name.Text)))
        {
            symbols.Diagnostics.Warning(
                fact.File.File,
                fact.Syntax.Name.Span,
                "unused",
                $"No clause uses the fact '{fact.Syntax.Name.Text}'."
            );
        }
        foreach (var define in symbols.Defines.Values.Where(d => !symbols.IsUsed("fact " + d.Syntax.Name.Text)))
        {
            symbols.Diagnostics.Warning(
                define.File.File,
                define.Syntax.Name.Span,
                "unused",
                $"No clause uses the definition '{define.Syntax.Name.Text}'."
            );
        }
        foreach (var body in symbols.Bodies.Values.Where(b => !symbols.IsUsed("body " + b.Syntax.Name.Text)))
        {
            symbols.Diagnostics.Warning(
                body.File.File,
                body.Syntax.Name.Span,
                "unused",
                $"No clause uses the body '{body.Syntax.Name.Text}'."
            );
        }
    }
}
