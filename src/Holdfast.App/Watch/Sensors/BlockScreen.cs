using Holdfast.App.Watch.Origins;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Sensors.Screening;

namespace Holdfast.App.Watch.Sensors;

/// <summary>
/// Stands before the engine in one block of one region: arrivals wait here until the watermark has passed them, are judged in their order, and go on to the engine, with a
/// wider error where they are believed less. What is not taken as it is, is remembered with the reason.
/// </summary>
/// <param name="judge">Asked for each arrival in the order of <see cref="ScreenPick.Order"/>; null for what is taken as it is.</param>
/// <param name="trust">What was believed of sensors when the block was opened.</param>
/// <param name="live">Whether the time at which an arrival was recorded says anything of its own.</param>
/// <param name="remembers">Whether anybody asks for <see cref="Judged"/>: not of what goes on for hours.</param>
internal sealed class BlockScreen(Func<ScreenPick, Judgement?> judge, SensorTrust trust, bool live, bool remembers = true)
{
    private readonly PriorityQueue<(ScreenPick Pick, HeardArrival Heard, Arrival Arrival), ScreenPick> waiting = new(ScreenPick.Order);
    private readonly List<Judgement> judged = [];
    private double passed = double.NegativeInfinity;

    /// <summary>What was not taken as it is, in the order of judging.</summary>
    public IReadOnlyList<Judgement> Judged => judged;

    public SensorTrust Trust => trust;

    /// <summary>Called for each arrival that was judged.</summary>
    public Action<ScreenPick, Judgement?>? OnJudged { get; set; }

    /// <summary>False where what comes after it was judged already.</summary>
    public bool Add(HeardArrival heard, Arrival arrival)
    {
        if (arrival.TimeSeconds < passed)
        {
            return false;
        }
        var pick = PickOf(heard, arrival, live);
        waiting.Enqueue((pick, heard, arrival), pick);
        return true;
    }

    /// <summary>What came before a time and may go on; seconds since 1970.</summary>
    public IEnumerable<(HeardArrival Heard, Arrival Arrival)> Release(double before)
    {
        foreach (var (heard, arrival, judgement) in Pass(before))
        {
            if (judgement?.Verdict != ScreenVerdict.HeldBack)
            {
                yield return (heard with { Doubt = judgement }, Weighed(arrival, judgement));
            }
        }
    }

    /// <summary>The same with what is held back, and each as it came.</summary>
    public IEnumerable<(HeardArrival Heard, Arrival Arrival, Judgement? Judgement)> Pass(double before)
    {
        passed = Math.Max(passed, before);
        while (waiting.TryPeek(out var next, out _) && next.Arrival.TimeSeconds < before)
        {
            waiting.Dequeue();
            var judgement = judge(next.Pick);
            OnJudged?.Invoke(next.Pick, judgement);
            if (judgement is not null && remembers)
            {
                judged.Add(judgement);
            }
            yield return (next.Heard, next.Arrival, judgement);
        }
    }

    public static ScreenPick PickOf(HeardArrival heard, Arrival arrival, bool live) =>
        new(
            arrival.Id,
            heard.Observation.Sensor,
            heard.Observation.When.Earliest,
            arrival.SigmaSeconds,
            heard.Observation.Phase.ToString(),
            live ? NodaTime.NodaConstants.UnixEpoch + NodaTime.Duration.FromNanoseconds(heard.Known) : null
        );

    /// <summary>The arrival with the error that is believed: as far as the engine knows errors.</summary>
    public static Arrival Weighed(Arrival arrival, Judgement? judgement) =>
        judgement is null
            ? arrival
            : arrival with
            {
                SigmaSeconds = Math.Min(arrival.SigmaSeconds * judgement.SigmaFactor, Math.Max(arrival.SigmaSeconds, 30)),
            };
}
