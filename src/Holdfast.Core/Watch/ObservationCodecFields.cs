using System.Collections.Immutable;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Watch;

/// <summary>The members read so far; <see cref="Build"/> says which one is missing.</summary>
internal sealed partial class ObservationCodecFields(string kind, ObservationDefaults? defaults)
{
    private static readonly ImmutableArray<string> Shared =
    [
        "attributes",
        "citation",
        "credibility",
        "description",
        "earliest",
        "id",
        "label",
        "latest",
        "mode",
        "producer",
        "reportedAt",
        "source",
        "standing",
        "supersedes",
    ];

    private static readonly ImmutableArray<string> OfFix = ["casualties", "count", "direction", "kinds", "place", "weapon"];

    private static readonly ImmutableArray<string> OfClaim =
    [
        "against",
        "bound",
        "by",
        "category",
        "cumulative",
        "kind",
        "number",
        "partOf",
        "places",
        "speaker",
        "statedAt",
    ];

    private static readonly ImmutableArray<string> OfNull = ["kinds", "means", "place", "probabilityOfDetection", "watchOnly"];

    public string Kind { get; } = kind;

    /// <summary>Whether this is a line of a feed, which may leave members out, rather than the body of an entry.</summary>
    public bool IsLine { get; } = defaults is not null;

    /// <summary>Whether what fusion does not read is left out.</summary>
    public bool FusedOnly { get; init; }

    public ImmutableSortedDictionary<string, string>? Attributes { get; set; }
    public string Citation { get; set; } = "";
    public int Credibility { get; set; } = 6;
    public string Description { get; set; } = "";
    public Instant? Earliest { get; set; }
    public Instant? Latest { get; set; }
    public string? Id { get; set; }
    public Label Label { get; set; } = defaults?.Label ?? Label.Public;
    public Mode Mode { get; set; } = defaults?.Mode ?? Mode.Actual;
    public Place? Place { get; set; }
    public string? Producer { get; set; } = defaults?.Producer;
    public Instant? ReportedAt { get; set; }
    public string? Source { get; set; } = defaults?.SourceId;
    public Standing Standing { get; set; } = defaults?.Standing ?? Standing.Attributed;

    public ImmutableArray<KindWeight> Weights { get; set; }
    public Casualties? Casualties { get; set; }
    public int? Count { get; set; }
    public Weapon? Weapon { get; set; }
    public string? Direction { get; set; }

    public string? Against { get; set; }
    public ClaimBound Bound { get; set; }
    public string? By { get; set; }
    public string? Category { get; set; }
    public bool Cumulative { get; set; }
    public string? ClaimedKind { get; set; }
    public long? Number { get; set; }
    public string? PartOf { get; set; }
    public ImmutableArray<AreaPlace> Places { get; set; } = [];
    public string Speaker { get; set; } = "";
    public Instant? StatedAt { get; set; }

    public ImmutableArray<string> Kinds { get; set; }
    public string? Means { get; set; }
    public double? ProbabilityOfDetection { get; set; }
    public bool WatchOnly { get; set; }

    public IEnumerable<string> MemberNames =>
        Kind switch
        {
            ObservationCodec.FixKind => Shared.Concat(OfFix),
            ObservationCodec.ClaimKind => Shared.Concat(OfClaim),
            ObservationCodec.ArrivalKind => Shared.Concat(OfArrival),
            ObservationCodec.BearingKind => Shared.Concat(OfBearing),
            _ => Shared.Concat(OfNull),
        };

    public Observation Build() =>
        Kind switch
        {
            ObservationCodec.FixKind => Fix(),
            ObservationCodec.ClaimKind => Claim(),
            ObservationCodec.NullKind => Null(),
            ObservationCodec.ArrivalKind => Arrival(),
            ObservationCodec.BearingKind => Bearing(),
            _ => throw new FormatException($"'{Kind}' is not a kind of observation."),
        };

    private FixObservation Fix() =>
        new()
        {
            Id = ObservationId(),
            SourceId = Text(Source, "source"),
            When = When(),
            ReportedAt = ReportedAt,
            Credibility = Graded(),
            Standing = Standing,
            Mode = Mode,
            Label = Label,
            Description = Description,
            Citation = Citation,
            Attributes = Named(),
            Supersedes = Superseded(),
            Where = Place ?? throw Missing("place"),
            Kinds = Weights.IsDefault ? throw Missing("kinds") : Weights,
            Count = Count,
            Weapon = Weapon,
            Casualties = Casualties,
            StatedDirection = Direction,
        };

    private ClaimObservation Claim() =>
        new()
        {
            Id = ObservationId(),
            SourceId = Text(Source, "source"),
            When = When(),
            ReportedAt = ReportedAt,
            Credibility = Graded(),
            Standing = Standing,
            Mode = Mode,
            Label = Label,
            Description = Description,
            Citation = Citation,
            Attributes = Named(),
            Supersedes = Superseded(),
            By = Text(By, "by"),
            Against = Text(Against, "against"),
            Category = Text(Category, "category"),
            PartOf = PartOf,
            Kind = ClaimedKind,
            Number = Number ?? throw Missing("number"),
            Bound = Bound,
            StatedAt = StatedAt ?? throw Missing("statedAt"),
            Cumulative = Cumulative,
            Places = Places,
            Speaker = Speaker,
        };

    private NullObservation Null() =>
        new()
        {
            Id = ObservationId(),
            SourceId = Text(Source, "source"),
            When = When(),
            ReportedAt = ReportedAt,
            Credibility = Graded(),
            Standing = Standing,
            Mode = Mode,
            Label = Label,
            Description = Description,
            Citation = Citation,
            Attributes = Named(),
            Supersedes = Superseded(),
            Where = Place ?? throw Missing("place"),
            Kinds = Kinds.IsDefault ? throw Missing("kinds") : Kinds,
            ProbabilityOfDetection = ProbabilityOfDetection ?? throw Missing("probabilityOfDetection"),
            Means = Text(Means, "means"),
            WatchOnly = WatchOnly,
        };

    private ImmutableSortedDictionary<string, string> Named() => Attributes ?? ImmutableSortedDictionary<string, string>.Empty;

    private ObservationId ObservationId() => new(Text(Producer, "producer"), Text(Id, "id"));

    private int Graded() => Credibility is >= 1 and <= 6 ? Credibility : throw new FormatException($"{Kind}: 'credibility' is 1 to 6.");

    private TimeRange When()
    {
        var earliest = Earliest ?? throw Missing("earliest");
        var latest = Latest ?? earliest;
        return latest < earliest ? throw new FormatException($"{Kind}: 'latest' lies before 'earliest'.") : new TimeRange(earliest, latest);
    }

    private string Text(string? value, string name) => value ?? throw Missing(name);

    private FormatException Missing(string name) => new($"{Kind}: '{name}' is missing.");
}
