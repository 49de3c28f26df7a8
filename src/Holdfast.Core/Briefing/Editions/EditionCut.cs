using System.Collections.Immutable;
using Holdfast.Core.Briefing.Daily;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;

namespace Holdfast.Core.Briefing.Editions;

/// <summary>
/// What of a report's input its reader may have, by the one function that decides about labels. Whatever gathers an input reads as that reader already; this is the second lock, and the one that
/// the property about editions is shown on.
/// </summary>
public static class EditionCut
{
    /// <summary>The input without anything above the reader's labels; the count of observations only where none of what is counted was left out.</summary>
    public static DailyReportInput Of(DailyReportInput input, Reader reader)
    {
        ArgumentNullException.ThrowIfNull(input);
        var incidents = input.Incidents.Where(i => ReadAccess.MayRead(reader, i.Label)).ToImmutableArray();
        var ids = incidents.Select(i => i.Id).ToHashSet();
        return input with
        {
            Incidents = incidents,
            Findings = [.. input.Findings.Where(f => ids.Contains(f.Incident))],
            Claims = [.. input.Claims.Where(c => ReadAccess.MayRead(reader, c.Label))],
            Denials = [.. input.Denials.Where(d => ReadAccess.MayRead(reader, d.Label))],
            ObservationsCount = incidents.Length == input.Incidents.Length ? input.ObservationsCount : null,
        };
    }

    /// <summary>Statements of facts with the labels of their entries: those that the reader may read.</summary>
    public static ImmutableArray<FactStatement> Of(IEnumerable<(FactStatement Statement, Label Label)> facts, Reader reader) =>
        [.. facts.Where(f => ReadAccess.MayRead(reader, f.Label)).Select(f => f.Statement)];
}
