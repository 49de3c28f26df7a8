using System.Globalization;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Holdfast.App.Watch.Views;

/// <summary>What a settling changes: incidents that are new or differ are written, and those that lost their last observation to them go, with an alias.</summary>
internal sealed class SettledChanges(ViewDatabase database, TableState state) : IDisposable
{
    private readonly Question _digest = new(state.Connection, "SELECT digest FROM incident WHERE id=$0");

    /// <summary>The times of everything that appeared, changed or went; null while nothing did.</summary>
    public TimeRange? Hull { get; private set; }

    /// <summary>Whether the tables have another incident of this id, or none.</summary>
    public bool Differs(FusedIncident fused)
    {
        using var rows = _digest.For(fused.Incident.Id.Value);
        return !rows.Read() || rows.GetString(0) != FoldedIncident.DigestOf(fused.Incident);
    }

    public void Dispose() => _digest.Dispose();

    /// <summary>One transaction, after which every observation is in one incident if it was before.</summary>
    public void Write(List<FoldedIncident> changed)
    {
        using var incidents = new IncidentWriter(database.Writer);
        using var verdicts = new VerdictWriter(database.Writer);
        using var statements = new Statements(database);
        using var unit = new Unit(database.Writer);
        var left = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var folded in changed)
        {
            Widen(folded.Fused.Incident.When);
            if (statements.Keep(folded) is { } old)
            {
                Widen(old.When);
            }
            foreach (var member in folded.Fused.Members)
            {
                if (statements.HolderOf(member.Index) is { } holder && holder != folded.Fused.Incident.Id.Value)
                {
                    if (left.Add(holder))
                    {
                        statements.Succeed(holder, folded);
                    }
                    statements.Redirect(holder, folded.Fused.Incident.Id.Value);
                }
            }
            incidents.Write(folded);
            verdicts.Forget(folded.Fused.Incident.Id.Value);
            verdicts.Write(folded);
        }
        foreach (var id in left)
        {
            if (statements.Body(id) is { } body && statements.RemoveEmpty(id))
            {
                Widen(body.When);
                verdicts.Forget(id);
            }
        }
        UnsettledSpans.Count(database);
        unit.Commit();
    }

    private void Widen(TimeRange when) =>
        Hull = Hull is { } hull ? new TimeRange(Instant.Min(hull.Earliest, when.Earliest), Instant.Max(hull.Latest, when.Latest)) : when;

    private sealed class Statements(ViewDatabase database) : IDisposable
    {
        private readonly Question _holder = new(database.Writer, "SELECT incident FROM member WHERE idx=$0");
        private readonly Question _body = new(database.Writer, "SELECT body FROM incident WHERE id=$0");
        private readonly Statement _alias = new(database.Writer, "INSERT OR REPLACE INTO alias(id, now) VALUES($0, $1)", 2);
        private readonly Statement _follow = new(database.Writer, "UPDATE alias SET now=$1 WHERE now=$0", 2);
        private readonly Statement _revision = new(
            database.Writer,
            "INSERT INTO revision SELECT id, $1, 'amended by later observations or by an operator', digest FROM incident WHERE id=$0",
            2
        );
        private readonly Statement _renamed = new(
            database.Writer,
            "INSERT INTO revision SELECT $2, $1, 'amended by later observations; before it was ' || id, digest FROM incident WHERE id=$0",
            3
        );
        private readonly Statement _remove = new(
            database.Writer,
            "DELETE FROM incident WHERE id=$0 AND NOT EXISTS(SELECT 1 FROM member WHERE incident=$0)",
            1
        );

        public string? HolderOf(long index)
        {
            using var rows = _holder.For(index);
            return rows.Read() ? rows.GetString(0) : null;
        }

        public Incident? Body(string id)
        {
            using var rows = _body.For(id);
            return rows.Read() ? IncidentCodec.Decode((byte[])rows.GetValue(0)) : null;
        }

        /// <summary>Keeps what the incident was as a revision; that a preliminary one stands as it was is none. Returns what it was.</summary>
        public Incident? Keep(FoldedIncident folded)
        {
            var now = folded.Fused.Incident;
            var old = Body(now.Id.Value);
            if (old is not null && !IsTheSame(old, now))
            {
                var known = folded.Fused.Members.Max(m => m.Known);
                _revision.Run(now.Id.Value, Iso.Format(Ticks.Back(known)));
            }
            return old;
        }

        /// <summary>An incident that was settled under another name is a revision of the one that takes its place.</summary>
        public void Succeed(string before, FoldedIncident folded)
        {
            if (Body(before) is { Status: not IncidentStatus.Preliminary })
            {
                var known = Iso.Format(Ticks.Back(folded.Fused.Members.Max(m => m.Known)));
                _renamed.Run(before, known, folded.Fused.Incident.Id.Value);
            }
        }

        /// <summary>Whoever asks for an id that went, or for one that went into it before, is led on.</summary>
        public void Redirect(string from, string to)
        {
            _alias.Run(from, to);
            _follow.Run(from, to);
        }

        public bool RemoveEmpty(string id) => _remove.Run(id) > 0;

        public void Dispose()
        {
            _holder.Dispose();
            _body.Dispose();
            _alias.Dispose();
            _follow.Dispose();
            _revision.Dispose();
            _renamed.Dispose();
            _remove.Dispose();
        }

        // Records compare their arrays by reference, so the written form decides.
        private static bool IsTheSame(Incident old, Incident now) =>
            (old.Status == IncidentStatus.Preliminary && now is { Status: IncidentStatus.Final, Observations.Length: 1 })
            || FoldedIncident.DigestOf(old)
                == FoldedIncident.DigestOf(
                    now.Status == IncidentStatus.Final && old.Status == IncidentStatus.Preliminary ? now with { Status = old.Status } : now
                );
    }
}

/// <summary>A question with one parameter, prepared once and asked many times; one answer is read at a time.</summary>
internal sealed class Question : IDisposable
{
    private readonly SqliteCommand _command;

    /// <param name="sql">One statement with parameters $0, $1, ...</param>
    public Question(SqliteConnection connection, string sql, int parameters = 1)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        for (var i = 0; i < parameters; i++)
        {
            _command.Parameters.Add(new SqliteParameter(string.Create(CultureInfo.InvariantCulture, $"${i}"), null));
        }
    }

    public SqliteDataReader For(params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            _command.Parameters[i].Value = values[i];
        }
        return _command.ExecuteReader();
    }

    public void Dispose() => _command.Dispose();
}
