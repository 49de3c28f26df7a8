using Holdfast.Core.Values;

namespace Holdfast.Core.Missions;

/// <summary>The <c>trend</c> of <c>mission.yaml</c>: by what the mission tells whether its truce is breaking down.</summary>
internal static class TrendSection
{
    public const string Key = "trend";

    public static TrendRules Read(Section main, Complaints complaints, Citations citations)
    {
        var standard = TrendRules.Default;
        if (
            main.Child(
                Key,
                "the trend",
                "study",
                "longest",
                "radius",
                "alert_once_in",
                "recent",
                "calm",
                "breaking",
                "worse",
                "least_coverage",
                "since",
                "cites",
                "standing"
            )
            is not { } s
        )
        {
            return standard;
        }
        (string, double)[] days = [("days", 1), ("day", 1)];
        int Days(string key, double fallback) => (int)Math.Round(Math.Min(s.Quantity(key, fallback, days), 3660));
        var rules = new TrendRules(
            Days("study", standard.StudyDays),
            Days("longest", standard.LongestDays),
            s.Quantity("radius", standard.RadiusKm, ("km", 1)),
            s.Quantity("alert_once_in", standard.AlertDays, days),
            Days("recent", standard.RecentDays),
            s.Number("calm", standard.Calm, 0, 1e6),
            s.Number("breaking", standard.Breaking, 0, 1e6),
            s.Number("worse", standard.Worse, 1, 100),
            s.Number("least_coverage", standard.LeastCoverage, 0, 1),
            s.Date("since"),
            citations.Of(s, s.Standing(fallback: Standing.Illustrative))
        );
        void Need(bool holds, string key, string message)
        {
            if (!holds)
            {
                complaints.Error(s.At(key), "out-of-range", message);
            }
        }
        Need(rules.StudyDays >= 2, "study", "a study has at least 2 days");
        Need(
            rules.LongestDays >= 1 && rules.LongestDays < rules.StudyDays,
            "longest",
            "'longest' is at least a day and shorter than 'study'"
        );
        Need(rules.RecentDays >= 1 && rules.RecentDays < rules.StudyDays, "recent", "'recent' is at least a day and shorter than 'study'");
        Need(rules.RadiusKm > 0, "radius", "'radius' is above 0 km");
        Need(rules.AlertDays >= 2, "alert_once_in", "'alert_once_in' is at least 2 days");
        Need(rules.Breaking > rules.Calm, "breaking", "'breaking' must lie above 'calm'");
        return rules;
    }
}
