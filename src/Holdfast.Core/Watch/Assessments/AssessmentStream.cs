namespace Holdfast.Core.Watch.Assessments;

/// <summary>
/// Assesses incidents that come in order of their earliest time, keeping only those that some later severity may still count: memory is bounded by what
/// one reach of time holds, plus the longest time range among them, whatever the length of the input. Findings come out in batches, each incident once; together they
/// equal <see cref="Assessor.Judge"/> over the whole. Not for use by several threads at once.
/// </summary>
/// <param name="reach">The longest window and radius that any term asks for.</param>
public sealed class AssessmentStream(Assessor assessor, SeverityReach reach)
{
    private const int SmallestBatch = 512;

    private List<Incident> _held = [];
    private readonly HashSet<IncidentId> _told = [];
    private NodaTime.Instant _now = NodaTime.Instant.MinValue;
    private int _nextSweep = SmallestBatch;

    /// <summary>How many incidents are in memory.</summary>
    public int Held => _held.Count;

    /// <summary>Takes one more; returns what is now settled. Throws <see cref="ArgumentException"/> when it begins before the one before it.</summary>
    public IReadOnlyList<IncidentFinding> Push(Incident incident)
    {
        if (incident.When.Earliest < _now)
        {
            throw new ArgumentException($"Incident {incident.Id} begins before the one pushed before it.", nameof(incident));
        }
        _now = incident.When.Earliest;
        _held.Add(incident);
        return _held.Count >= _nextSweep ? Settle(i => i.When.Latest + reach.Window < _now) : [];
    }

    /// <summary>Returns what was still open.</summary>
    public IReadOnlyList<IncidentFinding> Finish() => Settle(_ => true);

    private List<IncidentFinding> Settle(Func<Incident, bool> isSettled)
    {
        var due = _held.Where(i => isSettled(i) && !_told.Contains(i.Id)).Select(i => i.Id).ToHashSet();
        var findings = due.Count == 0 ? [] : assessor.Judge(_held).Where(f => due.Contains(f.Incident)).ToList();
        _told.UnionWith(due);
        var open = _held.Where(i => !_told.Contains(i.Id)).ToList();
        var horizon = open.Count == 0 ? _now : open.Min(i => i.When.Earliest);
        // Whatever ends more than a window before the earliest open incident can count for none of them, nor for any to come.
        _held = [.. _held.Where(i => !_told.Contains(i.Id) || i.When.Latest + reach.Window >= horizon)];
        _told.IntersectWith(_held.Select(i => i.Id));
        _nextSweep = Math.Max(SmallestBatch, 2 * _held.Count);
        return findings;
    }
}
