namespace Holdfast.Core.Watch.Assessments;

/// <summary>An incident with what every term makes of it, in the order of the terms' names.</summary>
public readonly record struct SettledIncident(Incident Incident, ReadOnlyMemory<IncidentFinding> Findings);

/// <summary>
/// Assesses incidents that come in order of their earliest time, keeping only those that some later severity may still count: memory is bounded by what
/// one reach of time holds, plus the longest time range among them, whatever the length of the input. Findings come out in batches, each incident once; together they
/// equal <see cref="Assessor.Judge"/> over the whole. Not for use by several threads at once.
/// </summary>
/// <param name="reach">The longest window and radius that any term asks for.</param>
public sealed class AssessmentStream(Assessor assessor, SeverityReach reach)
{
    // What is held is judged again with every batch, so a batch is several times what one window usually holds.
    private const int SmallestBatch = 1_024;

    private readonly HashSet<Incident> _told = new(ReferenceEqualityComparer.Instance);
    private List<Incident> _held = [];

    // Ticks of 100 ns, which is what windows count in: tables keep no finer order.
    private long _now = long.MinValue;
    private int _nextSweep = SmallestBatch;

    /// <summary>How many incidents are in memory.</summary>
    public int Held => _held.Count;

    /// <summary>Takes one more; returns what is now settled. Throws <see cref="ArgumentException"/> when it begins before the one before it.</summary>
    public IReadOnlyList<IncidentFinding> Push(Incident incident) => Findings(Add(incident));

    /// <summary>Returns what was still open.</summary>
    public IReadOnlyList<IncidentFinding> Finish() => Findings(Rest());

    /// <summary>As <see cref="Push"/>, with the incidents: also those that no term, or no finding, speaks of.</summary>
    public IReadOnlyList<SettledIncident> Add(Incident incident)
    {
        var earliest = incident.When.Earliest.ToUnixTimeTicks();
        if (earliest < _now)
        {
            throw new ArgumentException($"Incident {incident.Id} begins before the one pushed before it.", nameof(incident));
        }
        _now = earliest;
        _held.Add(incident);
        return _held.Count >= _nextSweep ? Settle(i => EndOf(i) < _now) : [];
    }

    /// <summary>As <see cref="Finish"/>, with the incidents.</summary>
    public IReadOnlyList<SettledIncident> Rest() => Settle(_ => true);

    private static IReadOnlyList<IncidentFinding> Findings(IReadOnlyList<SettledIncident> settled) =>
        settled.Count == 0 ? [] : [.. settled.SelectMany(s => s.Findings.ToArray())];

    private List<SettledIncident> Settle(Func<Incident, bool> isSettled)
    {
        var due = _held.Where(i => !_told.Contains(i) && isSettled(i)).ToHashSet<Incident>(ReferenceEqualityComparer.Instance);
        var settled = new List<SettledIncident>(due.Count);
        if (due.Count > 0)
        {
            var (judged, findings, rules) = assessor.JudgeEach(_held);
            for (var i = 0; i < judged.Length; i++)
            {
                if (due.Contains(judged[i]))
                {
                    settled.Add(new SettledIncident(judged[i], findings.AsMemory(i * rules, rules)));
                }
            }
            // Rejected incidents are not assessed.
            settled.AddRange(due.Where(i => i.Status == IncidentStatus.Rejected).Select(i => new SettledIncident(i, default)));
        }
        Forget(due);
        return settled;
    }

    // The last moment at which it can count.
    private long EndOf(Incident incident) => (incident.When.Latest + reach.Window).ToUnixTimeTicks();

    private void Forget(HashSet<Incident> due)
    {
        _told.UnionWith(due);
        var horizon = _now;
        foreach (var incident in _held)
        {
            horizon = _told.Contains(incident) ? horizon : Math.Min(horizon, incident.When.Earliest.ToUnixTimeTicks());
        }
        // Whatever ends more than a window before the earliest open incident can count for none of them, nor for any to come.
        _held = [.. _held.Where(i => !_told.Contains(i) || EndOf(i) >= horizon)];
        _told.IntersectWith(_held);
        _nextSweep = Math.Max(SmallestBatch, 4 * _held.Count);
    }
}
