using System.Globalization;

namespace Holdfast.App.Watch.Feeds.SensorThings;

/// <summary>The numbers of a detection: what each may be. One that is there and is no number is said so, never passed over for a default.</summary>
internal static class ThingsNumbers
{
    private static readonly (string Name, Predicate<double> Fits, string Expected)[] Of =
    [
        ("sigma", v => v is > 0 and < 60, "seconds above 0 and below 60"),
        ("azimuth", v => v is >= -360 and <= 360, "degrees from -360 to 360"),
        ("azimuthSigma", v => v is > 0 and <= 104, "degrees above 0 to 104"),
        ("amplitude", _ => true, "a finite number"),
    ];

    public static RowFault? FaultOf(ThingsEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        foreach (var (name, fits, expected) in Of)
        {
            var found = entity.NoNumber(name);
            if (found is null && entity.Number(name) is { } value && !fits(value))
            {
                found = value.ToString("R", CultureInfo.InvariantCulture);
            }
            if (found is not null)
            {
                return new RowFault(name, "bad-number", $"'{name}' is '{RowFault.Cut(found)}'; expected {expected}.");
            }
        }
        return null;
    }
}
