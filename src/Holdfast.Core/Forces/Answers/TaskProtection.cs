using System.Collections.Immutable;
using Holdfast.Core.Forces.Model;

namespace Holdfast.Core.Forces.Answers;

/// <summary>One task in one oblast, over the places there that the task is about.</summary>
/// <param name="Lines">Lines with that task that protect something in the oblast; sorted.</param>
/// <param name="Fill">Hundredths filled, of <paramref name="Need"/>, over these lines.</param>
/// <param name="Within24">Hundredths of units that can be there within 24 hours: at the place that fewest reach, of those where the task's units stand, or of all where none stands.</param>
/// <param name="Within72">The same within 72 hours.</param>
/// <param name="IsTripwire">Units of the task stand at a place to which nothing comes within 72 hours.</param>
public sealed record TaskProtection(
    string Oblast,
    string Task,
    Protected Protected,
    ImmutableArray<string> Lines,
    int Fill,
    int Need,
    int Within24,
    int Within72,
    bool IsTripwire
);

/// <summary>What a plan protects, task by task and oblast by oblast.</summary>
public static class TaskMap
{
    /// <param name="places">As <see cref="ProtectionMap.Of"/> gives them; those for which nothing is planned are left out.</param>
    public static ImmutableArray<TaskProtection> Of(IEnumerable<AreaProtection> places, RequirementSet set) =>
        [
            .. places
                .SelectMany(p => p.Lines.Select(l => (Place: p, Line: l, Task: set.Line(l.Line)?.Task ?? "")))
                .GroupBy(p => (p.Place.Area.Oblast, p.Task))
                .OrderBy(g => g.Key.Oblast, StringComparer.Ordinal)
                .ThenBy(g => g.Key.Task, StringComparer.Ordinal)
                .Select(g => One(g.Key.Oblast, g.Key.Task, [.. g])),
        ];

    private static TaskProtection One(
        string oblast,
        string task,
        ImmutableArray<(AreaProtection Place, (string Line, int Fill, int Need) Line, string Task)> about
    )
    {
        // A line may protect several places: it counts once.
        var lines = about.Select(a => a.Line).DistinctBy(l => l.Line).OrderBy(l => l.Line, StringComparer.Ordinal).ToArray();
        var held = about.Where(a => a.Line.Fill > 0).Select(a => a.Place).ToArray();
        var looked = held.Length > 0 ? held : [.. about.Select(a => a.Place)];
        return new TaskProtection(
            oblast,
            task,
            lines.All(l => l.Fill == 0) ? Protected.Unprotected
                : lines.All(l => l.Fill == l.Need) ? Protected.Fully
                : Protected.Partly,
            [.. lines.Select(l => l.Line)],
            lines.Sum(l => l.Fill),
            lines.Sum(l => l.Need),
            looked.Min(p => p.Within(24)),
            looked.Min(p => p.Within(72)),
            held.Any(p => p.Within(72) == 0)
        );
    }
}
