namespace Holdfast.Core.Watch.Association;

/// <summary>The arrivals of one window in canonical order, by (sensor, time, id), with who explains each and how often each sensor errs.</summary>
internal sealed class PickWindow
{
    public const int Free = -1;

    /// <summary>An owner explains an arrival badly at about 1.7 standard deviations.</summary>
    private const double OpenSlack = 1.5;

    /// <summary>A sensor's own rate of unexplained arrivals is drawn towards the mean as if it had been seen this often.</summary>
    private const double RateWeight = 3;

    public PickWindow(SensorNet net, IEnumerable<(int Sensor, Arrival Arrival)> arrivals, double from, double to)
    {
        Net = net;
        From = from;
        To = to;
        var sorted = arrivals
            .OrderBy(pick => pick.Sensor)
            .ThenBy(pick => pick.Arrival.TimeSeconds)
            .ThenBy(pick => pick.Arrival.Id, StringComparer.Ordinal)
            .ToArray();
        Arrivals = [.. sorted.Select(pick => pick.Arrival)];
        Sensor = [.. sorted.Select(pick => pick.Sensor)];
        Time = [.. sorted.Select(pick => pick.Arrival.TimeSeconds)];
        Owner = new int[sorted.Length];
        Array.Fill(Owner, Free);
        Price = new double[sorted.Length];
        Slack = new double[sorted.Length];
        Start = new int[net.Count + 1];
        foreach (var (sensor, _) in sorted)
        {
            Start[sensor + 1]++;
        }
        for (var sensor = 0; sensor < net.Count; sensor++)
        {
            Start[sensor + 1] += Start[sensor];
        }
        Rate = new double[net.Count];
        EstimateRates();
    }

    public SensorNet Net { get; }

    public double From { get; }

    public double To { get; }

    public Arrival[] Arrivals { get; }

    public int[] Sensor { get; }

    public double[] Time { get; }

    /// <summary>Number of the origin that explains an arrival, or <see cref="Free"/>.</summary>
    public int[] Owner { get; }

    /// <summary>What the owner of an arrival would lose with it, natural log units; nothing for a free one.</summary>
    public double[] Price { get; }

    /// <summary>How much more a perfect residual would be worth to the owner.</summary>
    public double[] Slack { get; }

    /// <summary>Where a sensor's arrivals begin; one more than there are sensors.</summary>
    public int[] Start { get; }

    /// <summary>Unexplained arrivals per second of each sensor, shrunk towards the mean of all.</summary>
    public double[] Rate { get; }

    /// <summary>Whether the search for further events counts an arrival: a free one, or one that its owner explains badly.</summary>
    public bool IsOpen(int pick) => Owner[pick] == Free || Slack[pick] > OpenSlack;

    /// <summary>Gives an arrival to an origin.</summary>
    public void Give(int pick, int origin, double price, double slack) => (Owner[pick], Price[pick], Slack[pick]) = (origin, price, slack);

    /// <summary>Makes every arrival free.</summary>
    public void FreeAll()
    {
        Array.Fill(Owner, Free);
        Array.Clear(Price);
    }

    /// <summary>The first arrival of a sensor at or after a time.</summary>
    public int FirstAtOrAfter(int sensor, double time)
    {
        var low = Start[sensor];
        var high = Start[sensor + 1];
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (Time[middle] < time)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low;
    }

    /// <summary>Takes what is still unexplained as the rate of false arrivals, sensor by sensor.</summary>
    public void EstimateRates()
    {
        var duration = Math.Max(1, To - From);
        var total = Owner.Count(owner => owner == Free);
        var mean = Math.Max((total + 1.0) / (duration * Math.Max(1, Net.Count)), 1e-6);
        for (var sensor = 0; sensor < Net.Count; sensor++)
        {
            var free = 0;
            for (var pick = Start[sensor]; pick < Start[sensor + 1]; pick++)
            {
                free += Owner[pick] == Free ? 1 : 0;
            }
            Rate[sensor] = (free + RateWeight) / (duration + (RateWeight / mean));
        }
    }
}
