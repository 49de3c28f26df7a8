using System.Globalization;
using Holdfast.Core.Watch.Association;
using NodaTime;

namespace Holdfast.Core.Watch.Sensors.Screening;

/// <summary>One sensor held against the origins of a block.</summary>
internal sealed class SensorHearing(AuditModel model, ScreenParameters parameters, AuditBlock block, AuditSensor audited)
{
    /// <summary>The engine finds about so much of what there is.</summary>
    private const double Recall = 0.9;

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
                Spell.Whole(block),
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
            Spell.Whole(block),
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
        var asked = Asked(dues, chances, own, 0);
        var (from, to) = WorstRun([.. asked.Select(a => a.Ratio)]);
        var evidence = asked[from..to].Sum(a => a.Ratio);
        if (!audited.Listening || evidence > Suspect)
        {
            return;
        }
        var hits = string.Create(
            CultureInfo.InvariantCulture,
            $"{asked[from..to].Count(a => a.Heard)} of about {asked[from..to].Sum(a => a.Well):0}"
        );
        // A part of the block was chosen among as many as there are beginnings.
        var chosen = from > 0 || to < dues.Count ? Math.Log(dues.Count) : 0;
        Explain(dues, (from, to), chances, own, evidence + chosen, hits);
    }

    /// <summary>The time between what it heard well before a run of waves and what it heard well after it.</summary>
    private Spell Between(List<Due> dues, (int From, int To) run) =>
        new(
            run.From == 0 ? block.StartSeconds : dues[run.From - 1].Origin.TimeSeconds,
            run.To == dues.Count ? double.PositiveInfinity : dues[run.To].Origin.TimeSeconds + model.Seconds(dues[run.To], sensor)
        );

    /// <summary>For each wave that was due the log likelihood ratio of hearing well, with a clock so late, against hearing nothing but chance, by whether it reported anything at the right moment.</summary>
    private AskedWave[] Asked(List<Due> dues, double[] chances, OwnTimes all, double late)
    {
        var asked = new AskedWave[dues.Count];
        for (var at = 0; at < dues.Count; at++)
        {
            var own = all.Of(dues[at].Phase);
            var travel = model.Seconds(dues[at], sensor);
            var slack = 0.3 + (0.01 * travel);
            var stray = Math.Clamp(1 - Math.Exp(-2 * slack * own.Length / Math.Max(1, block.Seconds)), 0.02, 0.98);
            var well = 1 - ((1 - (Recall * chances[at])) * (1 - stray));
            var heard = OwnTimes.HasNear(own, late + dues[at].Origin.TimeSeconds + travel, slack);
            asked[at] = new AskedWave(heard ? Math.Log(well / stray) : Math.Log((1 - well) / (1 - stray)), well, heard);
        }
        return asked;
    }

    /// <summary>
    /// The waves in a row, from one number to before another, that speak most against good hearing: those of least sum (the segment of maximum likelihood; Kadane's algorithm, Bentley 1984). A few arrivals that
    /// fit by chance are no time of good hearing: what is before or after counts as good only where it says so by itself.
    /// </summary>
    private static (int From, int To) WorstRun(double[] ratios)
    {
        var (sum, start, least, from, to) = (0.0, 0, 0.0, 0, 0);
        for (var at = 0; at < ratios.Length; at++)
        {
            (sum, start) = sum >= 0 ? (ratios[at], at) : (sum + ratios[at], start);
            (least, from, to) = sum < least ? (sum, start, at + 1) : (least, from, to);
        }
        from = ratios[..from].Sum() >= GoodHearing ? from : 0;
        to = ratios[to..].Sum() >= GoodHearing ? to : ratios.Length;
        return (from, to);
    }

    private void Explain(List<Due> all, (int From, int To) run, double[] chances, OwnTimes arrivals, double evidence, string hits)
    {
        var (dues, own, spell) = (all[run.From..run.To], arrivals.All, Between(all, run));
        double[] due =
        [
            .. dues.Where(d => model.Probability(d.Origin, sensor) >= 0.3)
                .Select(d => d.Origin.TimeSeconds + model.Seconds(d, sensor))
                .Order(),
        ];
        var scan = new PlaceScan(model, dues, arrivals, block.Seconds);
        var lag = StandsOut(scan, due, own, NearReach) ?? StandsOut(scan, due, own, FarReach);
        var place = scan.Find(sensor, parameters.LogChance);
        // Where both would explain it, the likelier one does.
        if (lag is { } found && Math.Abs(found.Lag.Seconds) >= 0.3 && found.Score > (place?.Score ?? 0))
        {
            // Where it jumped is told best by which clock explains more.
            var (right, late) = (Asked(all, chances, arrivals, 0), Asked(all, chances, arrivals, found.Lag.Seconds));
            Late(found.Lag, Between(all, WorstRun([.. right.Zip(late, (a, b) => a.Ratio - b.Ratio)])), found.Score);
        }
        else if (place is { } there)
        {
            var metres = Math.Sqrt((there.East * there.East) + (there.North * there.North));
            if (metres > 300 * model.Scale)
            {
                Find(
                    spell,
                    ScreenVerdict.HeldBack,
                    1,
                    ScreenReason.PlaceContradicted,
                    own.Count(spell.Holds),
                    metres,
                    Elsewhere(metres, own.Count(spell.Holds)),
                    there.Score
                );
            }
        }
        else if (evidence <= Deaf)
        {
            var idle = own.Count(spell.Holds);
            var rest = idle == 0 ? "." : $", and {idle} of its arrivals fit nothing.";
            var verdict = idle >= 10 ? ScreenVerdict.HeldBack : ScreenVerdict.Taken;
            var words = $"It heard {hits} events that it should have heard{rest}";
            Find(spell, verdict, 1, ScreenReason.FitsNothing, idle, idle, words, -evidence);
        }
    }

    /// <summary>
    /// The best lag, where it fits more arrivals than chance would, or what was heard and what was not is so much likelier with it (a likelihood ratio of c has a chance of 1 / c at most, for each lag tried;
    /// Wald 1945).
    /// </summary>
    private (FoundLag Lag, double Score)? StandsOut(PlaceScan scan, double[] due, double[] own, double reach)
    {
        if (OffsetScan.Find(due, own, reach) is not { } lag)
        {
            return null;
        }
        var score = scan.ScoreOf(sensor, lag.Seconds);
        return lag.LogChance <= parameters.LogChance || score >= Math.Log(lag.Tried) - parameters.LogChance ? (lag, score) : null;
    }

    private void Late(FoundLag found, Spell spell, double score)
    {
        var (jumped, back) = (spell.From > block.StartSeconds, double.IsFinite(spell.Until));
        var words = string.Create(
            CultureInfo.InvariantCulture,
            $"Its clock {(jumped || back ? "jumped" : "is off")}: {found.Count} of its arrivals fit events {Math.Abs(found.Seconds):0.0} s {Early(found.Seconds)}{(back ? "; later ones fit again" : "")}."
        );
        // Each jump lies somewhere between what it heard last and what it should have heard next, by either clock.
        var held = new Spell(
            jumped ? Math.Min(spell.From, spell.From + found.Seconds) : block.StartSeconds,
            Math.Max(spell.Until, spell.Until + found.Seconds)
        );
        var reason = jumped || back ? ScreenReason.ClockJumped : ScreenReason.ClockOff;
        Find(held, ScreenVerdict.HeldBack, 1, reason, found.Count, found.Seconds, words, score);
    }

    private static string Early(double offset) => offset < 0 ? "early" : "late";

    private static string Elsewhere(double metres, int count) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{count} of its arrivals fit events as if it stood {(metres < 1000 ? $"{metres:0} m" : $"{metres / 1000:0.0} km")} from where it is registered."
        );

    private void Find(
        Spell spell,
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
        var start = block.Epoch + Duration.FromSeconds(Math.Clamp(spell.From - block.StartSeconds, 0, block.Seconds));
        if (spell.Until < block.EndSeconds)
        {
            end = block.Epoch + Duration.FromSeconds(spell.Until - block.StartSeconds);
        }
        Finding = new SensorFinding(audited.Name, start, end, verdict, factor, reason, count, value, words) { Strength = strength };
    }

    /// <summary>A wave that was due: how much better it agrees with hearing well than with chance, how probable an arrival was if it hears well, and whether there was one.</summary>
    private readonly record struct AskedWave(double Ratio, double Well, bool Heard);

    /// <summary>A time, seconds; without an end where it need not end with the block.</summary>
    private readonly record struct Spell(double From, double Until)
    {
        public static Spell Whole(AuditBlock block) => new(block.StartSeconds, double.PositiveInfinity);

        public bool Holds(double seconds) => From <= seconds && seconds < Until;
    }
}
