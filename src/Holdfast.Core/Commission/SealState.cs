using System.Collections.Immutable;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Rules;

namespace Holdfast.Core.Commission;

/// <summary>The key that acts under a case's seal are sealed with now: who opened it, and to whom it was wrapped since.</summary>
public sealed record SealState(string Key, ImmutableArray<SealWrap> Wraps)
{
    public IEnumerable<string> Persons => Wraps.Select(w => w.Person).Distinct(StringComparer.Ordinal);

    /// <summary>The last key of a case, or null where it has no seal yet.</summary>
    public static SealState? Of(Case of) =>
        of.Of<SealOpened>().LastOrDefault() is { } opened
            ? new SealState(
                opened.Key,
                [.. opened.Wraps, .. of.Of<SealAdmitted>().SelectMany(a => a.Wraps).Where(w => w.Key == opened.Key)]
            )
            : null;

    /// <summary>Whether acts may still be sealed with it: everybody who was given it may vote in the case. After a recusal the next act opens another.</summary>
    public bool Stands(Case of, CommissionRules rules)
    {
        var eligible = rules.Eligible(of.Recused, of.Parties).Select(m => m.Id).ToHashSet(StringComparer.Ordinal);
        return Persons.All(eligible.Contains);
    }

    /// <summary>Whether acts of the case stand in it as ciphertext.</summary>
    public static bool IsSealed(Case of) => of.Deeds.Any(d => d.Act is Sealed or SealOpened);
}
