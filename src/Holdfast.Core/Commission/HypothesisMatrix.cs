using System.Collections.Immutable;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Values;

namespace Holdfast.Core.Commission;

/// <summary>One row of the matrix: an item against every hypothesis.</summary>
/// <param name="Cells">In the order of the matrix's hypotheses; null where nobody has weighed the pair.</param>
/// <param name="Diagnostic">Whether it tells hypotheses apart: two of its cells differ. What fits everything proves nothing.</param>
public sealed record MatrixRow(string Evidence, ImmutableArray<EvidenceWeighed?> Cells, bool Diagnostic);

/// <summary>How a hypothesis stands.</summary>
/// <param name="Inconsistency">The weight of evidence against it: 1 for inconsistent, 2 for very, each times the item's weight. Least is best (Heuer).</param>
/// <param name="LogLikelihood">
/// Sum of the natural logarithms of the likelihood ratios argued for it, one for each group of dependent evidence (the one nearest to 0, since what is
/// shared must not count twice; 0 where a group disagrees with itself); null where none is argued.
/// </param>
/// <param name="Groups">Groups of evidence that the sum counts.</param>
/// <param name="LeftOut">Ratios that the sum leaves out because their group is counted already.</param>
/// <param name="Linchpins">Items without which this hypothesis would no longer be, or would become, one of the least contradicted.</param>
public sealed record HypothesisStanding(
    string Hypothesis,
    string Text,
    string? Actor,
    double Inconsistency,
    double? LogLikelihood,
    int Groups,
    int LeftOut,
    ImmutableArray<string> Linchpins
);

/// <summary>
/// Analysis of competing hypotheses (R. J. Heuer, Psychology of Intelligence Analysis, CIA 1999, chapter 8): evidence against hypotheses, refuting rather than
/// confirming. An aid to people who decide: it ranks, shows what the ranking hangs on, and determines nothing. "Undetermined" is always among the
/// hypotheses and has no evidence against it: that it leads is how the matrix says that nothing has been shown.
/// </summary>
public sealed record HypothesisMatrix(
    ImmutableArray<HypothesisStated> Hypotheses,
    ImmutableArray<MatrixRow> Rows,
    ImmutableArray<HypothesisStanding> Standings
)
{
    public const string Undetermined = "undetermined";

    /// <summary>Evidence in the order in which it entered the case; statements whose consent was withdrawn are left out.</summary>
    public static HypothesisMatrix Of(Case of)
    {
        var hypotheses = of.Hypotheses.ToImmutableArray();
        var last = new Dictionary<(string, string), EvidenceWeighed>();
        foreach (var weighed in of.Of<EvidenceWeighed>().Where(w => !of.IsWithdrawn(w.Evidence)))
        {
            last[(weighed.Evidence, weighed.Hypothesis)] = weighed;
        }
        var rows = of
            .EvidenceIds.Where(e => hypotheses.Any(h => last.ContainsKey((e, h.Id))))
            .Select(e => Row(e, [.. hypotheses.Select(h => last.GetValueOrDefault((e, h.Id)))]))
            .ToImmutableArray();
        var weights = rows.ToImmutableDictionary(r => r.Evidence, r => WeightOf(of, r.Evidence), StringComparer.Ordinal);
        var standings = hypotheses.Select((h, i) => Standing(h, i, rows, weights));
        return new HypothesisMatrix(
            hypotheses,
            rows,
            [.. standings, new HypothesisStanding(Undetermined, "It cannot be said who did it.", null, 0, null, 0, 0, [])]
        );
    }

    private static MatrixRow Row(string evidence, ImmutableArray<EvidenceWeighed?> cells) =>
        new(evidence, cells, cells.OfType<EvidenceWeighed>().Select(c => c.Consistency).Distinct().Count() > 1);

    /// <summary>By the source's reliability and the information's credibility, each rated by itself: 1 for A and 1, less for worse, 0.5 where neither can be judged.</summary>
    private static double WeightOf(Case of, string evidence)
    {
        if (of.Evidence.FirstOrDefault(e => e.Id == evidence) is not { } item)
        {
            return 0.5;
        }
        var source = item.Source == Reliability.F ? 0.5 : 1 - (0.2 * (int)item.Source);
        var said = item.Credibility == InformationCredibility.CannotBeJudged ? 0.5 : 1 - (0.2 * ((int)item.Credibility - 1));
        return Math.Min(source, said);
    }

    private static HypothesisStanding Standing(
        HypothesisStated h,
        int column,
        ImmutableArray<MatrixRow> rows,
        ImmutableDictionary<string, double> weights
    )
    {
        var argued = rows.Select(r => r.Cells[column]).OfType<EvidenceWeighed>().Where(c => c.LikelihoodRatio is not null).ToList();
        var groups = argued.GroupBy(c => c.Group.Length == 0 ? "\u001f" + c.Evidence : c.Group, StringComparer.Ordinal).ToList();
        return new HypothesisStanding(
            h.Id,
            h.Text,
            h.Actor,
            Against(column, rows, weights),
            groups.Count == 0 ? null : groups.OrderBy(g => g.Key, StringComparer.Ordinal).Sum(g => OnceOf([.. g])),
            groups.Count,
            argued.Count - groups.Count,
            Linchpins(column, rows, weights)
        );
    }

    private static double OnceOf(IReadOnlyList<EvidenceWeighed> group)
    {
        var logs = group.Select(c => Math.Log(c.LikelihoodRatio ?? 1)).ToList();
        return logs.Any(l => l > 0) && logs.Any(l => l < 0) ? 0 : logs.MinBy(Math.Abs);
    }

    private static double Against(int column, IEnumerable<MatrixRow> rows, ImmutableDictionary<string, double> weights) =>
        rows.Sum(r =>
            weights[r.Evidence]
            * (
                r.Cells[column]?.Consistency switch
                {
                    Consistency.VeryInconsistent => 2,
                    Consistency.Inconsistent => 1,
                    Consistency.Neutral or Consistency.Consistent or Consistency.VeryConsistent or null => 0,
                }
            )
        );

    private static ImmutableArray<string> Linchpins(int column, ImmutableArray<MatrixRow> rows, ImmutableDictionary<string, double> weights)
    {
        if (rows.IsEmpty)
        {
            return [];
        }
        var leads = Leads(column, rows, weights);
        return [.. rows.Where(r => Leads(column, rows.Remove(r), weights) != leads).Select(r => r.Evidence)];
    }

    private static bool Leads(int column, ImmutableArray<MatrixRow> rows, ImmutableDictionary<string, double> weights)
    {
        var columns = rows.IsEmpty ? 0 : rows[0].Cells.Length;
        var mine = Against(column, rows, weights);
        return Enumerable.Range(0, columns).All(c => mine <= Against(c, rows, weights) + 1e-12);
    }
}
