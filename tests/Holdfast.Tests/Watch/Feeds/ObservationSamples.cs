using System.Collections.Immutable;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.Tests.Watch.Feeds;

/// <summary>Observations of every kind, drawn from a seed: every member set or left out, texts with quotes, controls and other scripts.</summary>
internal sealed class ObservationSamples(int seed)
{
    private static readonly string[] Texts =
    [
        "",
        "plain",
        "with \"quotes\" and \\ back",
        "tab\tline\nreturn\r",
        "\u0001\u001f\u007f",
        "Донецьк – обстріл",
        "emoji \U0001F6A8 and \u2028",
        "é",
        "A rather longer text that does not fit into the table of short strings, and is kept apart",
    ];

    private readonly Random _random = new(seed);

    public Observation Next() =>
        _random.Next(5) switch
        {
            0 => Fix(),
            1 => Claim(),
            2 => Arrival(),
            3 => Bearing(),
            _ => Null(),
        };

    private FixObservation Fix() =>
        new()
        {
            Id = Id(),
            SourceId = "s" + _random.Next(3),
            When = Range(),
            ReportedAt = Maybe() ? Moment() : null,
            Credibility = _random.Next(1, 7),
            Standing = Pick(Enum.GetValues<Standing>()),
            Mode = Pick(Enum.GetValues<Mode>()),
            Label = Tag(),
            Description = Text(),
            Citation = Text(),
            Attributes = Attributes(),
            Where = Where(),
            Kinds = Maybe() ? [new KindWeight("fire", 1)] : [new KindWeight("assault", 0.1 + 0.2), new KindWeight("shelling", 0.7)],
            Count = Maybe() ? _random.Next() : null,
            Weapon = Maybe() ? new Weapon(Maybe() ? "mortar" : null, Maybe() ? Real() : null) : null,
            Casualties = Maybe() ? new Casualties(Number(), Number(), Number(), Number(), Number(), Text()) : null,
            StatedDirection = Maybe() ? Text() : null,
        };

    private ClaimObservation Claim() =>
        new()
        {
            Id = Id(),
            SourceId = "party",
            When = Range(),
            Mode = Pick(Enum.GetValues<Mode>()),
            Label = Tag(),
            Attributes = Attributes(),
            By = "UA",
            Against = "RU",
            Category = Text(),
            PartOf = Maybe() ? Text() : null,
            Kind = Maybe() ? "shelling" : null,
            Number = _random.NextInt64(),
            Bound = Pick(Enum.GetValues<ClaimBound>()),
            StatedAt = Moment(),
            Cumulative = Maybe(),
            Places = Maybe() ? [new AreaPlace(Text(), Point(), Real()), new AreaPlace("b", Point(), 1)] : [],
            Speaker = Text(),
        };

    private NullObservation Null() =>
        new()
        {
            Id = Id(),
            SourceId = "patrol",
            When = Range(),
            Standing = Pick(Enum.GetValues<Standing>()),
            Attributes = Attributes(),
            Where = Where(),
            Kinds = Maybe() ? [] : ["fire", "presence"],
            ProbabilityOfDetection = _random.NextDouble(),
            Means = "patrol",
            WatchOnly = Maybe(),
        };

    private ArrivalObservation Arrival() =>
        new()
        {
            Id = Id(),
            SourceId = "net" + _random.Next(3),
            When = TimeRange.At(Moment()),
            ReportedAt = Maybe() ? Moment() : null,
            Standing = Pick(Enum.GetValues<Standing>()),
            Mode = Pick(Enum.GetValues<Mode>()),
            Label = Tag(),
            Attributes = Attributes(),
            Sensor = "A-" + _random.Next(400),
            SigmaSeconds = 1e-4 + _random.NextDouble(),
            Phase = Pick(Enum.GetValues<ArrivalPhase>()),
            Amplitude = Maybe() ? Real() : null,
            Kinds = Maybe() ? [] : [new KindWeight("explosion", 0.25), new KindWeight("shelling", 0.75)],
            Azimuth = Maybe() ? Azimuth() : null,
        };

    private BearingObservation Bearing() =>
        new()
        {
            Id = Id(),
            SourceId = "patrol",
            When = Range(),
            Credibility = _random.Next(1, 7),
            Mode = Pick(Enum.GetValues<Mode>()),
            Label = Tag(),
            Description = Text(),
            Citation = Text(),
            Attributes = Attributes(),
            From = Where(),
            AzimuthDegrees = Azimuth().Degrees,
            AzimuthSigmaDegrees = Azimuth().SigmaDegrees,
            RangeMetres = Maybe() ? new StatedInterval(_random.Next(5_000), 5_000 + (_random.NextDouble() * 5_000)) : null,
            Kinds = [new KindWeight("explosion", 1)],
            Count = Maybe() ? _random.Next() : null,
        };

    private MeasuredAzimuth Azimuth() => new(_random.NextDouble() * 359.999, 0.001 + (_random.NextDouble() * 100));

    private ObservationId Id() => new("p" + _random.Next(3), Text() + _random.Next());

    private Place Where() =>
        _random.Next(3) switch
        {
            0 => new PointPlace(Point(), new ErrorEllipse(Real(), Real(), Real())),
            1 => new BoxPlace(Point(), Real(), Real(), Real()),
            _ => new AreaPlace(Text(), Point(), Real()),
        };

    private ImmutableSortedDictionary<string, string> Attributes() =>
        Maybe()
            ? ImmutableSortedDictionary<string, string>.Empty
            : ImmutableSortedDictionary
                .Create<string, string>(Maybe() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase)
                .Add("z", Text())
                .Add("B_" + _random.Next(9), Text())
                .Add("a", Text())
                .Add("é", "1");

    private Label Tag() => Maybe() ? Label.Public : new Label(Classification.Confidential, ["COMMISSION"], Maybe() ? [] : ["FR", "UA"]);

    private TimeRange Range()
    {
        var start = Moment();
        return Maybe() ? TimeRange.At(start) : new TimeRange(start, start + Duration.FromNanoseconds(_random.NextInt64(1L << 50)));
    }

    private Instant Moment() =>
        Instant.FromUnixTimeSeconds(_random.NextInt64(-9_000_000_000, 9_000_000_000)).PlusNanoseconds(_random.Next());

    private GeoPoint Point() => new((_random.NextDouble() * 180) - 90, (_random.NextDouble() * 360) - 180);

    private double Real() => Math.Pow(10, _random.Next(-12, 26)) * _random.NextDouble();

    private int? Number() => Maybe() ? _random.Next() : null;

    private string Text() => Pick(Texts);

    private bool Maybe() => _random.Next(2) == 0;

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];
}
