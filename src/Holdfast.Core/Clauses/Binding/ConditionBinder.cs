using System.Collections.Immutable;
using Holdfast.Core.Clauses.Evaluation;
using Holdfast.Core.Clauses.Facts;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Clauses.Binding;

/// <summary>What a condition may speak of, by where it stands.</summary>
[Flags]
internal enum ConditionScope
{
    Plain = 0,

    /// <summary>Counting incidents: in a severity only, since elsewhere it would count what it defines.</summary>
    Window = 1,

    /// <summary>Naming another undertaking.</summary>
    Undertakings = 2,
}

/// <summary>Binds conditions: every name known, every unit fitting. Returns null after a complaint.</summary>
internal sealed class ConditionBinder
{
    /// <summary>Operands of all conditions that one definition may come to when it is written out.</summary>
    private const int LargestSize = 200_000;

    private const int DeepestNesting = 400;
    private const int DeepestChain = 50;

    private readonly FileSyntax _file;
    private readonly Symbols _symbols;
    private readonly ClauseProgram _program;
    private readonly AtomTable _atoms;
    private readonly FactBinder _facts;
    private readonly InstantBinder _instants;
    private readonly Amounts _amounts;
    private readonly Dictionary<string, Expression?> _defines;
    private readonly int _level;
    private readonly string? _window;

    /// <param name="window">What <c>window</c> stands for in the arguments of facts; see <see cref="FactBinder"/>.</param>
    public ConditionBinder(FileSyntax file, Symbols symbols, ClauseProgram program, AtomTable atoms, string? window = null)
        : this(file, symbols, program, atoms, new Dictionary<string, Expression?>(StringComparer.Ordinal), 0, window) { }

    private ConditionBinder(
        FileSyntax file,
        Symbols symbols,
        ClauseProgram program,
        AtomTable atoms,
        Dictionary<string, Expression?> defines,
        int level,
        string? window
    )
    {
        (_file, _symbols, _program, _atoms, _defines, _level) = (file, symbols, program, atoms, defines, level);
        _facts = new FactBinder(file.File, symbols, program, window);
        _window = window;
        _instants = new InstantBinder(file.File, symbols, _facts);
        _amounts = new Amounts(file.File, symbols.Diagnostics);
    }

    public InstantBinder Instants => _instants;
    public Amounts Amounts => _amounts;

    /// <summary>Facts in it that are used without saying who determines them, with their place.</summary>
    public List<(SourceSpan At, FactDeclaration Fact)> PlainFacts { get; } = [];

    /// <summary>Other undertakings that it names.</summary>
    public List<string> NamedUndertakings { get; } = [];

    public Expression? Bind(ConditionSyntax condition, ConditionScope scope)
    {
        var bound = Node(condition, scope);
        if (bound is not null && (bound.Size > LargestSize || bound.Depth > DeepestNesting))
        {
            Error(condition.Span, "too-large", "Written out with its definitions, the condition is too large or nests too deep.");
            return null;
        }
        return bound;
    }

    private void Error(SourceSpan at, string code, string message, string? suggestion = null) =>
        _symbols.Diagnostics.Error(_file.File, at, code, message, suggestion);

    private string Text(SourceSpan span) => SourceTexts.Quote(_file, span);

    private string Location(SourceSpan span) => SourceTexts.Location(_file, span);

    private AtomExpression Leaf(Atom atom, SourceSpan span) => new(_atoms.Add(atom), Text(span), Location(span));

    private Expression? Node(ConditionSyntax condition, ConditionScope scope)
    {
        var span = condition.Span;
        return condition switch
        {
            LiteralSyntax literal => new ConstantExpression(literal.Value, Text(span), Location(span)),
            NotSyntax not => Node(not.Operand, scope) is { } inner ? new NotExpression(inner, Text(span), Location(span)) : null,
            AndSyntax and => Operands(and.Operands, scope) is { } all ? CountExpression.All(all, Text(span), Location(span)) : null,
            OrSyntax or => Operands(or.Operands, scope) is { } any ? CountExpression.Any(any, Text(span), Location(span)) : null,
            GroupSyntax group => Group(group, scope),
            FactTestSyntax fact => Fact(fact, scope),
            CompareSyntax compare => Compare(compare),
            CodeTestSyntax code => Code(code),
            NearSyntax near => Near(near),
            InsideSyntax inside => Inside(inside),
            WindowSyntax window => Window(window, scope),
            DeterminedSyntax determined => Determined(determined),
            TimeTestSyntax time => Time(time),
            _ => throw new InvalidOperationException("ConditionSyntax is a closed union."),
        };
    }

    private ImmutableArray<Expression>? Operands(ImmutableArray<ConditionSyntax> operands, ConditionScope scope)
    {
        var bound = ImmutableArray.CreateBuilder<Expression>(operands.Length);
        foreach (var operand in operands)
        {
            if (Node(operand, scope) is { } one)
            {
                bound.Add(one);
            }
        }
        return bound.Count == operands.Length ? bound.ToImmutable() : null;
    }

    private CountExpression? Group(GroupSyntax group, ConditionScope scope)
    {
        var n = group.Operands.Length;
        if (group.Count > n)
        {
            Error(group.Span, "never", $"The list has only {n} conditions; {group.Count} of them can never be.");
            return null;
        }
        if (Operands(group.Operands, scope) is not { } operands)
        {
            return null;
        }
        var (joining, least, most) = group.Quantifier switch
        {
            Quantifier.All => (Joining.All, n, n),
            Quantifier.Any => (Joining.Any, 1, n),
            Quantifier.None => (Joining.Count, 0, 0),
            Quantifier.AtLeast => (Joining.Count, group.Count, n),
            Quantifier.AtMost => (Joining.Count, 0, group.Count),
            Quantifier.Exactly => (Joining.Count, group.Count, group.Count),
        };
        return new CountExpression(joining, least, most, operands, Text(group.Span), Location(group.Span));
    }

    private Expression? Fact(FactTestSyntax test, ConditionScope scope)
    {
        var name = test.Fact.Name.Text;
        if (_symbols.Defines.TryGetValue(name, out var define))
        {
            return Define(test, define);
        }
        if (scope.HasFlag(ConditionScope.Undertakings) && _symbols.Undertakings.ContainsKey(name))
        {
            NamedUndertakings.Add(name);
            var declaration = new FactDeclaration(ClauseProgram.InForceName(name), "the undertaking is in force", [], Location(test.Span));
            var slot = _program.Slot(new FactSlot(FactKey.Of(declaration.Name, []), declaration, null));
            return Leaf(new FactAtom(slot, declaration.Name), test.Span);
        }
        if (AttributeNames.Units.ContainsKey(name) && !_symbols.FactDeclarations.ContainsKey(name))
        {
            Error(test.Span, "type", $"'{name}' is an attribute and not a condition; compare it with a value.");
            return null;
        }
        if (_facts.Slot(test.Fact, FactType.Bool) is not { } index)
        {
            return null;
        }
        PlainFacts.Add((test.Span, _program.Slots[index].Declaration));
        return Leaf(new FactAtom(index, _program.Slots[index].Key.Text), test.Span);
    }

    private Expression? Define(FactTestSyntax test, Declared<DefineSyntax> define)
    {
        var name = define.Syntax.Name.Text;
        _symbols.Use("fact " + name);
        if (test.Fact.Arguments.Length > 0 || test.Fact.Actor is not null)
        {
            Error(test.Span, "arguments", $"The definition '{name}' takes no arguments.");
            return null;
        }
        if (_defines.TryGetValue(name, out var known))
        {
            return known; // Null while it is being bound: the circle was reported where definitions are checked.
        }
        _defines[name] = null;
        if (_level >= DeepestChain)
        {
            Error(test.Span, "too-deep", $"Definitions use each other more than {DeepestChain} deep.");
            return null;
        }
        var inner = new ConditionBinder(define.File, _symbols, _program, _atoms, _defines, _level + 1, _window);
        var bound = inner.Bind(define.Syntax.As, ConditionScope.Plain);
        PlainFacts.AddRange(inner.PlainFacts.Select(f => (test.Span, f.Fact)));
        return _defines[name] = bound;
    }

    private AtomExpression? Compare(CompareSyntax compare)
    {
        var name = compare.Left.Name.Text;
        if (AttributeNames.Units.TryGetValue(name, out var unit) && !_symbols.FactDeclarations.ContainsKey(name))
        {
            return unit.Length == 0 ? Text(compare, name) : Attribute(compare, name, unit);
        }
        if (_facts.Resolve(compare.Left) is not { } found)
        {
            return null;
        }
        Dimension? dimension = found.Declaration.Type switch
        {
            FactType.Length => Dimension.Length,
            FactType.Duration => Dimension.Duration,
            FactType.Count => Dimension.Count,
            FactType.Bool or FactType.Instant => null,
        };
        if (dimension is null)
        {
            var advice = found.Declaration.Type == FactType.Instant ? "use 'before' or 'after'" : "it is true or false by itself";
            Error(compare.Span, "type", $"The fact '{name}' cannot be compared with a number: {advice}.");
            return null;
        }
        if (_amounts.Of(compare.Right, dimension.Value) is not { } value)
        {
            return null;
        }
        var slot = _program.Slot(new FactSlot(found.Key, found.Declaration, null));
        var test = new OrderedTest(compare.Operator, (double)value, dimension == Dimension.Count);
        return Leaf(new FactNumberAtom(slot, found.Key.Text, test), compare.Span);
    }

    private AtomExpression? Text(CompareSyntax compare, string name)
    {
        Error(compare.Span, "type", $"'{name}' is a code and not a number: write '{name} is CODE' or '{name} in CODE, CODE'.");
        return null;
    }

    private AtomExpression? Attribute(CompareSyntax compare, string name, string unitName)
    {
        var unit =
            Units.Find(unitName)
            ?? throw new InvalidOperationException($"The attribute '{name}' has the unit '{unitName}', which the language lacks.");
        if (compare.Left.Arguments.Length > 0 || compare.Left.Actor is not null)
        {
            Error(compare.Left.Span, "arguments", $"The attribute '{name}' takes no arguments.");
            return null;
        }
        if (_amounts.Of(compare.Right, unit.Dimension) is not { } value)
        {
            return null;
        }
        var test = new OrderedTest(compare.Operator, (double)(value / unit.Factor), unit.Dimension == Dimension.Count);
        return Leaf(new AttributeAtom(name, unitName, unit.Factor, test), compare.Span);
    }

    private AtomExpression? Code(CodeTestSyntax test)
    {
        ImmutableArray<string> codes = [.. test.Codes.Select(c => c.Text).Distinct().Order(StringComparer.Ordinal)];
        if (test.Name.Text == "kind")
        {
            return CheckKinds(test.Codes) ? Leaf(new KindAtom(codes), test.Span) : null;
        }
        if (AttributeNames.Units.TryGetValue(test.Name.Text, out var unit) && unit.Length == 0)
        {
            return Leaf(new CodeAtom(test.Name.Text, codes), test.Span);
        }
        var names = AttributeNames.Units.Where(a => a.Value.Length == 0).Select(a => a.Key).Append("kind").ToList();
        Error(
            test.Name.Span,
            unit is null ? "unknown-name" : "type",
            $"'{test.Name.Text}' is not a code ({string.Join(", ", names)}).",
            NearestWord.To(test.Name.Text, names)
        );
        return null;
    }

    /// <summary>Complains about each name that is not a kind of event.</summary>
    public bool CheckKinds(ImmutableArray<NameSyntax> kinds)
    {
        foreach (var kind in kinds.Where(k => !EventKinds.IsKnown(k.Text)))
        {
            Error(kind.Span, "unknown-kind", $"'{kind.Text}' is not a kind of event.", NearestWord.To(kind.Text, EventKinds.All));
        }
        return kinds.All(k => EventKinds.IsKnown(k.Text));
    }

    public AtomExpression? Near(NearSyntax near)
    {
        var shape = _symbols.Shape(_file.File, near.Shape);
        var metres = near.Distance is null ? 0 : _amounts.Of(near.Distance, Dimension.Length);
        return shape is null || metres is null ? null : Leaf(new NearAtom(shape, (double)metres), near.Span);
    }

    private Expression? Inside(InsideSyntax inside)
    {
        if (_symbols.Area(_file.File, inside.Area) is not { } area)
        {
            return null;
        }
        var leaf = Leaf(new NearAtom(area, 0), inside.Span);
        return inside.Outside
            ? new NotExpression(leaf with { Text = $"inside {area.Name}" }, Text(inside.Span), Location(inside.Span))
            : leaf;
    }

    private AtomExpression? Window(WindowSyntax window, ConditionScope scope)
    {
        if (!scope.HasFlag(ConditionScope.Window))
        {
            Error(window.Span, "misplaced", "Incidents can be counted in a severity only: elsewhere the count would hang on itself.");
            return null;
        }
        var count = _amounts.Whole(window.Count);
        var length = _amounts.Of(window.Window, Dimension.Duration);
        var radius = _amounts.Of(window.Radius, Dimension.Length);
        if (count is null || length is null || radius is null)
        {
            return null;
        }
        var duration = Duration.FromNanoseconds((double)(length.Value * 1_000_000_000m));
        return Leaf(new WindowAtom(count.Value, duration, (double)radius.Value), window.Span);
    }

    private AtomExpression? Determined(DeterminedSyntax determined)
    {
        var who = _symbols.Who(_file.File, determined.By);
        if (_facts.Slot(determined.Fact, FactType.Bool, who) is not { } slot)
        {
            return null;
        }
        return Leaf(new FactAtom(slot, _program.Slots[slot].Identity), determined.Span);
    }

    private Expression? Time(TimeTestSyntax time)
    {
        if (_instants.Bind(time.Instant) is not { } instant)
        {
            return null;
        }
        var text = Text(time.Instant.Span);
        var slots = instant.Slots.ToList();
        var code = slots.Count == 0 ? "date" : "fact:" + _program.Slots[slots[0]].Key.Text;
        var after = Leaf(new AfterAtom(_program.Instant(instant), text, code), time.Span);
        return time.After ? after : new NotExpression(after with { Text = "after " + text }, Text(time.Span), Location(time.Span));
    }
}
