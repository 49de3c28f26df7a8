using System.Diagnostics;
using Holdfast.App.Missions;
using Holdfast.App.Watch.Feeds;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Assessments;
using NodaTime;

namespace Holdfast.Bench;

/// <summary>Fusion and terms over observations that are in memory already, in the order of their time: no record, no tables.</summary>
internal static class InMemoryFold
{
    private const int MostRows = 1_000_000;

    public static async Task RunAsync(string file, string directory)
    {
        var mission = (await MissionFolder.LoadAsync(directory, CancellationToken.None)).OrThrow();
        var observations = new List<FixObservation>();
        await using var content = File.OpenRead(file);
        var source = new Source("firms", "FIRMS", "firms", Affiliation.Public, "", Reliability.B);
        var now = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        var input = new FeedInput(
            "pixels.csv",
            content,
            source,
            mission.Mode,
            Standing.Attributed,
            Label.Public,
            mission.Zone,
            mission.Atlas,
            now
        );
        await foreach (var item in FeedRegistry.Find("firms").ReadAsync(input))
        {
            if (item.Observation is FixObservation fix && observations.Count < MostRows)
            {
                observations.Add(fix);
            }
        }
        observations.Sort((a, b) => a.When.Earliest.CompareTo(b.When.Earliest));

        var clock = new PhaseClock();
        var stream = new FusionStream(mission.Sources.ToDictionary(s => s.Id), mission.Fusion);
        var incidents = new List<Incident>();
        for (var i = 0; i < observations.Count; i++)
        {
            if (i % 5_000 == 0)
            {
                incidents.AddRange(stream.Advance(observations[i].When.Earliest));
            }
            stream.Add(observations[i]);
        }
        incidents.AddRange(stream.Finish());
        clock.Tell("fusion alone, in memory", observations.Count);

        incidents.Sort((a, b) => a.When.Earliest.CompareTo(b.When.Earliest));
        clock = new PhaseClock();
        var facts = FactBase.From(mission.Clauses, mission.Facts, Instant.MaxValue);
        var assessor = Assessor.For(mission.Clauses, mission.Atlas, facts, mission.Thresholds);
        var terms = new AssessmentStream(assessor, SeverityReach.Of(mission.Clauses));
        long found = 0;
        foreach (var incident in incidents)
        {
            found += terms.Push(incident).Count(f => f.Outcome != Outcome.NotApplicable);
        }
        found += terms.Finish().Count(f => f.Outcome != Outcome.NotApplicable);
        clock.Tell("terms alone, in memory", observations.Count);
        ReplayBench.Line("verdicts", found, "");
        Codecs(observations, incidents);
    }

    private static void Codecs(List<FixObservation> observations, List<Incident> incidents)
    {
        var clock = new PhaseClock();
        var bodies = observations.ConvertAll(o => ObservationCodec.Encode(o));
        clock.Tell("observations to bytes", observations.Count);
        clock = new PhaseClock();
        bodies.ForEach(b => ObservationCodec.Decode(ObservationCodec.FixKind, b));
        clock.Tell("observations from bytes", observations.Count);
        clock = new PhaseClock();
        var written = incidents.ConvertAll(IncidentCodec.Encode);
        clock.Tell("incidents to bytes", incidents.Count);
        clock = new PhaseClock();
        written.ForEach(b => IncidentCodec.Decode(b.Span));
        clock.Tell("incidents from bytes", incidents.Count);
    }

    private sealed class PhaseClock
    {
        private readonly Stopwatch _watch = Stopwatch.StartNew();
        private readonly TimeSpan _processor = Environment.CpuUsage.TotalTime;
        private readonly long _allocated = GC.GetTotalAllocatedBytes(precise: true);

        public void Tell(string what, long count)
        {
            ReplayBench.Rate(what, count, _watch.Elapsed, Environment.CpuUsage.TotalTime - _processor);
            ReplayBench.Line("  allocated", (GC.GetTotalAllocatedBytes(precise: true) - _allocated) / (double)count, "bytes each");
        }
    }
}
