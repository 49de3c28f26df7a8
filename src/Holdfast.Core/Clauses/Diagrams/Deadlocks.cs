using System.Collections.Immutable;
using System.Numerics;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Clauses.Diagrams;

/// <summary>Undertakings that only wait for each other: the facts suffice for all of them together and for none of them first.</summary>
/// <param name="Circle">The shortest way round, from one of them back to it: A, B, A.</param>
/// <param name="Waiting">All that wait in it, sorted.</param>
/// <param name="SignTogether">Some of the smallest sets that have to take effect at one time, each sorted; with them the others follow.</param>
/// <param name="SmallestCount">How many sets are that small.</param>
/// <param name="ComesIntoForce">What is in force once the first of these sets is, beyond what is in force now, sorted.</param>
public sealed record Deadlock(
    ImmutableArray<string> Circle,
    ImmutableArray<string> Waiting,
    ImmutableArray<ImmutableArray<string>> SignTogether,
    BigInteger SmallestCount,
    ImmutableArray<string> ComesIntoForce,
    string Sentence
);

/// <summary>
/// Finds deadlocks: where the least and the greatest fixpoint of "is in force" differ (B. A. Davey, H. A. Priestley, "Introduction to Lattices and Order", 2nd
/// edition, chapter 8: Knaster and Tarski). The least is what comes into force by itself; the greatest, what would hold if all that wait for each
/// other were agreed together. A fact that is unknown counts for neither.
/// </summary>
public static class Deadlocks
{
    /// <summary>
    /// The deadlocks under the facts as they are at an instant; hand it facts with assumptions to ask what would be left. Empty where all undertakings that could
    /// be in force are. Throws <see cref="InvalidOperationException"/> with a plain reason where the set is too large to be looked through.
    /// </summary>
    /// <param name="expired">Undertakings that are not in force whatever their conditions say.</param>
    public static ImmutableArray<Deadlock> Of(ClauseSet clauses, FactBase facts, Instant at, ImmutableSortedSet<string>? expired = null)
    {
        try
        {
            return new DeadlockSearch(clauses, facts, at, expired ?? []).Find();
        }
        catch (DiagramTooLargeException e)
        {
            throw new InvalidOperationException(e.Message, e);
        }
    }
}

/// <summary>The search for deadlocks under given facts: each undertaking as a function of which others are in force.</summary>
internal sealed class DeadlockSearch
{
    private readonly ImmutableSortedDictionary<string, Undertaking> _undertakings;
    private readonly MentionGraph _graph;
    private readonly FactBase _facts;
    private readonly Instant _at;
    private readonly ImmutableSortedSet<string> _expired;

    public DeadlockSearch(ClauseSet clauses, FactBase facts, Instant at, ImmutableSortedSet<string> expired)
    {
        _undertakings = clauses.Undertakings.ToImmutableSortedDictionary(u => u.Name, u => u, StringComparer.Ordinal);
        _graph = new MentionGraph(_undertakings);
        (_facts, _at, _expired) = (facts, at, expired);
    }

    public ImmutableArray<Deadlock> Find()
    {
        var inForce = new SortedSet<string>(StringComparer.Ordinal);
        var found = new List<ImmutableArray<string>>();
        // A group follows all that it mentions, so that what stands outside it is settled when it is looked at.
        foreach (var group in _graph.All())
        {
            var least = Fixpoint(group, inForce, best: false);
            if (_graph.IsCircle(group))
            {
                var waiting = Fixpoint(group, inForce, best: true).Except(least, StringComparer.Ordinal).ToImmutableArray();
                if (!waiting.IsEmpty)
                {
                    found.Add(waiting);
                }
            }
            inForce.UnionWith(least);
        }
        return [.. found.Select(w => Found(w, [.. inForce]))];
    }

    private ImmutableArray<string> Fixpoint(ImmutableArray<string> group, IReadOnlySet<string> outside, bool best)
    {
        var inside = (best ? group : []).ToHashSet(StringComparer.Ordinal);
        for (var round = 0; round <= group.Length; round++)
        {
            ImmutableArray<string> next = [.. group.Where(n => IsInForce(n, m => inside.Contains(m) || outside.Contains(m)))];
            if (inside.SetEquals(next))
            {
                break;
            }
            inside = next.ToHashSet(StringComparer.Ordinal);
        }
        return [.. group.Where(inside.Contains)];
    }

    private bool IsInForce(string name, Func<string, bool> others)
    {
        if (_expired.Contains(name))
        {
            return false;
        }
        var diagram = new ConditionDiagram(_undertakings.Values, n => others(n));
        var condition = _undertakings[name].InForce;
        diagram.Ask(condition);
        return Solutions(diagram).Left(diagram.Of(condition)) == DecisionDiagram.True;
    }

    private MinimalSolutions Solutions(ConditionDiagram diagram)
    {
        var situation = new Situation(_facts, _at, UnlockOptions.Default);
        return new MinimalSolutions(diagram.Diagram, [.. diagram.Questions.Select(q => situation.Lever(q))]);
    }

    private Deadlock Found(ImmutableArray<string> waiting, ImmutableArray<string> inForce)
    {
        var (sets, count) = Together(waiting, inForce);
        var now = inForce.ToHashSet(StringComparer.Ordinal);
        var signed = sets.IsEmpty ? [] : sets[0].ToHashSet(StringComparer.Ordinal);
        var all = new HashSet<string>([.. now, .. signed], StringComparer.Ordinal);
        for (var grown = true; grown; )
        {
            var next = _undertakings.Keys.Where(n => !all.Contains(n) && IsInForce(n, all.Contains)).ToList();
            all.UnionWith(next);
            grown = next.Count > 0;
        }
        var circle = _graph.Circle(CircleIn(waiting));
        return new Deadlock(
            circle,
            waiting,
            sets,
            count,
            [.. all.Except(now, StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            $"These wait for each other: {string.Join(" -> ", circle)}. "
                + $"None comes into force first; {string.Join(" and ", signed.Order(StringComparer.Ordinal))} have to take effect together."
        );
    }

    /// <summary>The members that wait for each other and not only for one that waits.</summary>
    private ImmutableArray<string> CircleIn(ImmutableArray<string> waiting)
    {
        var inside = new MentionGraph(
            _undertakings.Where(u => waiting.Contains(u.Key)).ToImmutableSortedDictionary(StringComparer.Ordinal)
        );
        return inside.All().First(inside.IsCircle);
    }

    /// <summary>
    /// The smallest sets of which each member is in force when all of them are: with a variable "is signed" for each that waits, the minimal solutions of "some is
    /// signed, and each signed one holds if the signed ones do".
    /// </summary>
    private (ImmutableArray<ImmutableArray<string>> Sets, BigInteger Count) Together(
        ImmutableArray<string> waiting,
        ImmutableArray<string> inForce
    )
    {
        var settled = inForce.ToHashSet(StringComparer.Ordinal);
        var open = _undertakings.Values.Where(u => !waiting.Contains(u.Name)).ToList();
        var conditions = new ConditionDiagram(open, n => settled.Contains(n));
        foreach (var name in waiting)
        {
            conditions.Ask(_undertakings[name].InForce);
        }
        var situation = new Situation(_facts, _at, UnlockOptions.Default);
        var diagram = conditions.Diagram;
        ImmutableArray<Lever> levers =
        [
            .. conditions.Questions.Select(q => Signing(q, waiting) ?? situation.Lever(q) with { Changes = [] }),
        ];
        var signed = waiting.ToDictionary(n => n, n => levers.FirstOrDefault(l => NameOf(l.Question) == n), StringComparer.Ordinal);
        var some = DecisionDiagram.False;
        var sound = DecisionDiagram.True;
        foreach (var name in waiting.Where(n => signed[n] is not null))
        {
            var variable = diagram.Variable(signed[name] is { } lever ? lever.Question.First : 0);
            some = diagram.Or(some, variable);
            sound = diagram.And(sound, diagram.Implies(variable, conditions.Of(_undertakings[name].InForce)));
        }
        var solutions = new MinimalSolutions(diagram, levers);
        var ranking = new SetRanking(solutions.Sets, solutions.Solve(diagram.And(some, sound)));
        return ranking.Least(MinimalSolutions.Ones(solutions.ElementCount), DiagramLimits.Sets) is { } least
            ? (
                [
                    .. least.Sets.Select(s =>
                        s.Select(e => NameOf(levers[solutions.Element(e).Lever].Question) ?? "")
                            .Order(StringComparer.Ordinal)
                            .ToImmutableArray()
                    ),
                ],
                least.Count
            )
            : ([], BigInteger.Zero);
    }

    private static string? NameOf(Question question) =>
        question.Lead.Atom is Evaluation.FactAtom fact ? Evaluation.ClauseProgram.UndertakingOf(fact.Key) : null;

    /// <summary>Not signed as it stands; the one change is to sign.</summary>
    private static Lever? Signing(Question question, ImmutableArray<string> waiting)
    {
        if (NameOf(question) is not { } name || !waiting.Contains(name))
        {
            return null;
        }
        var yes = question.Ways.Select((w, i) => (w, i)).First(w => w.w[0]).i;
        return new Lever(
            question,
            [
                [false],
            ],
            [yes]
        );
    }
}
