using System.Collections.Immutable;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Fusion;
using NodaTime;

namespace Holdfast.Core.Watch;

/// <summary>
/// Fusion over a long sequence with memory bounded by the rate of observations, not by their number. Observations arrive in any order; a watermark says
/// that everything earlier has arrived; incidents that nothing later can change come out. All that comes out, together, equals
/// <see cref="FusionEngine.Fuse"/> over the same set, to the last bit.
/// </summary>
public sealed class FusionStream(IReadOnlyDictionary<string, Source> sources, FusionParameters parameters)
{
    private readonly SortedDictionary<Mode, StreamWindow> _windows = [];
    private readonly IncidentBuilder _builder = new(sources);
    private Instant _watermark = Instant.MinValue;

    /// <summary>Observations held because something later may still touch them, or something that is held.</summary>
    public int Held => _windows.Values.Sum(w => w.Held);

    /// <summary>
    /// Takes an observation; the same one again changes nothing. False, and nothing taken, when it lies before the watermark: the caller then reads
    /// <see cref="FusionEngine.AffectedWindow"/> from the record and fuses that again.
    /// </summary>
    public bool Add(FixObservation observation)
    {
        if (observation.When.Earliest < _watermark)
        {
            return false;
        }
        if (!_windows.TryGetValue(observation.Mode, out var window))
        {
            _windows.Add(observation.Mode, window = new StreamWindow(parameters));
        }
        window.Add(observation);
        return true;
    }

    /// <summary>States that every observation that begins before <paramref name="watermark"/> has been added. Returns what is thereby closed, sorted by id.</summary>
    public ImmutableArray<Incident> Advance(Instant watermark)
    {
        _watermark = Instant.Max(_watermark, watermark);
        return Closed(w => w.Advance(RowReader.Days(_watermark)));
    }

    /// <summary>States that nothing more will come. Returns the rest, sorted by id.</summary>
    public ImmutableArray<Incident> Finish()
    {
        _watermark = Instant.MaxValue;
        return Closed(w => w.Finish());
    }

    private ImmutableArray<Incident> Closed(Func<StreamWindow, IEnumerable<(FixObservation[] Members, double Probability)>> close)
    {
        var closed = _windows.Values.SelectMany(close).ToArray();
        var built = new Incident[closed.Length];
        Parallel.For(0, built.Length, i => built[i] = _builder.Build(closed[i].Members, closed[i].Probability));
        return FusionEngine.Sorted([built]);
    }
}
