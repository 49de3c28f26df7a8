using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;

namespace Holdfast.Web.Frame;

/// <summary>The words in which values are shown, and the slugs by which addresses and the API name them (a slug is its word with hyphens).</summary>
public static class Words
{
    public static string Of(Outcome outcome) =>
        outcome switch
        {
            Outcome.ApparentBreach => "apparent breach",
            Outcome.NoApparentBreach => "no apparent breach",
            Outcome.Undeterminable => "undeterminable",
            Outcome.NotApplicable => "not applicable",
        };

    public static string Of(Severity severity) =>
        severity switch
        {
            Severity.Minor => "minor",
            Severity.Major => "major",
            Severity.Grave => "grave",
        };

    public static string Of(VerificationLevel level) =>
        level switch
        {
            VerificationLevel.Claimed => "claimed",
            VerificationLevel.Reported => "reported",
            VerificationLevel.Corroborated => "corroborated",
            VerificationLevel.Verified => "verified",
        };

    public static string Meaning(VerificationLevel level) =>
        level switch
        {
            VerificationLevel.Claimed => "only one of the parties says so",
            VerificationLevel.Reported => "one source that is not a party",
            VerificationLevel.Corroborated => "two or more independent groups of sources",
            VerificationLevel.Verified => "the mission's own observation, or a person's verification",
        };

    public static string Of(IncidentStatus status) => status.ToString().ToLowerInvariant();

    public static string Of(Standing standing) => standing.ToString().ToLowerInvariant();

    public static string Of(Mode mode) => mode.ToString().ToLowerInvariant();

    public static string Of(Exposure exposure) => exposure.ToString().ToLowerInvariant();

    public static string Of(Affiliation affiliation) => affiliation.ToString().ToLowerInvariant();

    public static string Of(ClaimBound bound) =>
        bound switch
        {
            ClaimBound.Exactly => "",
            ClaimBound.MoreThan => "more than ",
            ClaimBound.About => "about ",
            ClaimBound.AtLeast => "at least ",
        };

    public static string Of(Bool3 value) =>
        value switch
        {
            Bool3.True => "true",
            Bool3.False => "false",
            Bool3.Unknown => "unknown",
        };

    /// <summary>A kind of <see cref="EventKinds"/> in plain words.</summary>
    public static string Kind(string kind) =>
        kind.Replace('_', ' ').Replace("uav", "UAV", StringComparison.Ordinal).Replace("mlrs", "MLRS", StringComparison.Ordinal);

    public static string Slug(string words) => words.Replace(' ', '-');

    /// <summary>The value whose slug this is (case ignored), or null.</summary>
    public static T? Find<T>(string slug, Func<T, string> word)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (string.Equals(Slug(word(value)), slug, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }
        return null;
    }

    public static ImmutableArray<string> Slugs<T>(Func<T, string> word)
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(v => Slug(word(v)))];

    /// <summary>Reasons of an unknown, in words.</summary>
    public static string Reasons(UnknownReason reasons) =>
        string.Join(
            ", ",
            Enum.GetValues<UnknownReason>()
                .Where(r => r != UnknownReason.None && reasons.HasFlag(r))
                .Select(r =>
                    r switch
                    {
                        UnknownReason.MissingAttribute => "an attribute is missing",
                        UnknownReason.Footprint => "the place is too uncertain",
                        UnknownReason.Date => "the time is too uncertain",
                        _ => r.ToString().ToLowerInvariant(),
                    }
                )
        );
}
