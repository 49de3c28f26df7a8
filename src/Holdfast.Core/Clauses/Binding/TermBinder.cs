using System.Collections.Immutable;
using Holdfast.Core.Clauses.Evaluation;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Values;

namespace Holdfast.Core.Clauses.Binding;

/// <summary>Binds one term. Returns null after an error.</summary>
internal sealed class TermBinder
{
    private readonly Declared<TermSyntax> _declared;
    private readonly Symbols _symbols;
    private readonly ClauseProgram _program;
    private readonly ReasonTable _reasons = new();
    private readonly AtomTable _atoms;
    private readonly ConditionBinder _conditions;
    private bool _failed;

    public TermBinder(Declared<TermSyntax> declared, Symbols symbols, ClauseProgram program)
    {
        (_declared, _symbols, _program) = (declared, symbols, program);
        _atoms = new AtomTable(_reasons);
        _conditions = new ConditionBinder(declared.File, symbols, program, _atoms);
    }

    private TermSyntax Syntax => _declared.Syntax;
    private string File => _declared.File.File;

    private void Error(SourceSpan at, string code, string message, string? suggestion = null)
    {
        _failed = true;
        _symbols.Diagnostics.Error(File, at, code, message, suggestion);
    }

    private T? Single<T>(string what)
        where T : LineSyntax
    {
        var all = Syntax.Lines.OfType<T>().ToList();
        foreach (var more in all.Skip(1))
        {
            Error(more.Span, "duplicate", $"The term says '{what}' twice; the first is in line {all[0].Span.Line}.");
        }
        return all.FirstOrDefault();
    }

    public Term? Bind()
    {
        var standing = new StandingCheck(File, _symbols, Syntax.Name, Syntax.Lines);
        var parts = Syntax.Lines.Select(Part).Where(p => p.Length > 0).Distinct().Order(StringComparer.Ordinal).ToImmutableArray();
        standing.Run(parts, ["applies", "binds", "except", "forbids", "from", "severity", "until"]);
        var binds = Single<BindsSyntax>("binds");
        foreach (var party in binds?.Parties ?? [])
        {
            _symbols.CheckParty(File, party);
        }
        if (binds is null && Syntax.Whole)
        {
            _symbols.Diagnostics.Warning(
                File,
                Syntax.Name.Span,
                "binds-nobody",
                $"The term '{Syntax.Name.Text}' does not say whom it binds."
            );
        }
        var applies = Single<AppliesSyntax>("applies");
        var forbids = Single<ForbidsSyntax>("forbids");
        if (forbids is null && Syntax.Whole)
        {
            Error(Syntax.Name.Span, "missing", $"The term '{Syntax.Name.Text}' forbids nothing: a line 'forbids KIND' is missing.");
        }
        var body = Body(applies, forbids);
        if (body is null || _failed || forbids is null)
        {
            return null;
        }
        new TermChecks(_declared.File, _symbols, body).Run(Syntax);
        return Make(body, standing, binds, applies);
    }

    private static string Part(LineSyntax line) =>
        line switch
        {
            BindsSyntax => "binds",
            AppliesSyntax => "applies",
            ForbidsSyntax => "forbids",
            ExceptSyntax => "except",
            SeveritySyntax => "severity",
            FromSyntax => "from",
            UntilSyntax => "until",
            _ => "",
        };

    private Term Make(TermBody body, StandingCheck standing, BindsSyntax? binds, AppliesSyntax? applies)
    {
        var shapes = Enumerable
            .Range(0, _atoms.Count)
            .Select(i => _atoms[i])
            .OfType<NearAtom>()
            .Concat(body.Places)
            .Select(p => p.Shape.Name)
            .Concat(body.Windows?.All.SelectMany(w => w.Source.Shapes).Select(s => s.Name) ?? []);
        return new Term
        {
            Name = Syntax.Name.Text,
            Title = Syntax.Title ?? "",
            Binds = [.. (binds?.Parties ?? []).Select(p => p.Text).Distinct().Order(StringComparer.Ordinal)],
            Cites = standing.Cites,
            Standing = standing.Standing,
            Location = _declared.Location,
            SourceText = _declared.File.Text.Substring(Syntax.Span.Offset, Syntax.Span.Length),
            Area = applies is { Areas.Length: 1 } ? applies.Areas[0].Text : null,
            Schedule = body.Windows?.Schedule,
            Forbids = ((KindAtom)_atoms[((AtomExpression)body.Kind.Expression).Atom]).Wanted,
            Shapes = [.. shapes.Distinct().Order(StringComparer.Ordinal)],
            Body = body,
        };
    }

    private TermBody? Body(AppliesSyntax? applies, ForbidsSyntax? forbids)
    {
        var from = Bound(applies?.From, Single<FromSyntax>("from")?.Instant, "from");
        var until = Bound(applies?.Until, Single<UntilSyntax>("until")?.Instant, "until");
        var places = Places(applies);
        var windows = applies?.Each is { } each ? new WindowBinder(_declared.File, _symbols, _program, _reasons).Bind(each) : null;
        var act = forbids is null ? null : new ForbidsBinder(_declared.File, _conditions, _atoms).Bind(forbids);
        var exceptions = Exceptions(act?.Unless);
        var severities = Severities();
        if (_symbols.Diagnostics.HasErrors || act is null || act.Failed)
        {
            _failed = true;
            return null;
        }
        var applicable = applies?.Span ?? Syntax.Name.Span;
        return new TermBody
        {
            Program = _program,
            Atoms = _atoms,
            Name = Syntax.Name.Text,
            From = from,
            Until = until,
            Places = places,
            Windows = windows,
            AppliesText = SourceTexts.Quote(_declared.File, applicable),
            AppliesLocation = SourceTexts.Location(_declared.File, applicable),
            Kind = new CompiledCondition(act.Kind, _atoms),
            Closer = act.Closer is null ? null : new CompiledCondition(act.Closer, _atoms),
            Where = act.Where is null ? null : new CompiledCondition(act.Where, _atoms),
            Exceptions = exceptions,
            Severities = severities,
            Joint = Joint(act, exceptions),
        };
    }

    /// <summary>Forbidden and not excepted as one condition, kept only where its parts ask about something in common.</summary>
    private CompiledCondition? Joint(BoundAct act, ImmutableArray<TermException> exceptions)
    {
        List<Expression> parts = [act.Kind];
        parts.AddRange(new[] { act.Closer, act.Where }.OfType<Expression>());
        parts.AddRange(exceptions.Select(e => new NotExpression(e.Condition.Expression, "not " + e.Name, e.Location)));
        if (parts.Count == 1)
        {
            return null;
        }
        var joint = new CompiledCondition(CountExpression.All([.. parts], "forbidden and not excepted", _declared.Location), _atoms);
        return joint.NeedsCases ? joint : null;
    }

    private TermBound? Bound(InstantSyntax? inApplies, InstantSyntax? inLine, string word)
    {
        if (inApplies is not null && inLine is not null)
        {
            Error(inLine.Span, "duplicate", $"The term says '{word}' twice; the first is in line {inApplies.Span.Line}.");
        }
        var syntax = inApplies ?? inLine;
        if (syntax is null || _conditions.Instants.Bind(syntax) is not { } instant)
        {
            return null;
        }
        var slots = instant.Slots.ToList();
        var bit = slots.Count == 0 ? 0 : _reasons.Bit("fact:" + _program.Slots[slots[0]].Key.Text);
        var text = SourceTexts.Quote(_declared.File, syntax.Span);
        return new TermBound(_program.Instant(instant), bit, text, SourceTexts.Location(_declared.File, syntax.Span));
    }

    private ImmutableArray<NearAtom> Places(AppliesSyntax? applies)
    {
        if (applies is null)
        {
            return [];
        }
        if (applies is { Shape: { } shapeName, Distance: { } distance })
        {
            var shape = _symbols.Shape(File, shapeName);
            var metres = _conditions.Amounts.Of(distance, Dimension.Length);
            return shape is null || metres is null ? [] : [new NearAtom(shape, (double)metres)];
        }
        return [.. applies.Areas.Select(a => _symbols.Area(File, a)).OfType<NamedShape>().Select(a => new NearAtom(a, 0))];
    }

    private ImmutableArray<TermException> Exceptions(Expression? unless)
    {
        var all = ImmutableArray.CreateBuilder<TermException>();
        foreach (var except in Syntax.Lines.OfType<ExceptSyntax>())
        {
            if (all.Any(e => e.Name == except.Name.Text))
            {
                Error(except.Name.Span, "duplicate", $"The term has two exceptions called '{except.Name.Text}'.");
                continue;
            }
            if (_conditions.Bind(except.When, ConditionScope.Plain) is not { } condition)
            {
                continue;
            }
            var location = SourceTexts.Location(_declared.File, except.Span);
            var text = SourceTexts.Quote(_declared.File, except.Span);
            if (EventKinds.IsKnown(except.Name.Text))
            {
                var kind = new AtomExpression(_atoms.Add(new KindAtom([except.Name.Text])), $"kind is {except.Name.Text}", location);
                ImmutableArray<Expression> further = condition is CountExpression { Joining: Joining.All } every
                    ? every.Operands
                    : [condition];
                condition = CountExpression.All([kind, .. further], text, location);
            }
            all.Add(Exception(except.Name.Text, except.Effect, condition, text, location));
        }
        if (unless is not null)
        {
            all.Add(Exception("unless", ExceptionEffect.Permitted, unless, unless.Text, unless.Location));
        }
        return all.ToImmutable();
    }

    private TermException Exception(string name, ExceptionEffect effect, Expression condition, string text, string location) =>
        new(name, effect, new CompiledCondition(condition, _atoms), _reasons.Bit("exception:" + name), text, location);

    private ImmutableArray<TermSeverity> Severities()
    {
        var cases = Syntax.Lines.OfType<SeveritySyntax>().SelectMany(s => s.Cases).ToList();
        foreach (var twice in cases.Where(c => c.When is null).Skip(1))
        {
            Error(twice.Span, "duplicate", "The term names the severity of every other breach twice.");
        }
        var bound = ImmutableArray.CreateBuilder<TermSeverity>();
        foreach (var one in cases)
        {
            var condition = one.When is null ? null : _conditions.Bind(one.When, ConditionScope.Window);
            if (one.When is null || condition is not null)
            {
                var compiled = condition is null ? null : new CompiledCondition(condition, _atoms);
                var text = SourceTexts.Quote(_declared.File, one.Span);
                bound.Add(new TermSeverity(one.Level, compiled, text, SourceTexts.Location(_declared.File, one.Span)));
            }
        }
        // Worst first; "otherwise" comes after every condition, whatever its level.
        return [.. bound.OrderBy(b => b.When is null).ThenByDescending(b => b.Level)];
    }
}
