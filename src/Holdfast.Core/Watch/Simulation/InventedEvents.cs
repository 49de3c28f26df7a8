using Holdfast.Core.Watch.Association;

namespace Holdfast.Core.Watch.Simulation;

/// <summary>
/// Events that never happened: one party's sensors report them in concert, at the times at which they would have heard them, with small errors. Loud ones, so that enough of the party's sensors
/// take part.
/// </summary>
internal sealed class InventedEvents(LineScenario scenario, LineOptions line, int anHour, Draws draws)
{
    private const double Reach = 16_000;
    private const double Takes = 0.9;
    private const double Sigma = 0.03;

    private int events;
    private long picks;

    /// <summary>The invented events that begin in a stretch; their picks are added to the others.</summary>
    public List<SimulatedEvent> Make(double from, double to, List<SimulatedPick> into)
    {
        var made = new List<SimulatedEvent>();
        if (anHour == 0)
        {
            return made;
        }
        for (var count = draws.Poisson(anHour * (to - from) / 3_600); count > 0; count--)
        {
            var x = draws.Uniform() * line.LengthKm;
            var north = (LineScenario.Front(x) - 5 + (7 * draws.Uniform())) * 1_000;
            var time = from + (draws.Uniform() * (to - from));
            var happened = new SimulatedEvent(events++, time, x * 1_000, north, 0, 2) { IsInvented = true };
            Report(happened, into);
            made.Add(happened);
        }
        return made;
    }

    private void Report(SimulatedEvent happened, List<SimulatedPick> into)
    {
        var air = scenario.Air.At(happened.EastMetres, happened.TimeSeconds);
        for (var sensor = 0; sensor < scenario.Sensors.Count; sensor++)
        {
            var at = scenario.Sensors[sensor];
            var (east, north) = (at.EastMetres - happened.EastMetres, at.NorthMetres - happened.NorthMetres);
            if (
                SensorOwners.Of(sensor) != SensorOwners.Party
                || (east * east) + (north * north) > Reach * Reach
                || draws.Uniform() >= Takes
            )
            {
                continue;
            }
            var time =
                happened.TimeSeconds
                + air.TravelSeconds(happened.EastMetres, happened.NorthMetres, at.EastMetres, at.NorthMetres)
                + (Sigma * draws.Gauss());
            var pick = new SimulatedPick(new Arrival($"x{picks++:D7}", at.Id, time, Sigma), sensor, happened) { Fault = "spoofed" };
            happened.Heard(pick);
            into.Add(pick);
        }
    }
}
