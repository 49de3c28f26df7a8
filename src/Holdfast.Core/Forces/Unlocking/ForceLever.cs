using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Facts;
using Holdfast.Core.Forces.Model;
using Holdfast.Core.Forces.Planning;
using Holdfast.Core.Values;

namespace Holdfast.Core.Forces.Unlocking;

/// <summary>A political decision that would let more of a force stand. A closed union: a fact that somebody could state, or a caveat that its nation could lift.</summary>
/// <param name="Cost">At least 1.</param>
public abstract record ForceLever(long Cost)
{
    /// <summary>As people write it: what is assumed, or which caveat is lifted.</summary>
    public abstract string Text { get; }

    /// <summary>What it says in words.</summary>
    public abstract string Title { get; }

    /// <summary>What is so now.</summary>
    public abstract string Now { get; }

    /// <summary>In whose hands it is; null where nobody is named.</summary>
    public abstract string? By { get; }
}

/// <summary>A fact that somebody could state, so that offers which wait for it would stand.</summary>
/// <param name="Fact">The fact.</param>
/// <param name="Value">What it is in the first month.</param>
/// <param name="Wanted">What it would be.</param>
public sealed record FactLever(FactUse Fact, Truth Value, bool Wanted, long Cost) : ForceLever(Cost)
{
    /// <summary>To be assumed, in the words of <see cref="Assumptions"/>.</summary>
    public override string Text => Wanted ? Fact.Key : $"not {Fact.Key}";

    public override string Title => Fact.Declaration.Title;

    public override string Now =>
        Value.IsTrue ? "true"
        : Value.IsFalse ? "false"
        : "not known";

    public override string? By => Fact.Declaration.Authority(Fact.Arguments)?.ToString();
}

/// <summary>A caveat that its nation could lift.</summary>
public sealed record CaveatLever(LiftedCaveat Caveat, long Cost) : ForceLever(Cost)
{
    /// <summary>To be lifted, in the words of <see cref="LiftedCaveat.Parse"/>.</summary>
    public override string Text => Caveat.Text;

    public override string Title => "the caveat is lifted";

    public override string Now => "a caveat";

    public override string? By => Caveat.Nation;
}

/// <summary>What it costs to change things; 1 where nothing is said.</summary>
/// <param name="Costs">By the fact as a clause writes it, or the caveat as <see cref="LiftedCaveat.Text"/>.</param>
/// <param name="Keep">Facts and caveats that stay as they are.</param>
public sealed record LeverCosts(ImmutableSortedDictionary<string, long> Costs, ImmutableSortedSet<string> Keep)
{
    public const long Most = 1_000_000;

    public static readonly LeverCosts Equal = new(
        ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal),
        ImmutableSortedSet.Create<string>(StringComparer.Ordinal)
    );

    /// <summary>Whether nations may lift caveats, too.</summary>
    public bool Caveats { get; init; }

    public long Of(string text) => Costs.GetValueOrDefault(text, 1);

    /// <summary>
    /// Costs as people write them: <c>FACT=NUMBER</c> or <c>NATION: CAVEAT=NUMBER</c>, with <c>*</c> as assumptions have it; the last that speaks of something counts. And what is
    /// wrong: the n-th text is line n of the file <c>cost</c> or <c>keep</c>.
    /// </summary>
    public static (LeverCosts Costs, ImmutableArray<Diagnostic> Diagnostics) Read(
        ForceModel model,
        ClauseSet clauses,
        IReadOnlyList<string> costs,
        IReadOnlyList<string> keep,
        bool caveats
    )
    {
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var read = Equal.Costs.ToBuilder();
        for (var i = 0; i < costs.Count; i++)
        {
            var (what, number) = (Before(costs[i]), costs[i][(costs[i].LastIndexOf('=') + 1)..].Trim());
            if (
                what.Length == 0
                || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var cost)
                || cost is < 1 or > Most
            )
            {
                diagnostics.Add(
                    Diagnostic.Error(
                        "cost",
                        i + 1,
                        1,
                        "cost",
                        $"'{costs[i]}' is not FACT=NUMBER with a whole number from 1 to {Most.ToString("N0", CultureInfo.InvariantCulture)}, such as 'vote(GB.Commons)=5'."
                    )
                );
                continue;
            }
            foreach (var text in Meant(model, clauses, what, "cost", i + 1, diagnostics))
            {
                read[text] = cost;
            }
        }
        var kept = Equal.Keep.ToBuilder();
        for (var i = 0; i < keep.Count; i++)
        {
            kept.UnionWith(Meant(model, clauses, keep[i].Trim(), "keep", i + 1, diagnostics));
        }
        return (new LeverCosts(read.ToImmutable(), kept.ToImmutable()) { Caveats = caveats }, diagnostics.ToImmutable());
    }

    private static string Before(string text) => text[..Math.Max(0, text.LastIndexOf('='))].Trim();

    private static IEnumerable<string> Meant(
        ForceModel model,
        ClauseSet clauses,
        string text,
        string file,
        int line,
        ImmutableArray<Diagnostic>.Builder diagnostics
    )
    {
        // No fact has a colon in its name.
        if (text.Contains(": ", StringComparison.Ordinal))
        {
            var (lifted, wrong) = LiftedCaveat.Parse(model, clauses, [text]);
            diagnostics.AddRange(wrong.Select(d => d with { File = file, Line = line }));
            return lifted.Select(c => c.Text);
        }
        var (facts, faults) = Assumptions.Parse(clauses, [text]);
        diagnostics.AddRange(faults.Select(d => d with { File = file, Line = line }));
        return facts.Select(f => FactKey.Of(f.Name, f.Arguments).Text);
    }
}
