using System.Collections.Immutable;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Checks;
using Holdfast.Core.Watch.Release;

namespace Holdfast.Core.Commission;

/// <summary>
/// Equal substance, protected sources: every party is told of every allegation, with the same numbers of supporting and contradicting items and texts of
/// comparable length, and no text holds a position, an id of the watch, an item or a pseudonym.
/// </summary>
public static class EqualSubstance
{
    /// <summary>One party's text on an allegation may be at most so many times as long as another's.</summary>
    public const int LengthFactor = 2;

    internal static Fault? FaultOf(Case before, string party, ImmutableArray<SummaryPoint> points)
    {
        var allegations = before.Allegations.Select(a => a.Id).Order(StringComparer.Ordinal).ToList();
        var told = points.Select(p => p.Allegation).Order(StringComparer.Ordinal).ToList();
        if (!told.SequenceEqual(allegations))
        {
            return new Fault("unequal", $"A summary has one point for each allegation ({string.Join(", ", allegations)}).");
        }
        var leak = points.Select(p => LeakIn(before, p.Text)).FirstOrDefault(l => l is not null);
        if (leak is not null)
        {
            return new Fault("source", leak);
        }
        foreach (var other in before.Parties.Select(before.SummaryTo).OfType<SummarySent>().Where(o => o.Party != party))
        {
            foreach (var (a, b) in Pairs(points, other))
            {
                if (!AreEqual(a, b))
                {
                    return new Fault(
                        "unequal",
                        $"On '{a.Allegation}' the summary differs in substance from the one sent to '{other.Party}'."
                    );
                }
            }
        }
        return null;
    }

    /// <summary>Whether two texts on one allegation are of equal substance: the same counts, and lengths within <see cref="LengthFactor"/>.</summary>
    public static bool AreEqual(SummaryPoint a, SummaryPoint b) =>
        a.SupportingItems == b.SupportingItems
        && a.ContradictingItems == b.ContradictingItems
        && a.Text.Length <= LengthFactor * b.Text.Length
        && b.Text.Length <= LengthFactor * a.Text.Length;

    /// <summary>What in a text would tell a source or a position, or null.</summary>
    public static string? LeakIn(Case before, string text)
    {
        if (CoordinateText.HasPosition(text))
        {
            return "The text holds what may be a position.";
        }
        var names = before
            .EvidenceIds.Concat(before.Statements.Select(s => s.Pseudonym))
            .Concat(before.Evidence.SelectMany(e => e.Observations))
            .Concat(before.Allegations.SelectMany(a => a.Observations))
            .Concat(before.Evidence.Select(e => e.Sha256).OfType<string>());
        return names.FirstOrDefault(n => IsNamedIn(text, n)) is { } found ? $"The text names '{found}', which tells a source." : null;
    }

    // As a word of its own: an item "E1" is not named by "E12".
    private static bool IsNamedIn(string text, string name)
    {
        for (var at = text.IndexOf(name, StringComparison.OrdinalIgnoreCase); at >= 0 && name.Length > 0; )
        {
            var end = at + name.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end])))
            {
                return true;
            }
            at = text.IndexOf(name, at + 1, StringComparison.OrdinalIgnoreCase);
        }
        return false;
    }

    private static IEnumerable<(SummaryPoint, SummaryPoint)> Pairs(ImmutableArray<SummaryPoint> a, SummarySent b) =>
        a.Join(b.Points, p => p.Allegation, p => p.Allegation, (x, y) => (x, y), StringComparer.Ordinal);
}
