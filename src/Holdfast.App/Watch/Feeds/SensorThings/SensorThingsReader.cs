using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.App.Watch.Feeds.Picks;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Sensors;
using NodaTime;

namespace Holdfast.App.Watch.Feeds.SensorThings;

/// <summary>
/// One SensorThings observation. What was measured is told by the expanded ObservedProperty or Datastream, or by the payload itself; which sensor, by its parameters, its
/// Thing or its Datastream. The place of a FeatureOfInterest is not read: where sensors stand is the register's business.
/// </summary>
internal sealed class SensorThingsReader(FeedInput input)
{
    private static readonly string[] Detections =
    [
        "arrival",
        "pick",
        "detection",
        "sound",
        "acoustic",
        "seismic",
        "impulse",
        "shot",
        "explosion",
        "blast",
    ];

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32 };

    /// <summary>Exactly one of observation, status and fault is set.</summary>
    public (Observation? Observation, SensorEvent? Status, RowFault? Fault) Read(ReadOnlyMemory<byte> json, long line)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(new ThingsEntity(document.RootElement), json.Span, line)
                : (null, null, new RowFault("", "bad-json", "An observation is a JSON object."));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return (null, null, LineFault.Of(e, json.Span, input.Now));
        }
    }

    private (Observation?, SensorEvent?, RowFault?) Read(ThingsEntity entity, ReadOnlySpan<byte> raw, long line)
    {
        if (!entity.Has("result"))
        {
            return (null, null, RowFault.Missing("result"));
        }
        if (entity.Sensor is not { } sensor)
        {
            return (
                null,
                null,
                new RowFault(
                    "Datastream",
                    "missing-field",
                    "Nothing names the sensor: expected parameters.sensor, or an expanded Datastream with its Thing ($expand=Datastream($expand=Thing,ObservedProperty))."
                )
            );
        }
        var what = entity.Property;
        if (SensorWords.FaultOfId(sensor) is { } bad)
        {
            return (null, null, new RowFault("sensor", "bad-id", bad));
        }
        if (StatusReading.Of(what) is { } status)
        {
            var (said, wrong) = status(entity, sensor, entity.At);
            wrong ??=
                said is null ? null
                : SensorRules.FaultOf(said) is { } refused ? new RowFault("result", "bad-number", refused)
                : null;
            return wrong is null && entity.At > input.Now
                ? (null, null, RowFault.Future("phenomenonTime", Iso.Format(input.Now)))
                : (null, said, wrong);
        }
        if (!Detections.Any(word => what.Contains(word, StringComparison.Ordinal)) && !entity.IsPick)
        {
            var near = NearestWord.To(what, Detections) is { } word ? $" Did you mean '{word}'?" : "";
            return (
                null,
                null,
                new RowFault(
                    "ObservedProperty",
                    "unknown-property",
                    $"The property '{RowFault.Cut(what)}' is neither a detection ({string.Join(", ", Detections)}) nor a sensor's status (battery, temperature, clock, noise, heartbeat).{near}"
                )
            );
        }
        var arrival = Arrival(entity, sensor, raw, line, out var fault);
        return (arrival, null, fault);
    }

    private ArrivalObservation? Arrival(ThingsEntity entity, string sensor, ReadOnlySpan<byte> raw, long line, out RowFault? fault)
    {
        if (entity.PickTime(out var at, out var spread, out fault) is false)
        {
            return null;
        }
        if (at > input.Now)
        {
            fault = RowFault.Future("phenomenonTime", Iso.Format(at));
            return null;
        }
        var name = entity.Text("phase");
        if (ArrivalPhases.Of(name) is not { } phase)
        {
            fault = new RowFault(
                "phase",
                "bad-code",
                $"Found the phase '{RowFault.Cut(name)}', expected {ArrivalPhases.Expected}.{ArrivalPhases.Hint(name)}"
            );
            return null;
        }
        if (ThingsNumbers.FaultOf(entity) is { } number)
        {
            fault = number;
            return null;
        }
        var sigma = entity.Number("sigma") ?? spread ?? ArrivalPhases.DefaultSigmaSeconds(phase);
        var azimuth = entity.Number("azimuth");
        var azimuthSigma = entity.Number("azimuthSigma") ?? 3;
        var kind = entity.Text("kind");
        if (kind.Length > 0 && !EventKinds.IsKnown(kind))
        {
            fault = ObservationCheck.UnknownKind(kind);
            return null;
        }
        var attributes = Attributes(entity);
        var amplitude = entity.Amplitude(attributes);
        var arrival = new ArrivalObservation
        {
            Id = new ObservationId(input.Source.Id, Id(entity, raw)),
            SourceId = input.Source.Id,
            When = TimeRange.At(at),
            ReportedAt = entity.ReportedAt,
            Credibility = 3,
            Standing = input.Standing,
            Mode = input.Mode,
            Label = input.ArrivalLabel,
            Citation = $"{input.File}:{line}",
            Attributes = attributes.ToImmutable(),
            Sensor = sensor,
            SigmaSeconds = sigma,
            Phase = phase,
            Amplitude = amplitude,
            Kinds = kind.Length > 0 ? [new KindWeight(kind, 1)] : [],
            Azimuth = azimuth is { } degrees ? new MeasuredAzimuth((degrees + 720) % 360, azimuthSigma) : null,
        };
        fault = ArrivalCheck.FaultOf(arrival, input) is { } wrong ? wrong with { Column = Column(wrong.Column) } : null;
        return fault is null ? arrival : null;
    }

    private static string Column(string member) =>
        member switch
        {
            "earliest" => "phenomenonTime",
            "sigmaSeconds" => "sigma",
            _ => member,
        };

    private static ImmutableSortedDictionary<string, string>.Builder Attributes(ThingsEntity entity)
    {
        var attributes = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (label, text) in new[] { ("datastream", entity.Name("Datastream")), ("observed property", entity.Property) })
        {
            if (text.Length > 0)
            {
                attributes[label] = RowFault.Cut(text);
            }
        }
        return attributes;
    }

    // The server's id names it for ever; a message without one is named by what it says.
    private static string Id(ThingsEntity entity, ReadOnlySpan<byte> raw) =>
        entity.Id is { Length: > 0 } id
            ? ObservationCheck.Printable("observation/" + RowFault.Cut(id))
            : "message/" + Convert.ToHexStringLower(SHA256.HashData(raw))[..32];
}
