using System.Collections.Immutable;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Briefing.Reports;

/// <summary>
/// What a figure was counted from (DECISIONS, Readers): every entry of the mode under one of these labels that was recorded by an instant, as released. Labels of what was <em>looked at</em>, not
/// only of what was found: an entry that takes another back is no part of the sum and changes it all the same. So two figures of one id, period and scope are made of the same entries
/// by the same function, and are equal (<see cref="Editions.EditionProof"/>).
/// </summary>
/// <param name="Labels">As labels write themselves, sorted, each once.</param>
/// <param name="Release">How much of it the reader gets: everything, late and on the grid, or nothing of analysis that is restricted.</param>
public sealed record ReportScope(ImmutableArray<string> Labels, Mode Mode, Instant Known, string Release)
{
    public static ReportScope Of(IEnumerable<Label> labels, Mode mode, Instant known, string release) =>
        new([.. labels.Select(l => l.ToString()).Distinct().Order(StringComparer.Ordinal)], mode, known, release);

    /// <summary>As one text: equal for equal scopes and for no others.</summary>
    public string Text => $"{string.Join(" | ", Labels)}; {Mode.ToString().ToLowerInvariant()}; known {Iso.Format(Known)}; {Release}";

    public bool Equals(ReportScope? other) => other is not null && Text == other.Text;

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);
}
