using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Values;

namespace Holdfast.Core.Commission;

/// <summary>A decision as facts for the guarantees. Only a recorded vote that carried gives any: there is no other way to make one of these.</summary>
public static class Determination
{
    /// <summary>The authority that clauses name.</summary>
    public const string Authority = "Commission";

    /// <summary>What the facts of a case's decisions name as their source.</summary>
    public static string SourceOf(string caseId) => $"case {caseId}";

    /// <summary>
    /// The statements of one decision. All decisions of a case have one source, so a later one of the case stands in the place of the earlier and never beside
    /// it; a final one says again, confirmed or denied, whatever was determined provisionally. Known time is the record's to give.
    /// </summary>
    public static ImmutableArray<FactStatement> Of(Case of, Decided decided) =>
        [.. decided.Proposal.Facts.Select(f => Statement(of, decided, f))];

    /// <summary>Facts that earlier decisions of the case determined and a proposal does not speak of.</summary>
    internal static ImmutableArray<DeterminedFact> Unspoken(Case of, Proposal proposal) =>
        [.. of.Of<Decided>().SelectMany(d => d.Proposal.Facts).Where(e => proposal.Facts.All(f => !IsSame(f, e)))];

    private static bool IsSame(DeterminedFact a, DeterminedFact b) => a.Fact == b.Fact && a.Arguments.SequenceEqual(b.Arguments);

    private static FactStatement Statement(Case of, Decided decided, DeterminedFact fact) =>
        new(fact.Fact, fact.Arguments, fact.Value, fact.ValidFrom, fact.ValidTo, Authority, SourceOf(of.Id), Standing.Recorded, default)
        {
            Provisional = decided.Proposal.Provisional,
        };
}
