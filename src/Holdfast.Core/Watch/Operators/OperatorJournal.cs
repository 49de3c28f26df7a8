using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Operators;

/// <summary>
/// What operators decided, folded from their acts in the order of the record: which acts bind, the bonds of fusion, and what is said of incidents. A function of the acts alone;
/// an act that contradicts an earlier one that binds has no effect until that one is withdrawn, and says so.
/// </summary>
public sealed class OperatorJournal
{
    public static readonly OperatorJournal Empty = new([], FusionBonds.None, []);

    private readonly ILookup<ObservationId, OperatorDeed> verdicts;

    private readonly IReadOnlyDictionary<ObservationId, ObservationId> heirs;

    private OperatorJournal(
        ImmutableArray<JournalLine> lines,
        FusionBonds bonds,
        IEnumerable<OperatorDeed> verdicts,
        IReadOnlyDictionary<ObservationId, ObservationId>? heirs = null
    )
    {
        (Lines, Bonds, this.heirs) = (lines, bonds, heirs ?? ImmutableDictionary<ObservationId, ObservationId>.Empty);
        this.verdicts = verdicts.SelectMany(d => d.Act.Cited.Select(id => (Id: id, Deed: d))).ToLookup(p => p.Id, p => p.Deed);
    }

    /// <summary>Every act in the order of the record, with what became of it.</summary>
    public ImmutableArray<JournalLine> Lines { get; }

    public FusionBonds Bonds { get; }

    /// <summary>What an observation is called now that an act cites: an origin may have been settled under another name.</summary>
    public ObservationId NowOf(ObservationId id) => heirs.TryGetValue(id, out var heir) ? heir : id;

    /// <summary>The journal of one mode: an exercise's acts never touch what is real.</summary>
    /// <param name="heirs">Origins that were settled under another name (<see cref="ActBasis"/>): acts bind what they are called now.</param>
    public static OperatorJournal Of(
        IEnumerable<OperatorDeed> deeds,
        Mode mode,
        IReadOnlyDictionary<ObservationId, ObservationId>? heirs = null
    )
    {
        var sorted = deeds.Where(d => d.Mode == mode).OrderBy(d => d.Entry).Select(d => Renamed(d, heirs)).ToArray();
        var withdrawn = new Dictionary<long, long>();
        foreach (var (deed, entry) in sorted.Select(d => (d, (d.Act as ActWithdrawn)?.Entry)))
        {
            // Only what was done before can be taken back, and a withdrawal is not itself withdrawn: the act is done again.
            if (entry is { } target && target < deed.Entry && Array.Exists(sorted, d => d.Entry == target && d.Act is not ActWithdrawn))
            {
                withdrawn.TryAdd(target, deed.Entry);
            }
        }
        var book = new BondBook();
        var lines = ImmutableArray.CreateBuilder<JournalLine>(sorted.Length);
        foreach (var deed in sorted)
        {
            var by = withdrawn.TryGetValue(deed.Entry, out var entry) ? entry : (long?)null;
            var against =
                by is not null ? null
                : deed.Act is ActWithdrawn w && !(withdrawn.TryGetValue(w.Entry, out var first) && first == deed.Entry)
                    ? $"there is no act in entry {w.Entry} that could be taken back"
                : book.Take(deed.Act, deed.Entry);
            lines.Add(new JournalLine(deed, by, against));
        }
        var verdicts = lines
            .Where(l => l.Binds && l.Deed.Act is (IncidentConfirmed or IncidentRejected or OriginFixed))
            .Select(l => l.Deed);
        return new OperatorJournal(lines.ToImmutable(), book.Bonds, verdicts, heirs);
    }

    private static OperatorDeed Renamed(OperatorDeed deed, IReadOnlyDictionary<ObservationId, ObservationId>? heirs) =>
        heirs is { Count: > 0 } && deed.Act.Renamed(id => heirs.TryGetValue(id, out var heir) ? heir : id) is { } act
            ? deed with
            {
                Act = act,
            }
            : deed;

    /// <summary>What stands against an act that would be done now, or null.</summary>
    public string? Against(OperatorAct act)
    {
        ArgumentNullException.ThrowIfNull(act);
        if (act is ActWithdrawn w)
        {
            return Lines.FirstOrDefault(l => l.Deed.Entry == w.Entry) switch
            {
                null or { Deed.Act: ActWithdrawn } => $"there is no act in entry {w.Entry} that could be taken back",
                { WithdrawnBy: { } by } => $"entry {w.Entry} was withdrawn by entry {by}",
                _ => null,
            };
        }
        var book = new BondBook();
        foreach (var line in Lines.Where(l => l.Binds))
        {
            book.Take(line.Deed.Act, line.Deed.Entry);
        }
        return book.Take(act.Renamed(NowOf) ?? act, long.MaxValue);
    }

    /// <summary>The incident as operators have it: confirmed or rejected, with the place and time they fixed. The last word counts for each.</summary>
    public Incident Apply(Incident incident)
    {
        ArgumentNullException.ThrowIfNull(incident);
        OperatorDeed? status = null;
        OperatorDeed? origin = null;
        foreach (var id in incident.Observations)
        {
            foreach (var deed in verdicts[id])
            {
                if (deed.Act is OriginFixed)
                {
                    origin = origin is null || deed.Entry > origin.Entry ? deed : origin;
                }
                else
                {
                    status = status is null || deed.Entry > status.Entry ? deed : status;
                }
            }
        }
        var result = incident;
        if (origin?.Act is OriginFixed f)
        {
            result = result with
            {
                Where = new PointPlace(f.Where, ErrorEllipse.Circle(f.SigmaMetres)),
                When = f.When ?? result.When,
                Status = IncidentStatus.Reviewed,
            };
        }
        return status is null
            ? result
            : result with
            {
                Status = status.Act is IncidentRejected ? IncidentStatus.Rejected : IncidentStatus.Confirmed,
            };
    }
}
