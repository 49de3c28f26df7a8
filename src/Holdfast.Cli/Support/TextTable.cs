namespace Holdfast.Cli.Support;

/// <summary>Columns as wide as their widest cell; numbers to the right.</summary>
internal static class TextTable
{
    /// <param name="right">Columns, from 0, that are set to the right.</param>
    public static void Write(TextWriter output, IReadOnlyList<string[]> rows, params int[] right)
    {
        if (rows.Count == 0)
        {
            return;
        }
        var widths = Enumerable.Range(0, rows[0].Length).Select(i => rows.Max(r => r[i].Length)).ToArray();
        foreach (var row in rows)
        {
            var cells = row.Select((c, i) => right.Contains(i) ? c.PadLeft(widths[i]) : c.PadRight(widths[i]));
            output.WriteLine("  " + string.Join("  ", cells).TrimEnd());
        }
    }
}
