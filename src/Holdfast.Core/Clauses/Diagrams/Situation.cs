using System.Collections.Immutable;
using Holdfast.Core.Clauses.Evaluation;
using Holdfast.Core.Clauses.Facts;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Clauses.Diagrams;

/// <summary>How the questions of a diagram stand at one instant under some facts, and which of them a statement can change.</summary>
internal sealed class Situation(FactBase facts, Instant at, UnlockOptions options)
{
    private readonly Dictionary<ClauseProgram, CompiledFacts> _laid = [];

    /// <param name="free">Takes every question for one that a statement can change: to find out what stands in the way.</param>
    public Lever Lever(Question question, bool free = false)
    {
        var known = question.Atoms.Select(Value).ToImmutableArray();
        ImmutableArray<ImmutableArray<bool>> now = [.. question.Ways.Where(w => Agrees(w, known))];
        if (now.IsEmpty)
        {
            now = question.Ways;
        }
        ImmutableArray<int> changes =
            free || Changeable(question)
                ? [.. Enumerable.Range(0, question.Ways.Length).Where(w => now.Length > 1 || !now[0].SequenceEqual(question.Ways[w]))]
                : [];
        return new Lever(question, now, changes);
    }

    /// <summary>The change that one way of a lever is.</summary>
    public FactChange Change(Lever lever, int way)
    {
        var question = lever.Question;
        var use = question.Fact is { } fact ? fact.Use : throw new InvalidOperationException($"'{question.Lead.Text}' is no fact.");
        return new FactChange(
            question.Name,
            use.Name,
            use.Arguments.IsDefault ? [] : use.Arguments,
            use.Declaration.Title,
            lever.Now.Length == 1 ? question.Describe(lever.Now[0]) : "unknown",
            question.Describe(question.Ways[way]),
            use.By is null ? [] : [.. use.By.Names.Distinct().Order(StringComparer.Ordinal)],
            use.By?.ToString(),
            use.Determination,
            Cost(question)
        );
    }

    public decimal Cost(Question question) =>
        options.Costs.TryGetValue(question.Name, out var cost) ? cost
        : question.Fact is { } fact && options.Costs.TryGetValue(fact.Declaration.Name, out var byName) ? byName
        : 1;

    private static bool Agrees(ImmutableArray<bool> way, ImmutableArray<Bool3> known)
    {
        for (var i = 0; i < way.Length; i++)
        {
            if (known[i] != Bool3.Unknown && known[i] == Bool3.True != way[i])
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>A fact that is stated or could be. The passing of time is nobody's to change: only an instant that nobody has stated yet is.</summary>
    private bool Changeable(Question question)
    {
        if (question.Fact is not { } fact || options.Fixed.Contains(fact.Identity) || options.Fixed.Contains(fact.Declaration.Name))
        {
            return false;
        }
        return question.Lead.Atom switch
        {
            FactAtom mention => ClauseProgram.UndertakingOf(mention.Key) is null,
            FactNumberAtom => true,
            AfterAtom after => Laid(question.Lead.Program).Instant(after.Index) is null,
            _ => false,
        };
    }

    private Bool3 Value(AskedAtom asked)
    {
        var context = Condition.Context(Laid(asked.Program), at, null);
        return asked.Atom.Evaluate(in context).Value;
    }

    private CompiledFacts Laid(ClauseProgram program) =>
        _laid.TryGetValue(program, out var laid) ? laid : _laid[program] = facts.For(program);
}
