using System.Collections.Immutable;
using Holdfast.Core.Cell.Acts;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;

namespace Holdfast.Core.Cell;

/// <summary>Checks the names in an act against what the mission declares, each with the nearest right one. Offices and formats are checked where the mission declares any.</summary>
/// <param name="parties">Parties of the ceasefire.</param>
/// <param name="actors">Nations, organisations and parties: who may join, agree, attend.</param>
public sealed class CellNames(CellModel model, ClauseSet clauses, ImmutableSortedSet<string> parties, ImmutableSortedSet<string> actors)
{
    /// <summary>The first wrong name, with a stable code; null where all are right.</summary>
    public CellRefusal? Fault(CellAct act) =>
        act switch
        {
            CallMade a => Party(a.Party) ?? Office(a.Office),
            WindowProposed a => First(a.Parties, Party),
            WindowAnswered a => Party(a.Party),
            MeetingCalled a => Format(a.Format) ?? First(a.Invited, ActorOrOffice),
            MeetingHeld a => First(a.Attended.Concat(a.Absent), ActorOrOffice) ?? First(a.Agreements.SelectMany(g => g.By), ActorOrOffice),
            DecisionProposed a => ActorOrOffice(a.By) ?? First(a.Among, Actor) ?? Undertaking(a.Undertaking) ?? First(a.Facts, Fact),
            NationSpoke a => Actor(a.Nation) ?? Condition(a.When),
            TaskSet a => Office(a.Owner) ?? Office(a.From) ?? First(a.Then, Office),
            TaskGiven a => Office(a.Owner),
            NoteWritten a => Office(a.Office),
            _ => null,
        };

    private CellRefusal? Party(string name) =>
        parties.Contains(name) ? null : Unknown("unknown-party", $"'{name}' is no party of the mission", name, parties);

    private CellRefusal? Actor(string name) =>
        actors.Contains(name) ? null : Unknown("unknown-nation", $"'{name}' is neither a nation nor a party of the mission", name, actors);

    private CellRefusal? ActorOrOffice(string name) => actors.Contains(name) ? null : Office(name, actors);

    private CellRefusal? Office(string name) => Office(name, []);

    private CellRefusal? Office(string name, ImmutableSortedSet<string> beside) =>
        model.Offices.IsEmpty || model.Office(name) is not null
            ? null
            : Unknown(
                "unknown-office",
                $"'{name}' is no office of the mission's cell",
                name,
                model.Offices.Select(o => o.Id).Concat(beside)
            );

    private CellRefusal? Format(string name) =>
        model.Formats.IsEmpty || model.Formats.Any(f => f.Id == name)
            ? null
            : Unknown("unknown-format", $"'{name}' is no format of meetings here", name, model.Formats.Select(f => f.Id));

    private CellRefusal? Undertaking(string? name) =>
        name is null || clauses.Undertaking(name) is not null
            ? null
            : Unknown("unknown-undertaking", $"no undertaking is called '{name}'", name, clauses.Undertakings.Select(u => u.Name));

    private CellRefusal? Fact(string name) =>
        clauses.Fact(name) is not null
            ? null
            : Unknown("unknown-fact", $"no fact is called '{name}'", name, clauses.Facts.Select(f => f.Name));

    private CellRefusal? Condition(string? when)
    {
        if (when is null)
        {
            return null;
        }
        var (condition, diagnostics) = clauses.Ask(when);
        var fault = diagnostics.FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error);
        return condition is not null
            ? null
            : new CellRefusal(
                "bad-condition",
                $"The pending approval is no condition of the mission's clauses: line {fault?.Line}, column {fault?.Column}: {fault?.Message}"
                    + (fault?.Suggestion is { } near ? $" Did you mean '{near}'?" : "")
            );
    }

    private static CellRefusal? First(IEnumerable<string> names, Func<string, CellRefusal?> check) =>
        names.Select(check).FirstOrDefault(fault => fault is not null);

    private static CellRefusal Unknown(string code, string message, string name, IEnumerable<string> right)
    {
        var near = NearestWord.To(name, right);
        return new CellRefusal(code, message + (near is null ? "" : $"; did you mean '{near}'?"));
    }
}
