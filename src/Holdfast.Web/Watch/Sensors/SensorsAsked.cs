using Holdfast.Core.Watch.Sensors;
using Holdfast.Web.Frame;
using NodaTime;

namespace Holdfast.Web.Watch.Sensors;

/// <summary>What an address about sensors asks: the instant, as known when, and how the list is narrowed.</summary>
public sealed record SensorsAsked(Instant? At, Instant? Known, string Text, SensorCondition? Condition, string Owner)
{
    internal static (SensorsAsked? Asked, Refusal? Refusal) Read(Visit visit)
    {
        if (QueryText.CheckSizes(visit.Query) is { } tooLong)
        {
            return (null, tooLong);
        }
        var (at, badAt) = Moment(visit, "at");
        var (known, badKnown) = Moment(visit, "known");
        var word = QueryText.Single(visit.Query, "state");
        var condition = word is null ? null : Words.Find<SensorCondition>(word, SensorText.Slug);
        var badWord =
            word is not null && condition is null
                ? Refusal.BadRequest(
                    $"'state' is '{word}'; expected one of {string.Join(", ", Words.Slugs<SensorCondition>(SensorText.Slug))}."
                )
                : null;
        return (badAt ?? badKnown ?? badWord) is { } refusal
            ? (null, refusal)
            : (
                new SensorsAsked(
                    at,
                    known,
                    QueryText.Single(visit.Query, "q") ?? "",
                    condition,
                    QueryText.Single(visit.Query, "owner") ?? ""
                ),
                null
            );
    }

    public bool Admits(App.Watch.Sensors.SensorRow row) =>
        (Condition is null || row.Condition == Condition)
        && (Owner.Length == 0 || row.Sensor.Owner == Owner)
        && (
            Text.Length == 0
            || row.Sensor.Id.Contains(Text, StringComparison.OrdinalIgnoreCase)
            || (row.Site?.Note ?? "").Contains(Text, StringComparison.OrdinalIgnoreCase)
        );

    private static (Instant?, Refusal?) Moment(Visit visit, string name)
    {
        var text = QueryText.Single(visit.Query, name);
        return text is null ? (null, null)
            : QueryText.TryInstant(text, visit.Mission.Zone, endOfDay: true, out var instant) ? (instant, null)
            : (null, Refusal.BadRequest(QueryText.InstantExpected(name, text)));
    }
}
