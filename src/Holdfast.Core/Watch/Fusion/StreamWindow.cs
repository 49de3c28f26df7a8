namespace Holdfast.Core.Watch.Fusion;

/// <summary>
/// The open part of a stream of one mode. A calendar block is estimated when it is complete; a record's marginals are final when no record that
/// lacks partners still to come lies within the reach of the belief propagation's rounds; a set of linked records comes out when all of
/// its marginals are final. What came out stays as context for as long as something held lies within that reach.
/// </summary>
internal sealed class StreamWindow(FusionParameters parameters)
{
    private readonly Registry _registry = new();
    private readonly Dictionary<int, BlockModel> _models = [];
    private readonly HashSet<ObservationId> _out = [];
    private readonly double _blockDays = parameters.EstimationBlock.TotalDays;
    private readonly double _gapDays = parameters.MaximumGap.TotalDays;
    private List<FixObservation> _held = [];
    private int _nextBlock = int.MinValue;

    public int Held => _held.Count;

    public void Add(FixObservation observation) => _held.Add(observation);

    /// <summary>Closes what can be closed when all that begins before this instant (days since the epoch) is here.</summary>
    public IEnumerable<(FixObservation[] Members, double Probability)> Advance(double watermarkDays)
    {
        // A unit's last member may begin as long as the widest report after its first.
        var complete = Math.Floor((watermarkDays - parameters.MaximumWidth.TotalDays) / _blockDays);
        if (_held.Count == 0 || complete <= _nextBlock || complete <= int.MinValue)
        {
            return [];
        }
        _nextBlock = (int)Math.Min(complete, int.MaxValue);
        return Close(_nextBlock * _blockDays);
    }

    public IEnumerable<(FixObservation[] Members, double Probability)> Finish()
    {
        _nextBlock = int.MaxValue;
        return Close(double.PositiveInfinity);
    }

    /// <param name="known">All blocks that end at or before this are complete.</param>
    private List<(FixObservation[] Members, double Probability)> Close(double known)
    {
        var set = CanonicalOrder.Set(_held);
        var reader = new RowReader(parameters, _registry);
        var (rows, members) = Units.Build(set, Array.ConvertAll(set, reader.Read), parameters, _registry.Kinds);
        var groups = new Matcher(_registry, parameters).Match(rows, _models, block => block < _nextBlock);
        var clusters = new Clusterer(rows, parameters).Run(groups);
        var reach = new Reach(rows.Length, groups);
        var open = reach.Distances(i => !rows[i].Diffuse && !(rows[i].End + _gapDays < known) || rows[i].Block >= _nextBlock);

        var closed = new List<(FixObservation[], double)>();
        var isOut = new bool[rows.Length];
        foreach (var component in new LinkedSets(rows.Length, clusters, groups, parameters).All())
        {
            var final = component.All(c => clusters[c].Rows.All(r => open[r] > MatchMarginals.Reach));
            foreach (var cluster in component.Select(c => clusters[c]))
            {
                if (final)
                {
                    CloseOne(set, members, cluster, isOut, closed);
                }
            }
        }
        Forget(set, rows, members, isOut, reach);
        return closed;
    }

    private void CloseOne(FixObservation[] set, int[][]? members, Cluster cluster, bool[] isOut, List<(FixObservation[], double)> closed)
    {
        foreach (var row in cluster.Rows)
        {
            isOut[row] = true;
        }
        var of = members is null ? cluster : cluster.Of(members);
        if (_out.Add(set[of.Rows[0]].Id))
        {
            closed.Add((Array.ConvertAll(of.Rows, i => set[i]), cluster.Probability));
            _out.UnionWith(of.Rows.Select(i => set[i].Id));
        }
    }

    /// <summary>Keeps what has not come out, and what lies within reach of it.</summary>
    private void Forget(FixObservation[] set, Row[] rows, int[][]? members, bool[] isOut, Reach reach)
    {
        var near = reach.Distances(i => !isOut[i]);
        var kept = new List<FixObservation>();
        var blocks = new HashSet<int>();
        for (var r = 0; r < rows.Length; r++)
        {
            var ofRow = members is null ? [r] : members[r];
            if (near[r] <= MatchMarginals.Reach)
            {
                kept.AddRange(ofRow.Select(i => set[i]));
                blocks.Add(rows[r].Block);
            }
            else
            {
                _out.ExceptWith(ofRow.Select(i => set[i].Id));
            }
        }
        foreach (var block in _models.Keys.Where(b => !blocks.Contains(b)).ToArray())
        {
            _models.Remove(block);
        }
        _held = kept;
    }
}
