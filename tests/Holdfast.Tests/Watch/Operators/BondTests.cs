using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Operators;
using Holdfast.Tests.Watch.Fusion;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Operators;

/// <summary>What an operator said is one event is one, what an operator said is not is not, whatever automation would find.</summary>
public sealed class BondTests
{
    private static readonly Dictionary<string, Source> NoSources = [];
    private static readonly FusionParameters Short = FusionParameters.Default with
    {
        EstimationBlock = Duration.FromDays(8),
        MaximumWidth = Duration.FromDays(2),
    };

    [Fact]
    public void Bonds_hold_in_every_set_of_reports_and_the_stream_equals_the_batch() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<int>(),
                seed =>
                {
                    var random = new Random(seed);
                    var world = Reports
                        .World(seed, perDay: 3 + random.Next(8), days: 30, sources: 2 + random.Next(2), lengthKm: 40)
                        .ConvertAll(w => w.Report);
                    var journal = Journal(world, random);
                    var incidents = FusionEngine.Fuse(world, NoSources, Short, journal.Bonds);
                    var streamed = Streamed(world, journal.Bonds, random);
                    return Holds(incidents, journal) && Reports.Text(streamed) == Reports.Text(incidents);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(15));

    [Fact]
    public void Two_reports_that_automation_joins_stay_apart_once_split()
    {
        FixObservation[] world = [Reports.One("a", "1", 0, 0, 0), Reports.One("b", "1", 0.2, 0, 0)];
        FusionEngine.Fuse(world, NoSources, FusionParameters.Default).Length.ShouldBe(1);
        var journal = OperatorJournal.Of([Deed(1, new IncidentSplit([world[0].Id], [world[1].Id]) { Reason = "two blasts" })], Mode.Actual);
        FusionEngine.Fuse(world, NoSources, FusionParameters.Default, journal.Bonds).Length.ShouldBe(2);
    }

    [Fact]
    public void Two_reports_that_automation_keeps_apart_are_one_once_merged_even_of_one_source()
    {
        FixObservation[] world = [Reports.One("a", "1", 0, 0, 0), Reports.One("a", "2", 60, 0, 0)];
        FusionEngine.Fuse(world, NoSources, FusionParameters.Default).Length.ShouldBe(2);
        var merged = new IncidentsMerged([world[0].Id, world[1].Id]) { Reason = "the village was given wrongly" };
        var journal = OperatorJournal.Of([Deed(1, merged)], Mode.Actual);
        FusionEngine.Fuse(world, NoSources, FusionParameters.Default, journal.Bonds).Length.ShouldBe(1);
    }

    private static OperatorDeed Deed(long entry, OperatorAct act) => new(entry, Reports.Day0, "watch", Mode.Actual, act);

    private static OperatorJournal Journal(List<FixObservation> world, Random random)
    {
        var deeds = new List<OperatorDeed>();
        for (var i = 0; i < 12; i++)
        {
            var a = world[random.Next(world.Count)];
            var near = world.Where(o => o.Id != a.Id && (o.When.Earliest - a.When.Earliest).TotalDays is > -0.9 and < 0.9).ToArray();
            if (near.Length < 3)
            {
                continue;
            }
            var (b, c) = (near[random.Next(near.Length)], near[random.Next(near.Length)]);
            OperatorAct act = random.Next(3) switch
            {
                0 => new MustLink(a.Id, b.Id) { Reason = "r" },
                1 => new CannotLink(a.Id, b.Id) { Reason = "r" },
                _ => new IncidentSplit([a.Id], [.. new[] { b.Id, c.Id }.Distinct().Order()]) { Reason = "r" },
            };
            deeds.Add(Deed(i, act));
        }
        return OperatorJournal.Of(deeds, Mode.Actual);
    }

    private static bool Holds(ImmutableArray<Incident> incidents, OperatorJournal journal)
    {
        var of = incidents.SelectMany(i => i.Observations.Select(o => (o, i.Id))).ToDictionary(p => p.o, p => p.Id);
        return journal
            .Lines.Where(l => l.Binds)
            .All(l =>
                l.Deed.Act switch
                {
                    MustLink(var a, var b) => of[a] == of[b],
                    CannotLink(var a, var b) => of[a] != of[b],
                    IncidentSplit s => s.Part.All(a => s.Rest.All(b => of[a] != of[b])),
                    _ => true,
                }
            );
    }

    private static IEnumerable<Incident> Streamed(List<FixObservation> world, FusionBonds bonds, Random random)
    {
        var stream = new FusionStream(NoSources, Short, bonds);
        var incidents = new List<Incident>();
        foreach (var day in world.GroupBy(o => Math.Floor((o.When.Earliest - Reports.Day0).TotalDays)).OrderBy(g => g.Key))
        {
            incidents.AddRange(stream.Advance(Reports.Day0 + Duration.FromDays(day.Key)));
            foreach (var report in day.OrderBy(_ => random.Next()))
            {
                stream.Add(report).ShouldBeTrue();
            }
        }
        incidents.AddRange(stream.Finish());
        return incidents.OrderBy(i => i.Id);
    }
}
