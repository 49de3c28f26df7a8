using System.Collections.Immutable;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Briefing.Trend;

/// <summary>A cluster that chance alone would rarely give: where the truce may be breaking down. Internal until two people release it (DECISIONS, neutral words).</summary>
/// <param name="Id">The hash of day, place and duration: the same cluster found again is the same alert.</param>
/// <param name="From">Its first day; the last is <paramref name="To"/>.</param>
/// <param name="Latitude">Of the middle of a cell of 10 km, degrees; as is the longitude.</param>
/// <param name="Sectors">Sectors that its cells lie in, in order.</param>
/// <param name="Expected">Incidents that places and days by themselves explain.</param>
/// <param name="RecurrenceDays">How often, in days, chance alone would give as good a cluster somewhere.</param>
/// <param name="Continues">The alert of the day before that it overlaps, or empty.</param>
public sealed record TrendAlert(
    string Id,
    LocalDate From,
    LocalDate To,
    double Latitude,
    double Longitude,
    double RadiusKm,
    ImmutableArray<string> Sectors,
    long Observed,
    double Expected,
    double P,
    double GumbelP,
    double RecurrenceDays,
    bool Adjusted,
    int StudyDays,
    string Continues
);

/// <summary>An alert as the record holds it, under the label that its reader reads it under.</summary>
public sealed record RecordedAlert(long Entry, Instant At, Mode Mode, Label Label, TrendAlert Alert);

/// <summary>Figures of sectors as the record holds them.</summary>
public sealed record RecordedHealth(long Entry, Instant At, Mode Mode, Label Label, HealthBoard Board);

/// <summary>Alerts and figures that a reader may read, in the order of the record.</summary>
public sealed record TrendBook(ImmutableArray<RecordedAlert> Alerts, ImmutableArray<RecordedHealth> Health, ImmutableArray<long> Irregular)
{
    public RecordedHealth? LatestHealth => Health.IsEmpty ? null : Health.MaxBy(h => (h.Board.Day, h.Entry));

    public RecordedAlert? Find(string id) => Alerts.LastOrDefault(a => a.Alert.Id == id);
}
