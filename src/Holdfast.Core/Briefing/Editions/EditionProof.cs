using System.Collections.Immutable;
using Holdfast.Core.Briefing.Reports;

namespace Holdfast.Core.Briefing.Editions;

/// <summary>What two editions say of one figure or table.</summary>
public enum Agreement
{
    /// <summary>Both claim the same scope and say the same.</summary>
    Equal,

    /// <summary>Both claim the same scope and differ: a fault of the program, which a test looks for.</summary>
    Differing,

    /// <summary>They were counted from different things, and both say so.</summary>
    OtherScope,
    OnlyInFirst,
    OnlyInSecond,
}

/// <summary>One line of a comparison.</summary>
/// <param name="Id">Section and id of the figure or table.</param>
/// <param name="First">What the first says, in words; empty where it has none. Of a table: its rows' digest in words.</param>
/// <param name="ScopeFirst">What it was counted from.</param>
public sealed record ProofLine(
    string Id,
    string Label,
    string Period,
    Agreement Agreement,
    string First,
    string Second,
    string ScopeFirst,
    string ScopeSecond
);

/// <summary>The comparison of two editions of one report.</summary>
public sealed record EditionComparison(string First, string Second, ImmutableArray<ProofLine> Lines)
{
    public int Count(Agreement agreement) => Lines.Count(l => l.Agreement == agreement);

    /// <summary>Nothing that claims the same scope differs.</summary>
    public bool Holds => Lines.All(l => l.Agreement != Agreement.Differing);
}

/// <summary>
/// Compares two editions figure by figure. The identity of a figure is its id, its period and its scope (labels looked at, mode, known, release): equal identities must say equal things, whoever
/// reads them; where scopes differ the editions say so, and neither is passed off as the other.
/// </summary>
public static class EditionProof
{
    public static EditionComparison Compare(ReportModel first, ReportModel second)
    {
        var (a, b) = (Items(first), Items(second));
        var lines = a
            .Keys.Union(b.Keys)
            .OrderBy(k => k.Section, StringComparer.Ordinal)
            .ThenBy(k => k.Id, StringComparer.Ordinal)
            .ThenBy(k => k.Period, StringComparer.Ordinal)
            .Select(key => Line(key, a.GetValueOrDefault(key), b.GetValueOrDefault(key)));
        return new EditionComparison(first.Edition, second.Edition, [.. lines]);
    }

    private readonly record struct Key(string Section, string Id, string Period);

    private sealed record Item(string Label, string Says, string Scope);

    private static Dictionary<Key, Item> Items(ReportModel model)
    {
        var items = new Dictionary<Key, Item>();
        foreach (var section in model.Sections)
        {
            foreach (var f in section.Figures)
            {
                items[new(section.Id, f.Id, f.Period)] = new(f.Label, ReportText.Figure(f), ScopeOf(f.Scope, model));
            }
            foreach (var t in section.Tables)
            {
                items[new(section.Id, t.Id, t.Period)] = new(t.Caption, Words(t), ScopeOf(t.Scope, model));
            }
        }
        return items;
    }

    // What says nothing of its scope, in a report that says nothing of it either, claims to share none.
    private static string ScopeOf(ReportScope? own, ReportModel model) => (own ?? model.Scope)?.Text ?? "";

    private static string Words(ReportTable table) =>
        string.Join(
            '\n',
            table.Rows.Select(row => string.Join(" | ", row)).Prepend(string.Join(" | ", table.Columns.Select(ReportText.Header)))
        );

    private static ProofLine Line(Key key, Item? a, Item? b)
    {
        var agreement =
            b is null ? Agreement.OnlyInFirst
            : a is null ? Agreement.OnlyInSecond
            : a.Scope.Length == 0 || a.Scope != b.Scope ? Agreement.OtherScope
            : a.Says == b.Says ? Agreement.Equal
            : Agreement.Differing;
        return new(
            $"{key.Section}/{key.Id}",
            (a ?? b)?.Label ?? "",
            key.Period,
            agreement,
            a?.Says ?? "",
            b?.Says ?? "",
            a?.Scope ?? "",
            b?.Scope ?? ""
        );
    }

    /// <summary>An agreement in words.</summary>
    public static string Words(Agreement agreement) =>
        agreement switch
        {
            Agreement.Equal => "equal",
            Agreement.Differing => "differing",
            Agreement.OtherScope => "counted from something else",
            Agreement.OnlyInFirst => "only in the first",
            Agreement.OnlyInSecond => "only in the second",
            _ => throw new InvalidOperationException("Agreement is a closed enumeration."),
        };
}
