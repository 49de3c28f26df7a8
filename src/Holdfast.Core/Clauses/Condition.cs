using System.Collections.Immutable;
using Holdfast.Core.Clauses.Evaluation;
using Holdfast.Core.Clauses.Facts;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Clauses;

/// <summary>A value over one stretch of valid time, from its start (inclusive) to its end (exclusive).</summary>
public sealed record TruthSpan(Instant From, Instant Until, Truth Value);

/// <summary>A fact that a condition asks about, with its arguments.</summary>
/// <param name="Determination">It asks whether those named have determined the fact, and not whether it is so.</param>
/// <param name="By">Whose word makes it so; null where anybody's statement counts.</param>
public sealed record FactUse(string Name, ImmutableArray<string> Arguments, FactDeclaration Declaration, bool Determination, Who? By)
{
    /// <summary>The fact as it is written in a clause, for instance <c>backstop(airlift)</c>.</summary>
    public string Key => FactKey.Of(Name, Arguments).Text;

    /// <summary>The undertaking whose being in force it asks about; null for a fact.</summary>
    public string? Undertaking => ClauseProgram.UndertakingOf(Name);
}

/// <summary>A fact that is not as a condition wants it.</summary>
/// <param name="Text">As the clause writes it.</param>
/// <param name="Value">What it is now.</param>
/// <param name="Wanted">What the condition wants it to be.</param>
/// <param name="Alternative">One of several ways: the condition can also come to hold without it.</param>
public sealed record UnmetFact(FactUse Fact, string Text, Truth Value, bool Wanted, bool Alternative, string Location);

/// <summary>
/// A bound condition over facts and time, as undertakings and questions use it. Pure, immutable, safe to share. What it may ask about an incident or a
/// place (a caveat does) is unknown unless a subject is given.
/// </summary>
public sealed class Condition
{
    internal Condition(CompiledCondition compiled, ClauseProgram program, Syntax.ConditionSyntax? syntax = null)
    {
        (Compiled, Program, Syntax) = (compiled, program, syntax);
        Slots =
        [
            .. compiled
                .Tape.Atoms.SelectMany(a =>
                    compiled.Atoms[a] switch
                    {
                        AfterAtom after => program.Instants[after.Index].Slots,
                        { Slot: >= 0 and var slot } => [slot],
                        _ => [],
                    }
                )
                .Distinct(),
        ];
        Facts = [.. Slots.Select(s => program.Slots[s].Use).DistinctBy(u => (u.Key, u.Determination, u.By))];
    }

    internal CompiledCondition Compiled { get; }
    internal ClauseProgram Program { get; }

    /// <summary>Indexes of the facts it reads, those of its instants included.</summary>
    internal ImmutableArray<int> Slots { get; }

    /// <summary>The condition as parsed; null for one put together from several lines.</summary>
    public ConditionSyntax? Syntax { get; }

    /// <summary>As written, on one line.</summary>
    public string Text => Compiled.Expression.Text;

    /// <summary>File, line and column.</summary>
    public string Location => Compiled.Expression.Location;

    /// <summary>Every fact it asks about, each once, in order of appearance.</summary>
    public ImmutableArray<FactUse> Facts { get; }

    public Truth At(FactBase facts, Instant at, ISubject? subject = null)
    {
        var context = Context(facts.For(Program), at, subject);
        var value = Compiled.Evaluate(in context, out _);
        return value == Bool3.Unknown ? Truth.Unknown(Reasons(Compiled.Expression, in context).Reasons) : Truth.Of(value == Bool3.True);
    }

    /// <summary>
    /// Its value over a range of valid time as a step function: spans without gaps, neighbours differing, from the range's start to its end. Evaluates at
    /// change points only. An empty range gives no span.
    /// </summary>
    public ImmutableArray<TruthSpan> Over(FactBase facts, TimeRange range)
    {
        var compiled = facts.For(Program);
        var spans = ImmutableArray.CreateBuilder<TruthSpan>();
        if (range.Latest <= range.Earliest)
        {
            return [];
        }
        var cuts = ChangePoints(compiled).Where(c => c > range.Earliest && c < range.Latest).Append(range.Latest);
        var from = range.Earliest;
        foreach (var until in cuts)
        {
            var value = At(facts, from);
            if (spans.Count > 0 && spans[^1].Value == value)
            {
                spans[^1] = spans[^1] with { Until = until };
            }
            else
            {
                spans.Add(new TruthSpan(from, until, value));
            }
            from = until;
        }
        return spans.ToImmutable();
    }

    /// <summary>The trace of its value at an instant, decisive operands only.</summary>
    /// <param name="clause">What the condition is called in the trace, for instance <c>in force when</c>.</param>
    /// <param name="nested">The trace to put under the mention of another undertaking, by its name; null for none.</param>
    public TraceNode Explain(string clause, FactBase facts, Instant at, Func<string, TraceNode?>? nested = null, ISubject? subject = null)
    {
        var context = Context(facts.For(Program), at, subject);
        return new ConditionExplainer(Compiled.Atoms, nested).Explain(clause, Compiled, in context);
    }

    /// <summary>
    /// The facts that are not as they would have to be for the condition to hold, in order of appearance; empty when it holds. Mentions of other undertakings
    /// are given as such.
    /// </summary>
    public ImmutableArray<UnmetFact> Unmet(FactBase facts, Instant at)
    {
        var unmet = ImmutableArray.CreateBuilder<UnmetFact>();
        var context = Context(facts.For(Program), at, null);
        if (Compiled.Evaluate(in context, out _) != Bool3.True)
        {
            Unmet(Compiled.Expression, true, false, in context, unmet);
        }
        return [.. unmet.DistinctBy(u => (u.Fact.Key, u.Wanted, u.Fact.Determination))];
    }

    private void Unmet(
        Expression expression,
        bool wanted,
        bool alternative,
        in EvaluationContext context,
        ImmutableArray<UnmetFact>.Builder unmet
    )
    {
        var value = Reasons(expression, in context);
        if (value.Value == (wanted ? Bool3.True : Bool3.False))
        {
            return;
        }
        switch (expression)
        {
            case AtomExpression atom:
                var slots = Compiled.Atoms[atom.Atom] is AfterAtom after
                    ? Program.Instants[after.Index].Slots
                    : new[] { Compiled.Atoms[atom.Atom].Slot }.Where(s => s >= 0);
                unmet.AddRange(
                    slots.Select(s => new UnmetFact(Program.Slots[s].Use, atom.Text, value, wanted, alternative, atom.Location))
                );
                break;
            case NotExpression not:
                Unmet(not.Operand, !wanted, alternative, in context, unmet);
                break;
            case CountExpression count:
                // To hold, too few are true: more have to become so; to fail, too many are. An upper bound turns that round.
                var n = count.Operands.Length;
                var raise = wanted ? count.Most == n || count.Least > 0 : count.Most < n && count.Least == 0;
                var forced = wanted ? (raise ? count.Least == n : count.Most == 0) : (raise ? count.Most == n - 1 : count.Least == 1);
                foreach (var operand in count.Operands)
                {
                    Unmet(operand, raise, alternative || (!forced && n > 1), in context, unmet);
                }
                break;
        }
    }

    /// <summary>The instants at which its value may change, ascending.</summary>
    internal IEnumerable<Instant> ChangePoints(CompiledFacts facts)
    {
        var all = new SortedSet<Instant>();
        foreach (var atom in Compiled.Tape.Atoms.Distinct().Select(a => Compiled.Atoms[a]))
        {
            if (atom.Slot >= 0)
            {
                all.UnionWith(facts.Timeline(atom.Slot).Changes);
            }
            if (atom is AfterAtom after && facts.Instant(after.Index) is { } reading)
            {
                all.Add(reading.Range.Earliest);
                all.Add(reading.Range.Latest);
            }
        }
        return all;
    }

    internal static EvaluationContext Context(CompiledFacts facts, Instant at, ISubject? subject) =>
        new(subject ?? NoSubject.Instance, facts, Thresholds.Default, at, at, "");

    /// <summary>The reasons of what is unknown, by Kleene's tables.</summary>
    private Truth Reasons(Expression expression, in EvaluationContext context)
    {
        switch (expression)
        {
            case ConstantExpression constant:
                return Truth.Of(constant.Value);
            case AtomExpression atom:
                return Compiled.Atoms[atom.Atom].Evaluate(in context);
            case NotExpression not:
                return !Reasons(not.Operand, in context);
            case CountExpression count:
                var (yes, open, reasons) = (0, 0, UnknownReason.None);
                foreach (var operand in count.Operands)
                {
                    var value = Reasons(operand, in context);
                    yes += value.IsTrue ? 1 : 0;
                    open += value.IsUnknown ? 1 : 0;
                    reasons |= value.Reasons;
                }
                return yes > count.Most || yes + open < count.Least ? Truth.False
                    : yes >= count.Least && yes + open <= count.Most ? Truth.True
                    : Truth.Unknown(reasons);
            default:
                throw new InvalidOperationException("Expression is a closed union.");
        }
    }

    public override string ToString() => Text;
}
