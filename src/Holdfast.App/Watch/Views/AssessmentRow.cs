using Holdfast.Core.Clauses;
using Holdfast.Core.Missions;
using Holdfast.Core.Watch;
using Microsoft.Data.Sqlite;

namespace Holdfast.App.Watch.Views;

/// <summary>A verdict as the tables keep it, for lists: outcome, severity and codes; its trace is made when somebody opens it.</summary>
internal static class AssessmentRow
{
    /// <param name="at">The column of the term; outcome, severity and reasons follow it.</param>
    public static Assessment Read(Mission mission, IncidentId incident, SqliteDataReader rows, int at)
    {
        var name = rows.GetString(at);
        var outcome = (Outcome)rows.GetInt32(at + 1);
        Severity? severity = rows.IsDBNull(at + 2) ? null : (Severity)rows.GetInt32(at + 2);
        var codes = rows.GetString(at + 3).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var term = mission.Clauses.Terms.FirstOrDefault(t => t.Name == name);
        var trace = new TraceNode(term?.Title ?? name, term?.Location ?? "", Values(outcome), "", null, [], []);
        return new Assessment(
            incident,
            name,
            new TermVerdict(name, outcome, severity, [.. codes.Select(c => new VerdictReason(c, c))], trace)
        );
    }

    private static Core.Values.Truth Values(Outcome outcome) =>
        outcome switch
        {
            Outcome.ApparentBreach => Core.Values.Truth.True,
            Outcome.Undeterminable => Core.Values.Truth.Unknown(Core.Values.UnknownReason.Undetermined),
            Outcome.NoApparentBreach => Core.Values.Truth.False,
            Outcome.NotApplicable => Core.Values.Truth.False,
        };
}
