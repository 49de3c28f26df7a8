using Holdfast.App.Watch.Origins;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Watch.Sensors;

/// <summary>
/// How far the arrivals of each mode have come: the time that three sensors have reached. One sensor whose clock runs ahead, or two, must not close the hours in which the
/// others still report. Only grows; a function of the set of arrivals. Nanoseconds since 1970.
/// </summary>
internal sealed class LatestHeard
{
    private const int Sensors = 3;

    /// <summary>Before three sensors have reported; early enough for anything, and far from overflow.</summary>
    private const long NotYet = -1_000_000_000_000_000_000;

    private readonly SortedDictionary<Mode, List<(long Time, string Sensor)>> leading = [];

    public IEnumerable<Mode> Modes => leading.Keys;

    public void Add(Mode mode, string sensor, long time)
    {
        if (!leading.TryGetValue(mode, out var first))
        {
            leading.Add(mode, first = []);
        }
        var known = first.FindIndex(f => f.Sensor == sensor);
        if (known >= 0)
        {
            first[known] = (Math.Max(time, first[known].Time), sensor);
        }
        else if (first.Count < Sensors)
        {
            first.Add((time, sensor));
        }
        else if (time > first[^1].Time)
        {
            first[^1] = (time, sensor);
        }
        first.Sort((a, b) => b.CompareTo(a));
    }

    /// <summary>What three sensors have reached.</summary>
    public long Reached(Mode mode) => leading.TryGetValue(mode, out var first) && first.Count == Sensors ? first[^1].Time : NotYet;

    /// <summary>Before this everything has come, seconds since 1970.</summary>
    /// <param name="wait">How late it may be.</param>
    public double Watermark(Mode mode, Duration wait) => (Reached(mode) / 1e9) - wait.TotalSeconds;

    /// <summary>The last arrival of all.</summary>
    public long Last(Mode mode) => leading.TryGetValue(mode, out var first) ? first[0].Time : NotYet;

    public void Write(OriginDatabase database)
    {
        ViewDatabase.Execute(database.Writer, "DELETE FROM latest");
        using var insert = new Statement(database.Writer, "INSERT INTO latest(mode, sensor, t) VALUES($0, $1, $2)", 3);
        foreach (var (mode, first) in leading)
        {
            foreach (var (time, sensor) in first)
            {
                insert.Run((int)mode, sensor, time);
            }
        }
    }

    public void Read(OriginDatabase database)
    {
        using var read = new Statement(database.Writer, "SELECT mode, sensor, t FROM latest ORDER BY mode, t DESC, sensor DESC", 0);
        using var rows = read.Query();
        while (rows.Read())
        {
            Add((Mode)rows.GetInt32(0), rows.GetString(1), rows.GetInt64(2));
        }
    }
}
