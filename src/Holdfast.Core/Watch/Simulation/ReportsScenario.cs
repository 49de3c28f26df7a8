using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Watch.Simulation;

/// <summary>
/// REPORTS: days of incidents along a front of 1,200 km (x uniform, y N(40, 8) km), eight types, each of several sources reporting with probability
/// .7; position error 1.5 km per axis, day off by one either way (10 %), type redrawn (10 %). Mixed: the third source is heat seen from space (footprints
/// of 375 m to 1 km, half of the incidents, right to ten minutes), the fourth are sightings (100 to 500 m, right to half an hour).
/// </summary>
/// <remarks>Who reports nothing leaves no trace: an incident that no source reported is not told of.</remarks>
public sealed class ReportsScenario(int perDay, int days, int sourceCount, int seed, bool mixed = false)
{
    public const double SigmaKm = 1.5;
    private const double KmPerDegree = 6371.0088 * Math.PI / 180;

    private static readonly string[] Types =
    [
        "small_arms",
        "mortar",
        "artillery",
        "mlrs",
        "tank_fire",
        "uav_strike",
        "air_strike",
        "mine_explosion",
    ];

    public static readonly Instant Start = Instant.FromUtc(2025, 1, 1, 0, 0);

    /// <summary>Day 0 of this scenario.</summary>
    public Instant From { get; init; } = Start;

    /// <summary>Kilometres along and across the front as a position.</summary>
    public Func<double, double, GeoPoint> Place { get; init; } =
        (x, y) => new GeoPoint(48 + y / KmPerDegree, 25 + x / (KmPerDegree * Math.Cos(48.36 * Math.PI / 180)));

    private readonly Random _random = new(seed);

    /// <summary>In order of the true day. Yields each report with the number of the incident behind it.</summary>
    public IEnumerable<(FixObservation Report, int Truth)> Generate() => Told().Select(told => (told.Report, told.Happened.Number));

    /// <summary>The same, with what truly happened.</summary>
    public IEnumerable<(FixObservation Report, ReportedEvent Happened)> Told()
    {
        var truth = 0;
        for (var day = 0; day < days; day++)
        {
            for (var n = 0; n < perDay; n++, truth++)
            {
                var hour = mixed ? _random.NextDouble() * 24 : 0;
                var (x, y) = (_random.NextDouble() * 1200, 40 + 8 * Gaussian());
                var type = _random.Next(Types.Length);
                var happened = new ReportedEvent(truth, day + hour / 24, x, y, Types[type]);
                for (var s = 0; s < sourceCount; s++)
                {
                    if (_random.NextDouble() < (mixed && s == 2 ? 0.5 : 0.7))
                    {
                        yield return (
                            mixed && s > 1 ? Sharp(s, truth, x, y, day + hour / 24, type) : Report(s, truth, x, y, day, type),
                            happened
                        );
                    }
                }
            }
        }
    }

    private FixObservation Report(int source, int truth, double x, double y, int day, int type)
    {
        var (north, east) = (y + SigmaKm * Gaussian(), x + SigmaKm * Gaussian());
        var shift = _random.NextDouble();
        var stated =
            day
            + (
                shift < 0.05 ? -1
                : shift < 0.1 ? 1
                : 0
            );
        var kind = _random.NextDouble() < 0.1 ? _random.Next(Types.Length) : type;
        var from = From + Duration.FromDays(stated);
        // The message id tells nothing about the incident.
        var id = unchecked((uint)truth * 2654435761u ^ (uint)(source * 97)).ToString("x8", null);
        return new FixObservation
        {
            Id = new ObservationId($"source{source}", id),
            SourceId = $"source{source}",
            When = new TimeRange(from, from + Duration.FromDays(1)),
            Where = new PointPlace(Place(east, north), ErrorEllipse.Circle(SigmaKm * 1000)),
            Kinds = [new KindWeight(Types[kind], 1)],
        };
    }

    private FixObservation Sharp(int source, int truth, double x, double y, double time, int type)
    {
        var pixel = 375 + 625 * _random.NextDouble();
        var sigma = source == 2 ? pixel / 1000 : 0.1 + 0.4 * _random.NextDouble();
        double Error() => source == 2 ? sigma * (_random.NextDouble() - 0.5) : sigma * Gaussian();
        var report = Report(source, truth, x, y, 0, type);
        var at = From + Duration.FromDays(time) + Duration.FromMinutes((source == 2 ? 10 : 30) * (2 * _random.NextDouble() - 1));
        var (north, east) = (y + Error(), x + Error());
        var point = Place(east, north);
        return report with
        {
            When = TimeRange.At(at),
            Where = source == 2 ? new BoxPlace(point, pixel, pixel, 0) : new PointPlace(point, ErrorEllipse.Circle(sigma * 1000)),
            Kinds = source == 2 ? [new KindWeight("thermal_anomaly", 1)] : report.Kinds,
        };
    }

    private double Gaussian() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}

/// <summary>What reports are of.</summary>
/// <param name="Number">Counted from 0.</param>
/// <param name="Day">Days since the scenario's first, with their part of the day where the scenario knows it.</param>
/// <param name="EastKm">Along the front.</param>
/// <param name="NorthKm">Across it.</param>
/// <param name="Kind">Its kind.</param>
public readonly record struct ReportedEvent(int Number, double Day, double EastKm, double NorthKm, string Kind);
