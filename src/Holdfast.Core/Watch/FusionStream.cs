using System.Collections.Immutable;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Fusion;
using Holdfast.Core.Watch.Operators;
using NodaTime;

namespace Holdfast.Core.Watch;

/// <summary>
/// Fusion over a long sequence with memory bounded by the rate of observations, not by their number. Observations arrive in any order; a watermark says
/// that everything earlier has arrived; incidents that nothing later can change come out. All that comes out, together, equals
/// <see cref="FusionEngine.Fuse"/> over the same set, to the last bit.
/// </summary>
public sealed class FusionStream(IReadOnlyDictionary<string, Source> sources, FusionParameters parameters, FusionBonds? bonds = null)
{
    private const int BuiltAtOnce = 1_024;

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
            _windows.Add(observation.Mode, window = new StreamWindow(parameters, bonds ?? FusionBonds.None));
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

    /// <summary>
    /// As <see cref="Advance"/>, or as <see cref="Finish"/> where the watermark is the greatest instant there is, with each incident built only when it is asked for, in the
    /// order of their least observations: where many close at once, they need not all be held. To be read to its end before anything else is asked of the stream.
    /// </summary>
    public IEnumerable<Incident> Closing(Instant watermark)
    {
        _watermark = Instant.Max(_watermark, watermark);
        var closed = _windows
            .Values.SelectMany(w => _watermark == Instant.MaxValue ? w.Finish() : w.Advance(RowReader.Days(_watermark)))
            .ToArray();
        Array.Sort(closed, (a, b) => CanonicalOrder.Compare(a.Members[0], b.Members[0]));
        foreach (var part in closed.Chunk(BuiltAtOnce))
        {
            foreach (var incident in Built(part))
            {
                yield return incident;
            }
        }
    }

    private ImmutableArray<Incident> Closed(Func<StreamWindow, IEnumerable<(FixObservation[] Members, double Probability)>> close)
    {
        return FusionEngine.Sorted([Built(_windows.Values.SelectMany(close).ToArray())]);
    }

    private Incident[] Built((FixObservation[] Members, double Probability)[] closed)
    {
        var built = new Incident[closed.Length];
        Parallel.For(0, built.Length, i => built[i] = _builder.Build(closed[i].Members, closed[i].Probability));
        return built;
    }
}
