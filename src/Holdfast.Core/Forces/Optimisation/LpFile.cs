using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Core.Forces.Optimisation;

/// <summary>
/// A program as text in the CPLEX LP format that both <c>glpsol --lp</c> and <c>cbc</c> read: minimise, subject to, bounds, generals, end. Names and order are
/// those of the program, so equal programs give equal bytes. Lines stay under 200 characters: GLPK reads no more than 255.
/// </summary>
public static class LpFile
{
    private const int Width = 200;

    /// <summary>The text for the first objective of <paramref name="program"/> (use <see cref="MixedProgram.Stage"/> for another).</summary>
    public static string Text(MixedProgram program)
    {
        var text = new StringBuilder();
        text.Append("Minimize\n");
        Line(text, " " + program.Objectives[0].Name + ":", program, program.Objectives[0].Terms, "");
        text.Append("Subject To\n");
        foreach (var row in program.Rows)
        {
            var sense = row.Sense switch
            {
                RowSense.AtMost => " <= ",
                RowSense.AtLeast => " >= ",
                RowSense.Exactly => " = ",
                _ => throw new ArgumentOutOfRangeException(nameof(program), row.Sense, "No such sense."),
            };
            Line(text, " " + row.Name + ":", program, row.Terms, sense + Number(row.Right));
        }
        text.Append("Bounds\n");
        foreach (var column in program.Columns)
        {
            var upper = column.Upper is { } most ? " <= " + Number(most) : "";
            text.Append(' ').Append(Number(column.Lower)).Append(" <= ").Append(column.Name).Append(upper).Append('\n');
        }
        text.Append("Generals\n");
        foreach (var column in program.Columns.Where(column => column.Whole))
        {
            text.Append(' ').Append(column.Name).Append('\n');
        }
        return text.Append("End\n").ToString();
    }

    /// <summary>SHA-256, in lower-case hexadecimal, of the text for the first objective followed by a line for each later one: what an answer is recorded against.</summary>
    public static string Hash(MixedProgram program)
    {
        var text = new StringBuilder(Text(program));
        foreach (var objective in program.Objectives.Skip(1))
        {
            Line(text, " " + objective.Name + ":", program, objective.Terms, "");
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static void Line(StringBuilder text, string head, MixedProgram program, IReadOnlyList<MixedTerm> terms, string tail)
    {
        var from = text.Length;
        text.Append(head);
        // A sum of nothing is not a sum to these readers.
        foreach (var term in terms.Count == 0 ? [new MixedTerm(0, 0)] : terms)
        {
            if (text.Length - from > Width - 40)
            {
                text.Append("\n ");
                from = text.Length;
            }
            text.Append(term.Coefficient < 0 ? " - " : " + ").Append(Number(Math.Abs(term.Coefficient))).Append(' ');
            text.Append(program.Columns[term.Column].Name);
        }
        text.Append(tail).Append('\n');
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
