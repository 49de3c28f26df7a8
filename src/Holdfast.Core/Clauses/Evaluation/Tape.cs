using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Clauses.Evaluation;

/// <summary>Where a tape finds the values of its atoms; a struct, so that the loop is compiled for each.</summary>
internal interface IAtomValues
{
    /// <summary>The value of an atom and, where it is unknown, the bits of its reasons.</summary>
    Bool3 Get(int atom, out ulong mask);
}

/// <summary>
/// A condition as a postfix tape: atoms set the accumulator, counts gather operands in a frame and leave early once they are decided. Running it
/// allocates nothing; its stack is as deep as the condition nests.
/// </summary>
internal sealed class Tape
{
    private enum Op : byte
    {
        Constant,
        Atom,

        /// <summary>An atom that is an operand of a count: an atom and its merge in one.</summary>
        Operand,
        Not,
        Begin,
        Merge,
        End,
    }

    /// <param name="Index">The atom, or where to go on once the count is decided.</param>
    /// <param name="Atom">Of an operand, where <paramref name="Index"/> tells where to go on.</param>
    private readonly record struct Instruction(Op Op, int Index, int Least, int Most, int Operands, int Atom = 0);

    private struct Frame
    {
        public int True;
        public int Unknown;
        public int False;
        public ulong Mask;
    }

    private readonly Instruction[] _code;
    private readonly int _depth;

    private Tape(Instruction[] code, int depth)
    {
        _code = code;
        _depth = depth;
    }

    public int Length => _code.Length;

    public static Tape Compile(Expression expression)
    {
        var code = new List<Instruction>();
        var depth = 0;
        Emit(expression, code, 0, ref depth);
        return new Tape([.. code], depth);
    }

    /// <summary>The atoms in order of appearance, repetitions included.</summary>
    public ImmutableArray<int> Atoms =>
        [.. _code.Where(i => i.Op is Op.Atom or Op.Operand).Select(i => i.Op == Op.Atom ? i.Index : i.Atom)];

    // Recursion is as deep as the parser allows conditions to nest.
    private static void Emit(Expression expression, List<Instruction> code, int level, ref int depth)
    {
        switch (expression)
        {
            case ConstantExpression constant:
                code.Add(new Instruction(Op.Constant, constant.Value ? 1 : 0, 0, 0, 0));
                break;
            case AtomExpression atom:
                code.Add(new Instruction(Op.Atom, atom.Atom, 0, 0, 0));
                break;
            case NotExpression not:
                Emit(not.Operand, code, level, ref depth);
                code.Add(new Instruction(Op.Not, 0, 0, 0, 0));
                break;
            case CountExpression count:
                depth = Math.Max(depth, level + 1);
                code.Add(new Instruction(Op.Begin, 0, 0, 0, 0));
                var merges = new List<int>();
                foreach (var operand in count.Operands)
                {
                    if (operand is not AtomExpression)
                    {
                        Emit(operand, code, level + 1, ref depth);
                    }
                    merges.Add(code.Count);
                    var (op, asked) = operand is AtomExpression { Atom: var index } ? (Op.Operand, index) : (Op.Merge, 0);
                    code.Add(new Instruction(op, 0, count.Least, count.Most, count.Operands.Length, asked));
                }
                foreach (var merge in merges)
                {
                    code[merge] = code[merge] with { Index = code.Count };
                }
                code.Add(new Instruction(Op.End, 0, count.Least, count.Most, count.Operands.Length));
                break;
            default:
                throw new InvalidOperationException("Expression is a closed union.");
        }
    }

    public Bool3 Run<T>(ref T atoms, out ulong mask)
        where T : struct, IAtomValues, allows ref struct
    {
        Span<Frame> frames = stackalloc Frame[_depth];
        var top = -1;
        var value = Bool3.Unknown;
        mask = 0;
        var code = _code;
        for (var i = 0; i < code.Length; i++)
        {
            ref readonly var instruction = ref code[i];
            switch (instruction.Op)
            {
                case Op.Constant:
                    (value, mask) = (instruction.Index == 1 ? Bool3.True : Bool3.False, 0);
                    break;
                case Op.Atom:
                    value = atoms.Get(instruction.Index, out mask);
                    break;
                case Op.Operand:
                    value = atoms.Get(instruction.Atom, out mask);
                    if (Merge(ref frames[top], value, mask, in instruction))
                    {
                        i = instruction.Index - 1;
                    }
                    break;
                case Op.Not:
                    value = Bool3.True - (int)value;
                    break;
                case Op.Begin:
                    frames[++top] = default;
                    break;
                case Op.Merge:
                    if (Merge(ref frames[top], value, mask, in instruction))
                    {
                        i = instruction.Index - 1;
                    }
                    break;
                default:
                    value = Result(in frames[top], in instruction);
                    mask = value == Bool3.Unknown ? frames[top].Mask : 0;
                    top--;
                    break;
            }
        }
        return value;
    }

    /// <summary>Counts an operand in; true when the count can no longer turn out otherwise.</summary>
    private static bool Merge(ref Frame frame, Bool3 value, ulong mask, in Instruction count)
    {
        if (value == Bool3.True)
        {
            frame.True++;
            return frame.True > count.Most || (frame.True >= count.Least && count.Most == count.Operands);
        }
        if (value == Bool3.False)
        {
            frame.False++;
            return frame.False > count.Operands - count.Least;
        }
        frame.Unknown++;
        frame.Mask |= mask;
        return false;
    }

    // Left early, the frame is already decided: operands not seen count as nothing in either test that then holds.
    private static Bool3 Result(in Frame frame, in Instruction count)
    {
        if (frame.True > count.Most || frame.False > count.Operands - count.Least)
        {
            return Bool3.False;
        }
        if (frame.True >= count.Least && (count.Most == count.Operands || frame.True + frame.Unknown <= count.Most))
        {
            return Bool3.True;
        }
        return Bool3.Unknown;
    }
}
