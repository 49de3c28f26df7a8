using System.Globalization;
using Holdfast.Core.Watch.Association;
using NodaTime;

namespace Holdfast.Core.Watch.Sensors.Screening;

/// <summary>One sensor held against the origins of a block.</summary>
internal sealed class SensorHearing(AuditModel model, ScreenParameters parameters, AuditBlock block, AuditSensor audited)
{
    /// <summary>The engine finds about so much of what there is.</summary>
    private const double Recall = 0.7;

    /// <summary>Log likelihood ratio of hearing well against hearing nothing but chance from which on a sensor is said to hear nothing.</summary>
    private const double Deaf = -13.8;

    /// <summary>And above which it is said to have heard well.</summary>
    private const double GoodHearing = 6;

    /// <summary>The same for looking whether another clock or place explains it: those have to stand out by themselves.</summary>
    private const double Suspect = -5;

    private const double NearReach = 120;
    private const double FarReach = 7_200;

    private readonly Sensor sensor = audited.Sensor;

    /// <summary>What is wrong with it, if anything is.</summary>
    public SensorFinding? Finding { get; private set; }

    /// <summary>Origins within reach, by time; the input is sorted by east.</summary>
    public List<Origin> InReach(Origin[] byEast)
    {
        var reach = model.Detection.MaximumRangeMetres;
        var (low, high) = (0, byEast.Length);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            (low, high) = byEast[middle].EastMetres < sensor.EastMetres - reach ? (middle + 1, high) : (low, middle);
        }
        var near = new List<Origin>();
        for (var at = low; at < byEast.Length && byEast[at].EastMetres <= sensor.EastMetres + reach; at++)
        {
            if (Math.Abs(byEast[at].NorthMetres - sensor.NorthMetres) <= reach)
            {
                near.Add(byEast[at]);
            }
        }
        near.Sort((a, b) => a.TimeSeconds != b.TimeSeconds ? a.TimeSeconds.CompareTo(b.TimeSeconds) : string.CompareOrdinal(a.Id, b.Id));
        return near;
    }

    public SensorResiduals Measure(List<Origin> near, List<(Origin Origin, ExplainedArrival Arrival)> explained, List<Arrival> arrivals)
    {
        var chances = near.Select(o => Probability(o, sensor.EastMetres, sensor.NorthMetres)).ToArray();
        var residuals = explained.Select(Residual).OrderBy(r => r.AtSeconds).ToList();
        (double Offset, double Sigma)? clock = residuals.Count >= 5 ? ResidualFit.Clock(residuals) : null;
        var placed = residuals.Count >= ResidualFit.Least ? ResidualFit.Place(residuals) : null;
        if (placed is { } fit && IsElsewhere(fit))
        {
            Find(
                0,
                ScreenVerdict.HeldBack,
                1,
                ScreenReason.PlaceContradicted,
                residuals.Count,
                fit.Metres,
                Elsewhere(fit.Metres, residuals.Count)
            );
        }
        else if (clock is { } off && IsOff(off))
        {
            Off(off.Offset, residuals);
        }
        else
        {
            Deafness(near, chances, arrivals);
        }
        return new SensorResiduals(
            sensor.Id,
            chances.Sum(),
            explained.Count,
            Math.Max(0, arrivals.Count - explained.Count),
            clock?.Offset,
            clock?.Sigma,
            placed?.Metres,
            placed?.Sigma
        );
    }

    private double Probability(Origin origin, double east, double north) =>
        model.Probability(origin.LoudnessProbabilities, origin.EastMetres, origin.NorthMetres, east, north);

    private ClockResidual Residual((Origin Origin, ExplainedArrival Arrival) pair)
    {
        const double Step = 10;
        var (o, a) = pair;
        // The origin was fitted to this arrival, too, and took up its share of what is wrong with it: three unknowns of so many arrivals.
        var freed = o.Arrivals.Count > 4 ? o.Arrivals.Count / (o.Arrivals.Count - 3.0) : 4;
        var here = model.Seconds(o.EastMetres, o.NorthMetres, sensor.EastMetres, sensor.NorthMetres);
        return new ClockResidual(
            a.Arrival.TimeSeconds,
            a.ResidualSeconds * freed,
            Math.Max(a.SigmaSeconds, 1e-3) * Math.Sqrt(freed),
            (model.Seconds(o.EastMetres, o.NorthMetres, sensor.EastMetres + Step, sensor.NorthMetres) - here) / Step,
            (model.Seconds(o.EastMetres, o.NorthMetres, sensor.EastMetres, sensor.NorthMetres + Step) - here) / Step
        );
    }

    private bool IsElsewhere(ResidualFit.Placed fit) =>
        fit.Metres > 100 && fit.Sigma < 0.2 * fit.Metres && fit.Gain > -2 * parameters.LogChance && fit.Metres < 10_000;

    private bool IsOff((double Offset, double Sigma) clock) =>
        Math.Abs(clock.Offset) > Math.Max(0.1, (4 * clock.Sigma) + (3 * sensor.ClockSigmaSeconds));

    private void Off(double offset, List<ClockResidual> residuals)
    {
        // Within half a second it is still worth something, with an error that says so.
        var typical = ResidualFit.Median([.. residuals.Select(r => r.Sigma)]);
        var small = Math.Abs(offset) < 0.5;
        Find(
            0,
            small ? ScreenVerdict.DownWeighted : ScreenVerdict.HeldBack,
            small ? Math.Sqrt(1 + (offset * offset / (typical * typical))) : 1,
            ScreenReason.ClockOff,
            residuals.Count,
            offset,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Its clock is {Early(offset)} by {Math.Abs(offset):0.00} s, by {residuals.Count} residuals."
            )
        );
    }

    private void Deafness(List<Origin> near, double[] chances, List<Arrival> arrivals)
    {
        double[] own = [.. arrivals.Select(a => a.TimeSeconds).Order()];
        var (ratios, expected, reported) = Ratios(near, chances, own);
        var from = LastHeard(ratios);
        var evidence = ratios.Skip(from).Sum();
        if (!audited.Listening || evidence > Suspect)
        {
            return;
        }
        var since = from == 0 ? 0 : near[from - 1].TimeSeconds;
        var hits = string.Create(CultureInfo.InvariantCulture, $"{reported} of about {expected:0}");
        Explain(near[from..], own, since, evidence <= Deaf, hits);
    }

    /// <summary>For each origin the log likelihood ratio of hearing well against hearing nothing but chance, by whether it reported anything at the right moment.</summary>
    private (double[] Ratios, double Expected, int Reported) Ratios(List<Origin> near, double[] chances, double[] own)
    {
        var ratios = new double[near.Count];
        var (expected, reported) = (0.0, 0);
        var rate = own.Length / Math.Max(1, block.Seconds);
        for (var at = 0; at < near.Count; at++)
        {
            var o = near[at];
            var travel = model.Seconds(o.EastMetres, o.NorthMetres, sensor.EastMetres, sensor.NorthMetres);
            var slack = 0.3 + (0.01 * travel);
            var stray = Math.Clamp(1 - Math.Exp(-2 * slack * rate), 0.02, 0.98);
            var well = 1 - ((1 - (Recall * chances[at])) * (1 - stray));
            var found = Array.BinarySearch(own, o.TimeSeconds + travel - slack);
            found = found < 0 ? ~found : found;
            var heard = found < own.Length && own[found] <= o.TimeSeconds + travel + slack;
            ratios[at] = heard ? Math.Log(well / stray) : Math.Log((1 - well) / (1 - stray));
            (expected, reported) = (expected + well, reported + (heard ? 1 : 0));
        }
        return (ratios, expected, reported);
    }

    /// <summary>The number of the first origin from which on it hears nothing but chance: the greatest likelihood of one change.</summary>
    private static int LastHeard(double[] ratios)
    {
        var (sum, best, change) = (0.0, 0.0, 0);
        for (var at = 0; at < ratios.Length; at++)
        {
            sum += ratios[at];
            (best, change) = sum > best ? (sum, at + 1) : (best, change);
        }
        // A few arrivals that fit by chance are no time of good hearing.
        return best >= GoodHearing ? change : 0;
    }

    private void Explain(List<Origin> near, double[] own, double since, bool deaf, string hits)
    {
        double[] due =
        [
            .. near.Where(o => Probability(o, sensor.EastMetres, sensor.NorthMetres) >= 0.3)
                .Select(o => o.TimeSeconds + model.Seconds(o.EastMetres, o.NorthMetres, sensor.EastMetres, sensor.NorthMetres))
                .Order(),
        ];
        // What hears nothing at the right moments is held back anyway: that leaves the question why.
        var chance = deaf ? Deaf : parameters.LogChance;
        var lag = OffsetScan.Find(due, own, NearReach, parameters.LogChance) ?? OffsetScan.Find(due, own, FarReach, parameters.LogChance);
        var scan = new PlaceScan(model, near, own, block.Seconds);
        var place = scan.Find(sensor, parameters.LogChance);
        // Where both would explain it, the likelier one does.
        if (lag is { } found && Math.Abs(found.Seconds) >= 0.3 && scan.ScoreOf(sensor, found.Seconds) > (place?.Score ?? 0))
        {
            Late(found, since);
        }
        else if (place is { } there)
        {
            var metres = Math.Sqrt((there.East * there.East) + (there.North * there.North));
            if (metres > 300)
            {
                Find(since, ScreenVerdict.HeldBack, 1, ScreenReason.PlaceContradicted, own.Length, metres, Elsewhere(metres, own.Length));
            }
        }
        else if (deaf)
        {
            var rest = own.Length == 0 ? "." : $", and {own.Length} of its arrivals fit nothing.";
            var verdict = own.Length >= 10 ? ScreenVerdict.HeldBack : ScreenVerdict.Taken;
            var words = $"It heard {hits} events that it should have heard{rest}";
            Find(since, verdict, 1, ScreenReason.FitsNothing, own.Length, own.Length, words);
        }
    }

    private void Late((double Seconds, int Count) found, double since)
    {
        var jumped = since > 0;
        var words = string.Create(
            CultureInfo.InvariantCulture,
            $"Its clock {(jumped ? "jumped" : "is off")}: {found.Count} of its arrivals fit events {Math.Abs(found.Seconds):0.0} s {Early(found.Seconds)}."
        );
        // The jump lies somewhere between what it heard last and what it should have heard next.
        var from = jumped ? Math.Min(since, since + found.Seconds) : 0;
        var reason = jumped ? ScreenReason.ClockJumped : ScreenReason.ClockOff;
        Find(from, ScreenVerdict.HeldBack, 1, reason, found.Count, found.Seconds, words);
    }

    private static string Early(double offset) => offset < 0 ? "early" : "late";

    private static string Elsewhere(double metres, int count) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{count} of its arrivals fit events as if it stood {(metres < 1000 ? $"{metres:0} m" : $"{metres / 1000:0.0} km")} from where it is registered."
        );

    private void Find(double fromSeconds, ScreenVerdict verdict, double factor, ScreenReason reason, int count, double value, string words)
    {
        var end = block.Epoch + Duration.FromSeconds(block.Seconds);
        var start = block.Epoch + Duration.FromSeconds(Math.Clamp(fromSeconds, 0, block.Seconds));
        Finding = new SensorFinding(sensor.Id, start, end, verdict, factor, reason, count, value, words);
    }
}
