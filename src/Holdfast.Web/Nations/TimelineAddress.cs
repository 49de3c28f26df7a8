using System.Collections.Immutable;
using Holdfast.Core.Missions;
using Holdfast.Core.Nations;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Nations;

/// <summary>What the timeline asks, read from its address.</summary>
internal static class TimelineAddress
{
    public const int PageLength = 150;
    public static readonly ImmutableArray<string> Names = ["nation", "kind", "from", "until", "known", "mode", "q", "sort", "skip"];
    public static readonly ImmutableArray<string> Kinds = [.. Enum.GetValues<TimelineKind>().Select(Word)];

    /// <summary>Newest first unless the address says <c>sort=date</c>.</summary>
    public static readonly ImmutableArray<string> Sorts = ["date", "-date"];

    public static string Word(TimelineKind kind) => kind.ToString().ToLowerInvariant();

    public static (AddressQuery Query, TimelineQuery Timeline, int Skip, Refusal? Fault) Read(Visit visit)
    {
        var reading = new AddressReading(visit, Names);
        var who = reading.Many("nation", Who(visit.Mission));
        var kinds = reading.Many("kind", Kinds);
        var timeline = new TimelineQuery(ModeOf(reading))
        {
            Who = who,
            Kinds = [.. Enum.GetValues<TimelineKind>().Where(k => kinds.Contains(Word(k)))],
            From = reading.Day("from"),
            Until = reading.Day("until"),
            Known = reading.Day("known"),
            Text = reading.Text("q") ?? "",
        };
        reading.One("sort", Sorts);
        if (timeline.Until < timeline.From)
        {
            reading.Fail("The period ends before it starts: 'until' must not lie before 'from'.");
        }
        return (reading.Query, timeline, reading.Number("skip", 100_000), reading.Fault);
    }

    /// <summary>Parties, nations, their bodies and groups: whom an entry may name.</summary>
    public static ImmutableArray<string> Who(Mission mission) =>
        [
            .. mission
                .Nations.Select(n => n.Id)
                .Concat(mission.Parties.Select(p => p.Id))
                .Concat(mission.Nations.SelectMany(n => n.Groups))
                .Concat(mission.Nations.SelectMany(n => n.Bodies).Select(b => b.Id))
                .Distinct(),
        ];

    private static Mode ModeOf(AddressReading reading) =>
        reading.One("mode", [.. Enum.GetValues<Mode>().Select(Words.Of)]) is { } word && Words.Find<Mode>(word, Words.Of) is { } mode
            ? mode
            : Mode.Actual;
}
