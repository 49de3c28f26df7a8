using System.Globalization;
using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Operators;

/// <summary>Acts of operators in plain words, for journals; and the words by which they are asked for.</summary>
public static class OperatorWords
{
    /// <summary>The words of all acts, in the order in which they are offered.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        "confirm",
        "reject",
        "split",
        "merge",
        "must-link",
        "cannot-link",
        "fix",
        "withdraw",
    ];

    /// <summary>The word of an act, one of <see cref="All"/>.</summary>
    public static string Of(OperatorAct act)
    {
        var kind = OperatorCodec.KindOf(act);
        return kind["operator.".Length..kind.IndexOf('/', StringComparison.Ordinal)].Replace('_', '-');
    }

    /// <summary>What the act does, without its reason; at most three observations are named.</summary>
    public static string Sentence(OperatorAct act) =>
        act switch
        {
            IncidentConfirmed c => $"confirmed what holds {Some(c.Observations)}",
            IncidentRejected r => $"rejected what holds {Some(r.Observations)}",
            IncidentSplit s => $"split {Some(s.Part)} from {Some(s.Rest)}",
            IncidentsMerged m => $"merged {Some(m.Observations)}",
            MustLink(var a, var b) => $"kept {a} and {b} together",
            CannotLink(var a, var b) => $"kept {a} and {b} apart",
            OriginFixed f =>
                $"fixed {Some(f.Observations)} at {Degrees(f.Where.Latitude)}, {Degrees(f.Where.Longitude)} within {Metres(f)} m"
                    + (f.When is { } when ? $", {Iso.Format(when.Earliest)} to {Iso.Format(when.Latest)}" : ""),
            ActWithdrawn w => $"withdrew entry {w.Entry.ToString(CultureInfo.InvariantCulture)}",
            _ => throw new ArgumentException($"{act.GetType().Name} has no sentence.", nameof(act)),
        };

    /// <summary>What became of an act: it binds, was withdrawn, or never had an effect and why.</summary>
    public static string Became(JournalLine line) =>
        line switch
        {
            { WithdrawnBy: { } by } => $"withdrawn by entry {by.ToString(CultureInfo.InvariantCulture)}",
            { Ineffective: { } why } => $"no effect: {why}",
            { Deed.Act: ActWithdrawn } => "done",
            _ => "binds",
        };

    private static string Some(IReadOnlyList<ObservationId> ids) =>
        string.Join(", ", ids.Take(3)) + (ids.Count > 3 ? $" and {(ids.Count - 3).ToString(CultureInfo.InvariantCulture)} more" : "");

    private static string Degrees(double degrees) => degrees.ToString("0.#####", CultureInfo.InvariantCulture);

    private static string Metres(OriginFixed fix) => fix.SigmaMetres.ToString("0.#", CultureInfo.InvariantCulture);
}
