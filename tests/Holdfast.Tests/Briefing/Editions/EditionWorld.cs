using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Briefing.Daily;
using Holdfast.Core.Briefing.Editions;
using Holdfast.Core.Briefing.Readiness;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Assessments;
using Holdfast.Tests.Guarantees;
using NodaTime;

namespace Holdfast.Tests.Briefing.Editions;

/// <summary>A random world whose every statement bears a random label and a mark of its own, so that a leak into any written form can be found by searching for the mark.</summary>
internal sealed class EditionWorld
{
    public static readonly ImmutableArray<string> LabelTexts =
    [
        "public",
        "public rel:UA",
        "public rel:RU,UA",
        "restricted",
        "restricted rel:FR",
        "restricted rel:FR,GB",
        "restricted cat:SENSORS",
        "restricted any:SENSORS,HUMINT",
        "confidential",
        "confidential cat:COMMISSION",
    ];

    private static readonly Instant Noon = Instant.FromUtc(2025, 4, 20, 9, 0);
    private readonly Random _random;

    public EditionWorld(int seed)
    {
        _random = new Random(seed);
        var incidents = Enumerable.Range(1, _random.Next(1, 9)).Select(Incident).ToImmutableArray();
        Input = DailyReportWorld.Input() with
        {
            Incidents = incidents,
            Findings = [.. incidents.Where(_ => _random.Next(3) > 0).Select(Finding)],
            Claims = [.. Enumerable.Range(0, _random.Next(4)).Select(Claim)],
            Denials = [.. Enumerable.Range(0, _random.Next(3)).Select(Denial)],
            Mode = _random.Next(4) == 0 ? Mode.Exercise : Mode.Actual,
        };
        Input = Input with { Incidents = [.. Input.Incidents.Select(i => i with { Mode = Input.Mode })] };
        Facts =
        [
            .. Enumerable
                .Range(0, _random.Next(1, 8))
                .Select(i =>
                    (
                        GuaranteeWorld.Said(
                            Any("ceasefire", "accord", "word"),
                            Any("true", "false"),
                            Any("UA", "FR", "GB", $"P{i}"),
                            known: -1
                        ),
                        Label()
                    )
                ),
        ];
        Labels =
        [
            .. Input.Incidents.Select(i => i.Label).Concat(Input.Claims.Select(c => c.Label)).Concat(Input.Denials.Select(d => d.Label)),
        ];
    }

    public DailyReportInput Input { get; }
    public ImmutableArray<(FactStatement Statement, Label Label)> Facts { get; }
    public ImmutableArray<Label> Labels { get; }

    /// <summary>Marks and the labels above which nobody may find them.</summary>
    public List<(string Mark, Label Label)> Marks { get; } = [];

    public Edition AnyEdition() =>
        _random.Next(5) switch
        {
            0 => Edition.Public,
            1 => Edition.Party(Any("UA", "RU")),
            2 => Edition.Commission,
            3 => Edition.Nation(Any("FR", "GB", "UA")),
            _ => Edition.Internal,
        };

    public ReportModel Daily(Edition edition) =>
        DailyReport.Build(EditionCut.Of(Input, edition.Reader)) with
        {
            Edition = edition.Name,
            Scope = Scope(edition, Labels),
        };

    public ReportModel Readiness(Edition edition, ClauseSet clauses)
    {
        var network = GuaranteeWorld.Work(clauses, EditionCut.Of(Facts, edition.Reader));
        var head = new ReportHead(
            "A made-up truce",
            Input.Mode,
            DateTimeZone.Utc,
            GuaranteeWorld.Hour(0),
            GuaranteeWorld.Hour(24),
            Input.KnownAt
        );
        return ReadinessReport.Build(new ReadinessInput(head, network, [], null)) with
        {
            Edition = edition.Name,
            Scope = Scope(edition, [.. Facts.Select(f => f.Label)]),
        };
    }

    private ReportScope Scope(Edition edition, ImmutableArray<Label> labels) =>
        ReportScope.Of(labels.Where(l => ReadAccess.MayRead(edition.Reader, l)), Input.Mode, Input.KnownAt, "everything");

    private Incident Incident(int id)
    {
        var label = Label();
        return Watch.Incidents.At(
            id,
            Noon - Duration.FromHours(_random.Next(0, 40)),
            new GeoPoint(47.6 + _random.NextDouble() * 1.8, 36.2 + _random.NextDouble() * 1.6),
            kind: Any("artillery", "weapon_presence", "damage", "mine_laying", "use_of_force")
        ) with
        {
            Label = label,
            Description = Mark("incident", id, label),
            Sources = [Mark("source", id, label)],
            Casualties = _random.Next(2) == 0 ? new(_random.Next(9), null, _random.Next(9), null, null, "") : null,
            Standing = Any(Standing.Recorded, Standing.Attributed),
        };
    }

    private IncidentFinding Finding(Incident incident) =>
        new(incident.Id, Any("no_fire", "withdrawal"), Any(Outcome.ApparentBreach, Outcome.Undeterminable), null, ["kind"]);

    private ClaimObservation Claim(int id)
    {
        var label = Label();
        return new()
        {
            Id = new("press", $"c{id}"),
            SourceId = "s",
            When = new(Noon - Duration.FromHours(15), Noon),
            StatedAt = Noon,
            By = "AA",
            Against = "BB",
            Category = Mark("claim", id, label),
            Number = _random.Next(1, 500),
            Label = label,
        };
    }

    private FixObservation Denial(int id)
    {
        var label = Label();
        return new()
        {
            Id = new("patrol", $"d{id}"),
            SourceId = "s",
            When = TimeRange.At(Noon),
            Where = new AreaPlace(Mark("place", id, label), new(48, 37), 2_000),
            Kinds = [new KindWeight("denial_of_movement", 1)],
            Description = Mark("denial", id, label),
            Label = label,
        };
    }

    private string Mark(string what, int id, Label label)
    {
        var mark = string.Create(CultureInfo.InvariantCulture, $"{what}Mark{id}x{_random.Next(1_000_000)}end");
        Marks.Add((mark, label));
        return mark;
    }

    private Label Label() => Holdfast.Core.Values.Label.TryParse(Any([.. LabelTexts]), out var label) ? label : throw new FormatException();

    private T Any<T>(params T[] from) => from[_random.Next(from.Length)];
}
