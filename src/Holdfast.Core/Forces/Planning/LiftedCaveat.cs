using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Forces.Model;
using Holdfast.Core.Values;

namespace Holdfast.Core.Forces.Planning;

/// <summary>
/// A caveat that a nation is taken to have lifted. No fact says that a caveat is gone: it is a decision of the nation whose it is, one for all of its offers and promises that
/// say the same.
/// </summary>
/// <param name="Caveat">As written, on one line.</param>
public sealed record LiftedCaveat(string Nation, string Caveat)
{
    /// <summary>As people write it, for instance <c>GB: not at(line_of_contact) within 200 km</c>.</summary>
    public string Text => $"{Nation}: {Caveat}";

    /// <summary>The caveats of an offer: of its promise, then its own.</summary>
    internal static IEnumerable<Condition> Of(ForceOffer offer, ClauseSet clauses) =>
        (clauses.Undertaking(offer.Undertaking)?.Of(ConditionRole.Caveat).Select(c => c.Condition) ?? []).Concat(
            offer.Caveats.Select(c => c.Condition)
        );

    /// <summary>Every caveat of every nation that offers something; sorted.</summary>
    public static ImmutableArray<LiftedCaveat> All(ForceModel model, ClauseSet clauses) =>
        [
            .. model
                .Offers.SelectMany(o => Of(o, clauses).Select(c => new LiftedCaveat(o.Nation, c.Text)))
                .Distinct()
                .OrderBy(c => c.Text, StringComparer.Ordinal),
        ];

    /// <summary>Caveats as people write them, and what is wrong; the n-th text is line n of the file <c>lift</c>. <c>NATION: *</c> lifts all of a nation's.</summary>
    public static (ImmutableHashSet<LiftedCaveat> Lifted, ImmutableArray<Diagnostic> Diagnostics) Parse(
        ForceModel model,
        ClauseSet clauses,
        IReadOnlyList<string> texts
    )
    {
        var lifted = ImmutableHashSet.CreateBuilder<LiftedCaveat>();
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var all = texts.Count == 0 ? [] : All(model, clauses);
        for (var i = 0; i < texts.Count; i++)
        {
            var text = string.Join(' ', texts[i].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            LiftedCaveat[] meant =
            [
                .. all.Where(c => c.Text == text || (text.EndsWith(": *", StringComparison.Ordinal) && c.Nation == text[..^3].TrimEnd())),
            ];
            lifted.UnionWith(meant);
            if (meant.Length == 0)
            {
                var nearest = NearestWord.To(text, all.Select(c => c.Text));
                diagnostics.Add(
                    Diagnostic.Error(
                        "lift",
                        i + 1,
                        1,
                        "unknown-caveat",
                        $"'{texts[i]}': no offer has that caveat; expected NATION: CAVEAT as the offer's page shows it, or NATION: * for all of a nation's.",
                        nearest
                    )
                );
            }
        }
        return (lifted.ToImmutable(), diagnostics.ToImmutable());
    }
}
