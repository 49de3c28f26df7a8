using Holdfast.Core.Clauses;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Operators;
using NodaTime;

namespace Holdfast.App.Watch.Views;

/// <summary>Recomputes incidents and verdicts over a stretch of time and keeps what changed as revisions and aliases.</summary>
internal sealed class IncidentTables(ViewDatabase database, Mission mission)
{
    /// <summary>
    /// Fuses again every observation of the window that the new ones, from the earliest to the latest, can touch. Returns the range recomputed.
    /// </summary>
    /// <param name="mode">Modes never mix.</param>
    /// <param name="earliest">When the earliest of what is new, or decided anew, begins.</param>
    /// <param name="latest">When the latest begins.</param>
    /// <param name="journal">What operators decided in the mode.</param>
    /// <param name="progress">Told of every 50,000 observations.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="amendedAt">When the new observations were recorded, for the revisions; null for a first fold, which amends nothing.</param>
    public TimeRange Refuse(
        Mode mode,
        Instant earliest,
        Instant latest,
        Instant? amendedAt,
        OperatorJournal journal,
        IProgress<FoldProgress>? progress,
        CancellationToken cancellation
    )
    {
        var (first, last) = (FusionEngine.AffectedWindow(earliest, mission.Fusion), FusionEngine.AffectedWindow(latest, mission.Fusion));
        var replace = first.Replace.Union(last.Replace);
        var (from, to) = (Ticks.Of(replace.Earliest), Ticks.Of(replace.Latest));
        Remember(mode, from, to);
        Fuse(mode, first.Read.Union(last.Read), (from, to), journal, progress, cancellation);
        if (amendedAt is { } known)
        {
            RecordAmendments(known);
        }
        return new TimeRange(replace.Earliest, replace.Latest + mission.Fusion.MaximumWidth);
    }

    private void Fuse(
        Mode mode,
        TimeRange window,
        (long From, long To) replace,
        OperatorJournal journal,
        IProgress<FoldProgress>? progress,
        CancellationToken cancellation
    )
    {
        using var writer = new IncidentWriter(database.Writer);
        var sectors = new SectorIndex(mission);
        var fusion = new TimedFusion(mission, Duration.Zero, journal);
        long done = 0;
        foreach (
            var (fix, member) in new ObservationsInOrder(database.Writer).Read(mode, Ticks.Of(window.Earliest), Ticks.Of(window.Latest))
        )
        {
            if (!fusion.TryAdd(fix, member))
            {
                throw new InvalidOperationException($"Observation {fix.Id} came out of the order of time.");
            }
            Write(fusion.Closed());
            if (++done % 50_000 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(new FoldProgress("fusing", done, null));
            }
        }
        Write(fusion.Rest());

        void Write(IEnumerable<IReadOnlyList<FusedIncident>> closed)
        {
            foreach (var fused in closed.SelectMany(part => part).Where(f => f.Least >= replace.From && f.Least <= replace.To))
            {
                writer.Write(FoldedIncident.Of(fused, sectors));
            }
        }
    }

    private void Remember(Mode mode, long from, long to)
    {
        ViewDatabase.Execute(
            database.Writer,
            """
            CREATE TEMP TABLE IF NOT EXISTS old_incident(id TEXT PRIMARY KEY, digest TEXT) WITHOUT ROWID;
            CREATE TEMP TABLE IF NOT EXISTS old_member(idx INTEGER PRIMARY KEY, incident TEXT);
            DELETE FROM old_incident; DELETE FROM old_member;
            """
        );
        Run("INSERT INTO old_incident SELECT id, digest FROM incident WHERE mode=$0 AND least>=$1 AND least<=$2");
        Run(
            "INSERT INTO old_member SELECT m.idx, m.incident FROM incident i JOIN member m ON m.incident=i.id WHERE i.mode=$0 AND i.least>=$1 AND i.least<=$2"
        );
        Run("DELETE FROM incident WHERE mode=$0 AND least>=$1 AND least<=$2");

        void Run(string sql)
        {
            using var statement = new Statement(database.Writer, sql, 3);
            statement.Run((int)mode, from, to);
        }
    }

    private void RecordAmendments(Instant known)
    {
        using var amended = new Statement(
            database.Writer,
            "INSERT INTO revision SELECT old.id, $0, 'amended by later observations or by an operator', old.digest FROM old_incident old "
                + "JOIN incident now ON now.id=old.id WHERE now.digest<>old.digest",
            1
        );
        amended.Run(Iso.Format(known));
        using var merged = new Statement(
            database.Writer,
            "INSERT OR REPLACE INTO alias SELECT gone.id, min(o.incident) FROM old_incident gone JOIN old_member m ON m.incident=gone.id "
                + "JOIN member o ON o.idx=m.idx WHERE gone.id NOT IN (SELECT id FROM incident) "
                + "AND $0 IS NOT NULL GROUP BY gone.id",
            1
        );
        merged.Run(Iso.Format(known));
        ViewDatabase.Execute(
            database.Writer,
            "DELETE FROM verdict WHERE incident IN (SELECT id FROM old_incident) AND incident NOT IN (SELECT id FROM incident)"
        );
    }

    /// <summary>Assesses the incidents of a range (null for all) against all terms; neighbours beyond the range are read where a count needs them.</summary>
    public void Assess(Mode mode, TimeRange? range, FactBase facts, IProgress<FoldProgress>? progress, CancellationToken cancellation)
    {
        new AssessmentPass(database.Writer, mission, facts).Run(mode, range, progress, cancellation);
    }
}
