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
        List<Due> dues = [.. near.SelectMany(o => model.Phases.Select(phase => new Due(o, phase)))];
        var chances = dues.Select(due => model.Probability(due.Origin, sensor)).ToArray();
        var residuals = explained.Select(Residual).OrderBy(r => r.AtSeconds).ToList();
        (double Offset, double Sigma)? clock = residuals.Count >= 5 ? ResidualFit.Clock(residuals) : null;
        var placed = residuals.Count >= ResidualFit.Least ? ResidualFit.Place(residuals) : null;
        if (placed is { } fit && IsElsewhere(fit))
        {
            Find(
                block.StartSeconds,
                ScreenVerdict.HeldBack,
                1,
                ScreenReason.PlaceContradicted,
                residuals.Count,
                fit.Metres,
                Elsewhere(fit.Metres, residuals.Count),
                0.5 * fit.Gain
            );
        }
        else if (clock is { } off && IsOff(off))
        {
            Off(off, residuals);
        }
        else
        {
            Deafness(dues, chances, new OwnTimes(arrivals));
        }
        return new SensorResiduals(
            audited.Name,
            chances.Sum(),
            explained.Count,
            Math.Max(0, arrivals.Count - explained.Count),
            clock?.Offset,
            clock?.Sigma,
            placed?.Metres,
            placed?.Sigma
        );
    }

    private ClockResidual Residual((Origin Origin, ExplainedArrival Arrival) pair)
    {
        var step = 10 * model.Scale;
        var (o, a) = pair;
        var due = new Due(o, a.Arrival.Phase);
        // The origin was fitted to this arrival, too, and took up its share of what is wrong with it: three unknowns of so many arrivals.
        var freed = o.Arrivals.Count > 4 ? o.Arrivals.Count / (o.Arrivals.Count - 3.0) : 4;
        var here = model.Seconds(due, sensor);
        return new ClockResidual(
            a.Arrival.TimeSeconds,
            a.ResidualSeconds * freed,
            Math.Max(a.SigmaSeconds, 1e-3) * Math.Sqrt(freed),
            (model.Seconds(due, sensor with { EastMetres = sensor.EastMetres + step }) - here) / step,
            (model.Seconds(due, sensor with { NorthMetres = sensor.NorthMetres + step }) - here) / step
        );
    }

    private bool IsElsewhere(ResidualFit.Placed fit) =>
        fit.Metres > 100 * model.Scale
        && fit.Sigma < 0.2 * fit.Metres
        && fit.Gain > -2 * parameters.LogChance
        && fit.Metres < 10_000 * model.Scale;

    private bool IsOff((double Offset, double Sigma) clock) =>
        Math.Abs(clock.Offset) > Math.Max(0.1, (4 * clock.Sigma) + (3 * sensor.ClockSigmaSeconds));

    private void Off((double Offset, double Sigma) clock, List<ClockResidual> residuals)
    {
        var offset = clock.Offset;
        // Within half a second it is still worth something, with an error that says so.
        var typical = ResidualFit.Median([.. residuals.Select(r => r.Sigma)]);
        var small = Math.Abs(offset) < 0.5;
        Find(
            block.StartSeconds,
            small ? ScreenVerdict.DownWeighted : ScreenVerdict.HeldBack,
            small ? Math.Sqrt(1 + (offset * offset / (typical * typical))) : 1,
            ScreenReason.ClockOff,
            residuals.Count,
            offset,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Its clock is {Early(offset)} by {Math.Abs(offset):0.00} s, by {residuals.Count} residuals."
            ),
            0.5 * offset * offset / (clock.Sigma * clock.Sigma)
        );
    }

    private void Deafness(List<Due> dues, double[] chances, OwnTimes own)
    {
        var (ratios, expected, reported) = Ratios(dues, chances, own);
        var from = LastHeard(ratios);
        var evidence = ratios.Skip(from).Sum();
        if (!audited.Listening || evidence > Suspect)
        {
            return;
        }
        var since = from == 0 ? block.StartSeconds : dues[from - 1].Origin.TimeSeconds;
        var hits = string.Create(CultureInfo.InvariantCulture, $"{reported} of about {expected:0}");
        Explain(dues[from..], own, since, evidence, hits);
    }

    /// <summary>For each wave that was due the log likelihood ratio of hearing well against hearing nothing but chance, by whether it reported anything at the right moment.</summary>
    private (double[] Ratios, double Expected, int Reported) Ratios(List<Due> dues, double[] chances, OwnTimes all)
    {
        var ratios = new double[dues.Count];
        var (expected, reported) = (0.0, 0);
        for (var at = 0; at < dues.Count; at++)
        {
            var own = all.Of(dues[at].Phase);
            var travel = model.Seconds(dues[at], sensor);
            var slack = 0.3 + (0.01 * travel);
            var stray = Math.Clamp(1 - Math.Exp(-2 * slack * own.Length / Math.Max(1, block.Seconds)), 0.02, 0.98);
            var well = 1 - ((1 - (Recall * chances[at])) * (1 - stray));
            var heard = OwnTimes.HasNear(own, dues[at].Origin.TimeSeconds + travel, slack);
            ratios[at] = heard ? Math.Log(well / stray) : Math.Log((1 - well) / (1 - stray));
            (expected, reported) = (expected + well, reported + (heard ? 1 : 0));
        }
        return (ratios, expected, reported);
    }

    /// <summary>The number of the first wave from which on it hears nothing but chance: the greatest likelihood of one change.</summary>
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

    private void Explain(List<Due> dues, OwnTimes arrivals, double since, double evidence, string hits)
    {
        var own = arrivals.All;
        double[] due =
        [
            .. dues.Where(d => model.Probability(d.Origin, sensor) >= 0.3)
                .Select(d => d.Origin.TimeSeconds + model.Seconds(d, sensor))
                .Order(),
        ];
        var lag = OffsetScan.Find(due, own, NearReach, parameters.LogChance) ?? OffsetScan.Find(due, own, FarReach, parameters.LogChance);
        var scan = new PlaceScan(model, dues, arrivals, block.Seconds);
        var place = scan.Find(sensor, parameters.LogChance);
        // Where both would explain it, the likelier one does.
        if (
            lag is { } found
            && Math.Abs(found.Seconds) >= 0.3
            && scan.ScoreOf(sensor, found.Seconds) is var score
            && score > (place?.Score ?? 0)
        )
        {
            Late(found, since, score);
        }
        else if (place is { } there)
        {
            var metres = Math.Sqrt((there.East * there.East) + (there.North * there.North));
            if (metres > 300 * model.Scale)
            {
                Find(
                    since,
                    ScreenVerdict.HeldBack,
                    1,
                    ScreenReason.PlaceContradicted,
                    own.Length,
                    metres,
                    Elsewhere(metres, own.Length),
                    there.Score
                );
            }
        }
        else if (evidence <= Deaf)
        {
            var rest = own.Length == 0 ? "." : $", and {own.Length} of its arrivals fit nothing.";
            var verdict = own.Length >= 10 ? ScreenVerdict.HeldBack : ScreenVerdict.Taken;
            var words = $"It heard {hits} events that it should have heard{rest}";
            Find(since, verdict, 1, ScreenReason.FitsNothing, own.Length, own.Length, words, -evidence);
        }
    }

    private void Late((double Seconds, int Count) found, double since, double score)
    {
        var jumped = since > block.StartSeconds;
        var words = string.Create(
            CultureInfo.InvariantCulture,
            $"Its clock {(jumped ? "jumped" : "is off")}: {found.Count} of its arrivals fit events {Math.Abs(found.Seconds):0.0} s {Early(found.Seconds)}."
        );
        // The jump lies somewhere between what it heard last and what it should have heard next.
        var from = jumped ? Math.Min(since, since + found.Seconds) : block.StartSeconds;
        var reason = jumped ? ScreenReason.ClockJumped : ScreenReason.ClockOff;
        Find(from, ScreenVerdict.HeldBack, 1, reason, found.Count, found.Seconds, words, score);
    }

    private static string Early(double offset) => offset < 0 ? "early" : "late";

    private static string Elsewhere(double metres, int count) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{count} of its arrivals fit events as if it stood {(metres < 1000 ? $"{metres:0} m" : $"{metres / 1000:0.0} km")} from where it is registered."
        );

    private void Find(
        double fromSeconds,
        ScreenVerdict verdict,
        double factor,
        ScreenReason reason,
        int count,
        double value,
        string words,
        double strength
    )
    {
        var end = block.Epoch + Duration.FromSeconds(block.Seconds);
        var start = block.Epoch + Duration.FromSeconds(Math.Clamp(fromSeconds - block.StartSeconds, 0, block.Seconds));
        Finding = new SensorFinding(audited.Name, start, end, verdict, factor, reason, count, value, words) { Strength = strength };
    }
}
