using System.Runtime.CompilerServices;

namespace Holdfast.Core.Watch.Association;

/// <summary>The arrivals of one window in canonical order, by (channel, time, id), with who explains each and how often each channel errs.</summary>
internal sealed class PickWindow
{
    public const int Free = -1;

    /// <summary>An owner explains an arrival badly at about 1.7 standard deviations.</summary>
    private const double OpenSlack = 1.5;

    /// <summary>A channel's own rate of unexplained arrivals is drawn towards the mean as if it had been seen this often.</summary>
    private const double RateWeight = 3;

    /// <summary>The steps by which an arrival is found are at least so long, seconds; where arrivals are few, so long that a channel has about one in each.</summary>
    private const double LeastBinSeconds = 0.5;

    private readonly double binSeconds;
    private readonly int bins;
    private readonly int[] firstOfBin;

    public PickWindow(SensorNet net, IEnumerable<(int Channel, Arrival Arrival)> arrivals, double from, double to)
    {
        Net = net;
        var sorted = ByChannel(net.Count, [.. arrivals]);
        Arrivals = [.. sorted.Select(pick => pick.Arrival)];
        Channel = [.. sorted.Select(pick => pick.Channel)];
        Time = [.. sorted.Select(pick => pick.Arrival.TimeSeconds)];
        Variance = [.. sorted.Select(pick => pick.Arrival.SigmaSeconds * pick.Arrival.SigmaSeconds)];
        From = sorted.Length > 0 ? Math.Min(from, Time.Min()) : from;
        // Where the arrivals end before the window does, their rate is that of the time they cover.
        To = sorted.Length > 0 ? Math.Min(to, Time.Max() + 1) : to;
        Owner = new int[sorted.Length];
        Array.Fill(Owner, Free);
        Price = new double[sorted.Length];
        Slack = new double[sorted.Length];
        Directed = Arrivals.Any(arrival => arrival.Bearing is not null);
        WidestSigma = sorted.Length > 0 ? Math.Sqrt(Variance.Order().ElementAt(sorted.Length * 9 / 10)) : 0;
        Start = new int[net.Count + 1];
        foreach (var (channel, _) in sorted)
        {
            Start[channel + 1]++;
        }
        for (var channel = 0; channel < net.Count; channel++)
        {
            Start[channel + 1] += Start[channel];
        }
        var last = sorted.Length > 0 ? Time.Max() : from;
        binSeconds = Math.Max(LeastBinSeconds, (last - From) * net.Count / Math.Max(1, sorted.Length));
        bins = (int)Math.Clamp((last - From) / binSeconds, 0, 100_000) + 2;
        firstOfBin = new int[net.Count * bins];
        FillBins();
        Rate = new double[net.Count];
        EstimateRates();
    }

    private PickWindow(PickWindow other)
    {
        (Net, From, To, Arrivals, Channel, Time, Variance) = (
            other.Net,
            other.From,
            other.To,
            other.Arrivals,
            other.Channel,
            other.Time,
            other.Variance
        );
        (Directed, WidestSigma, Start, Rate, MeanRate) = (other.Directed, other.WidestSigma, other.Start, other.Rate, other.MeanRate);
        (binSeconds, bins, firstOfBin, HeardUntil) = (other.binSeconds, other.bins, other.firstOfBin, other.HeardUntil);
        (Owner, Price, Slack) = ([.. other.Owner], [.. other.Price], [.. other.Slack]);
    }

    public SensorNet Net { get; }

    public double From { get; }

    public double To { get; }

    public Arrival[] Arrivals { get; }

    public int[] Channel { get; }

    public double[] Time { get; }

    /// <summary>Variance as the picker states it, s^2.</summary>
    public double[] Variance { get; }

    /// <summary>What came after this may still be on its way: a miss there says nothing.</summary>
    public double HeardUntil { get; init; } = double.PositiveInfinity;

    /// <summary>Whether any arrival has a bearing.</summary>
    public bool Directed { get; }

    /// <summary>The picker's sigma that nine in ten do not exceed.</summary>
    public double WidestSigma { get; }

    /// <summary>Number of the origin that explains an arrival, or <see cref="Free"/>.</summary>
    public int[] Owner { get; }

    /// <summary>What the owner of an arrival would lose with it, natural log units; nothing for a free one.</summary>
    public double[] Price { get; }

    /// <summary>How much more a perfect residual would be worth to the owner.</summary>
    public double[] Slack { get; }

    /// <summary>Where a channel's arrivals begin; one more than there are channels.</summary>
    public int[] Start { get; }

    /// <summary>Unexplained arrivals per second of each channel, shrunk towards the mean of all.</summary>
    public double[] Rate { get; }

    /// <summary>Mean of the rates.</summary>
    public double MeanRate { get; private set; }

    /// <summary>Whether the search for further events counts an arrival: a free one, or one that its owner explains badly.</summary>
    public bool IsOpen(int pick) => Owner[pick] == Free || Slack[pick] > OpenSlack;

    /// <summary>Gives an arrival to an origin.</summary>
    public void Give(int pick, int origin, double price, double slack) => (Owner[pick], Price[pick], Slack[pick]) = (origin, price, slack);

    /// <summary>The same arrivals with owners of their own, to try things out.</summary>
    public PickWindow Overlay() => new(this);

    /// <summary>Makes every arrival free.</summary>
    public void FreeAll()
    {
        Array.Fill(Owner, Free);
        Array.Clear(Price);
    }

    /// <summary>The first arrival of a channel at or after a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int FirstAtOrAfter(int channel, double time)
    {
        var offset = (time - From) / binSeconds;
        if (!(offset > 0))
        {
            return Start[channel];
        }
        var bin = offset < bins - 1 ? unchecked((int)offset) : bins - 1;
        var pick = firstOfBin[(channel * bins) + bin];
        var end = Start[channel + 1];
        while (pick < end && Time[pick] < time)
        {
            pick++;
        }
        return pick;
    }

    /// <summary>Takes what is still unexplained as the rate of false arrivals, channel by channel.</summary>
    public void EstimateRates()
    {
        var duration = Math.Max(1, To - From);
        var total = Owner.Count(owner => owner == Free);
        MeanRate = Math.Max((total + 1.0) / (duration * Math.Max(1, Net.Count)), 1e-6);
        for (var channel = 0; channel < Net.Count; channel++)
        {
            var free = 0;
            for (var pick = Start[channel]; pick < Start[channel + 1]; pick++)
            {
                free += Owner[pick] == Free ? 1 : 0;
            }
            Rate[channel] = (free + RateWeight) / (duration + (RateWeight / MeanRate));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillBins()
    {
        for (var channel = 0; channel < Net.Count; channel++)
        {
            var pick = Start[channel];
            for (var bin = 0; bin < bins; bin++)
            {
                var begin = From + (bin * binSeconds);
                while (pick < Start[channel + 1] && Time[pick] < begin)
                {
                    pick++;
                }
                firstOfBin[(channel * bins) + bin] = pick;
            }
        }
    }

    /// <summary>In canonical order: first into the channels, then within each.</summary>
    private static (int Channel, Arrival Arrival)[] ByChannel(int channels, (int Channel, Arrival Arrival)[] arrivals)
    {
        var next = new int[channels + 1];
        foreach (var (channel, _) in arrivals)
        {
            next[channel + 1]++;
        }
        for (var channel = 0; channel < channels; channel++)
        {
            next[channel + 1] += next[channel];
        }
        var sorted = new (int Channel, Arrival Arrival)[arrivals.Length];
        var from = 0;
        foreach (var pick in arrivals)
        {
            sorted[next[pick.Channel]++] = pick;
        }
        for (var channel = 0; channel < channels; channel++)
        {
            sorted.AsSpan(from, next[channel] - from).Sort(Canonical);
            from = next[channel];
        }
        return sorted;
    }

    private static int Canonical((int Channel, Arrival Arrival) a, (int Channel, Arrival Arrival) b)
    {
        var order = a.Channel.CompareTo(b.Channel);
        order = order != 0 ? order : a.Arrival.TimeSeconds.CompareTo(b.Arrival.TimeSeconds);
        return order != 0 ? order : string.CompareOrdinal(a.Arrival.Id, b.Arrival.Id);
    }
}
