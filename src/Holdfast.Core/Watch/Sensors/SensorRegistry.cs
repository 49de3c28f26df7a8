using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Watch.Sensors;

/// <summary>The sensors of a mission with their places over time, as known at one instant: those of its file, and what entries of the record added.</summary>
public sealed class SensorRegistry
{
    /// <summary>At most so many sensors are registered; further ones are refused.</summary>
    public const int MaximumSensors = 20_000;

    public static readonly SensorRegistry Empty = new([]);

    private readonly ImmutableSortedDictionary<string, RegisteredSensor> byId;

    /// <exception cref="ArgumentException">An id stands twice, or a sensor has no site or two at once.</exception>
    public SensorRegistry(IEnumerable<RegisteredSensor> sensors)
        : this(sensors.ToImmutableSortedDictionary(s => s.Id, Checked, StringComparer.Ordinal)) { }

    private SensorRegistry(ImmutableSortedDictionary<string, RegisteredSensor> byId) => this.byId = byId;

    /// <summary>In order of their ids (ordinal).</summary>
    public IEnumerable<RegisteredSensor> All => byId.Values;

    public int Count => byId.Count;

    public bool TryFind(string id, [NotNullWhen(true)] out RegisteredSensor? sensor) => byId.TryGetValue(id, out sensor);

    /// <summary>Where a sensor stood; null for a sensor that nobody registered, and for one that stood nowhere then.</summary>
    public SensorSite? SiteAt(string id, Instant instant) => byId.GetValueOrDefault(id)?.SiteAt(instant);

    /// <summary>The registered id that somebody may have meant.</summary>
    public string? Nearest(string id) => NearestWord.To(id.Length > 64 ? id[..64] : id, byId.Keys);

    /// <summary>All owners, sorted.</summary>
    public ImmutableArray<string> Owners =>
        [.. byId.Values.SelectMany(s => s.Sites).Select(s => s.Owner).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The registry without the sensors of these owners.</summary>
    public SensorRegistry Without(IReadOnlySet<string> owners) =>
        new(
            byId.Values.Select(s => s with { Sites = [.. s.Sites.Where(p => !owners.Contains(p.Owner))] })
                .Where(s => s.Sites.Length > 0)
                .ToImmutableSortedDictionary(s => s.Id, s => s, StringComparer.Ordinal)
        );

    /// <summary>
    /// The registry with what entries say, in the order of the record. A sensor that is registered again is a sensor with one site more; a move ends the site that held
    /// and begins the next. An entry that contradicts what stands (a move of an unknown sensor, two places at once) is left out and given back with the reason.
    /// </summary>
    public (SensorRegistry Registry, ImmutableArray<SensorFault> Faults) With(IEnumerable<SensorEntry> entries)
    {
        var sensors = byId.ToBuilder();
        var faults = ImmutableArray.CreateBuilder<SensorFault>();
        foreach (var entry in entries)
        {
            var fault = entry.Event switch
            {
                SensorRegistered registered => Register(sensors, registered, entry),
                SensorMoved moved => Move(sensors, moved, entry),
                SensorStatus => null,
                _ => throw new System.Diagnostics.UnreachableException("SensorEvent is a closed union."),
            };
            if (fault is not null)
            {
                faults.Add(new SensorFault(entry.Index, entry.Event.Sensor, fault));
            }
        }
        return (new SensorRegistry(sensors.ToImmutable()), faults.ToImmutable());
    }

    private static string? Register(
        ImmutableSortedDictionary<string, RegisteredSensor>.Builder sensors,
        SensorRegistered registered,
        SensorEntry entry
    )
    {
        var site = registered.Site with { Entry = entry.Index, Standing = entry.Standing };
        if (!sensors.TryGetValue(registered.Sensor, out var known))
        {
            if (sensors.Count >= MaximumSensors)
            {
                return $"At most {MaximumSensors} sensors are registered.";
            }
            sensors.Add(registered.Sensor, new RegisteredSensor(registered.Sensor, registered.Kind, [site]));
            return null;
        }
        if (known.Kind != registered.Kind)
        {
            return $"'{known.Id}' is registered as {SensorWords.Of(known.Kind)}, not {SensorWords.Of(registered.Kind)}.";
        }
        if (known.Sites.FirstOrDefault(site.Overlaps) is { } other)
        {
            return $"'{known.Id}' already stands somewhere {Span(other)}; record a move instead.";
        }
        sensors[known.Id] = known with { Sites = Sorted(known.Sites.Add(site)) };
        return null;
    }

    private static string? Move(ImmutableSortedDictionary<string, RegisteredSensor>.Builder sensors, SensorMoved moved, SensorEntry entry)
    {
        if (!sensors.TryGetValue(moved.Sensor, out var known))
        {
            var near = NearestWord.To(moved.Sensor, sensors.Keys);
            return $"There is no sensor '{moved.Sensor}'." + (near is null ? "" : $" Did you mean '{near}'?");
        }
        if (known.SiteAt(moved.From) is not { } before)
        {
            return $"'{known.Id}' stood nowhere at {Iso.Format(moved.From)}; register its place from then on.";
        }
        var after = before with
        {
            At = moved.To,
            ElevationMetres = moved.ElevationMetres,
            From = moved.From,
            Note = moved.Note,
            Source = moved.Source,
            Standing = entry.Standing,
            Entry = entry.Index,
        };
        var sites =
            before.From == moved.From ? known.Sites.Remove(before) : known.Sites.Replace(before, before with { Until = moved.From });
        sensors[known.Id] = known with { Sites = Sorted(sites.Add(after)) };
        return null;
    }

    private static string Span(SensorSite site) =>
        (site.From is { } from ? $"from {Iso.Format(from)} " : "from always ")
        + (site.Until is { } until ? $"until {Iso.Format(until)}" : "until now");

    private static ImmutableArray<SensorSite> Sorted(ImmutableArray<SensorSite> sites) =>
        [.. sites.OrderBy(s => s.From ?? Instant.MinValue)];

    private static RegisteredSensor Checked(RegisteredSensor sensor)
    {
        var sites = Sorted(sensor.Sites);
        for (var i = 1; i < sites.Length; i++)
        {
            if (sites[i].Overlaps(sites[i - 1]))
            {
                throw new ArgumentException($"Sensor '{sensor.Id}' stands at two places at once.", nameof(sensor));
            }
        }
        return sites.Length == 0
            ? throw new ArgumentException($"Sensor '{sensor.Id}' stands nowhere.", nameof(sensor))
            : sensor with
            {
                Sites = sites,
            };
    }
}

/// <summary>What an entry says that does not fit what stands.</summary>
/// <param name="Entry">Index of the entry.</param>
public sealed record SensorFault(long Entry, string Sensor, string Reason);
