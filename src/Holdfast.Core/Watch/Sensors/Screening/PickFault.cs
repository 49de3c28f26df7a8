using System.Globalization;
using NodaTime;

namespace Holdfast.Core.Watch.Sensors.Screening;

/// <summary>What makes an arrival impossible by itself: no such sensor, a number that is none, a time that cannot be, or a sensor that was not listening.</summary>
public sealed class PickFault(SensorRegistry registry, ScreenParameters parameters, StateSpells spells)
{
    /// <summary>What is no better known than this tells nothing; the engine refuses it.</summary>
    public const double MostSigmaSeconds = 60;

    /// <summary>Null where nothing is wrong with it.</summary>
    public Judgement? Of(ScreenPick pick)
    {
        if (!registry.TryFind(pick.Sensor, out var sensor))
        {
            var near = registry.Nearest(pick.Sensor);
            return Held(
                pick,
                ScreenReason.UnknownSensor,
                $"There is no sensor '{Short(pick.Sensor)}' in the registry." + (near is null ? "" : $" Did you mean '{near}'?")
            );
        }
        if (!(pick.SigmaSeconds is > 0 and < MostSigmaSeconds))
        {
            return Held(
                pick,
                ScreenReason.BadNumber,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Its standard deviation is {pick.SigmaSeconds} s; expected more than zero and less than {MostSigmaSeconds}."
                )
            );
        }
        if (pick.ReceivedAt is { } received && OfTime(pick.At, received, parameters) is { } fault)
        {
            return Held(pick, ScreenReason.BadTime, fault);
        }
        if (sensor.SiteAt(pick.At) is null)
        {
            return Held(pick, ScreenReason.NoPlaceThen, $"The registry knows no place of '{pick.Sensor}' at that time.");
        }
        return spells.At(pick.Sensor, pick.At) is { State: not SensorState.Up } state
            ? Held(pick, ScreenReason.NotListening, $"'{pick.Sensor}' was said to be {Words(state.State)} then.")
            : null;
    }

    /// <summary>Why a time cannot be, by when it came in; null where it can.</summary>
    public static string? OfTime(Instant at, Instant received, ScreenParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (TimeGuess.FaultOf(at, received, parameters.OldestArrival) is { } fault)
        {
            return fault;
        }
        var ahead = (at - received).TotalSeconds;
        return at > received + parameters.FutureTolerance
            ? string.Create(CultureInfo.InvariantCulture, $"It lies {ahead:0.#} s after the instant at which it came in.")
            : null;
    }

    public static Judgement Held(ScreenPick pick, ScreenReason reason, string words) => new(pick, ScreenVerdict.HeldBack, 1, reason, words);

    public static string Short(string text) => text.Length <= 64 ? text : text[..64] + "...";

    private static string Words(SensorState state) =>
        state switch
        {
            SensorState.Up => "up",
            SensorState.Down => "down",
            SensorState.Maintenance => "under maintenance",
        };
}
