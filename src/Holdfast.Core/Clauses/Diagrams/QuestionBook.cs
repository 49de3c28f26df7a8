using System.Collections.Immutable;
using Holdfast.Core.Clauses.Evaluation;

namespace Holdfast.Core.Clauses.Diagrams;

/// <summary>
/// Everything that some conditions ask about, in the order of first appearance, which is the order of the diagram's variables: neighbours in the text stay
/// neighbours in the diagram (the depth-first order of Malik, Wang, Brayton and Sangiovanni-Vincentelli, ICCAD 1988).
/// </summary>
internal sealed class QuestionBook
{
    private readonly AtomTable _table = new(new ReasonTable());
    private readonly List<AskedAtom> _asked = [];
    private ImmutableArray<Question> _questions;
    private int[] _levels = [];

    /// <summary>Takes an atom into the book, the same one once; only before the first look at <see cref="Questions"/>.</summary>
    public int Add(Atom atom, ClauseProgram program, string text)
    {
        var index = _table.Add(atom);
        if (index == _asked.Count)
        {
            _asked.Add(new AskedAtom(atom, program, text));
        }
        return index;
    }

    /// <summary>The questions in the order of their levels.</summary>
    public ImmutableArray<Question> Questions => _questions.IsDefault ? _questions = Close() : _questions;

    /// <summary>The level of an atom's variable.</summary>
    public int LevelOf(Atom atom) =>
        _table.Add(atom) is var index && !Questions.IsDefault && index < _levels.Length
            ? _levels[index]
            : throw new InvalidOperationException($"Nobody asked '{atom.Variable}'.");

    private ImmutableArray<Question> Close()
    {
        var groups = _asked.Select((a, i) => (Asked: a, Index: i)).GroupBy(a => a.Asked.About, StringComparer.Ordinal);
        var questions = ImmutableArray.CreateBuilder<Question>();
        _levels = new int[_asked.Count];
        var level = 0;
        foreach (var group in groups)
        {
            var members = group.ToList();
            if (members.Count > DiagramLimits.Tests)
            {
                throw new DiagramTooLargeException($"More than {DiagramLimits.Tests} different comparisons of '{members[0].Asked.Text}'.");
            }
            var first = level;
            foreach (var (_, index) in members)
            {
                _levels[index] = level++;
            }
            var lead = members[0].Asked;
            questions.Add(
                new Question(first, [.. members.Select(m => m.Asked)], Ways(members))
                {
                    Fact = lead.Slots is [var slot, ..] ? lead.Program.Slots[slot] : null,
                }
            );
        }
        return questions.ToImmutable();
    }

    private ImmutableArray<ImmutableArray<bool>> Ways(List<(AskedAtom Asked, int Index)> members) =>
        members[0].Asked.Time is null
            ? VariableGroup.Of([.. members.Select(m => m.Index)], _table).Ways
            : Times([.. members.Select(m => m.Asked.Time.GetValueOrDefault().At)]);

    /// <summary>Time passes the instants in their order.</summary>
    private static ImmutableArray<ImmutableArray<bool>> Times(ImmutableArray<NodaTime.Instant> instants) =>
        [
            .. instants
                .Distinct()
                .OrderDescending()
                .Select(passed => instants.Select(i => i <= passed).ToImmutableArray())
                .Append([.. instants.Select(_ => false)]),
        ];
}
