using System.Collections.Immutable;
using Holdfast.Core.Clauses.Evaluation;
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
        "procedure",
        "requires",
        "suspended when",
        "tier",
        "triggered when",
    ];

    private readonly Declared<UndertakingSyntax> _declared;
    private readonly Symbols _symbols;
    private readonly ClauseProgram _program;
    private readonly ConditionBinder _conditions;

    public UndertakingBinder(Declared<UndertakingSyntax> declared, Symbols symbols)
    {
        (_declared, _symbols, _program) = (declared, symbols, new ClauseProgram());
        _conditions = new ConditionBinder(declared.File, symbols, _program, new AtomTable(new ReasonTable()));
    }

    private UndertakingSyntax Syntax => _declared.Syntax;
    private string File => _declared.File.File;

    /// <summary>Other undertakings on which this one hangs.</summary>
    public ImmutableArray<string> HangsOn => [.. _conditions.NamedUndertakings.Distinct().Order(StringComparer.Ordinal)];

    public Undertaking Bind()
    {
        var standing = new StandingCheck(File, _symbols, Syntax.Name, Syntax.Lines);
        standing.Run([.. Syntax.Lines.Select(Part).Where(p => p.Length > 0).Distinct().Order(StringComparer.Ordinal)], Possible);
        foreach (var line in Syntax.Lines)
        {
            Line(line);
        }
        if (Syntax.Whole && !Syntax.Lines.OfType<ByToSyntax>().Any())
        {
            _symbols.Diagnostics.Error(
                File,
                Syntax.Name.Span,
                "missing",
                $"The undertaking '{Syntax.Name.Text}' does not say who promises what to whom: 'by A to B'."
            );
        }
        Tiers();
        var by = Syntax.Lines.OfType<ByToSyntax>().FirstOrDefault();
        return new Undertaking(
            Syntax.Name.Text,
            Syntax.Title ?? "",
            [.. (by?.By ?? []).Select(n => n.Text)],
            [.. (by?.To ?? []).Select(n => n.Text)],
            [.. Syntax.Lines.OfType<KindLineSyntax>().SelectMany(k => k.Kinds).Select(k => k.Text)],
            standing.Cites,
            standing.Standing,
            _declared.Location,
            _declared.File.Text.Substring(Syntax.Span.Offset, Syntax.Span.Length),
            Syntax.Lines
        );
    }

    private static string Part(LineSyntax line) =>
        line switch
        {
            ByToSyntax => "by",
            KindLineSyntax => "kind",
            ProcedureSyntax => "procedure",
            TierSyntax => "tier",
            ExpiresSyntax => "expires",
            ConditionLineSyntax { Role: ConditionRole.InForceWhen } => "in force when",
            ConditionLineSyntax { Role: ConditionRole.Requires } => "requires",
            ConditionLineSyntax { Role: ConditionRole.Caveat } => "caveat",
            ConditionLineSyntax { Role: ConditionRole.TriggeredWhen } => "triggered when",
            ConditionLineSyntax { Role: ConditionRole.SuspendedWhen } => "suspended when",
            _ => "",
        };

    private void Line(LineSyntax line)
    {
        switch (line)
        {
            case ByToSyntax byTo:
                foreach (var name in byTo.By.Concat(byTo.To))
                {
                    _symbols.CheckActor(File, name.Span, name.Text);
                }
                break;
            case ConditionLineSyntax condition:
                var before = _conditions.PlainFacts.Count;
                _conditions.Bind(condition.Condition, ConditionScope.Undertakings);
                if (condition.Role == ConditionRole.TriggeredWhen)
                {
                    Trigger(_conditions.PlainFacts.Skip(before));
                }
                break;
            case ProcedureSyntax procedure:
                Procedure(procedure);
                break;
            case TierSyntax tier:
                _conditions.Amounts.Whole(tier.Number);
                _conditions.Amounts.Of(tier.Within, Dimension.Duration);
                if (tier.Unless is not null)
                {
                    _conditions.Bind(tier.Unless, ConditionScope.Plain);
                }
                break;
            case ExpiresSyntax { After: { } after }:
                _conditions.Amounts.Time(after);
                break;
            case ExpiresSyntax { At: { } at }:
                _conditions.Instants.Bind(at);
                break;
        }
    }

    /// <summary>A trigger must say whose word it takes, or else one party's silence could hold it up for ever.</summary>
    private void Trigger(IEnumerable<(SourceSpan At, FactDeclaration Fact)> facts)
    {
        foreach (var (at, fact) in facts.Where(f => f.Fact.DeterminedBy is null))
        {
            _symbols.Diagnostics.Error(
                File,
                at,
                "nobody-determines",
                $"Nobody is named who determines '{fact.Name}': write 'determined({fact.Name}) by ...', or declare the fact with 'determined by'."
            );
        }
    }

    private void Procedure(ProcedureSyntax procedure)
    {
        new FactBinder(File, _symbols, _program).Slot(procedure.Fact, FactType.Bool);
        var amounts = new[] { procedure.Least, procedure.Most, procedure.Usual }.OfType<AmountSyntax>().ToList();
        if (amounts.Count == 0)
        {
            return;
        }
        // "takes 3 to 14 days": the unit stands once, after the last number that needs it.
        var unit = amounts.Select(a => a.Unit).LastOrDefault(u => u.Length > 0) ?? "";
        var whole = amounts.Select(a => a.Unit.Length > 0 ? a : a with { Unit = unit }).ToList();
        var dimensions = whole.Select(a => Units.Find(a.Unit)?.Dimension).Distinct().ToList();
        foreach (var amount in whole)
        {
            _conditions.Amounts.Time(amount);
        }
        if (dimensions.Count > 1)
        {
            _symbols.Diagnostics.Error(
                File,
                procedure.Span,
                "unit",
                "The times of a procedure mix elapsed durations and calendar periods."
            );
            return;
        }
        var numbers = whole.Select(a => a.Number * (Units.Find(a.Unit)?.Factor ?? 1)).ToList();
        if (numbers.Count > 1 && (numbers[0] > numbers[1] || (numbers.Count == 3 && (numbers[2] < numbers[0] || numbers[2] > numbers[1]))))
        {
            _symbols.Diagnostics.Error(
                File,
                procedure.Span,
                "never",
                "The times of the procedure are out of order: least, most, and usual between them."
            );
        }
    }

    private void Tiers()
    {
        var tiers = Syntax.Lines.OfType<TierSyntax>().ToList();
        foreach (var twice in tiers.GroupBy(t => t.Number.Number).SelectMany(g => g.Skip(1)))
        {
            _symbols.Diagnostics.Error(File, twice.Span, "duplicate", $"There are two tiers {twice.Number.Number}.");
        }
    }
}
