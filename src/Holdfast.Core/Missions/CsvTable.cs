using System.Collections.Immutable;
using System.Text;
using Holdfast.Core.Values;

namespace Holdfast.Core.Missions;

/// <summary>
/// A table of a mission's folder (CSV after RFC 4180, comma, UTF-8, a header in the first line), each row as a mapping whose nodes know where they stand: what
/// reads a list of mappings reads a table too. An empty cell is a key that was not given. Blank lines are passed over.
/// </summary>
internal static class CsvTable
{
    public const int MaximumRows = 20_000;

    /// <param name="lists">Columns whose cells are lists: words parted by spaces.</param>
    public static ImmutableArray<YamlMapping> Read(
        MissionFile file,
        Complaints complaints,
        string rowIs,
        IReadOnlyCollection<string> keys,
        IReadOnlyCollection<string> lists
    )
    {
        var before = complaints.Count;
        var rows = new CsvScanner(file, complaints).Rows();
        if (rows.Count == 0)
        {
            complaints.Add(
                Diagnostic.Error(
                    file.Path,
                    1,
                    1,
                    "missing-header",
                    $"the first line of a table names its columns ({string.Join(", ", keys)})"
                )
            );
            return [];
        }
        Header(rows[0], complaints, rowIs, keys);
        if (complaints.Count > before)
        {
            return [];
        }
        return [.. rows.Skip(1).Select(r => Row(r, rows[0], complaints, lists)).OfType<YamlMapping>()];
    }

    private static void Header(ImmutableArray<YamlScalar> header, Complaints complaints, string rowIs, IReadOnlyCollection<string> keys)
    {
        foreach (var column in header.Where(c => !keys.Contains(c.Text)))
        {
            complaints.Error(
                column,
                "unknown-column",
                $"{rowIs} has no column '{column.Text}' (it has {string.Join(", ", keys)})",
                NearestWord.To(column.Text, keys)
            );
        }
        foreach (var twice in header.GroupBy(c => c.Text, StringComparer.Ordinal).SelectMany(g => g.Skip(1)))
        {
            complaints.Error(twice, "duplicate-id", $"the column '{twice.Text}' is there twice");
        }
    }

    private static YamlMapping? Row(
        ImmutableArray<YamlScalar> cells,
        ImmutableArray<YamlScalar> header,
        Complaints complaints,
        IReadOnlyCollection<string> lists
    )
    {
        if (cells.Length != header.Length)
        {
            complaints.Error(
                cells[Math.Min(cells.Length, header.Length) - 1],
                "field-count",
                $"the header has {header.Length} columns, this line {cells.Length}; a cell with a comma stands in double quotes"
            );
            return null;
        }
        var pairs = header
            .Zip(cells)
            .Where(p => p.Second.Text.Length > 0)
            .Select(p => new YamlPair(p.First, lists.Contains(p.First.Text) ? List(p.Second) : p.Second));
        return new YamlMapping(cells[0].File, cells[0].Line, cells[0].Column, [.. pairs]);
    }

    private static YamlSequence List(YamlScalar cell)
    {
        var words = cell.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new YamlSequence(cell.File, cell.Line, cell.Column, [.. words.Select(w => cell with { Text = w })]);
    }

    /// <summary>Cuts a text into rows of cells. Columns count characters of the line.</summary>
    private sealed class CsvScanner(MissionFile file, Complaints complaints)
    {
        private readonly string text = file.Text;
        private int at;
        private int line = 1;
        private int lineStart;

        public List<ImmutableArray<YamlScalar>> Rows()
        {
            var rows = new List<ImmutableArray<YamlScalar>>();
            while (at < text.Length)
            {
                var row = Row();
                if (row is [{ Text: "" }])
                {
                    continue;
                }
                if (rows.Count > MaximumRows)
                {
                    complaints.Error(row[0], "too-many", $"a table has at most {MaximumRows} rows");
                    return rows;
                }
                rows.Add(row);
            }
            return rows;
        }

        private ImmutableArray<YamlScalar> Row()
        {
            var cells = ImmutableArray.CreateBuilder<YamlScalar>();
            do
            {
                cells.Add(at < text.Length && text[at] == '"' ? Quoted() : Plain());
            } while (Accept(','));
            Accept('\r');
            if (Accept('\n'))
            {
                line++;
                lineStart = at;
            }
            return cells.ToImmutable();
        }

        private YamlScalar Plain()
        {
            var start = at;
            while (at < text.Length && text[at] is not (',' or '\n') && !(text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n'))
            {
                at++;
            }
            return Cell(line, start - lineStart + 1, text[start..at].Trim(), quoted: false);
        }

        private YamlScalar Quoted()
        {
            var (row, column) = (line, at - lineStart + 1);
            var content = new StringBuilder();
            at++;
            while (at < text.Length)
            {
                if (text[at] != '"')
                {
                    if (text[at] == '\n')
                    {
                        line++;
                        lineStart = at + 1;
                    }
                    content.Append(text[at++]);
                }
                else if (at + 1 < text.Length && text[at + 1] == '"')
                {
                    content.Append('"');
                    at += 2;
                }
                else
                {
                    at++;
                    return After(Cell(row, column, content.ToString(), quoted: true));
                }
            }
            complaints.Add(Diagnostic.Error(file.Path, row, column, "bad-quote", "a double quote opens here and is never closed"));
            return Cell(row, column, content.ToString(), quoted: true);
        }

        private YamlScalar After(YamlScalar cell)
        {
            if (at < text.Length && text[at] is not (',' or '\r' or '\n'))
            {
                complaints.Add(
                    Diagnostic.Error(
                        file.Path,
                        line,
                        at - lineStart + 1,
                        "bad-quote",
                        "after the closing double quote a comma or the end of the line is expected; a quote inside is written twice"
                    )
                );
                Plain();
            }
            return cell;
        }

        private YamlScalar Cell(int row, int column, string content, bool quoted) => new(file.Path, row, column, content, quoted);

        private bool Accept(char expected)
        {
            if (at >= text.Length || text[at] != expected)
            {
                return false;
            }
            at++;
            return true;
        }
    }
}
