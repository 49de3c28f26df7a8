using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Clauses.Diagrams;
using Holdfast.Core.Clauses.Evaluation;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Values;

namespace Holdfast.Core.Clauses.Binding;

/// <summary>
/// Looks for what cannot be meant in an undertaking whose names and units are right: conditions that never or always hold, parts that cannot matter, duties that are
/// liberties too, tiers that no procedure can keep. Decided on one bounded diagram; a mention of another undertaking counts as a fact.
/// </summary>
internal sealed class UndertakingChecks
{
    /// <summary>Nodes for the checks of one undertaking: what outgrows them is compiled all the same and said not to be checked.</summary>
    private const int Budget = 200_000;

    private readonly Undertaking _undertaking;
    private readonly DiagnosticBag _diagnostics;
    private readonly TextPair _meaning;

    private UndertakingChecks(Undertaking undertaking, DiagnosticBag diagnostics)
    {
        (_undertaking, _diagnostics) = (undertaking, diagnostics);
        _meaning = new TextPair(undertaking, undertaking, Budget);
    }

    public static void Run(Undertaking undertaking, DiagnosticBag diagnostics)
    {
        try
        {
            new UndertakingChecks(undertaking, diagnostics).All();
        }
        catch (DiagramTooLargeException e)
        {
            var (file, at) = Place(undertaking.Location);
            diagnostics.Warning(file, at, "unchecked", $"Whether '{undertaking.Name}' can be meant was not checked: {e.Message}");
        }
    }

    private void All()
    {
        foreach (var line in _undertaking.Conditions)
        {
            Condition(line.Condition, line.Source.Location, Described(line.Role));
        }
        foreach (var deed in _undertaking.Deeds)
        {
            Condition(deed.When, deed.Source.Location, $"'{(deed.Duty ? "shall" : "may")} {deed.Code}'");
        }
        foreach (var tier in _undertaking.Tiers)
        {
            Condition(tier.Unless, tier.Source.Location, string.Create(CultureInfo.InvariantCulture, $"'unless' of tier {tier.Number}"));
            Procedures(tier);
        }
        foreach (var stage in _undertaking.Stages)
        {
            Condition(stage.When, stage.Source.Location, $"the stage '{stage.Stage.ToString().ToLowerInvariant()}'");
        }
        Entry();
        Caveats();
        Deeds();
    }

    private static string Described(ConditionRole role) =>
        role switch
        {
            ConditionRole.InForceWhen => "'in force when'",
            ConditionRole.Requires => "'requires'",
            ConditionRole.Caveat => "the caveat",
            ConditionRole.TriggeredWhen => "'triggered when'",
            ConditionRole.SuspendedWhen => "'suspended when'",
        };

    private static (string File, SourceSpan At) Place(string location)
    {
        var parts = location.Split(':');
        var column = int.Parse(parts[^1], CultureInfo.InvariantCulture);
        var line = int.Parse(parts[^2], CultureInfo.InvariantCulture);
        return (string.Join(':', parts[..^2]), new SourceSpan(line, column, 0, 0));
    }

    private void Error(string location, string code, string message)
    {
        var (file, at) = Place(location);
        _diagnostics.Error(file, at, code, message);
    }

    private void Warn(string location, string code, string message)
    {
        var (file, at) = Place(location);
        _diagnostics.Warning(file, at, code, message);
    }

    private bool Never(int function) => _meaning.Implies(function, DecisionDiagram.False);

    private bool Always(int function) => _meaning.Implies(DecisionDiagram.True, function);

    private void Condition(Condition? condition, string location, string what)
    {
        if (condition is null || condition.Compiled.Expression is ConstantExpression)
        {
            return;
        }
        var function = _meaning.Old(condition);
        if (Never(function))
        {
            Error(location, "never", $"The condition of {what} can never hold: its parts contradict each other.");
        }
        else if (Always(function))
        {
            Warn(location, "always", $"The condition of {what} always holds.");
        }
        else
        {
            Branches(condition, condition.Compiled.Expression, what, 0);
        }
    }

    /// <summary>An alternative matters if it can hold where the others do not; a requirement, if it can fail where the others hold.</summary>
    private void Branches(Condition condition, Expression expression, string what, int depth)
    {
        if (expression is NotExpression not)
        {
            Branches(condition, not.Operand, what, depth + 1);
        }
        if (expression is not CountExpression { Joining: Joining.All or Joining.Any } count || count.Operands.Length > 64 || depth > 8)
        {
            return;
        }
        var functions = count.Operands.Select(o => _meaning.Part(condition, o)).ToList();
        for (var i = 0; i < functions.Count; i++)
        {
            if (count.Operands[i] is ConstantExpression)
            {
                continue;
            }
            var others = functions.Where((_, j) => j != i);
            var decided =
                count.Joining == Joining.All
                    ? _meaning.Implies(others.Aggregate(DecisionDiagram.True, _meaning.Diagram.And), functions[i])
                    : _meaning.Implies(functions[i], others.Aggregate(DecisionDiagram.False, _meaning.Diagram.Or));
            if (decided)
            {
                var operand = count.Operands[i];
                Warn(
                    operand.Location,
                    "cannot-matter",
                    $"'{ReasonTexts.Short(operand.Text)}' cannot matter in {what}: the rest already decides."
                );
                return;
            }
        }
        foreach (var operand in count.Operands)
        {
            Branches(condition, operand, what, depth + 1);
        }
    }

    private void Entry()
    {
        var entry = _meaning.Old(_undertaking.Entry);
        var own = _undertaking.Conditions.Where(c => c.Role is ConditionRole.InForceWhen or ConditionRole.Requires).ToList();
        if (own.Any(c => Never(_meaning.Old(c.Condition)) || c.Condition.Compiled.Expression is ConstantExpression))
        {
            return; // Said at the line.
        }
        if (Never(entry))
        {
            Error(
                own.Count > 0 ? own[^1].Source.Location : _undertaking.Location,
                "never",
                $"'{_undertaking.Name}' can never come into force: its conditions and procedures contradict each other."
            );
            return;
        }
        Redundant(own);
        var suspension = _undertaking.Of(ConditionRole.SuspendedWhen).FirstOrDefault();
        if (suspension is not null && Never(_meaning.Old(_undertaking.InForce)))
        {
            Error(
                suspension.Source.Location,
                "never",
                $"'{_undertaking.Name}' can never be in force: whenever it comes into force, what suspends it holds as well."
            );
        }
        else if (
            _undertaking.Trigger is { } trigger
            && !Never(_meaning.Old(trigger))
            && Never(_meaning.Diagram.And(_meaning.Old(_undertaking.InForce), _meaning.Old(trigger)))
        )
        {
            Warn(
                trigger.Location,
                "cannot-matter",
                $"The trigger of '{_undertaking.Name}' cannot matter: whenever it holds, it is not in force."
            );
        }
    }

    /// <summary>A line that the other lines imply.</summary>
    private void Redundant(List<UndertakingCondition> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            var others = lines
                .Where((_, j) => j != i)
                .Aggregate(DecisionDiagram.True, (all, l) => _meaning.Diagram.And(all, _meaning.Old(l.Condition)));
            var line = _meaning.Old(lines[i].Condition);
            if (!Always(line) && _meaning.Implies(others, line))
            {
                Warn(
                    lines[i].Source.Location,
                    "cannot-matter",
                    $"{Described(lines[i].Role)} cannot matter in this line: the other lines already ask for it."
                );
                return;
            }
        }
    }

    private void Caveats()
    {
        var lines = _undertaking.Of(ConditionRole.Caveat).ToList();
        if (lines.Count == 0 || lines.Any(l => Never(_meaning.Old(l.Condition))))
        {
            return;
        }
        var all = lines.Aggregate(DecisionDiagram.True, (both, l) => _meaning.Diagram.And(both, _meaning.Old(l.Condition)));
        if (Never(all))
        {
            Error(lines[^1].Source.Location, "never", "The caveats contradict each other: nothing could be done under this undertaking.");
            return;
        }
        // What every act under it has to lie in.
        var areas = lines
            .SelectMany(l => Areas(l).Select(a => (Line: l, a.Area, a.Function)))
            .Where(a => _meaning.Implies(all, a.Function))
            .ToList();
        for (var i = 1; i < areas.Count; i++)
        {
            var apart = areas.Take(i).FirstOrDefault(a => a.Area.Name != areas[i].Area.Name && Apart(a.Area, areas[i].Area));
            if (apart.Area is not null)
            {
                Error(
                    areas[i].Line.Source.Location,
                    "disjoint",
                    $"The caveats ask for a place inside '{apart.Area.Name}' and inside '{areas[i].Area.Name}', which do not intersect."
                );
                return;
            }
        }
    }

    private IEnumerable<(NamedShape Area, int Function)> Areas(UndertakingCondition line) =>
        line
            .Condition.Compiled.Tape.Atoms.Distinct()
            .Where(a => line.Condition.Compiled.Atoms[a] is NearAtom { Metres: 0, Shape.Kind: ShapeKind.Area })
            .Select(a =>
                (((NearAtom)line.Condition.Compiled.Atoms[a]).Shape, _meaning.Part(line.Condition, new AtomExpression(a, "", "")))
            );

    private static bool Apart(NamedShape a, NamedShape b) =>
        !a.Geometry.IsEmpty && !b.Geometry.IsEmpty && !a.Geometry.Intersects(b.Geometry);

    private void Deeds()
    {
        foreach (var may in _undertaking.Deeds.Where(d => !d.Duty))
        {
            foreach (var shall in _undertaking.Deeds.Where(d => d.Duty && d.Code == may.Code))
            {
                var both = _meaning.Diagram.And(When(shall), When(may));
                if (_meaning.Example(both) is { } example)
                {
                    Warn(
                        may.Source.Location,
                        "overlap",
                        $"'{may.Code}' is a liberty here and a duty at {shall.Source.Location}, both {example}: say which it is."
                    );
                }
            }
        }
    }

    private int When(Deed deed) => deed.When is { } when ? _meaning.Old(when) : DecisionDiagram.True;

    /// <summary>A deadline that the shortest course of a procedure oversteps. A procedure after the deed itself (after deployment) stands in nobody's way.</summary>
    private void Procedures(Tier tier)
    {
        var slow = _undertaking
            .Procedures.Where(p => !p.After || p.FollowsTrigger)
            .Where(p => p.Takes is { } takes && takes.Least.Days > tier.Within.Days)
            .ToList();
        if (slow.Count > 0)
        {
            var named = string.Join(", ", slow.Select(p => $"'{p.Fact.Key}' (at least {p.Takes?.Least.Text})"));
            Warn(
                tier.Source.Location,
                "tier-too-short",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Tier {tier.Number} is due within {tier.Within.Text}; what takes longer has to be through before its clock starts: {named}."
                )
            );
        }
    }
}
