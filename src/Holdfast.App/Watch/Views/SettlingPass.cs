using Holdfast.Core.Clauses;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Assessments;
using Holdfast.Core.Watch.Operators;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Holdfast.App.Watch.Views;

/// <summary>
/// Fuses what came the quick way (<see cref="LiveFold"/>) with everything that it can touch, and writes what differs. It reads one state of the tables on a connection of
/// its own while more comes in; that state stays good, since the quick way only adds. What is written is cut into short transactions, each of which leaves every
/// observation in one incident. A pass that did not come to its end is simply run again: it writes differences. What is new at different ends of a long record is fused in
/// windows of their own: what lies between them is not read.
/// </summary>
/// <param name="gate">Held while the tables are written.</param>
internal sealed class SettlingPass(
    ViewDatabase database,
    Mission mission,
    IReadOnlyDictionary<Mode, FactBase> facts,
    IReadOnlyDictionary<Mode, OperatorJournal> journals,
    Func<Action, CancellationToken, Task> gate
)
{
    private const int MostAtOnce = 250;

    private readonly SectorIndex _sectors = new(mission);

    /// <summary>False where nothing waited.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        List<UnsettledSpan> spans;
        using (var state = new TableState(database))
        {
            spans = UnsettledSpans.Any(state.Connection) ? UnsettledSpans.Read(state.Connection) : [];
            foreach (var ofMode in spans.Where(s => s.What == Waiting.Fusing).GroupBy(s => s.Mode).OrderBy(g => g.Key))
            {
                foreach (var window in Apart(ofMode.Select(Window)))
                {
                    await FuseAsync(state, ofMode.Key, window, cancellation);
                }
            }
        }
        foreach (var ofMode in spans.Where(s => s.What != Waiting.Fusing).GroupBy(s => s.Mode).OrderBy(g => g.Key))
        {
            await JudgeAsync(ofMode.Key, [.. ofMode], cancellation);
        }
        if (spans.Count > 0)
        {
            await gate(() => UnsettledSpans.Settle(database, spans[^1].Number), cancellation);
        }
        return spans.Count > 0;
    }

    private async Task JudgeAsync(Mode mode, IReadOnlyList<UnsettledSpan> spans, CancellationToken cancellation)
    {
        var verdicts = new VerdictPass(database, mission, facts[mode], gate);
        if (spans.Any(s => s.What == Waiting.Facts))
        {
            await verdicts.RunAsync(mode, null, cancellation);
            return;
        }
        if (SeverityReach.Of(mission.Clauses) is var reach && reach != SeverityReach.None)
        {
            foreach (var (from, to) in UnsettledSpans.Joined(spans.Select(s => (s.From, s.To)), 2 * reach.Window.BclCompatibleTicks))
            {
                await verdicts.RunAsync(mode, new TimeRange(Ticks.Back(from), Ticks.Back(to)), cancellation);
            }
        }
    }

    private async Task FuseAsync(TableState state, Mode mode, AffectedWindow window, CancellationToken cancellation)
    {
        var (read, replace) = (window.Read, window.Replace);
        var (least, most) = (Ticks.Of(replace.Earliest), Ticks.Of(replace.Latest));
        var terms = Assessor.For(mission.Clauses, mission.Atlas, facts[mode], mission.Thresholds);
        using var changes = new SettledChanges(database, state);
        var fusion = new TimedFusion(mission, Duration.Zero, journals[mode]);
        var waiting = new List<FusedIncident>();
        foreach (var (fix, member) in new ObservationsInOrder(state.Connection).Read(mode, Ticks.Of(read.Earliest), Ticks.Of(read.Latest)))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!fusion.TryAdd(fix, member))
            {
                throw new InvalidOperationException($"Observation {fix.Id} came out of the order of time.");
            }
            await GiveAsync(fusion.Closed());
        }
        await GiveAsync(fusion.Rest());
        await WriteAsync();
        if (changes.Hull is { } hull && SeverityReach.Of(mission.Clauses) != SeverityReach.None)
        {
            await new VerdictPass(database, mission, facts[mode], gate).RunAsync(mode, hull, cancellation);
        }

        async Task GiveAsync(IEnumerable<IReadOnlyList<FusedIncident>> closed)
        {
            foreach (var fused in closed.SelectMany(part => part).Where(f => f.Least >= least && f.Least <= most))
            {
                if (changes.Differs(fused))
                {
                    waiting.Add(fused);
                }
                if (waiting.Count == MostAtOnce)
                {
                    await WriteAsync();
                }
            }
        }

        async Task WriteAsync()
        {
            if (waiting.Count > 0)
            {
                var folded = FoldedIncident.Judged(waiting, terms, _sectors);
                await gate(() => changes.Write(folded), cancellation);
                waiting.Clear();
            }
        }
    }

    private AffectedWindow Window(UnsettledSpan span)
    {
        var first = FusionEngine.AffectedWindow(Ticks.Back(span.From), mission.Fusion);
        var last = FusionEngine.AffectedWindow(Ticks.Back(span.To), mission.Fusion);
        return new AffectedWindow(first.Read.Union(last.Read), first.Replace.Union(last.Replace));
    }

    /// <summary>Windows of which no two replace the same incidents.</summary>
    private static List<AffectedWindow> Apart(IEnumerable<AffectedWindow> windows)
    {
        var apart = new List<AffectedWindow>();
        foreach (var window in windows.OrderBy(w => w.Replace.Earliest))
        {
            if (apart.Count > 0 && apart[^1] is var before && window.Replace.Earliest <= before.Replace.Latest)
            {
                apart[^1] = new AffectedWindow(before.Read.Union(window.Read), before.Replace.Union(window.Replace));
            }
            else
            {
                apart.Add(window);
            }
        }
        return apart;
    }
}

/// <summary>The tables as they are at one moment, whatever is written meanwhile.</summary>
internal sealed class TableState : IDisposable
{
    public TableState(ViewDatabase database)
    {
        Connection = database.Read();
        // Passing over a long table once must not bring the whole file into the memory of the process.
        ViewDatabase.Execute(Connection, "PRAGMA mmap_size=0; PRAGMA cache_size=-16384; BEGIN; SELECT count(*) FROM meta;");
    }

    public SqliteConnection Connection { get; }

    public void Dispose()
    {
        ViewDatabase.Execute(Connection, "COMMIT");
        Connection.Dispose();
    }
}
