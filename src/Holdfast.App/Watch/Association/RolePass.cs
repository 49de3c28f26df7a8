using System.Globalization;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Association.Signatures;

namespace Holdfast.App.Watch.Association;

/// <summary>What an origin was of a firing, and how loud.</summary>
internal sealed record RoleOf(OriginSignature Signature, SourceLevel? Level);

/// <summary>
/// Says what origins were of a firing as they are found: each waits until all origins are known that could be its other end. Holds what its sensors said of the arrivals that may still be associated, and the
/// origins of some twenty minutes.
/// </summary>
internal sealed class RolePass
{
    public const string Columns = ",role,muzzle,burst,neither,kinds,fire_azimuth_deg,fire_sigma_deg,level_db,level_sigma_db";

    private const int WordsBetween = 100_000;

    private readonly OriginListener listener;
    private readonly double windowSeconds;
    private readonly double wordSeconds;
    private readonly Dictionary<string, (double Seconds, ArrivalWord Word)> words = new(StringComparer.Ordinal);
    private readonly List<(Origin Origin, CuedOrigin Cued)> pending = [];
    private double latest = double.NegativeInfinity;
    private double written = double.NegativeInfinity;
    private int pruneAt = WordsBetween;

    public RolePass(WavesModel waves, IEnumerable<Sensor> sensors, double longestTravelSeconds)
    {
        listener = new OriginListener(sensors.ToDictionary(sensor => sensor.Id, StringComparer.Ordinal), waves, "explosion");
        windowSeconds = waves.Parameters.WindowSeconds;
        wordSeconds = (2 * windowSeconds) + waves.Parameters.MarginSeconds + (2 * longestTravelSeconds);
    }

    /// <summary>What is said of a pick that goes to the engine.</summary>
    public void Hear(Arrival arrival, ArrivalWord word) => words[arrival.Id] = (arrival.TimeSeconds, word);

    /// <summary>A bow wave; false where its sensor is unknown, or too many are held.</summary>
    public bool TryAddBow(Arrival arrival) => listener.TryAddBow(arrival.Sensor, arrival.TimeSeconds, arrival.SigmaSeconds);

    /// <summary>Takes what the engine found; gives the origins of which all is known now.</summary>
    /// <param name="found">In the order of the engine.</param>
    /// <param name="isLast">Nothing more comes.</param>
    public IReadOnlyList<(Origin Origin, RoleOf? Role)> Take(IReadOnlyList<Origin> found, bool isLast)
    {
        foreach (var origin in found)
        {
            var said = origin.Arrivals.Select(a => words.TryGetValue(a.Arrival.Id, out var heard) ? heard.Word : null).ToArray();
            var (cue, kinds) = listener.Hear(origin, said);
            pending.Add((origin, CuedOrigin.Of(origin, cue, kinds)));
            latest = Math.Max(latest, origin.TimeSeconds);
        }
        if (!isLast && found.Count == 0)
        {
            return [];
        }
        // An origin of a later window lies at most a second before it.
        var known = isLast ? double.PositiveInfinity : latest - windowSeconds - 2;
        var to = known - OriginSignatures.ContextSeconds;
        var origins = pending.ToDictionary(one => one.Origin.Id, StringComparer.Ordinal);
        var read = OriginSignatures
            .Read(pending.Select(one => one.Cued), written, to)
            .Select(one => (origins[one.Origin.Id].Origin, (RoleOf?)new RoleOf(one.Signature, one.Origin.Cue.Level)))
            .ToArray();
        written = Math.Max(written, to);
        Forget();
        return read;
    }

    /// <summary>The cells of <see cref="Columns"/>.</summary>
    public static string Cells(RoleOf role)
    {
        var (signature, way) = (role.Signature, role.Signature.Direction);
        var kinds = string.Join(
            ' ',
            signature.Kinds.Select(weight => string.Create(CultureInfo.InvariantCulture, $"{weight.Kind}:{weight.Probability:F3}"))
        );
        return string.Create(
            CultureInfo.InvariantCulture,
            $",{signature.Role.ToString().ToLowerInvariant()},{signature.Muzzle:F3},{signature.Burst:F3},{signature.Neither:F3},{kinds},{((way?.AzimuthRadians * 180 / Math.PI) + 720) % 360:F1},{way?.SigmaRadians * 180 / Math.PI:F1},{role.Level?.Decibels:F1},{role.Level?.SigmaDecibels:F1}"
        );
    }

    private void Forget()
    {
        pending.RemoveAll(one => one.Origin.TimeSeconds < written - OriginSignatures.ContextSeconds);
        listener.Forget(latest - (2 * wordSeconds));
        if (words.Count > pruneAt)
        {
            foreach (var (id, _) in words.Where(word => word.Value.Seconds < latest - wordSeconds).ToArray())
            {
                words.Remove(id);
            }
            pruneAt = (2 * words.Count) + WordsBetween;
        }
    }
}
