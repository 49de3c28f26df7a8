namespace Holdfast.Core.Watch.Operators;

/// <summary>Admits bonds one after the other as long as they do not contradict those before; remembers which act each came from, to be able to say so.</summary>
internal sealed class BondBook
{
    private readonly List<(ObservationId A, ObservationId B, long Entry)> together = [];
    private readonly List<(ObservationId A, ObservationId B, long Entry)> apart = [];

    public FusionBonds Bonds => new(together.Select(pair => (pair.A, pair.B)), apart.Select(pair => (pair.A, pair.B)));

    /// <summary>Takes the bonds of an act, all or none; what stands against it, or null.</summary>
    public string? Take(OperatorAct act, long entry)
    {
        var join = Together(act).ToArray();
        var part = Apart(act).ToArray();
        var bonds = new FusionBonds(together.Select(pair => (pair.A, pair.B)).Concat(join), []);
        foreach (var (a, b, earlier) in apart)
        {
            if (Same(bonds, a, b))
            {
                return $"entry {earlier} keeps {a} and {b} apart: withdraw it first";
            }
        }
        foreach (var (a, b) in part)
        {
            if (Same(bonds, a, b))
            {
                return $"{a} and {b} are held together by {Holders(bonds, a)}: withdraw that first";
            }
        }
        together.AddRange(join.Select(pair => (pair.A, pair.B, entry)));
        apart.AddRange(part.Select(pair => (pair.A, pair.B, entry)));
        return null;
    }

    private string Holders(FusionBonds bonds, ObservationId of)
    {
        var entries = together
            .Where(pair => bonds.SetOf(pair.A) == bonds.SetOf(of))
            .Select(pair => pair.Entry)
            .Distinct()
            .Order()
            .ToArray();
        return entries.Length == 0 ? "the act itself" : $"{(entries.Length == 1 ? "entry" : "entries")} {string.Join(", ", entries)}";
    }

    private static bool Same(FusionBonds bonds, ObservationId a, ObservationId b) =>
        a == b || (bonds.SetOf(a) is { } set && set == bonds.SetOf(b));

    private static IEnumerable<(ObservationId A, ObservationId B)> Together(OperatorAct act) =>
        act switch
        {
            IncidentsMerged m => m.Observations.Zip(m.Observations.Skip(1)),
            MustLink(var a, var b) => [(a, b)],
            _ => [],
        };

    private static IEnumerable<(ObservationId A, ObservationId B)> Apart(OperatorAct act) =>
        act switch
        {
            IncidentSplit s => s.Part.SelectMany(a => s.Rest.Select(b => (a, b))),
            CannotLink(var a, var b) => [(a, b)],
            _ => [],
        };
}
