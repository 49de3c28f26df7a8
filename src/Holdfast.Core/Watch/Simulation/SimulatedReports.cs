using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Sensors;
using NodaTime;

namespace Holdfast.Core.Watch.Simulation;

/// <summary>
/// A simulated line as observations of a mission: arrivals; and, where asked for, what posts hear ("explosion, 5-7 km SE, undetermined"), public reports that give the day and a
/// place to about 1.5 km, and each party's count of what the other did. Everything is illustrative and of an exercise.
/// </summary>
public sealed class SimulatedReports
{
    public const string MissionSensors = "line-sensors";
    public const string PartySensors = "pa-sensors";
    public const string Posts = "line-posts";
    public const string Public = "public-reports";

    private const int SeedOffset = 0x7E11;
    private const double Accuracy = 0.8;
    private const double PublicShare = 0.15;
    private const double PublicSigma = 1_500;
    private const double PostSpacingKm = 20;
    private const double ThresholdPascal = 0.05;

    private static readonly ImmutableArray<string> Kinds = ["mortar", "artillery", "mlrs"];
    private static readonly ImmutableArray<string> Rose =
    [
        "N",
        "NNE",
        "NE",
        "ENE",
        "E",
        "ESE",
        "SE",
        "SSE",
        "S",
        "SSW",
        "SW",
        "WSW",
        "W",
        "WNW",
        "NW",
        "NNW",
    ];

    private readonly LineScenario scenario;
    private readonly LineOptions line;
    private readonly ReportOptions options;
    private readonly Instant start;
    private readonly Draws draws;
    private readonly PartyReports parties;
    private readonly SortedDictionary<LocalDate, (int OnA, int OnB)> days = [];
    private readonly Dictionary<int, List<ObservationId>> saidOf = [];
    private long reports;

    public SimulatedReports(LineScenario scenario, LineOptions line, ReportOptions options, Instant start)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(line);
        ArgumentNullException.ThrowIfNull(options);
        (this.scenario, this.line, this.options, this.start) = (scenario, line, options, start);
        options.Check();
        draws = new Draws(unchecked(line.Seed + SeedOffset));
        parties = new PartyReports(line, options, start, KindOf);
    }

    /// <summary>The kind of event of each loudness class.</summary>
    public static string KindOf(SimulatedEvent simulated)
    {
        ArgumentNullException.ThrowIfNull(simulated);
        return simulated.Part?.Kind ?? Kinds[simulated.Loudness];
    }

    /// <summary>What a sensor sends.</summary>
    public ArrivalObservation Arrival(SimulatedPick pick)
    {
        ArgumentNullException.ThrowIfNull(pick);
        var source = SensorOwners.Of(pick.Sensor) == SensorOwners.Party ? PartySensors : MissionSensors;
        var azimuth = pick.Arrival.Bearing is { } bearing
            ? new MeasuredAzimuth(Degrees(bearing.AzimuthRadians), bearing.SigmaRadians * 180 / Math.PI)
            : (MeasuredAzimuth?)null;
        return new ArrivalObservation
        {
            Id = new ObservationId(source, pick.Arrival.Id),
            SourceId = source,
            When = TimeRange.At(At(pick.Arrival.TimeSeconds)),
            ReportedAt = At(pick.ReceivedSeconds),
            Standing = Standing.Illustrative,
            Mode = Mode.Exercise,
            Label = SensorAccess.DefaultLabel,
            Sensor = pick.Arrival.Sensor,
            SigmaSeconds = pick.Arrival.SigmaSeconds,
            Azimuth = azimuth,
            Phase = pick.Voice?.Wave ?? ArrivalPhase.Sound,
            Amplitude = options.Classes ? pick.Voice?.Pascals ?? AmplitudeOf(pick) : null,
            Kinds = options.Classes ? pick.Voice?.Kinds ?? Classified(pick.Truth) : [],
        };
    }

    /// <summary>What is said about the events of a stretch, by the time at which it is said.</summary>
    public IEnumerable<Observation> About(IEnumerable<SimulatedEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (!options.Reports)
        {
            return [];
        }
        var said = new List<Observation>();
        saidOf.Clear();
        foreach (
            var happened in events
                .Where(happened => !happened.IsInvented && happened.Part?.Flight is null)
                .OrderBy(happened => happened.TimeSeconds)
        )
        {
            Count(happened);
            var before = said.Count;
            if (draws.Uniform() < PublicShare)
            {
                said.Add(PublicReport(happened));
            }
            for (var km = PostSpacingKm / 2; km < line.LengthKm; km += PostSpacingKm)
            {
                if (HeardAt(happened, km) is { } bearing)
                {
                    said.Add(bearing);
                }
            }
            var (report, invented) = parties.Of(happened, IsOnFirstSide(happened));
            said.AddRange(report is null ? [] : [report]);
            saidOf[happened.Number] = [.. said.Skip(before).Select(observation => observation.Id)];
            said.AddRange(invented);
        }
        return said.OrderBy(observation => observation.ReportedAt).ThenBy(observation => observation.Id);
    }

    /// <summary>What was said of an event of the last stretch that was asked for, in no order.</summary>
    public IReadOnlyList<ObservationId> SaidOf(SimulatedEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return saidOf.GetValueOrDefault(happened.Number) ?? [];
    }

    /// <summary>Each party's count for each day, stated after midnight: what the other did, more than there was by its exaggeration.</summary>
    public IEnumerable<ClaimObservation> Claims()
    {
        foreach (var (day, (onA, onB)) in days)
        {
            yield return Claim("PA", "PB", day, draws.Poisson((1 + options.Exaggeration) * onA));
            yield return Claim("PB", "PA", day, draws.Poisson((1 + options.Exaggeration) * onB));
        }
    }

    private void Count(SimulatedEvent happened)
    {
        var day = At(happened.TimeSeconds).InUtc().Date;
        var (onA, onB) = days.GetValueOrDefault(day);
        days[day] = IsOnFirstSide(happened) ? (onA + 1, onB) : (onA, onB + 1);
    }

    // Sensors stand on the first party's side, south of the front.
    private static bool IsOnFirstSide(SimulatedEvent happened) =>
        happened.NorthMetres < 1_000 * LineScenario.Front(happened.EastMetres / 1_000);

    private FixObservation PublicReport(SimulatedEvent happened)
    {
        var at = At(happened.TimeSeconds);
        var day = at.InUtc().Date;
        var from = day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        var kind = draws.Uniform() < 0.1 ? Kinds[draws.Below(Kinds.Length)] : KindOf(happened);
        var place = Geo(happened.EastMetres + (PublicSigma * draws.Gauss()), happened.NorthMetres + (PublicSigma * draws.Gauss()));
        return new FixObservation
        {
            Id = Next(Public),
            SourceId = Public,
            When = new TimeRange(from, from + Duration.FromDays(1)),
            ReportedAt = at + Duration.FromSeconds(3_600 * (1 + draws.Exponential())),
            Standing = Standing.Illustrative,
            Mode = Mode.Exercise,
            Where = new PointPlace(place, ErrorEllipse.Circle(PublicSigma)),
            Kinds = [new KindWeight(kind, 1)],
            Description = "Exercise: a public report, the day alone.",
        };
    }

    /// <summary>A post hears half of what a sensor there would; the direction to one of sixteen points, the distance to a kilometre either way.</summary>
    private BearingObservation? HeardAt(SimulatedEvent happened, double km)
    {
        var (postEast, postNorth) = (km * 1_000, (LineScenario.Front(km) - 4.5) * 1_000);
        var (east, north) = (happened.EastMetres - postEast, happened.NorthMetres - postNorth);
        var distance = Math.Sqrt((east * east) + (north * north));
        if (distance > 25_000 || draws.Uniform() >= 0.5 * LineScenario.Detection.Probability(happened.Loudness, distance, 0))
        {
            return null;
        }
        var point = (int)Math.Round((Degrees(Math.Atan2(east, north)) + (10 * draws.Gauss())) / 22.5);
        point = ((point % 16) + 16) % 16;
        var far = Math.Max(1, Math.Round(distance / 1_000 * (1 + (0.15 * draws.Gauss()))));
        var minute = Duration.FromMinutes(1);
        var at = At(happened.TimeSeconds);
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"Exercise: explosion, {far - 1:F0}-{far + 1:F0} km {Rose[point]}, undetermined."
        );
        return new BearingObservation
        {
            Id = Next(Posts),
            SourceId = Posts,
            When = new TimeRange(at - minute, at + minute),
            ReportedAt = at + Duration.FromSeconds(120 + (300 * draws.Exponential())),
            Standing = Standing.Illustrative,
            Mode = Mode.Exercise,
            Label = SensorAccess.DefaultLabel,
            From = new PointPlace(Geo(postEast, postNorth), ErrorEllipse.Circle(50)),
            AzimuthDegrees = 22.5 * point,
            // Half a point either way, and ten degrees of the observer's own.
            AzimuthSigmaDegrees = Math.Sqrt((22.5 * 22.5 / 12) + 100),
            RangeMetres = new StatedInterval(1_000 * (far - 1), 1_000 * (far + 1)),
            Kinds = [new KindWeight("explosion", 1)],
            Count = 1,
            Description = text,
        };
    }

    private ClaimObservation Claim(string by, string against, LocalDate day, int number)
    {
        var from = day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        var source = by == "PA" ? "pa-claims" : "pb-claims";
        return new ClaimObservation
        {
            Id = Next(source),
            SourceId = source,
            When = new TimeRange(from, from + Duration.FromDays(1)),
            ReportedAt = from + Duration.FromHours(25),
            Standing = Standing.Illustrative,
            Mode = Mode.Exercise,
            By = by,
            Against = against,
            Category = "shellings",
            Kind = "shelling",
            Number = number,
            StatedAt = from + Duration.FromHours(25),
            Speaker = "Spokesperson of the exercise",
        };
    }

    /// <summary>A classifier that is right four times in five, and says so: its weights are the probabilities given what it saw.</summary>
    private ImmutableArray<KindWeight> Classified(SimulatedEvent? truth)
    {
        var shares = LineScenario.Detection.Loudness.Select(loudness => loudness.Share).ToArray();
        var seen = truth is not null && draws.Uniform() < Accuracy ? truth.Loudness : OtherThan(truth?.Loudness);
        double Likelihood(int kind) => kind == seen ? Accuracy : (1 - Accuracy) / (Kinds.Length - 1);
        var total = shares.Select((share, kind) => share * Likelihood(kind)).Sum();
        return
        [
            .. shares
                .Select((share, kind) => new KindWeight(Kinds[kind], share * Likelihood(kind) / total))
                .OrderBy(weight => weight.Kind, StringComparer.Ordinal),
        ];
    }

    private int OtherThan(int? kind)
    {
        var drawn = draws.Below(Kinds.Length - (kind is null ? 0 : 1));
        return kind is { } taken && drawn >= taken ? drawn + 1 : drawn;
    }

    /// <summary>Pascals: about the threshold at the half range, falling with distance to the power of 1.5, with a spread of a factor of 1.6; false picks are about the threshold.</summary>
    private double AmplitudeOf(SimulatedPick pick)
    {
        var spread = Math.Exp(0.5 * draws.Gauss());
        if (pick.Truth is not { } happened)
        {
            return Math.Round(ThresholdPascal * spread, 5);
        }
        var at = scenario.Sensors[pick.Sensor];
        var (east, north) = (at.EastMetres - happened.EastMetres, at.NorthMetres - happened.NorthMetres);
        var distance = Math.Max(50, Math.Sqrt((east * east) + (north * north)));
        var half = LineScenario.Detection.Loudness[happened.Loudness].HalfRangeMetres;
        return Math.Round(ThresholdPascal * Math.Pow(half / distance, 1.5) * spread, 5);
    }

    private ObservationId Next(string source) => new(source, string.Create(CultureInfo.InvariantCulture, $"r{reports++:D7}"));

    private Instant At(double seconds) => start + Duration.FromNanoseconds(1_000 * (long)Math.Round(seconds * 1e6));

    private static GeoPoint Geo(double east, double north)
    {
        var (longitude, latitude) = ExercisePlane.Geographic(east, north);
        return new GeoPoint(latitude, longitude);
    }

    private static double Degrees(double radians)
    {
        var degrees = radians * 180 / Math.PI;
        return degrees < 0 ? degrees + 360 : degrees;
    }
}
