using System.Collections.Immutable;
using Holdfast.Core.Forces.Unlocking;

namespace Holdfast.App.Forces;

/// <summary>What became of the question which political decisions would make a size feasible.</summary>
public enum UnlockStatus
{
    /// <summary>It can be filled so far as things are.</summary>
    Already,

    /// <summary>These changes are enough, and no cheaper ones are: proven, and checked by solving again with them made.</summary>
    Proven,

    /// <summary>These changes are enough, checked by solving again; that nothing cheaper is was not proven in time.</summary>
    Found,

    /// <summary>No set of changes that stands the check was found.</summary>
    NotFound,

    /// <summary>No solver on this machine; see the reason.</summary>
    NotInstalled,
}

/// <summary>Which political decisions would let a size be kept in its last phase.</summary>
/// <param name="Now">Weighted unfilled hundredths of the last phase as things are.</param>
/// <param name="Open">The same were every condition of every offer to hold, whether or not anybody can make it so; and no caveat to stand, where these may be lifted.</param>
/// <param name="Best">The same under the decisions that fill most: nothing that somebody can decide does more, so far as <paramref name="BestProven"/>.</param>
/// <param name="BestProven">Whether that is the proven least, or only the best that was found in time.</param>
/// <param name="Target">The most that was to stay unfilled.</param>
/// <param name="Asked">Weighted hundredths that the last phase asks for.</param>
/// <param name="Changes">Sorted.</param>
/// <param name="Checked">Weighted unfilled hundredths when solved again with the changes made; null where there is no set.</param>
/// <param name="Short">Lines that stay short under the decisions that fill most, with the hundredths missing.</param>
public sealed record ForceUnlocking(
    UnlockStatus Status,
    long Now,
    long Open,
    long Best,
    bool BestProven,
    long Target,
    long Asked,
    ImmutableArray<ForceLever> Changes,
    long? Checked,
    ImmutableArray<(string Line, int Missing)> Short,
    string? Reason
)
{
    /// <summary>The next best sets, none of which holds the whole of one before; by cost.</summary>
    public ImmutableArray<UnlockSet> Alternatives { get; init; } = [];

    /// <summary>It is proven that there are no further sets: every set that is enough holds one of those that are named.</summary>
    public bool NoFurther { get; init; }

    /// <summary>Sets that the program promised and that did not stand when solved again.</summary>
    public int Refuted { get; init; }

    /// <summary>Rules that were learned from them: each speaks of one offer and of what it hangs on.</summary>
    public int Learned { get; init; }

    public long Cost => Changes.Sum(c => c.Cost);

    /// <summary>How an answer is kept: changes by their texts, read again as the levers of the same question.</summary>
    public static ShelfForm<ForceUnlocking> Form(Func<IEnumerable<ForceLever>> levers) =>
        new(
            answer =>
                ShelfText.Write(
                    new Kept(
                        answer.Status,
                        [answer.Now, answer.Open, answer.Best, answer.Target, answer.Asked],
                        answer.BestProven,
                        Texts(answer.Changes),
                        answer.Checked,
                        answer.Short,
                        answer.Reason,
                        [.. answer.Alternatives.Select(a => new KeptSet(Texts(a.Changes), a.Checked, a.Proven))],
                        answer.NoFurther,
                        answer.Refuted,
                        answer.Learned
                    )
                ),
            text => ShelfText.Read<Kept>(text) is { Numbers: { IsDefault: false, Length: 5 } } kept ? Of(kept, levers()) : null
        );

    private static ForceUnlocking? Of(Kept kept, IEnumerable<ForceLever> levers)
    {
        if (kept.Changes.IsDefault || kept.Short.IsDefault || kept.Alternatives.IsDefault)
        {
            return null;
        }
        var known = levers.DistinctBy(l => l.Text).ToDictionary(l => l.Text, StringComparer.Ordinal);
        ImmutableArray<ForceLever>? Named(ImmutableArray<string> texts) =>
            texts.All(known.ContainsKey) ? [.. texts.Select(t => known[t])] : null;
        var sets = kept.Alternatives.Select(a => (a.Checked, a.Proven, Changes: Named(a.Changes))).ToArray();
        return Named(kept.Changes) is not { } changes || sets.Any(s => s.Changes is null)
            ? null
            : new ForceUnlocking(
                kept.Status,
                kept.Numbers[0],
                kept.Numbers[1],
                kept.Numbers[2],
                kept.BestProven,
                kept.Numbers[3],
                kept.Numbers[4],
                changes,
                kept.Checked,
                kept.Short,
                kept.Reason
            )
            {
                Alternatives = [.. sets.Select(s => new UnlockSet(s.Changes ?? [], s.Changes?.Sum(c => c.Cost) ?? 0, s.Checked, s.Proven))],
                NoFurther = kept.NoFurther,
                Refuted = kept.Refuted,
                Learned = kept.Learned,
            };
    }

    private static ImmutableArray<string> Texts(ImmutableArray<ForceLever> changes) => [.. changes.Select(c => c.Text)];

    private sealed record Kept(
        UnlockStatus Status,
        ImmutableArray<long> Numbers,
        bool BestProven,
        ImmutableArray<string> Changes,
        long? Checked,
        ImmutableArray<(string Line, int Missing)> Short,
        string? Reason,
        ImmutableArray<KeptSet> Alternatives,
        bool NoFurther,
        int Refuted,
        int Learned
    );

    private sealed record KeptSet(ImmutableArray<string> Changes, long Checked, bool Proven);
}

/// <summary>A set of changes that is enough, checked by solving again with it made.</summary>
/// <param name="Cost">Of all together.</param>
/// <param name="Checked">Weighted unfilled hundredths when solved again.</param>
/// <param name="Proven">That no set is cheaper but for those before it is proven.</param>
public sealed record UnlockSet(ImmutableArray<ForceLever> Changes, long Cost, long Checked, bool Proven);
