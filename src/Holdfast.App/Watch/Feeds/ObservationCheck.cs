using System.Buffers;
using System.Collections.Immutable;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;

namespace Holdfast.App.Watch.Feeds;

/// <summary>The last look at an observation before it leaves a feed: what the record would refuse is quarantined here, with its line.</summary>
internal static class ObservationCheck
{
    private const int LongestName = 400;

    private static readonly SearchValues<char> Unprintable = SearchValues.Create([
        .. Enumerable.Range(0, 0x20).Select(c => (char)c),
        .. Enumerable.Range(0x7F, 0x21).Select(c => (char)c),
        '\uFFFD',
        .. Enumerable.Range(0xD800, 0x800).Select(c => (char)c),
    ]);

    /// <summary>Null when the record will take it.</summary>
    public static RowFault? FaultOf(Observation observation)
    {
        var id = observation.Id.MessageId;
        if (id.Length is 0 or > EntryRules.MaxMessageIdCharacters || id.AsSpan().ContainsAny(Unprintable))
        {
            return new RowFault(
                "id",
                "bad-id",
                $"The row's id is empty, longer than {EntryRules.MaxMessageIdCharacters} characters or not printable."
            );
        }
        var fault = observation switch
        {
            FixObservation fix => FaultOf(fix.Where) ?? FaultOf(fix.Kinds),
            BearingObservation bearing => FaultOf(bearing.From) ?? FaultOf(bearing.Kinds),
            ArrivalObservation arrival => FaultOfSensor(arrival.Sensor) ?? FaultOf(arrival.Kinds),
            ClaimObservation or NullObservation => null,
            _ => throw new InvalidOperationException($"{observation.GetType().Name} is no observation that feeds know."),
        };
        if (fault is not null)
        {
            return fault;
        }
        return InstantText.IsWritable(observation.When.Earliest) && InstantText.IsWritable(observation.When.Latest)
            ? null
            : new RowFault("", "bad-date", "The time lies outside the years 1 to 9999.");
    }

    private static RowFault? FaultOf(Place place) =>
        place is AreaPlace { Name.Length: > LongestName }
            ? new RowFault("place", "field-too-long", $"The place's name is longer than {LongestName} characters.")
            : null;

    private static RowFault? FaultOf(ImmutableArray<KindWeight> kinds)
    {
        foreach (var kind in kinds)
        {
            if (!EventKinds.IsKnown(kind.Kind))
            {
                return UnknownKind(kind.Kind);
            }
        }
        return null;
    }

    private static RowFault? FaultOfSensor(string sensor) =>
        sensor.Length is 0 or > LongestName || sensor.AsSpan().ContainsAny(Unprintable)
            ? new RowFault("sensor", "bad-id", $"The sensor's id is empty, longer than {LongestName} characters or not printable.")
            : null;

    public static RowFault UnknownKind(string kind)
    {
        var near = NearestWord.To(kind, EventKinds.All);
        var hint = near is null ? "" : $" Did you mean '{near}'?";
        return new RowFault("kind", "unknown-kind", $"'{RowFault.Cut(kind)}' is not a kind of event.{hint}");
    }

    /// <summary>The text with every character that an id may not hold replaced by a full stop.</summary>
    public static string Printable(string text) =>
        text.AsSpan().ContainsAny(Unprintable) ? string.Concat(text.Select(c => Unprintable.Contains(c) ? '.' : c)) : text;
}
