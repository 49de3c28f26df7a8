using System.Runtime.CompilerServices;

namespace Holdfast.Core.Clauses.Diagrams;

/// <summary>
/// Reduced ordered binary decision diagrams: R. E. Bryant, "Graph-based algorithms for Boolean function manipulation", IEEE Transactions on Computers 35(8),
/// 1986; with complemented edges and one operation, if-then-else: K. S. Brace, R. L. Rudell, R. E. Bryant, "Efficient implementation of a BDD package",
/// DAC 1990. A function is a number (an edge): the same function is the same number. Bounded: past its budget of nodes or steps every operation throws
/// <see cref="DiagramTooLargeException"/>. Not safe for use by several threads at once.
/// </summary>
internal sealed class DecisionDiagram
{
    // An edge is twice the number of its node, plus one where the function is the node's complement. The high edge of a node is never complemented.
    public const int True = 0;
    public const int False = 1;

    private readonly UniqueTable _nodes;
    private readonly ComputedCache _computed;

    public DecisionDiagram(int budget = DiagramLimits.Nodes)
    {
        Budget = budget;
        _nodes = new UniqueTable(1, budget);
        _computed = new ComputedCache(budget * DiagramLimits.StepsPerNode);
    }

    public int Budget { get; }

    /// <summary>Nodes made so far, whether still needed or not.</summary>
    public int Count => _nodes.Count;

    public static int Not(int f) => f ^ 1;

    public static bool IsConstant(int f) => f <= False;

    /// <summary>The level of the first variable that the function hangs on; <see cref="UniqueTable.Leaf"/> for a constant.</summary>
    public int Level(int f) => _nodes.Level(f >> 1);

    /// <summary>The function when its first variable is true.</summary>
    public int High(int f) => _nodes.High(f >> 1) ^ (f & 1);

    /// <summary>The function when its first variable is false.</summary>
    public int Low(int f) => _nodes.Low(f >> 1) ^ (f & 1);

    /// <summary>The function that is true when the variable of that level is. Levels order the variables from the root.</summary>
    public int Variable(int level) => Node(level, True, False);

    public int And(int f, int g) => IfThenElse(f, g, False);

    public int Or(int f, int g) => IfThenElse(f, True, g);

    public int Implies(int f, int g) => IfThenElse(f, g, True);

    /// <summary>(f and g) or (not f and h).</summary>
    public int IfThenElse(int f, int g, int h)
    {
        if (g == f)
        {
            g = True;
        }
        else if (g == Not(f))
        {
            g = False;
        }
        if (h == f)
        {
            h = False;
        }
        else if (h == Not(f))
        {
            h = True;
        }
        if (f <= False || g == h)
        {
            return f == False ? h : g;
        }
        if (IsConstant(g) && IsConstant(h))
        {
            return g == True ? f : Not(f);
        }
        // One of the forms that mean the same: condition and then-branch not complemented.
        if ((f & 1) != 0)
        {
            (f, g, h) = (Not(f), h, g);
        }
        var complemented = g & 1;
        return Compute(f, g ^ complemented, h ^ complemented) ^ complemented;
    }

    private int Compute(int f, int g, int h)
    {
        if (_computed.Find(f, g, h, out var known))
        {
            return known;
        }
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw DiagramTooLargeException.Depth();
        }
        var level = Math.Min(Level(f), Math.Min(Level(g), Level(h)));
        var high = IfThenElse(At(f, level, true), At(g, level, true), At(h, level, true));
        var low = IfThenElse(At(f, level, false), At(g, level, false), At(h, level, false));
        var result = Node(level, high, low);
        _computed.Keep(f, g, h, result);
        return result;
    }

    private int At(int f, int level, bool value) =>
        Level(f) != level ? f
        : value ? High(f)
        : Low(f);

    private int Node(int level, int high, int low)
    {
        if (high == low)
        {
            return high;
        }
        return (high & 1) == 0 ? _nodes.Find(level, high, low) << 1 : (_nodes.Find(level, Not(high), Not(low)) << 1) | 1;
    }

    /// <summary>
    /// At least <paramref name="least"/> and at most <paramref name="most"/> of the operands are true: by counting from the last operand to the first, O(n k)
    /// conditionals and not C(n, k) products.
    /// </summary>
    public int Counted(ReadOnlySpan<int> operands, int least, int most)
    {
        var n = operands.Length;
        // From here on: what the operands from i on make of having j true ones before. One more than enough is never told from enough.
        var last = most >= n ? Math.Max(least, 0) : most + 1;
        var row = new int[last + 1];
        for (var j = 0; j <= last; j++)
        {
            row[j] = j >= least && j <= most ? True : False;
        }
        for (var i = n - 1; i >= 0; i--)
        {
            // Fewer than this cannot be made up for, and more than i there cannot be yet.
            for (var j = 0; j <= Math.Min(last, i); j++)
            {
                row[j] = j + (n - i) < least ? False : IfThenElse(operands[i], row[Math.Min(j + 1, last)], row[j]);
            }
        }
        return row[0];
    }

    /// <summary>The function for a fixed value of some neighbouring variables, the first of which is at <paramref name="first"/> and none of which lies below its others.</summary>
    public int Fix(int f, int first, ReadOnlySpan<bool> values)
    {
        while (Level(f) is var level && level < first + values.Length && level >= first)
        {
            f = values[level - first] ? High(f) : Low(f);
        }
        return f;
    }
}
