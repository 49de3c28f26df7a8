using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Release;
using NodaTime;

namespace Holdfast.App.Watch.Views;

/// <summary>Recomputes incidents and verdicts over a stretch of time and keeps what changed as revisions and aliases.</summary>
internal sealed class IncidentTables(ViewDatabase database, Mission mission)
{
    private readonly Stretches _stretches = new(database.Writer, mission.Fusion.MaximumGap);
    private readonly IReadOnlyDictionary<string, Source> _sources = mission.Sources.ToImmutableDictionary(s => s.Id);

    /// <summary>
    /// Fuses again every observation of the stretches that the window reaches. Returns the range recomputed.
    /// </summary>
    /// <param name="amendedAt">When the new observations were recorded, for the revisions; null for a first fold, which amends nothing.</param>
    public TimeRange Refuse(
        Mode mode,
        TimeRange window,
        Instant? amendedAt,
        IProgress<FoldProgress>? progress,
        CancellationToken cancellation
    )
    {
        var (from, to) = _stretches.Claim(mode, window);
        Remember(mode, from, to);
        using var writer = new IncidentWriter(database.Writer, mission);
        using var read = new Statement(
            database.Writer,
            "SELECT kind, t0, t1, body, idx, known FROM observation WHERE form='fix' AND mode=$0 AND t0>=$1 AND t0<=$2 ORDER BY t0, idx",
            3
        );
        var fuser = new StretchFuser(mode, mission.Fusion, _sources, _stretches, writer);
        using (var rows = read.Query((int)mode, from, to))
        {
            long done = 0;
            while (rows.Read())
            {
                var fix = (FixObservation)ObservationCodec.Decode(rows.GetString(0), (byte[])rows.GetValue(3));
                fuser.Add(fix, new MemberRow(rows.GetInt64(4), rows.GetInt64(5), FiringPoints.Is(fix)), rows.GetInt64(1), rows.GetInt64(2));
                if (++done % 50_000 == 0)
                {
                    cancellation.ThrowIfCancellationRequested();
                    progress?.Report(new FoldProgress("fusing", done, null));
                }
            }
        }
        fuser.Finish();
        if (amendedAt is { } known)
        {
            RecordAmendments(known);
        }
        return new TimeRange(Ticks.Back(from), Ticks.Back(to));
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
        Run("INSERT INTO old_incident SELECT id, digest FROM incident WHERE mode=$0 AND t0>=$1 AND t0<=$2");
        Run("INSERT INTO old_member SELECT idx, incident FROM observation WHERE mode=$0 AND t0>=$1 AND t0<=$2 AND incident IS NOT NULL");
        Run("DELETE FROM incident WHERE mode=$0 AND t0>=$1 AND t0<=$2");

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
            "INSERT INTO revision SELECT old.id, $0, 'amended by later observations', old.digest FROM old_incident old "
                + "JOIN incident now ON now.id=old.id WHERE now.digest<>old.digest",
            1
        );
        amended.Run(Iso.Format(known));
        using var merged = new Statement(
            database.Writer,
            "INSERT OR REPLACE INTO alias SELECT gone.id, min(o.incident) FROM old_incident gone JOIN old_member m ON m.incident=gone.id "
                + "JOIN observation o ON o.idx=m.idx WHERE o.incident IS NOT NULL AND gone.id NOT IN (SELECT id FROM incident) "
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
