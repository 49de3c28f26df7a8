using Holdfast.App.Watch.Origins;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Watch.Sensors;
using NodaTime;

namespace Holdfast.App.Watch.Sensors;

/// <summary>What was said about the state of sensors, beside the origins: a heartbeat every minute of a thousand sensors is much, so it stays in the file.</summary>
internal sealed class SensorStates : IDisposable
{
    private const long Never = long.MaxValue;

    private readonly OriginDatabase database;
    private readonly Statement insert;

    public SensorStates(OriginDatabase database)
    {
        this.database = database;
        insert = new Statement(database.Writer, "INSERT OR IGNORE INTO state(sensor, at, state) VALUES($0, $1, $2)", 3);
    }

    public void Dispose() => insert.Dispose();

    /// <summary>Keeps it; gives the span (nanoseconds since 1970) over which the sensor's state is another now, or null.</summary>
    public (long From, long To)? Add(SensorStatus status)
    {
        var at = RegionNet.Nanoseconds(status.At);
        var before = InForce(status.Sensor, at);
        insert.Run(status.Sensor, at, (int)status.State);
        return InForce(status.Sensor, at) == before ? null : (at, Next(status.Sensor, at));
    }

    /// <summary>The states of these sensors over a span: what held at its begin and each change within.</summary>
    public List<SensorStatus> Over(IEnumerable<string> sensors, long from, long to)
    {
        var states = new List<SensorStatus>();
        using var within = new Statement(
            database.Writer,
            "SELECT at, state FROM state WHERE sensor=$0 AND at>$1 AND at<=$2 ORDER BY at, state",
            3
        );
        foreach (var sensor in sensors)
        {
            var held = InForce(sensor, from);
            if (held is { } first && first != SensorState.Up)
            {
                states.Add(Status(sensor, from, first));
            }
            using var rows = within.Query(sensor, from, to);
            while (rows.Read())
            {
                var next = (SensorState)rows.GetInt32(1);
                if (next != (held ?? SensorState.Up))
                {
                    states.Add(Status(sensor, rows.GetInt64(0), next));
                    held = next;
                }
            }
        }
        return states;
    }

    private static SensorStatus Status(string sensor, long at, SensorState state) =>
        new()
        {
            Sensor = sensor,
            At = NodaConstants.UnixEpoch + Duration.FromNanoseconds(at),
            State = state,
        };

    private SensorState? InForce(string sensor, long at)
    {
        using var read = new Statement(
            database.Writer,
            "SELECT state FROM state WHERE sensor=$0 AND at<=$1 ORDER BY at DESC, state DESC LIMIT 1",
            2
        );
        using var rows = read.Query(sensor, at);
        return rows.Read() ? (SensorState)rows.GetInt32(0) : null;
    }

    private long Next(string sensor, long at)
    {
        using var read = new Statement(database.Writer, "SELECT min(at) FROM state WHERE sensor=$0 AND at>$1", 2);
        using var rows = read.Query(sensor, at);
        return rows.Read() && !rows.IsDBNull(0) ? rows.GetInt64(0) : Never;
    }
}
