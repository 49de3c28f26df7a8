using NodaTime;

namespace Holdfast.Core.Values;

/// <summary>Probability thresholds of assessment, dated and cited: breach at or above <paramref name="Breach"/>, none at or below <paramref name="NoBreach"/>.</summary>
public sealed record Thresholds(double Breach, double NoBreach, LocalDate Since, string Cites)
{
    public static readonly Thresholds Default = new(0.95, 0.05, new LocalDate(2026, 1, 1), "DECISIONS: assessment defaults");
}
