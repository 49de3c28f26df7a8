using System.Globalization;
using Holdfast.Core.Watch.Scoring;
using Holdfast.Core.Watch.Simulation;
using NodaTime;

namespace Holdfast.App.Watch.Simulation;

/// <summary>Writes the truth of a simulation: what <c>holdfast score</c> reads.</summary>
internal static class TruthTable
{
    public const string Header =
        "event_id,time,east_m,north_m,longitude,latitude,depth_m,class,mission,invented,bound_east_m,bound_north_m,fifth_pick,picks,pick_ids,kind,report_ids";

    /// <summary>The header where the scenario knows firings: which part of a firing an event is, what fired, which way.</summary>
    public const string GunsHeader = Header + ",role,firing,azimuth_deg";

    /// <summary>A row under <see cref="GunsHeader"/>.</summary>
    public static string GunsRow(TruthEvent truth, SimulatedEvent simulated, Instant start, (double Longitude, double Latitude) place)
    {
        var part = simulated.Part;
        var azimuth = part?.Azimuth is { } radians ? ((radians * 180 / Math.PI) + 720) % 360 : (double?)null;
        return Row(truth, simulated, start, place)
            + string.Create(
                CultureInfo.InvariantCulture,
                $",{part?.Role.ToString().ToLowerInvariant()},{(part is { Firing: >= 0 } ? part.Firing : null)},{azimuth:F2}"
            );
    }

    public static string Row(TruthEvent truth, SimulatedEvent simulated, Instant start, (double Longitude, double Latitude) place) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{truth.Id},{PicksWriter.Time(start, truth.TimeSeconds)},{truth.EastMetres:F1},{truth.NorthMetres:F1},{place.Longitude:F6},{place.Latitude:F6},{simulated.DepthMetres:F0},{truth.Class},{(simulated.Mission < 0 ? "" : "m" + simulated.Mission.ToString(CultureInfo.InvariantCulture))},{(truth.IsInvented ? "yes" : "no")},{truth.Bound?.EastMetres:F2},{truth.Bound?.NorthMetres:F2},{(truth.FifthPickSeconds is { } fifth ? PicksWriter.Time(start, fifth) : "")},{truth.Picks.Count},{string.Join(' ', truth.Picks)},{truth.Kind},{string.Join(' ', truth.Reports)}"
        );
}
