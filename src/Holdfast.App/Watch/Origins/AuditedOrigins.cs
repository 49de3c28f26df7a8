using System.Collections.Immutable;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Watch.Association;

namespace Holdfast.App.Watch.Origins;

/// <summary>
/// The origins that an open block found, put by in the store's file until the block is whole and audited: an hour of heavy fire along a whole front is a hundred megabytes of them. To the bit; without what their arrivals
/// told, which no audit asks. Made anew with its block.
/// </summary>
internal sealed class AuditedOrigins : IAuditedOrigins, IDisposable
{
    /// <summary>Of more than these the first.</summary>
    private const int Most = 50_000;

    private readonly OriginDatabase _database;
    private readonly BlockKey _key;
    private int _count;

    public AuditedOrigins(OriginDatabase database, BlockKey key)
    {
        (_database, _key) = (database, key);
        Dispose();
    }

    public void Add(Origin origin)
    {
        if (_count >= Most)
        {
            return;
        }
        using var insert = new Statement(
            _database.Writer,
            "INSERT INTO audited(mode, region, block, number, body) VALUES($0, $1, $2, $3, $4)",
            5
        );
        insert.Run((int)_key.Mode, _key.Region, _key.Block, _count++, Write(origin));
    }

    public IReadOnlyList<Origin> Read()
    {
        using var read = new Statement(
            _database.Writer,
            "SELECT body FROM audited WHERE mode=$0 AND region=$1 AND block=$2 ORDER BY number",
            3
        );
        using var rows = read.Query((int)_key.Mode, _key.Region, _key.Block);
        var origins = new List<Origin>(_count);
        while (rows.Read())
        {
            origins.Add(Read((byte[])rows.GetValue(0)));
        }
        return origins;
    }

    /// <summary>Forgets them.</summary>
    public void Dispose()
    {
        using var delete = new Statement(_database.Writer, "DELETE FROM audited WHERE mode=$0 AND region=$1 AND block=$2", 3);
        delete.Run((int)_key.Mode, _key.Region, _key.Block);
    }

    internal static byte[] Write(Origin origin)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(origin.Id);
        Write(
            writer,
            [
                origin.TimeSeconds,
                origin.EastMetres,
                origin.NorthMetres,
                origin.Covariance.A00,
                origin.Covariance.A01,
                origin.Covariance.A02,
                origin.Covariance.A11,
                origin.Covariance.A12,
                origin.Covariance.A22,
                origin.Evidence,
                origin.GapDegrees,
                origin.DepthMetres,
                origin.DepthSigmaMetres,
                origin.Right,
            ]
        );
        writer.Write(origin.LoudnessProbabilities.Count);
        Write(writer, [.. origin.LoudnessProbabilities]);
        writer.Write(origin.Arrivals.Count);
        foreach (var (arrival, residual, sigma) in origin.Arrivals)
        {
            writer.Write(arrival.Id);
            writer.Write(arrival.Sensor);
            writer.Write((int)arrival.Phase);
            Write(writer, [arrival.TimeSeconds, arrival.SigmaSeconds, residual, sigma]);
            Write(writer, arrival.Bearing);
        }
        writer.Write(origin.Trials.Count);
        foreach (var trial in origin.Trials)
        {
            writer.Write(trial.Owner);
            writer.Write(trial.Arrivals);
            writer.Write(trial.Evidence);
            writer.Write(trial.Stands);
        }
        writer.Flush();
        return bytes.ToArray();
    }

    internal static Origin Read(byte[] body)
    {
        using var bytes = new MemoryStream(body);
        using var reader = new BinaryReader(bytes);
        var id = reader.ReadString();
        var n = Read(reader, 14);
        var loudness = Read(reader, reader.ReadInt32());
        var arrivals = new ExplainedArrival[reader.ReadInt32()];
        for (var i = 0; i < arrivals.Length; i++)
        {
            var (name, sensor, phase) = (reader.ReadString(), reader.ReadString(), (Phase)reader.ReadInt32());
            var of = Read(reader, 4);
            arrivals[i] = new ExplainedArrival(new Arrival(name, sensor, of[0], of[1], ReadBearing(reader), phase), of[2], of[3]);
        }
        var trials = new OwnerTrial[reader.ReadInt32()];
        for (var i = 0; i < trials.Length; i++)
        {
            trials[i] = new OwnerTrial(reader.ReadString(), reader.ReadInt32(), reader.ReadDouble(), reader.ReadBoolean());
        }
        var covariance = new Symmetric3(n[3], n[4], n[5], n[6], n[7], n[8]);
        return new Origin(id, n[0], n[1], n[2], covariance, n[9], n[10], [.. loudness], ImmutableArray.Create(arrivals), n[11], n[12])
        {
            Right = n[13],
            Trials = trials,
        };
    }

    private static void Write(BinaryWriter writer, ReadOnlySpan<double> numbers)
    {
        foreach (var number in numbers)
        {
            writer.Write(number);
        }
    }

    private static double[] Read(BinaryReader reader, int count)
    {
        var numbers = new double[count];
        for (var i = 0; i < count; i++)
        {
            numbers[i] = reader.ReadDouble();
        }
        return numbers;
    }

    private static void Write(BinaryWriter writer, Bearing? bearing)
    {
        writer.Write(
            bearing is null ? (byte)0
            : bearing.Value.Range is null ? (byte)1
            : (byte)2
        );
        if (bearing is { } way)
        {
            Write(writer, [way.AzimuthRadians, way.SigmaRadians]);
            if (way.Range is { } range)
            {
                Write(writer, [range.Metres, range.SigmaMetres]);
            }
        }
    }

    private static Bearing? ReadBearing(BinaryReader reader)
    {
        var parts = reader.ReadByte();
        if (parts == 0)
        {
            return null;
        }
        var way = Read(reader, 2);
        var range = parts == 2 ? Read(reader, 2) : null;
        return new Bearing(way[0], way[1], range is null ? null : new StatedRange(range[0], range[1]));
    }
}
