using System.Collections.Immutable;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Rules;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Commission;

/// <summary>Which cases of the board are asked for; empty means any.</summary>
public sealed record BoardFilter(string State, string Party, string Text)
{
    private const int LongestText = 200;

    internal static BoardFilter Of(Visit visit)
    {
        string Asked(string name) => QueryText.Single(visit.Query, name) is { Length: <= LongestText } text ? text : "";
        return new BoardFilter(Asked("state"), Asked("party"), Asked("q"));
    }

    public bool IsEmpty => State.Length + Party.Length + Text.Length == 0;

    public ImmutableArray<Case> Pick(IEnumerable<Case> cases) => [.. cases.Where(Has)];

    // Only what the reader sees of a case is searched: its texts are those of the reader's view.
    private bool Has(Case of) =>
        (State.Length == 0 || CaseWords.Of(of.State) == State)
        && (Party.Length == 0 || of.Parties.Contains(Party))
        && (
            Text.Length == 0
            || of.Allegations.Select(a => a.Text)
                .Append(of.Title)
                .Append(of.Id)
                .Any(t => t.Contains(Text, StringComparison.OrdinalIgnoreCase))
        );

    /// <summary>The address with this filter, for a seat.</summary>
    public string Query(string seat)
    {
        var parts = new[] { ("as", seat == CommissionRules.Public ? "" : seat), ("state", State), ("party", Party), ("q", Text) };
        var set = parts.Where(p => p.Item2.Length > 0).Select(p => $"{p.Item1}={Uri.EscapeDataString(p.Item2)}").ToList();
        return set.Count == 0 ? "" : "?" + string.Join('&', set);
    }
}
