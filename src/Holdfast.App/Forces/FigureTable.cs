using System.Text;
using Holdfast.Core.Values;

namespace Holdfast.App.Forces;

/// <summary>A table of an answer about the force as CSV (RFC 4180) whose last column, <c>figures</c>, says how firmly the quantities behind the answer are known.</summary>
public sealed class FigureTable
{
    private readonly StringBuilder text = new();
    private readonly string figures;

    /// <param name="header">The other columns.</param>
    /// <param name="figures">The standing of the weakest quantity.</param>
    public FigureTable(string header, Standing figures)
    {
        this.figures = figures.ToString().ToLowerInvariant();
        text.Append(header).Append(",figures\n");
    }

    public void Row(params object?[] cells) => CsvRow.Append(text, [.. cells, figures]);

    public override string ToString() => text.ToString();
}
