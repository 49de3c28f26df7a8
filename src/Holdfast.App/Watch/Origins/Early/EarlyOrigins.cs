using Holdfast.Core.Values;
using Holdfast.Core.Watch;

namespace Holdfast.App.Watch.Origins.Early;

/// <summary>
/// The origins that stand until a settling has spoken about the arrivals that they need. Safe from several threads: one proposes, one settles, many follow.
/// </summary>
internal sealed class EarlyOrigins
{
    /// <summary>So many that went are remembered for those who follow; who is further behind finds out at its next settling.</summary>
    private const int MostGone = 20_000;

    /// <summary>No more stand; what is proposed beyond that is left to the settling.</summary>
    private const int MostStanding = 50_000;

    /// <summary>So many names are remembered that are not spoken of again.</summary>
    private const int MostSilent = 100_000;

    /// <summary>Of two findings with more in common than this share of the lesser's arrivals one is left.</summary>
    private const double Shared = 0.25;

    /// <summary>What is on its way may belong to origins so much older.</summary>
    private const long BeforeNanoseconds = 120_000_000_000;

    /// <summary>Who thinks an event so much later than another may mean the same one.</summary>
    private const long EdgeNanoseconds = 3_000_000_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, EarlyChange> _standing = new(StringComparer.Ordinal);
    private readonly Queue<EarlyChange> _gone = new();
    private readonly HashSet<string> _silent = new(StringComparer.Ordinal);
    private readonly Queue<string> _silenced = new();
    private Dictionary<ObservationId, string> _taken = [];
    private long _sequence;

    /// <summary>How many stand.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _standing.Count;
            }
        }
    }

    /// <summary>One that stands; null where none of this id does.</summary>
    public StoredOrigin? Find(string id)
    {
        lock (_lock)
        {
            return _standing.GetValueOrDefault(id)?.Origin;
        }
    }

    /// <summary>The number of the last change.</summary>
    public long Sequence => Interlocked.Read(ref _sequence);

    /// <summary>An origin was proposed or revised, or withdrawn where it needs no entry. What was found already, by another region or by a settling, is passed over.</summary>
    public void Take(StoredOrigin origin, long? lastEntry)
    {
        lock (_lock)
        {
            if (_silent.Contains(origin.Id))
            {
                return;
            }
            if (_standing.TryGetValue(origin.Id, out var before))
            {
                Free(before.Origin);
                _standing.Remove(origin.Id);
                if (lastEntry is null)
                {
                    Gone(before with { Sequence = Next(), LastEntry = null });
                    return;
                }
            }
            else if (lastEntry is null || _standing.Count >= MostStanding || IsFound(origin))
            {
                return;
            }
            _standing.Add(origin.Id, new EarlyChange(Next(), origin, lastEntry));
            foreach (var arrival in origin.Arrivals)
            {
                _taken.TryAdd(Name(arrival), origin.Id);
            }
        }
    }

    /// <summary>
    /// A settling knows all entries before <paramref name="head"/>: what needs no other stands under a settled origin's name, or not at all; and what shares arrivals with a settled one is that one.
    /// </summary>
    /// <param name="settled">The settled origins near the ends of the arrivals.</param>
    /// <param name="sequence">How far the settled origins' changes have come.</param>
    /// <param name="solvedTo">How far origins were sought, by mode, nanoseconds since 1970; null where as far as anything was heard.</param>
    public void Settle(IEnumerable<StoredOrigin> settled, long head, long sequence, Func<Mode, long>? solvedTo = null)
    {
        lock (_lock)
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            _taken = [];
            foreach (var origin in settled)
            {
                names.Add(origin.Id);
                foreach (var arrival in origin.Arrivals)
                {
                    _taken[Name(arrival)] = origin.Id;
                }
            }
            foreach (var early in _standing.Values.OrderBy(e => e.Sequence).ToArray())
            {
                var heir = names.Contains(early.Origin.Id) ? early.Origin.Id : Heir(early.Origin);
                if (heir is null && (early.LastEntry >= head || early.Origin.Time >= solvedTo?.Invoke(early.Origin.Mode) - EdgeNanoseconds))
                {
                    continue;
                }
                _standing.Remove(early.Origin.Id);
                Silence(early.Origin.Id);
                if (heir != early.Origin.Id)
                {
                    Gone(early with { Sequence = Next(), LastEntry = null, Heir = heir, Settled = sequence });
                }
            }
            foreach (var early in _standing.Values)
            {
                foreach (var arrival in early.Origin.Arrivals)
                {
                    _taken.TryAdd(Name(arrival), early.Origin.Id);
                }
            }
        }
    }

    /// <summary>The modes in which origins stand, and from when on settled ones may be the same, nanoseconds since 1970.</summary>
    public IReadOnlyList<(Mode Mode, long From)> Modes()
    {
        lock (_lock)
        {
            return
            [
                .. _standing
                    .Values.GroupBy(e => e.Origin.Mode)
                    .OrderBy(g => g.Key)
                    .Select(g => (g.Key, g.Min(e => e.Origin.Time) - BeforeNanoseconds)),
            ];
        }
    }

    /// <summary>What changed after a number, each origin as it is now, in the order of the changes.</summary>
    public IReadOnlyList<EarlyChange> After(long sequence)
    {
        if (Sequence <= sequence)
        {
            return [];
        }
        lock (_lock)
        {
            return [.. _standing.Values.Concat(_gone).Where(c => c.Sequence > sequence).OrderBy(c => c.Sequence)];
        }
    }

    private bool IsFound(StoredOrigin origin) => Heir(origin) is not null;

    private string? Heir(StoredOrigin origin) =>
        Sharing(origin) is { } most && most.Count > Shared * origin.Arrivals.Length ? most.Id : null;

    private (string Id, int Count)? Sharing(StoredOrigin origin)
    {
        (string Id, int Count)? most = null;
        foreach (
            var of in origin
                .Arrivals.Select(a => _taken.GetValueOrDefault(Name(a)))
                .OfType<string>()
                .Where(id => id != origin.Id)
                .GroupBy(id => id, StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
        )
        {
            if (most is null || of.Count() > most.Value.Count)
            {
                most = (of.Key, of.Count());
            }
        }
        return most;
    }

    private void Free(StoredOrigin origin)
    {
        foreach (var arrival in origin.Arrivals)
        {
            if (_taken.GetValueOrDefault(Name(arrival)) == origin.Id)
            {
                _taken.Remove(Name(arrival));
            }
        }
    }

    private void Gone(EarlyChange change)
    {
        // Who follows needs the name alone.
        _gone.Enqueue(change with { Origin = change.Origin with { Arrivals = [], Trials = [] } });
        while (_gone.Count > MostGone)
        {
            _gone.Dequeue();
        }
    }

    private void Silence(string id)
    {
        if (_silent.Add(id))
        {
            _silenced.Enqueue(id);
        }
        while (_silenced.Count > MostSilent)
        {
            _silent.Remove(_silenced.Dequeue());
        }
    }

    private long Next() => Interlocked.Increment(ref _sequence);

    private static ObservationId Name(OriginArrival arrival) => new(arrival.Producer, arrival.Message);
}
