using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Holdfast.App.Watch.Views;

/// <summary>
/// Keeps the table of observations to those that stand (<see cref="Succession"/>), one entry at a time and in any order: what is superseded takes the form <c>superseded</c>,
/// which nothing counts or fuses, with a note of what stands in its place; what was ended earlier is written with its end. It leaves the incident that it was in to its heir, so
/// that the incident's name leads on.
/// </summary>
internal sealed class SupersededRows : IDisposable
{
    private const string Form = "superseded";
    private const string Columns = "SELECT idx, kind, body FROM observation WHERE ";

    private readonly SqliteConnection _connection;
    private readonly Statement _claim;
    private readonly Question _claims;
    private readonly Question _ofName;
    private readonly Question _ofIndex;
    private readonly Statement _form;
    private readonly Statement _body;
    private readonly Statement _note;
    private readonly SortedDictionary<Mode, (Instant Earliest, Instant Latest)> _touched = [];
    private readonly HashSet<long> _inherited = [];
    private readonly Dictionary<long, Observation?> _changed = [];
    private Leaving? _leaving;
    private bool _any;
    private bool _named;

    public SupersededRows(SqliteConnection connection)
    {
        _connection = connection;
        _claim = new Statement(
            connection,
            "INSERT OR REPLACE INTO claimed(producer, series, source, mode, idx, message, reported, until) VALUES($0, $1, $2, $3, $4, $5, $6, $7)",
            8
        );
        _claims = new Question(
            connection,
            "SELECT message, reported, until, idx FROM claimed WHERE producer=$0 AND series=$1 AND source=$2 AND mode=$3",
            4
        );
        // Called so, or a version or part of it: '$' follows '#'.
        _ofName = new Question(
            connection,
            Columns + "producer=$0 AND (message=$1 OR (message>=$1||'#' AND message<$1||'$')) AND source=$2 AND mode=$3 AND kind<>$4",
            5
        );
        _ofIndex = new Question(connection, Columns + "idx=$0");
        _form = new Statement(connection, "UPDATE observation SET form=$1 WHERE idx=$0", 2);
        _body = new Statement(connection, "UPDATE observation SET body=$1, t1=$2 WHERE idx=$0", 3);
        _note = new Statement(connection, "INSERT OR REPLACE INTO superseded(idx, heir) VALUES($0, $1)", 2);
        _any = ViewDatabase.Scalar(connection, "SELECT 1 FROM claimed LIMIT 1") is not null;
    }

    /// <summary>When what was superseded, or ended earlier, begins: the earliest and the latest of each mode. What touches it is to be fused again.</summary>
    public IReadOnlyDictionary<Mode, (Instant Earliest, Instant Latest)> Touched => _touched;

    /// <summary>
    /// An entry that was taken, with what is left of it by now to be made an incident of: nothing where another stands in its place, or where it stands in the place of one
    /// that was in an incident, in which it stays until it is fused.
    /// </summary>
    public TakenEntry Left(TakenEntry taken) =>
        taken.Fix is null ? taken
        : _inherited.Contains(taken.Entry.Index) ? taken with { Fix = null }
        : _changed.TryGetValue(taken.Entry.Index, out var left) ? taken with { Fix = left is null ? null : TakenEntry.Located(left) }
        : taken;

    /// <summary>Takes an observation that was just written.</summary>
    public void Take(long index, string kind, Observation observation)
    {
        // Which arrivals stand is the business of the origins' store: no incident is made of them.
        if (observation is ArrivalObservation || (observation.Supersedes.IsEmpty && !_any))
        {
            return;
        }
        foreach (var claim in observation.Supersedes)
        {
            Claim(index, observation, claim);
            foreach (var earlier in Named(observation, claim.Series).Where(row => row.Index != index).ToArray())
            {
                Judge(earlier.Index, earlier.Kind, earlier.Observation);
            }
        }
        Judge(index, kind, observation);
    }

    public void Dispose()
    {
        _claim.Dispose();
        _claims.Dispose();
        _ofName.Dispose();
        _ofIndex.Dispose();
        _form.Dispose();
        _body.Dispose();
        _note.Dispose();
        _leaving?.Dispose();
    }

    private void Claim(long index, Observation observation, Supersession claim)
    {
        _any = true;
        _claim
            .Set(0, observation.Id.Producer)
            .Set(1, claim.Series)
            .Set(2, observation.SourceId)
            .Set(3, (int)observation.Mode)
            .Set(4, index)
            .Set(5, observation.Id.MessageId);
        _ = observation.ReportedAt is { } at ? _claim.Set(6, Ticks.Of(at)) : _claim.SetNull(6);
        _ = claim.From is { } from ? _claim.Set(7, Ticks.Of(from)) : _claim.SetNull(7);
        _claim.Run();
    }

    /// <summary>The observations of the same producer, source and mode that are called so.</summary>
    private IEnumerable<(long Index, string Kind, Observation Observation)> Named(Observation by, string series)
    {
        if (!_named)
        {
            // Made when first asked for: most records supersede nothing.
            ViewDatabase.Execute(_connection, "CREATE INDEX IF NOT EXISTS observation_name ON observation(producer, message)");
            _named = true;
        }
        using var rows = _ofName.For(by.Id.Producer, series, by.SourceId, (int)by.Mode, ObservationCodec.ArrivalKind);
        while (rows.Read())
        {
            var observation = ObservationCodec.Decode(rows.GetString(1), (byte[])rows.GetValue(2));
            if (Succession.Names(observation).Contains(series, StringComparer.Ordinal))
            {
                yield return (rows.GetInt64(0), rows.GetString(1), observation);
            }
        }
    }

    private void Judge(long index, string kind, Observation observation)
    {
        var indexes = new Dictionary<ObservationId, long>();
        var claims = Succession.Names(observation).SelectMany(name => ClaimsOn(observation, name, indexes)).ToArray();
        var (stands, heir) = Succession.Judge(observation, claims);
        if (heir is { } by)
        {
            _form.Set(0, index).Set(1, Form).Run();
            _note.Set(0, index).Set(1, indexes[by]).Run();
            if ((_leaving ??= new Leaving(_connection)).Leave(index, indexes[by]))
            {
                _inherited.Add(indexes[by]);
            }
            _changed[index] = null;
            Touch(observation);
        }
        else if (stands is not null && stands.When != observation.When)
        {
            // What fusion leaves out was left out before; the whole is read again.
            var whole = Whole(index, kind) with
            {
                When = stands.When,
            };
            _body.Set(0, index).Set(1, ObservationCodec.Encode(whole).Span).Set(2, Ticks.Of(whole.When.Latest)).Run();
            _changed[index] = stands;
            Touch(observation);
        }
    }

    private IEnumerable<SuccessionClaim> ClaimsOn(Observation observation, string series, Dictionary<ObservationId, long> indexes)
    {
        using var rows = _claims.For(observation.Id.Producer, series, observation.SourceId, (int)observation.Mode);
        while (rows.Read())
        {
            var by = new ObservationId(observation.Id.Producer, rows.GetString(0));
            indexes[by] = rows.GetInt64(3);
            yield return new SuccessionClaim(by, At(1), series, At(2));
        }

        Instant? At(int column) => rows.IsDBNull(column) ? null : Ticks.Back(rows.GetInt64(column));
    }

    private Observation Whole(long index, string kind)
    {
        using var rows = _ofIndex.For(index);
        return rows.Read()
            ? ObservationCodec.Decode(kind, (byte[])rows.GetValue(2))
            : throw new InvalidOperationException($"Observation {index} was not written.");
    }

    private void Touch(Observation observation)
    {
        var begins = observation.When.Earliest;
        var (earliest, latest) = _touched.GetValueOrDefault(observation.Mode, (begins, begins));
        _touched[observation.Mode] = (Instant.Min(earliest, begins), Instant.Max(latest, begins));
    }
}

/// <summary>Takes an observation out of the incident that it is in, for the one that stands in its place.</summary>
internal sealed class Leaving(SqliteConnection connection) : IDisposable
{
    private readonly Question _holder = new(connection, "SELECT incident FROM member WHERE idx=$0");
    private readonly Statement _inherit = new(connection, "UPDATE OR IGNORE member SET idx=$1 WHERE idx=$0", 2);
    private readonly Statement _leave = new(connection, "DELETE FROM member WHERE idx=$0", 1);
    private readonly Statement _verdicts = new(
        connection,
        "DELETE FROM verdict WHERE incident=$0 AND NOT EXISTS(SELECT 1 FROM member WHERE incident=$0)",
        1
    );
    private readonly Statement _incident = new(
        connection,
        "DELETE FROM incident WHERE id=$0 AND NOT EXISTS(SELECT 1 FROM member WHERE incident=$0)",
        1
    );

    /// <summary>Whether the heir took its place in an incident.</summary>
    public bool Leave(long index, long heir)
    {
        if (HolderOf(index) is not { } holder)
        {
            return false;
        }
        if (_inherit.Run(index, heir) > 0)
        {
            return true;
        }
        _leave.Run(index);
        _verdicts.Run(holder);
        _incident.Run(holder);
        return false;
    }

    public void Dispose()
    {
        _holder.Dispose();
        _inherit.Dispose();
        _leave.Dispose();
        _verdicts.Dispose();
        _incident.Dispose();
    }

    private string? HolderOf(long index)
    {
        using var rows = _holder.For(index);
        return rows.Read() ? rows.GetString(0) : null;
    }
}
