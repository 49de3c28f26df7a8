using System.Collections.Immutable;
using System.ComponentModel;
using Holdfast.App.Watch;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Watch;

/// <summary>An incident as downloads and the API give it: one flat row, the same in CSV, JSON and GeoJSON properties.</summary>
public sealed record IncidentItem
{
    [Description("Incident id: 16 hexadecimal digits, derived from its least observation.")]
    public required string Id { get; init; }

    [Description("preliminary, confirmed, reviewed, final or rejected.")]
    public required string Status { get; init; }

    [Description("Earliest instant that agrees with its observations, UTC.")]
    public required string Earliest { get; init; }

    [Description("Latest instant that agrees with its observations, UTC.")]
    public required string Latest { get; init; }

    [Description("Latitude of the best single point, degrees WGS 84.")]
    public required double Latitude { get; init; }

    [Description("Longitude of the best single point, degrees WGS 84.")]
    public required double Longitude { get; init; }

    [Description("The place in words, with its uncertainty.")]
    public required string Place { get; init; }

    [Description("Semi-major axis of the position error, one standard deviation, metres; absent where the released view gives no ellipse.")]
    public double? SemiMajorMetres { get; init; }

    [Description("Semi-minor axis of the position error, one standard deviation, metres.")]
    public double? SemiMinorMetres { get; init; }

    [Description("Azimuth of the semi-major axis, degrees clockwise from north.")]
    public double? AzimuthDegrees { get; init; }

    [Description("Most probable kind of event.")]
    public required string Kind { get; init; }

    [Description("Probability of that kind.")]
    public required double KindProbability { get; init; }

    [Description("Worst outcome over all terms: apparent-breach, undeterminable, no-apparent-breach or not-applicable.")]
    public string? WorstOutcome { get; init; }

    [Description("Severity of the worst apparent breach: minor, major or grave.")]
    public string? WorstSeverity { get; init; }

    [Description("The term with the worst outcome.")]
    public string? WorstTerm { get; init; }

    [Description("claimed, reported, corroborated or verified.")]
    public required string Verification { get; init; }

    [Description("Independence groups of its sources; sources that copy each other count once.")]
    public required ImmutableArray<string> IndependentGroups { get; init; }

    [Description("Ids of its sources.")]
    public required ImmutableArray<string> Sources { get; init; }

    [Description("Ids of the observations it rests on.")]
    public required ImmutableArray<string> Observations { get; init; }

    [Description("People killed, best statement; absent where no source says.")]
    public int? Killed { get; init; }

    [Description("Civilians killed, as stated.")]
    public int? CiviliansKilled { get; init; }

    [Description("Civilians injured, as stated.")]
    public int? CiviliansInjured { get; init; }

    [Description("Weapon class, as stated.")]
    public string? Weapon { get; init; }

    [Description("Rounds or explosions counted, as stated.")]
    public int? Count { get; init; }

    [Description("Sector of the mission in which the best point lies.")]
    public string? Sector { get; init; }

    [Description("recorded, attributed or illustrative.")]
    public required string Standing { get; init; }

    [Description("actual, exercise or test.")]
    public required string Mode { get; init; }

    [Description("One line in the reporter's words.")]
    public required string Description { get; init; }

    /// <param name="exact">False where the released view gives no ellipse.</param>
    public static IncidentItem Of(IncidentRow row, bool exact)
    {
        var incident = row.Incident;
        var ellipse = incident.Where.Ellipse;
        return new IncidentItem
        {
            Id = incident.Id.Value,
            Status = Words.Of(incident.Status),
            Earliest = Iso.Format(incident.When.Earliest),
            Latest = Iso.Format(incident.When.Latest),
            Latitude = incident.Where.Centre.Latitude,
            Longitude = incident.Where.Centre.Longitude,
            Place = $"{Gazetteer.Short(incident.Where)}, {Gazetteer.Uncertainty(incident.Where)}",
            SemiMajorMetres = exact ? ellipse.SemiMajorMetres : null,
            SemiMinorMetres = exact ? ellipse.SemiMinorMetres : null,
            AzimuthDegrees = exact ? ellipse.AzimuthDegrees : null,
            Kind = incident.BestKind,
            KindProbability = incident.Kinds[0].Probability,
            WorstOutcome = row.WorstOutcome is { } outcome ? Words.Slug(Words.Of(outcome)) : null,
            WorstSeverity = row.WorstSeverity is { } severity ? Words.Of(severity) : null,
            WorstTerm = row.WorstTerm,
            Verification = Words.Of(incident.Verification),
            IndependentGroups = incident.IndependentGroups,
            Sources = incident.Sources,
            Observations = [.. incident.Observations.Select(o => o.ToString())],
            Killed = incident.Casualties?.Killed,
            CiviliansKilled = incident.Casualties?.CiviliansKilled,
            CiviliansInjured = incident.Casualties?.CiviliansInjured,
            Weapon = incident.Weapon?.Class,
            Count = incident.Count,
            Sector = row.Sector,
            Standing = Words.Of(incident.Standing),
            Mode = Words.Of(incident.Mode),
            Description = incident.Description,
        };
    }
}
