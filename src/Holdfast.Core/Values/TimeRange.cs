using NodaTime;
using NodaTime.Text;

namespace Holdfast.Core.Values;

/// <summary>An uncertain time: it happened at some instant in [Earliest, Latest]. A certain time has both equal.</summary>
public readonly record struct TimeRange
{
    public TimeRange(Instant earliest, Instant latest)
    {
        if (latest < earliest)
        {
            throw new ArgumentException($"A time range ends ({latest}) before it starts ({earliest}).", nameof(latest));
        }
        Earliest = earliest;
        Latest = latest;
    }

    public Instant Earliest { get; }
    public Instant Latest { get; }
    public Duration Width => Latest - Earliest;
    public Instant Middle => Earliest + (Latest - Earliest) / 2;

    public static TimeRange At(Instant instant) => new(instant, instant);

    public bool Overlaps(TimeRange other) => Earliest <= other.Latest && other.Earliest <= Latest;

    public TimeRange Union(TimeRange other) => new(Instant.Min(Earliest, other.Earliest), Instant.Max(Latest, other.Latest));

    public override string ToString() => Earliest == Latest ? Iso.Format(Earliest) : $"{Iso.Format(Earliest)}/{Iso.Format(Latest)}";
}

/// <summary>Instants as the record writes them: UTC, nine fractional digits, "Z".</summary>
public static class Iso
{
    private static readonly InstantPattern Nine = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.fffffffff'Z'");

    public static string Format(Instant instant) => Nine.Format(instant);

    /// <summary>Parses any ISO 8601 instant in UTC with zero to nine fractional digits.</summary>
    public static bool TryParse(string text, out Instant instant)
    {
        var result = InstantPattern.ExtendedIso.Parse(text);
        instant = result.Success ? result.Value : default;
        return result.Success;
    }

    public static Instant Parse(string text) => InstantPattern.ExtendedIso.Parse(text).GetValueOrThrow();
}
