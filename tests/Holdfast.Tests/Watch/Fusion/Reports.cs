using System.Globalization;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.Tests.Watch.Fusion;

/// <summary>Small made-up reports for the tests of fusion.</summary>
internal static class Reports
{
    public static readonly Instant Day0 = Instant.FromUtc(2025, 1, 1, 0, 0);

    private static readonly string[] Kinds = ["mortar", "artillery", "uav_strike", "fire", "explosion"];

    public static FixObservation One(
        string source,
        string id,
        double eastKm,
        double northKm,
        double day,
        string kind = "mortar",
        double sigmaKm = 1.5,
        double widthDays = 1
    )
    {
        var latitude = 48 + northKm / 111.19508;
        var longitude = 30 + eastKm / (111.19508 * Math.Cos(48 * Math.PI / 180));
        var from = Day0 + Duration.FromDays(day);
        return new FixObservation
        {
            Id = new ObservationId(source, id),
            SourceId = source,
            When = new TimeRange(from, from + Duration.FromDays(widthDays)),
            Where = new PointPlace(new GeoPoint(latitude, longitude), ErrorEllipse.Circle(sigmaKm * 1000)),
            Kinds = [new KindWeight(kind, 1)],
        };
    }

    /// <summary>Incidents seen by several sources with errors, as in the REPORTS test but smaller; the number of the incident beside each report.</summary>
    public static List<(FixObservation Report, int Truth)> World(int seed, int perDay, int days, int sources, double lengthKm = 150)
    {
        var random = new Random(seed);
        var reports = new List<(FixObservation, int)>();
        for (var incident = 0; incident < perDay * days; incident++)
        {
            var (x, y) = (random.NextDouble() * lengthKm, 8 * Gaussian(random));
            var (day, kind) = (random.Next(days), random.Next(Kinds.Length));
            for (var s = 0; s < sources; s++)
            {
                if (random.NextDouble() < 0.7)
                {
                    var stated = day + (random.NextDouble() < 0.1 ? random.Next(2) * 2 - 1 : 0);
                    var id = unchecked((uint)incident * 2654435761u).ToString(CultureInfo.InvariantCulture);
                    var (east, north) = (x + 1.5 * Gaussian(random), y + 1.5 * Gaussian(random));
                    reports.Add((One($"s{s}", id, east, north, stated, Kinds[kind]), incident));
                }
            }
        }
        return reports;
    }

    /// <summary>Everything an incident says, for comparing byte by byte.</summary>
    public static string Text(IEnumerable<Incident> incidents) =>
        string.Join(
            '\n',
            incidents.Select(i =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{i.Id} {i.Status} {i.When} {i.Where} {i.Verification} {i.MatchProbability:R} {string.Join(',', i.Observations)} {string.Join(',', i.Kinds)} {string.Join(',', i.IndependentGroups)} {i.Casualties} {i.Weapon} {i.Label} {i.Standing} {i.Mode} {i.Count} {i.Description}"
                )
            )
        );

    public static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
