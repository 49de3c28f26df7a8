using System.Globalization;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.App.Watch.Origins;

/// <summary>
/// Which arrivals stand where later ones of the same source take their place (<see cref="Succession"/>): a pick that was corrected, or a wave that was taken for another. What is superseded is
/// associated no more; it stays in the table, and in the record. A function of the set, kept arrival by arrival in any order. Names are looked up only once a first arrival
/// supersedes something: in most records none does.
/// </summary>
internal sealed class ArrivalSuccession(OriginDatabase database)
{
    private const string Any = "supersedes";

    private bool _any = database.Number(Any) != 0;

    /// <summary>Takes an arrival that was just written; gives those that stood until now and do not any more, itself perhaps among them.</summary>
    public IReadOnlyList<(long Index, ArrivalObservation Arrival)> Take(long index, ArrivalObservation arrival)
    {
        if (arrival.Supersedes.IsEmpty && !_any)
        {
            return [];
        }
        Begin();
        Name(index, arrival);
        var gone = new List<(long, ArrivalObservation)>();
        foreach (var claim in arrival.Supersedes)
        {
            Claim(index, arrival, claim);
            gone.AddRange(Named(arrival, claim.Series).Where(row => row.Index != index && Falls(row.Index, row.Arrival)));
        }
        if (Falls(index, arrival))
        {
            gone.Add((index, arrival));
        }
        return gone;
    }

    private void Begin()
    {
        if (_any)
        {
            return;
        }
        _any = true;
        database.SetNumber(Any, 1);
        var all = new List<(long Index, ArrivalObservation Arrival)>();
        using (var read = new Statement(database.Writer, "SELECT idx, body FROM arrival", 0))
        {
            using var rows = read.Query();
            while (rows.Read())
            {
                Name(rows.GetInt64(0), Decode((byte[])rows.GetValue(1)));
            }
        }
    }

    private void Name(long index, ArrivalObservation arrival)
    {
        using var insert = new Statement(database.Writer, "INSERT OR IGNORE INTO named(producer, message, idx) VALUES($0, $1, $2)", 3);
        insert.Set(0, arrival.Id.Producer).Set(1, arrival.Id.MessageId).Set(2, index);
        insert.Run();
    }

    private void Claim(long index, ArrivalObservation arrival, Supersession claim)
    {
        using var insert = new Statement(
            database.Writer,
            "INSERT OR IGNORE INTO claimed(producer, series, source, mode, idx, message, reported) VALUES($0, $1, $2, $3, $4, $5, $6)",
            7
        );
        insert
            .Set(0, arrival.Id.Producer)
            .Set(1, claim.Series)
            .Set(2, arrival.SourceId)
            .Set(3, (int)arrival.Mode)
            .Set(4, index)
            .Set(5, arrival.Id.MessageId);
        _ = arrival.ReportedAt is { } at ? insert.Set(6, Iso.Format(at)) : insert.SetNull(6);
        insert.Run();
    }

    /// <summary>The arrivals of the same producer, source and mode that are called so.</summary>
    private List<(long Index, ArrivalObservation Arrival)> Named(ArrivalObservation by, string series)
    {
        // Called so, or a version of it: '$' follows '#'.
        using var read = new Statement(
            database.Writer,
            "SELECT a.idx, a.body FROM named n JOIN arrival a ON a.idx=n.idx WHERE n.producer=$0 AND (n.message=$1 OR (n.message>=$2 AND n.message<$3)) AND a.mode=$4 ORDER BY a.idx",
            5
        );
        using var rows = read.Query(by.Id.Producer, series, series + "#", series + "$", (int)by.Mode);
        var named = new List<(long, ArrivalObservation)>();
        while (rows.Read())
        {
            var arrival = Decode((byte[])rows.GetValue(1));
            if (arrival.SourceId == by.SourceId && Succession.Names(arrival).Contains(series, StringComparer.Ordinal))
            {
                named.Add((rows.GetInt64(0), arrival));
            }
        }
        return named;
    }

    /// <summary>True where it stood and falls now.</summary>
    private bool Falls(long index, ArrivalObservation arrival)
    {
        var claims = Succession.Names(arrival).SelectMany(name => ClaimsOn(arrival, name)).ToArray();
        if (Succession.Judge(arrival, claims).Stands is not null)
        {
            return false;
        }
        using var fall = new Statement(database.Writer, "UPDATE arrival SET stands=0 WHERE idx=$0 AND stands=1", 1);
        return fall.Run(index) > 0;
    }

    private List<SuccessionClaim> ClaimsOn(ArrivalObservation arrival, string series)
    {
        using var read = new Statement(
            database.Writer,
            "SELECT message, reported FROM claimed WHERE producer=$0 AND series=$1 AND source=$2 AND mode=$3",
            4
        );
        using var rows = read.Query(arrival.Id.Producer, series, arrival.SourceId, (int)arrival.Mode);
        var claims = new List<SuccessionClaim>();
        while (rows.Read())
        {
            var by = new ObservationId(arrival.Id.Producer, rows.GetString(0));
            Instant? reported = rows.IsDBNull(1) ? null : Read(rows.GetString(1));
            claims.Add(new SuccessionClaim(by, reported, series, null));
        }
        return claims;
    }

    private static Instant Read(string text) =>
        Iso.TryParse(text, out var at)
            ? at
            : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"'{text}' is no instant."));

    private static ArrivalObservation Decode(byte[] body) =>
        (ArrivalObservation)ObservationCodec.Decode(ObservationCodec.ArrivalKind, body.AsSpan());
}
