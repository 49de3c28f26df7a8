using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Core.Missions;

/// <summary>The single statements at the top of <c>mission.yaml</c>: exposure, zone, period, sectors, thresholds, fusion.</summary>
internal sealed partial class MissionHead
{
    private readonly Section main;
    private readonly Complaints complaints;

    public MissionHead(string name, Section main, Complaints complaints)
    {
        this.main = main;
        this.complaints = complaints;
        if (!FolderName().IsMatch(name))
        {
            complaints.Error(main.Node, "bad-name", $"a mission's folder is named in lower case with digits and hyphens; found '{name}'");
        }
    }

    public Exposure Exposure() =>
        main.Choice<Exposure>(
            "exposure",
            null,
            ("live", Values.Exposure.Live),
            ("public", Values.Exposure.Public),
            ("historical", Values.Exposure.Historical)
        );

    public DateTimeZone Zone()
    {
        var id = main.Text("zone");
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(id);
        if (zone is null && main.Find("zone") is { } at)
        {
            complaints.Error(
                at,
                "unknown-zone",
                $"'{id}' is not a time zone of the tz database",
                NearestWord.To(id, DateTimeZoneProviders.Tzdb.Ids)
            );
        }
        return zone ?? DateTimeZone.Utc;
    }

    public TimeRange Period(DateTimeZone zone)
    {
        main.Need("period");
        if (main.Child("period", "the period", "from", "until") is not { } period)
        {
            return TimeRange.At(NodaConstants.UnixEpoch);
        }
        var from = period.Instant("from", zone);
        var until = period.Instant("until", zone);
        if (from is null || until is null)
        {
            return TimeRange.At(NodaConstants.UnixEpoch);
        }
        if (until <= from)
        {
            complaints.Error(period.At("until"), "bad-period", "'until' must lie after 'from'");
            return TimeRange.At(from.Value);
        }
        return new TimeRange(from.Value, until.Value);
    }

    public ImmutableArray<string> Languages()
    {
        var given = main.Texts("languages");
        foreach (var (text, at) in given.Where(l => !LanguageTag().IsMatch(l.Text)))
        {
            complaints.Error(at, "unknown-word", $"a language is a BCP 47 tag such as en or uk; found '{text}'");
        }
        return given.IsEmpty ? ["en"] : [.. given.Select(g => g.Text)];
    }

    /// <param name="declared">Also names of zones whose outline is faulty: those have been complained about.</param>
    public ImmutableArray<string> Sectors(Atlas atlas, IEnumerable<string> declared)
    {
        var known = declared.ToArray();
        var result = ImmutableArray.CreateBuilder<string>();
        foreach (var (name, at) in main.Texts("sectors"))
        {
            if (!known.Contains(name))
            {
                complaints.Error(at, "unknown-area", $"there is no zone '{name}'", NearestWord.To(name, known));
            }
            else if (atlas.Find(name) is { } shape && shape.Kind != ShapeKind.Area)
            {
                complaints.Error(at, "wrong-kind", $"a sector is an area; '{name}' is a {shape.Kind.ToString().ToLowerInvariant()}");
            }
            else if (result.Contains(name))
            {
                complaints.Error(at, "duplicate-id", $"the sector '{name}' is named twice");
            }
            else
            {
                result.Add(name);
            }
        }
        return result.ToImmutable();
    }

    public Thresholds Thresholds(Citations citations)
    {
        if (main.Child("thresholds", "the thresholds", "breach", "no_breach", "since", "cites", "standing") is not { } s)
        {
            return Values.Thresholds.Default;
        }
        var result = new Thresholds(
            s.Number("breach", 0.95, 0.5, 1),
            s.Number("no_breach", 0.05, 0, 0.5),
            s.Date("since"),
            citations.Of(s, s.Standing(fallback: Standing.Illustrative))
        );
        if (result.NoBreach >= result.Breach)
        {
            complaints.Error(s.At("no_breach"), "out-of-range", "'no_breach' must lie below 'breach'");
        }
        return result;
    }

    private Section? FusionSection() =>
        main.Child(
            "fusion",
            "the fusion parameters",
            "maximum_distance",
            "maximum_gap",
            "match_probability",
            "watermark",
            "prior_match",
            "since",
            "cites",
            "standing"
        );

    public FusionParameters Fusion()
    {
        var standard = FusionParameters.Default;
        if (FusionSection() is not { } s)
        {
            return standard;
        }
        (string, double)[] time = [("minutes", 60), ("hours", 3600), ("hour", 3600), ("days", 86_400), ("day", 86_400)];
        return new FusionParameters(
            s.Quantity("maximum_distance", standard.MaximumDistanceMetres, ("m", 1), ("km", 1000)),
            Duration.FromSeconds(s.Quantity("maximum_gap", standard.MaximumGap.TotalSeconds, time)),
            s.Number("match_probability", standard.MatchProbability, 0, 1),
            Duration.FromSeconds(s.Quantity("watermark", standard.Watermark.TotalSeconds, time)),
            s.Number("prior_match", standard.PriorMatch, 0, 1)
        );
    }

    public string FusionCites(Citations citations)
    {
        if (FusionSection() is not { } s)
        {
            return "";
        }
        var since = s.Date("since");
        return $"{citations.Of(s, s.Standing(fallback: Standing.Illustrative))}, since {LocalDatePattern.Iso.Format(since)}";
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex FolderName();

    [GeneratedRegex("^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", RegexOptions.CultureInvariant)]
    private static partial Regex LanguageTag();
}
