using System.Globalization;
using System.Text;
using Holdfast.Core.Forces.Optimisation;

namespace Holdfast.App.Forces;

/// <summary>One question on its way to the solver's process: columns, rows by ascending index, the first objective, a start, limits.</summary>
internal sealed record SolverQuestion(MixedProgram Program, IReadOnlyList<long>? Start, MixedLimits Limits)
{
    private const int Magic = 0x314D4648;

    public void Write(Stream stream)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        writer.Write(Limits.Seconds);
        writer.Write(Limits.Gap);
        writer.Write((byte)Limits.Task);
        writer.Write(Limits.Step);
        writer.Write(Program.Columns.Length);
        foreach (var column in Program.Columns)
        {
            writer.Write(column.Lower);
            writer.Write(column.Upper ?? long.MaxValue);
            writer.Write(column.Whole);
        }
        writer.Write(Program.Rows.Length);
        foreach (var row in Program.Rows)
        {
            writer.Write((byte)row.Sense);
            writer.Write(row.Right);
            Write(writer, row.Terms);
        }
        Write(writer, Program.Objectives[0].Terms);
        writer.Write(Start is not null);
        foreach (var value in Start ?? [])
        {
            writer.Write(value);
        }
    }

    /// <summary>The next question, or null at the end of the stream. Names are not sent: the answer is by index.</summary>
    /// <exception cref="InvalidDataException">Something else stands there.</exception>
    public static SolverQuestion? Read(Stream stream)
    {
        var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        int magic;
        try
        {
            magic = reader.ReadInt32();
        }
        catch (EndOfStreamException)
        {
            return null;
        }
        if (magic != Magic)
        {
            throw new InvalidDataException("This is no question to a solver.");
        }
        var limits = new MixedLimits(reader.ReadDouble(), reader.ReadDouble(), (MixedTask)reader.ReadByte(), reader.ReadInt64());
        var columns = Read(
            reader,
            () =>
                new MixedColumn(
                    "",
                    reader.ReadInt64(),
                    reader.ReadInt64() is var most and < long.MaxValue ? most : null,
                    reader.ReadBoolean()
                )
        );
        var rows = Read(reader, () => new MixedRow("", (RowSense)reader.ReadByte(), reader.ReadInt64(), [.. Terms(reader)]));
        var objective = new MixedObjective("", [.. Terms(reader)]);
        var start = reader.ReadBoolean() ? columns.Select(_ => reader.ReadInt64()).ToArray() : null;
        return new SolverQuestion(new MixedProgram("", [.. columns], [.. rows], [objective]), start, limits);
    }

    private static void Write(BinaryWriter writer, IReadOnlyList<MixedTerm> terms)
    {
        writer.Write(terms.Count);
        foreach (var term in terms)
        {
            writer.Write(term.Column);
            writer.Write(term.Coefficient);
        }
    }

    private static MixedTerm[] Terms(BinaryReader reader) => Read(reader, () => new MixedTerm(reader.ReadInt32(), reader.ReadInt64()));

    private static T[] Read<T>(BinaryReader reader, Func<T> one)
    {
        var all = new T[reader.ReadInt32()];
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = one();
        }
        return all;
    }
}

/// <summary>
/// Lines on their way back. <c>ready VERSION</c> or <c>missing</c> once; then for each question any number of <c>progress BEST BOUND SECONDS</c> (a dash for
/// unknown) and one of <c>optimal OBJECTIVE BOUND</c>, <c>feasible OBJECTIVE BOUND</c>, <c>infeasible</c> or <c>none BOUND</c>, the first two followed by
/// <c>values I:V ...</c> with the columns that are not nought, and, where a fourth word <c>priced</c> says so, by a second such line with the prices of the rows. A dive is answered by <c>dived RELAXATION</c> and three such lines:
/// its values (none where it met no solution), the prices, and the columns that are held.
/// </summary>
internal static class SolverLines
{
    public static string Number(double? value) =>
        value is { } it && double.IsFinite(it) ? it.ToString("R", CultureInfo.InvariantCulture) : "-";

    public static double? Number(string text) => text == "-" ? null : double.Parse(text, CultureInfo.InvariantCulture);

    public static string Values(ReadOnlySpan<double> values)
    {
        var text = new StringBuilder("values");
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] != 0)
            {
                text.Append(CultureInfo.InvariantCulture, $" {i}:{values[i]:R}");
            }
        }
        return text.ToString();
    }

    public static double[] Values(string line, int columns)
    {
        var values = new double[columns];
        foreach (var pair in line.Split(' ').Skip(1))
        {
            var colon = pair.IndexOf(':', StringComparison.Ordinal);
            values[int.Parse(pair.AsSpan(0, colon), CultureInfo.InvariantCulture)] = double.Parse(
                pair.AsSpan(colon + 1),
                CultureInfo.InvariantCulture
            );
        }
        return values;
    }
}
