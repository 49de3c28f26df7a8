using System.Runtime.InteropServices;
using Holdfast.Core.Watch.Operators;

namespace Holdfast.Core.Watch.Fusion;

/// <summary>
/// The open part of a stream of one mode. A calendar block is estimated when it is complete; a frame is solved when the pairs of the frame after it are known; a
/// set of linked records comes out when all of its frames are solved. What is held is therefore a fixed number of days, besides sets that are still open.
/// </summary>
internal sealed class StreamWindow(FusionParameters parameters, FusionBonds bonds)
{
    private readonly Registry _registry = new();
    private readonly FusionCalendar _calendar = new(parameters);
    private readonly Dictionary<int, BlockModel> _models = [];

    /// <summary>What came out and stays as context for the next frame.</summary>
    private HashSet<ObservationId> _out = [];

    /// <summary>Solved pairs of which neither has come out.</summary>
    private List<(ObservationId A, ObservationId B, float Probability)> _links = [];
    private List<FixObservation> _held = [];

    /// <summary>Observations taken by the step in which they begin, from the open block on; repeats count.</summary>
    private readonly Dictionary<int, int> _added = [];
    private int _complete = int.MinValue;
    private int _nextBlock = int.MinValue;
    private int _solved = int.MinValue;

    public int Held => _held.Count;

    public void Add(FixObservation observation)
    {
        _held.Add(observation);
        var step = _calendar.Step(RowReader.Days(observation.When.Earliest));
        CollectionsMarshal.GetValueRefOrAddDefault(_added, step, out _)++;
    }

    /// <summary>Closes what can be closed when all that begins before this instant (days since the epoch) is here.</summary>
    public IEnumerable<(FixObservation[] Members, double Probability)> Advance(double watermarkDays)
    {
        // A unit's last member may begin as long as the widest report after its first.
        var complete = _calendar.Step(watermarkDays - parameters.MaximumWidth.TotalDays);
        if (_held.Count == 0 || complete <= _complete || !MayClose(complete))
        {
            return [];
        }
        _complete = complete;
        return Close();
    }

    public IEnumerable<(FixObservation[] Members, double Probability)> Finish()
    {
        _complete = int.MaxValue;
        return Close();
    }

    /// <summary>Whether the open block can be complete, as far as that is seen without looking at what is one detection.</summary>
    private bool MayClose(int complete) =>
        _calendar.Stated(complete) > _nextBlock || _added.Sum(s => s.Key < complete ? s.Value : 0) >= parameters.CrowdedRecords;

    private List<(FixObservation[] Members, double Probability)> Close()
    {
        var set = CanonicalOrder.Set(_held);
        var reader = new RowReader(parameters, _calendar, _registry);
        var (rows, members) = Units.Build(set, Array.ConvertAll(set, reader.Read), parameters, _registry.Kinds, bonds);
        var nextBlock = _calendar.Place(rows, _complete);
        if (nextBlock <= _nextBlock)
        {
            return [];
        }
        _nextBlock = nextBlock;
        var membership = new Membership(set, members);
        var from = _solved == int.MinValue ? _solved : _calendar.Next(_solved);
        var rule = membership.Rule(bonds, rows.Length);
        var links = Link.Of(new Matcher(_registry, _calendar, parameters, rule).Match(rows, _models, _nextBlock, from));
        AddRemembered(links, membership, rows.Length);
        _solved = _calendar.LastSolvable(_nextBlock);
        var isOut = new bool[rows.Length];
        for (var r = 0; r < rows.Length; r++)
        {
            isOut[r] = _out.Count > 0 && _out.Contains(membership.Lead(r).Id);
        }
        var closed = Closed(rows, membership, new Clusterer(rows, parameters, links, rule), isOut);
        Forget(rows, membership, links, isOut);
        return closed;
    }

    private List<(FixObservation[], double)> Closed(Row[] rows, Membership membership, Clusterer clusterer, bool[] isOut)
    {
        var closed = new List<(FixObservation[], double)>();
        for (var r = 0; r < rows.Length; r++)
        {
            if (rows[r].Frame <= _solved && !isOut[r] && clusterer.Alone(r))
            {
                isOut[r] = true;
                closed.Add((membership.Of(r), 1));
            }
        }
        foreach (var (root, set) in clusterer.Sets())
        {
            if (set.TrueForAll(r => rows[r].Frame <= _solved))
            {
                closed.AddRange(clusterer.Clusters(root).Select(c => (membership.Of(c), c.Probability)));
                set.ForEach(r => isOut[r] = true);
            }
        }
        return closed;
    }

    private void AddRemembered(List<Link> links, Membership membership, int rows)
    {
        if (_links.Count == 0)
        {
            return;
        }
        var rowOf = new Dictionary<ObservationId, int>(rows);
        for (var r = 0; r < rows; r++)
        {
            rowOf[membership.Lead(r).Id] = r;
        }
        links.AddRange(_links.Select(l => new Link(rowOf[l.A], rowOf[l.B], l.Probability)));
    }

    /// <summary>Keeps what has not come out, and the last solved frame, whose pairs are context for the next.</summary>
    private void Forget(Row[] rows, Membership membership, List<Link> links, bool[] isOut)
    {
        _links =
        [
            .. links.Where(l => !isOut[l.A] && !isOut[l.B]).Select(l => (membership.Lead(l.A).Id, membership.Lead(l.B).Id, l.Probability)),
        ];
        _held = [];
        _out = [];
        for (var r = 0; r < rows.Length; r++)
        {
            if (!isOut[r] || rows[r].Frame >= _solved)
            {
                _held.AddRange(membership.Of(r));
                if (isOut[r])
                {
                    _out.Add(membership.Lead(r).Id);
                }
            }
        }
        foreach (var step in _added.Keys.Where(s => s < _nextBlock).ToArray())
        {
            _added.Remove(step);
        }
        var least = _calendar.Block(_solved);
        foreach (var block in _models.Keys.Where(b => b < least).ToArray())
        {
            _models.Remove(block);
        }
    }
}
