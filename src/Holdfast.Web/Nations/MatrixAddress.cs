using System.Collections.Immutable;
using Holdfast.Core.Missions;
using Holdfast.Core.Nations;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Nations;

/// <summary>What the matrix of nations asks, read from its address.</summary>
internal static class MatrixAddress
{
    public static readonly ImmutableArray<string> Names = ["nation", "group", "question", "stance", "kind", "known"];

    public static (AddressQuery Query, MatrixQuery Matrix, Refusal? Fault) Read(Visit visit)
    {
        var reading = new AddressReading(visit, Names);
        var matrix = new MatrixQuery
        {
            Nations = reading.Many("nation", [.. visit.Mission.Nations.Select(n => n.Id)]),
            Groups = reading.Many("group", Groups(visit.Mission)),
            Questions = Values("question", NationWords.Questions.Select(NationWords.Of), NationWords.AsQuestion),
            Stances = Values("stance", NationWords.Stances.Select(NationWords.Of), NationWords.AsStance),
            Kinds = Values("kind", NationWords.Kinds.Select(NationWords.Of), NationWords.AsKind),
            Known = reading.Day("known"),
        };
        return (reading.Query, matrix, reading.Fault);

        ImmutableArray<T> Values<T>(string name, IEnumerable<string> known, Func<string, T?> read)
            where T : struct => [.. reading.Many(name, [.. known]).Select(read).OfType<T>()];
    }

    public static ImmutableArray<string> Groups(Mission mission) =>
        [.. mission.Nations.SelectMany(n => n.Groups).Distinct().Order(StringComparer.Ordinal)];
}
