using System.Globalization;

namespace Holdfast.Core.Briefing.Trend;

/// <summary>The words for a sector's state, in pages, files and bodies.</summary>
public static class HealthWords
{
    public static string Of(HealthState state) =>
        state switch
        {
            HealthState.NotKnown => "not known",
            HealthState.Calm => "calm",
            HealthState.Strained => "strained",
            HealthState.Breaking => "breaking",
        };

    public static HealthState? Parse(string word) =>
        Enum.GetValues<HealthState>().Where(s => Of(s) == word).Select(s => (HealthState?)s).FirstOrDefault();

    /// <summary>The state with how sure it is: a state that is less probable than 80 % is only probably so.</summary>
    public static string Of(SectorHealth health) =>
        health.State switch
        {
            HealthState.NotKnown => "not known",
            HealthState.Calm => Sure(health.Calm, "calm"),
            HealthState.Strained => Sure(health.Strained, "strained"),
            HealthState.Breaking => Sure(health.Breaking, "breaking"),
        };

    /// <summary>How rarely chance alone gives as good a cluster, as far as it can be told.</summary>
    public static string OnceIn(double days) =>
        days > 36_525 ? "more than 100 years"
        : days >= 3_652.5 ? string.Create(CultureInfo.InvariantCulture, $"{days / 365.25:0} years")
        : string.Create(CultureInfo.InvariantCulture, $"{days:0} days");

    private static string Sure(double probability, string word) => probability >= 0.8 ? word : $"probably {word}";
}
