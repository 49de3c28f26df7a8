using System.Collections.Immutable;
using Holdfast.Core.Clauses.Evaluation;
using Holdfast.Core.Clauses.Facts;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Values;

namespace Holdfast.Core.Clauses.Binding;

/// <summary>Binds and checks one undertaking: names, units, references, and that somebody determines its trigger.</summary>
internal sealed class UndertakingBinder
{
    private static readonly ImmutableArray<string> Possible =
    [
        "by",
        "caveat",
        "expires",
        "in force when",
        "kind",
        "may",
        "procedure",
        "requires",
        "shall",
        "stage",
        "suspended when",
        "tier",
        "triggered when",
    ];

    private readonly Declared<UndertakingSyntax> _declared;
    private readonly Symbols _symbols;
    private readonly ClauseProgram _program;
    private readonly AtomTable _atoms = new(new ReasonTable());
    private readonly ConditionBinder _conditions;
    private readonly StandingCheck _standing;

    public UndertakingBinder(Declared<UndertakingSyntax> declared, Symbols symbols, ClauseProgram program)
    {
        (_declared, _symbols, _program) = (declared, symbols, program);
        _conditions = new ConditionBinder(declared.File, symbols, program, _atoms);
        _standing = new StandingCheck(File, symbols, Syntax.Name, Syntax.Lines);
    }

    private UndertakingSyntax Syntax => _declared.Syntax;
    private string File => _declared.File.File;
    private string Name => Syntax.Name.Text;

    /// <summary>Other undertakings on which this one hangs.</summary>
    public ImmutableArray<string> HangsOn => [.. _conditions.NamedUndertakings.Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Null after an error.</summary>
    public Undertaking? Bind()
    {
        _standing.Run([.. Syntax.Lines.Select(Part).Where(p => p.Length > 0).Distinct().Order(StringComparer.Ordinal)], Possible);
        var by = Parties();
        var conditions = Syntax.Lines.OfType<ConditionLineSyntax>().Select(Condition).ToList();
        var procedures = Syntax.Lines.OfType<ProcedureSyntax>().Select(Procedure).ToList();
        var tiers = Tiers();
        var deeds = Syntax.Lines.OfType<DeedSyntax>().Select(Deed).ToList();
        var stages = Syntax.Lines.OfType<StageSyntax>().Select(Stage).ToList();
        var expires = Expires();
        var hangsOn = HangsOn;
        if (_symbols.Diagnostics.HasErrors)
        {
            return null;
        }
        ImmutableArray<UndertakingCondition> bound = [.. conditions.OfType<UndertakingCondition>()];
        ImmutableArray<Procedure> steps = [.. procedures.OfType<Procedure>()];
        var entry = Entry(bound, steps);
        var suspension = Suspension(bound);
        return new Undertaking
        {
            Name = Name,
            Title = Syntax.Title ?? "",
            By = [.. (by?.By ?? []).Select(n => n.Text)],
            To = [.. (by?.To ?? []).Select(n => n.Text)],
            Kinds = [.. Syntax.Lines.OfType<KindLineSyntax>().SelectMany(k => k.Kinds).Select(k => k.Text)],
            Cites = _standing.Cites,
            Standing = _standing.Standing,
            Location = _declared.Location,
            SourceText = _declared.File.Text.Substring(Syntax.Span.Offset, Syntax.Span.Length),
            Lines = Syntax.Lines,
            Conditions = bound,
            Procedures = steps,
            Tiers = [.. tiers.OfType<Tier>().OrderBy(t => t.Number)],
            Deeds = [.. deeds.OfType<Deed>()],
            Stages = [.. stages.OfType<StageCondition>().OrderBy(s => s.Stage)],
            Expires = expires,
            Entry = Compiled(entry),
            Suspension = Compiled(suspension),
            InForce = Compiled(All("in force", [entry, new NotExpression(suspension, "not suspended", _declared.Location)])),
            Trigger = Trigger(bound) is { } trigger ? Compiled(trigger) : null,
            HangsOn = hangsOn,
        };
    }

    private static string Part(LineSyntax line) =>
        line switch
        {
            ByToSyntax => "by",
            KindLineSyntax => "kind",
            ProcedureSyntax => "procedure",
            TierSyntax => "tier",
            ExpiresSyntax => "expires",
            DeedSyntax { Duty: true } => "shall",
            DeedSyntax => "may",
            StageSyntax => "stage",
            ConditionLineSyntax { Role: ConditionRole.InForceWhen } => "in force when",
            ConditionLineSyntax { Role: ConditionRole.Requires } => "requires",
            ConditionLineSyntax { Role: ConditionRole.Caveat } => "caveat",
            ConditionLineSyntax { Role: ConditionRole.TriggeredWhen } => "triggered when",
            ConditionLineSyntax { Role: ConditionRole.SuspendedWhen } => "suspended when",
            _ => "",
        };

    private LineSource Source(LineSyntax line)
    {
        var part = Part(line);
        return new LineSource(
            part,
            SourceTexts.Quote(_declared.File, line.Span),
            SourceTexts.Location(_declared.File, line.Span),
            _standing.Of(part),
            _standing.CitesOf(part)
        );
    }

    private void Error(SourceSpan at, string code, string message) => _symbols.Diagnostics.Error(File, at, code, message);

    private ByToSyntax? Parties()
    {
        var lines = Syntax.Lines.OfType<ByToSyntax>().ToList();
        if (lines.Count == 0 && Syntax.Whole)
        {
            Error(Syntax.Name.Span, "missing", $"The undertaking '{Name}' does not say who promises what to whom: 'by A to B'.");
        }
        foreach (var name in lines.SelectMany(l => l.By.Concat(l.To)))
        {
            _symbols.CheckActor(File, name.Span, name.Text);
        }
        return lines.FirstOrDefault();
    }

    private Condition Compiled(Expression expression, ConditionSyntax? syntax = null) =>
        new(new CompiledCondition(expression, _atoms), _program, syntax);

    private Condition? Bound(ConditionSyntax syntax) =>
        _conditions.Bind(syntax, ConditionScope.Undertakings) is { } bound ? Compiled(bound, syntax) : null;

    private UndertakingCondition? Condition(ConditionLineSyntax line)
    {
        var before = _conditions.PlainFacts.Count;
        var condition = Bound(line.Condition);
        if (line.Role == ConditionRole.TriggeredWhen)
        {
            Determined(_conditions.PlainFacts.Skip(before));
        }
        return condition is null ? null : new UndertakingCondition(line.Role, condition, Source(line));
    }

    /// <summary>A trigger must say whose word it takes, or else one party's silence could hold it up for ever.</summary>
    private void Determined(IEnumerable<(SourceSpan At, FactDeclaration Fact)> facts)
    {
        foreach (var (at, fact) in facts.Where(f => f.Fact.DeterminedBy is null && f.Fact.DeterminedByFirst.IsEmpty))
        {
            Error(
                at,
                "nobody-determines",
                $"Nobody is named who determines '{fact.Name}': write 'determined({fact.Name}) by ...', or declare the fact with 'determined by'."
            );
        }
    }

    private Procedure? Procedure(ProcedureSyntax line)
    {
        var takes = Takes(line);
        if (new FactBinder(File, _symbols, _program).Slot(line.Fact, FactType.Bool) is not { } slot)
        {
            return null;
        }
        var key = _program.Slots[slot].Key.Text;
        var done = new AtomExpression(_atoms.Add(new FactAtom(slot, key)), key, SourceTexts.Location(_declared.File, line.Span));
        return new Procedure(Compiled(done), line.After, line.Milestone.Text, takes, Source(line));
    }

    private LeadTime? Takes(ProcedureSyntax line)
    {
        if (line.Least is null || line.Most is null)
        {
            return null;
        }
        // "takes 3 to 14 days": the unit stands once, after the last number that needs it.
        var written = new[] { line.Least, line.Most, line.Usual }.OfType<AmountSyntax>().ToList();
        var unit = written.Select(a => a.Unit).LastOrDefault(u => u.Length > 0) ?? "";
        AmountSyntax Whole(AmountSyntax amount) => amount.Unit.Length > 0 ? amount : amount with { Unit = unit };
        var least = Time(Whole(line.Least));
        var most = Time(Whole(line.Most));
        var usual = line.Usual is null ? null : Time(Whole(line.Usual));
        if (least is null || most is null || (line.Usual is not null && usual is null))
        {
            return null;
        }
        if (new[] { least, most, usual }.OfType<TimeAmount>().Select(a => a.Elapsed is null).Distinct().Count() > 1)
        {
            Error(line.Span, "unit", "The times of a procedure mix elapsed durations and calendar periods.");
            return null;
        }
        if (least.Days > most.Days || (usual is not null && (usual.Days < least.Days || usual.Days > most.Days)))
        {
            Error(line.Span, "never", "The times of the procedure are out of order: least, most, and usual between them.");
            return null;
        }
        return new LeadTime(least, usual, most);
    }

    private TimeAmount? Time(AmountSyntax amount)
    {
        var (elapsed, calendar) = _conditions.Amounts.Time(amount);
        return elapsed is null && calendar is null ? null : new TimeAmount(elapsed, calendar, Amounts.Written(amount));
    }

    private List<Tier?> Tiers()
    {
        var lines = Syntax.Lines.OfType<TierSyntax>().ToList();
        foreach (var twice in lines.GroupBy(t => t.Number.Number).SelectMany(g => g.Skip(1)))
        {
            Error(twice.Span, "duplicate", $"There are two tiers {twice.Number.Number}.");
        }
        return [.. lines.Select(Tier)];
    }

    private Tier? Tier(TierSyntax line)
    {
        var number = _conditions.Amounts.Whole(line.Number);
        var within = _conditions.Amounts.Of(line.Within, Dimension.Duration) is null ? null : Time(line.Within);
        var unless = line.Unless is null ? null : Bound(line.Unless);
        return number is { } n && within is not null && (line.Unless is null || unless is not null)
            ? new Tier(n, within, line.From, line.Action, unless, Source(line))
            : null;
    }

    private Deed? Deed(DeedSyntax line)
    {
        var when = line.When is null ? null : Bound(line.When);
        return line.When is not null && when is null ? null : new Deed(line.Duty, line.Code.Text, line.Text ?? "", when, Source(line));
    }

    private StageCondition? Stage(StageSyntax line) =>
        Bound(line.When) is { } when ? new StageCondition(line.Stage, when, Source(line)) : null;

    private Expiry? Expires()
    {
        var lines = Syntax.Lines.OfType<ExpiresSyntax>().ToList();
        foreach (var twice in lines.Skip(1))
        {
            Error(twice.Span, "duplicate", $"The undertaking says 'expires' twice; the first is in line {lines[0].Span.Line}.");
        }
        return lines.FirstOrDefault() switch
        {
            { After: { } after } line when Time(after) is { } time => new Expiry(time, Source(line)),
            { At: { } at } line when _conditions.Instants.Bind(at) is { } instant => new Expiry(null, Source(line)) { Fixed = instant },
            _ => null,
        };
    }

    private CountExpression Entry(ImmutableArray<UndertakingCondition> conditions, ImmutableArray<Procedure> procedures)
    {
        var parts = conditions
            .Where(c => c.Role is ConditionRole.InForceWhen or ConditionRole.Requires)
            .Select(c => c.Condition.Compiled.Expression)
            .Concat(procedures.Where(p => !p.After).Select(p => p.Done.Compiled.Expression))
            .ToList();
        foreach (
            var ended in new[]
            {
                UndertakingFacts.Withdrawn,
                UndertakingFacts.Terminated,
                UndertakingFacts.Discharged,
                UndertakingFacts.Fulfilled,
            }
        )
        {
            var atom = BuiltIn(ended);
            parts.Add(new NotExpression(atom, $"not {ended}", _declared.Location));
        }
        return All(CountExpression.EntryText, [.. parts]);
    }

    private CountExpression Suspension(ImmutableArray<UndertakingCondition> conditions)
    {
        var parts = conditions
            .Where(c => c.Role == ConditionRole.SuspendedWhen)
            .Select(c => c.Condition.Compiled.Expression)
            .Append(BuiltIn(UndertakingFacts.Suspended));
        return CountExpression.Any([.. parts], CountExpression.SuspensionText, _declared.Location);
    }

    private static Expression? Trigger(ImmutableArray<UndertakingCondition> conditions)
    {
        ImmutableArray<Expression> parts =
        [
            .. conditions.Where(c => c.Role == ConditionRole.TriggeredWhen).Select(c => c.Condition.Compiled.Expression),
        ];
        return parts.Length switch
        {
            0 => null,
            1 => parts[0],
            _ => CountExpression.Any(parts, "triggered", parts[0].Location),
        };
    }

    private AtomExpression BuiltIn(string fact)
    {
        var slot = _program.Slot(new FactSlot(FactKey.Of(fact, [Name]), _symbols.FactDeclarations[fact], null));
        var key = _program.Slots[slot].Key.Text;
        return new AtomExpression(_atoms.Add(new FactAtom(slot, key)), key, _declared.Location);
    }

    private CountExpression All(string text, ImmutableArray<Expression> parts) => CountExpression.All(parts, text, _declared.Location);
}
