using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Watch.Fusion;

/// <summary>Reduces observations to <see cref="Row"/>s.</summary>
internal sealed class RowReader(FusionParameters parameters, FusionCalendar calendar, Registry registry)
{
    /// <summary>Stated instants are rounded by those who state them; a time is never taken as sharper than half an hour either way.</summary>
    public const double LeastWidthDays = 1.0 / 24;

    /// <summary>Coordinates are rounded and geocoded; a place is never taken as sharper than 100 m (one standard deviation).</summary>
    private const double LeastSigmaKm = 0.1;

    private readonly double _widestDays = parameters.MaximumWidth.TotalDays;
    private readonly double _widestKm = parameters.MaximumDistanceMetres / 1000;

    public Row Read(FixObservation observation)
    {
        var row = default(Row);
        ReadPlace(observation.Where, ref row);
        row.Start = Days(observation.When.Earliest);
        row.End = Days(observation.When.Latest);
        row.Step = calendar.Step(row.Start);
        row.Diffuse = row.End - row.Start > _widestDays || row.Sigma > _widestKm;
        if (row.End - row.Start < LeastWidthDays)
        {
            var middle = (row.Start + row.End) / 2;
            row.Start = middle - LeastWidthDays / 2;
            row.End = middle + LeastWidthDays / 2;
        }
        row.Source = registry.Source(observation.SourceId);
        row.Kind = registry.Kinds.Index(observation.Kinds);
        var dead = observation.Casualties;
        row.KilledLow = dead?.KilledLow ?? dead?.Killed ?? -1;
        row.KilledHigh = dead?.KilledHigh ?? dead?.Killed ?? row.KilledLow;
        return row;
    }

    public static double Days(Instant instant) => instant.ToUnixTimeTicks() / (double)NodaConstants.TicksPerDay;

    private static void ReadPlace(Place place, ref Row row)
    {
        var centre = place.Centre;
        var ellipse = place.Ellipse;
        row.Latitude = centre.Latitude;
        row.Longitude = centre.Longitude;
        row.HalveLatitude();
        var covariance = Covariance.Of(ellipse, LeastSigmaKm);
        row.Xx = covariance.Xx;
        row.Xy = covariance.Xy;
        row.Yy = covariance.Yy;
        row.Sigma = Math.Max(LeastSigmaKm, Math.Max(ellipse.SemiMajorMetres, ellipse.SemiMinorMetres) / 1000);
    }
}
