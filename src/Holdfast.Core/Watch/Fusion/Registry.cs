namespace Holdfast.Core.Watch.Fusion;

/// <summary>Small numbers for source ids and class distributions, for as long as a run or a stream lives.</summary>
internal sealed class Registry
{
    private readonly Dictionary<string, int> _bySource = new(StringComparer.Ordinal);
    private readonly List<string> _sources = [];

    public KindProfiles Kinds { get; } = new();

    public int Source(string id)
    {
        if (!_bySource.TryGetValue(id, out var index))
        {
            index = _sources.Count;
            _bySource.Add(id, index);
            _sources.Add(id);
        }
        return index;
    }

    public string SourceId(int index) => _sources[index];

    /// <summary>Whether the first source's id is less (ordinal): independent of which was met first.</summary>
    public bool Precedes(int source, int other) => string.CompareOrdinal(_sources[source], _sources[other]) < 0;
}
