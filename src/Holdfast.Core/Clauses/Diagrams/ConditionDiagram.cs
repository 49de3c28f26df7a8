using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Holdfast.Core.Clauses.Evaluation;

namespace Holdfast.Core.Clauses.Diagrams;

/// <summary>
/// Conditions as decision diagrams over one book of questions. A mention of another undertaking is replaced by what brings that one into force, recursively; where
/// they wait for each other in a circle, by the least fixpoint: nothing comes into force out of itself. The circles are positive (the compiler
/// rejects others), so that the iteration only grows and ends after as many rounds as the circle has members.
/// </summary>
internal sealed class ConditionDiagram
{
    private readonly ImmutableSortedDictionary<string, Undertaking> _undertakings;
    private readonly Func<string, bool?> _given;
    private readonly QuestionBook _book = new();
    private readonly Dictionary<string, int> _inForce = new(StringComparer.Ordinal);
    private readonly MentionGraph _mentions;
    private bool _greatest;

    /// <param name="undertakings">Those whose mention is replaced; a mention of any other stays a question.</param>
    /// <param name="given">Undertakings whose being in force is given and not worked out; null for none.</param>
    public ConditionDiagram(IEnumerable<Undertaking> undertakings, Func<string, bool?>? given = null, int budget = DiagramLimits.Nodes)
    {
        _undertakings = undertakings.ToImmutableSortedDictionary(u => u.Name, u => u, StringComparer.Ordinal);
        _given = given ?? (_ => null);
        _mentions = new MentionGraph(_undertakings);
        Diagram = new DecisionDiagram(budget);
    }

    public DecisionDiagram Diagram { get; }

    public ImmutableArray<Question> Questions => _book.Questions;

    /// <summary>Takes what the condition asks into the book, mentions included; before any <see cref="Of(Condition)"/>.</summary>
    public void Ask(Condition condition, Func<string, string>? alias = null)
    {
        var asked = new HashSet<string>(StringComparer.Ordinal);
        Ask(condition, asked, alias);
    }

    private void Ask(Condition condition, HashSet<string> asked, Func<string, string>? alias)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw DiagramTooLargeException.Depth();
        }
        var texts = AtomTexts.Of(condition.Compiled.Expression);
        foreach (var index in condition.Compiled.Tape.Atoms.Distinct())
        {
            var atom = Renamed(condition.Compiled.Atoms[index], alias);
            if (Mentioned(atom) is not { } name)
            {
                _book.Add(atom, condition.Program, texts[index]);
            }
            else if (_given(name) is null && asked.Add(name))
            {
                Ask(_undertakings[name].InForce, asked, null);
            }
        }
    }

    /// <summary>The function of a condition, under the names that it was asked with.</summary>
    public int Of(Condition condition, Func<string, string>? alias = null) => Of(condition, condition.Compiled.Expression, alias);

    /// <summary>The function of a part of a condition.</summary>
    public int Of(Condition condition, Expression part, Func<string, string>? alias)
    {
        foreach (var name in condition.Compiled.Tape.Atoms.Select(a => Mentioned(condition.Compiled.Atoms[a])).OfType<string>())
        {
            if (_given(name) is null && !_inForce.ContainsKey(name))
            {
                foreach (var group in _mentions.From(name))
                {
                    Settle(group);
                }
            }
        }
        return new Builder(this, condition, alias).Of(part);
    }

    /// <summary>The same with circles taken the other way: all that could be in force if they were agreed together.</summary>
    public int AtBest(Condition condition)
    {
        _inForce.Clear();
        _greatest = true;
        var best = Of(condition);
        _inForce.Clear();
        _greatest = false;
        return best;
    }

    /// <summary>Works out a group of undertakings that mention each other, those they mention beyond it being known.</summary>
    private void Settle(ImmutableArray<string> group)
    {
        if (_inForce.ContainsKey(group[0]))
        {
            return;
        }
        foreach (var name in group)
        {
            _inForce[name] = _greatest ? DecisionDiagram.True : DecisionDiagram.False;
        }
        var rounds = _mentions.IsCircle(group) ? group.Length + 1 : 1;
        for (var changed = true; changed && rounds > 0; rounds--)
        {
            changed = false;
            foreach (var name in group)
            {
                var now = Build(_undertakings[name].InForce, null);
                changed |= now != _inForce[name];
                _inForce[name] = now;
            }
        }
    }

    private string? Mentioned(Atom atom) =>
        atom is FactAtom fact && ClauseProgram.UndertakingOf(fact.Key) is { } name && _undertakings.ContainsKey(name) ? name : null;

    private static Atom Renamed(Atom atom, Func<string, string>? alias) =>
        alias is not null && atom is FactAtom fact ? fact with { Key = alias(fact.Key) } : atom;

    private int Build(Condition condition, Func<string, string>? alias) =>
        new Builder(this, condition, alias).Of(condition.Compiled.Expression);

    /// <summary>One pass over an expression; parts that it shares are built once.</summary>
    private sealed class Builder(ConditionDiagram owner, Condition condition, Func<string, string>? alias)
    {
        private readonly Dictionary<Expression, int> _built = new(ReferenceEqualityComparer.Instance);

        public int Of(Expression expression) =>
            expression switch
            {
                ConstantExpression constant => constant.Value ? DecisionDiagram.True : DecisionDiagram.False,
                AtomExpression atom => Atom(atom.Atom),
                NotExpression not => DecisionDiagram.Not(Of(not.Operand)),
                CountExpression count => Count(count),
                _ => throw new InvalidOperationException("Expression is a closed union."),
            };

        private int Count(CountExpression count)
        {
            if (_built.TryGetValue(count, out var known))
            {
                return known;
            }
            if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            {
                throw DiagramTooLargeException.Depth();
            }
            var operands = new int[count.Operands.Length];
            for (var i = 0; i < operands.Length; i++)
            {
                operands[i] = Of(count.Operands[i]);
            }
            return _built[count] = owner.Diagram.Counted(operands, count.Least, count.Most);
        }

        private int Atom(int index)
        {
            var atom = Renamed(condition.Compiled.Atoms[index], alias);
            if (owner.Mentioned(atom) is not { } name)
            {
                return owner.Diagram.Variable(owner._book.LevelOf(atom));
            }
            return owner._given(name) is { } given ? (given ? DecisionDiagram.True : DecisionDiagram.False) : owner._inForce[name];
        }
    }
}
