using System.Collections.Immutable;
using System.ComponentModel;
using Holdfast.App.Watch;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Watch;

/// <summary>One incident under one term, as downloads and the API give it.</summary>
public sealed record ViolationItem
{
    [Description("Incident and term, joined by a dot.")]
    public required string Id { get; init; }

    [Description("Incident id.")]
    public required string Incident { get; init; }

    [Description("Name of the term.")]
    public required string Term { get; init; }

    [Description("apparent-breach, undeterminable, no-apparent-breach or not-applicable.")]
    public required string Outcome { get; init; }

    [Description("minor, major or grave, where it is known.")]
    public string? Severity { get; init; }

    [Description("alleged: machines find, only the commission establishes.")]
    public string Status { get; init; } = "alleged";

    [Description("The incident's: preliminary until it is fused with other reports, then final.")]
    public required string IncidentStatus { get; init; }

    [Description("Who did it: undetermined unless a determination says otherwise.")]
    public required string Perpetrator { get; init; }

    [Description("Codes of the reasons for the outcome.")]
    public required ImmutableArray<string> ReasonCodes { get; init; }

    [Description("The reasons as sentences.")]
    public required ImmutableArray<string> Reasons { get; init; }

    [Description("Earliest instant of the incident, UTC.")]
    public required string Earliest { get; init; }

    [Description("Latest instant of the incident, UTC.")]
    public required string Latest { get; init; }

    [Description("Latitude of the incident's best single point, degrees WGS 84.")]
    public required double Latitude { get; init; }

    [Description("Longitude of the incident's best single point, degrees WGS 84.")]
    public required double Longitude { get; init; }

    [Description("The place in words, with its uncertainty.")]
    public required string Place { get; init; }

    [Description("Most probable kind of event.")]
    public required string Kind { get; init; }

    [Description("claimed, reported, corroborated or verified.")]
    public required string Verification { get; init; }

    [Description("Sector of the mission in which the best point lies.")]
    public string? Sector { get; init; }

    [Description("actual, exercise or test.")]
    public required string Mode { get; init; }

    [Description("One line in the reporter's words.")]
    public required string Description { get; init; }

    public static ViolationItem Of(ViolationRow row)
    {
        var (incident, assessment) = (row.Incident, row.Assessment);
        return new ViolationItem
        {
            Id = $"{incident.Id.Value}.{assessment.Term}",
            Incident = incident.Id.Value,
            IncidentStatus = Words.Of(incident.Status),
            Term = assessment.Term,
            Outcome = Words.Slug(Words.Of(assessment.Verdict.Outcome)),
            Severity = assessment.Verdict.Severity is { } severity ? Words.Of(severity) : null,
            Perpetrator = assessment.Perpetrator,
            ReasonCodes = [.. assessment.Verdict.Reasons.Select(r => r.Code)],
            Reasons = [.. assessment.Verdict.Reasons.Select(r => r.Text)],
            Earliest = Iso.Format(incident.When.Earliest),
            Latest = Iso.Format(incident.When.Latest),
            Latitude = incident.Where.Centre.Latitude,
            Longitude = incident.Where.Centre.Longitude,
            Place = $"{Gazetteer.Short(incident.Where)}, {Gazetteer.Uncertainty(incident.Where)}",
            Kind = incident.BestKind,
            Verification = Words.Of(incident.Verification),
            Sector = row.Sector,
            Mode = Words.Of(incident.Mode),
            Description = incident.Description,
        };
    }
}
