namespace Holdfast.App.Watch.Views;

/// <summary>Remembers the last values by a key that changes whenever they would; at most <paramref name="most"/>. Safe for many threads.</summary>
internal sealed class RecentCache<T>(int most)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<(string Key, T Value)> _recent = [];

    public T GetOrAdd(string key, Func<T> make)
    {
        lock (_gate)
        {
            for (var node = _recent.First; node is not null; node = node.Next)
            {
                if (node.Value.Key == key)
                {
                    _recent.Remove(node);
                    _recent.AddFirst(node);
                    return node.Value.Value;
                }
            }
        }
        var value = make();
        lock (_gate)
        {
            _recent.AddFirst((key, value));
            if (_recent.Count > most)
            {
                _recent.RemoveLast();
            }
        }
        return value;
    }
}
