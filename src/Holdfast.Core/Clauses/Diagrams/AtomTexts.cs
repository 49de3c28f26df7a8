using Holdfast.Core.Clauses.Evaluation;

namespace Holdfast.Core.Clauses.Diagrams;

/// <summary>The words of each atom where it stands first in a condition.</summary>
internal static class AtomTexts
{
    public static Dictionary<int, string> Of(Expression condition)
    {
        var texts = new Dictionary<int, string>();
        var seen = new HashSet<Expression>(ReferenceEqualityComparer.Instance);
        var todo = new Stack<Expression>([condition]);
        while (todo.TryPop(out var expression))
        {
            if (!seen.Add(expression))
            {
                continue;
            }
            switch (expression)
            {
                case AtomExpression atom:
                    texts.TryAdd(atom.Atom, atom.Text);
                    break;
                case NotExpression not:
                    todo.Push(not.Operand);
                    break;
                case CountExpression count:
                    for (var i = count.Operands.Length - 1; i >= 0; i--)
                    {
                        todo.Push(count.Operands[i]);
                    }
                    break;
                default:
                    break;
            }
        }
        return texts;
    }
}
