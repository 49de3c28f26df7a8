namespace Holdfast.App.Watch.Origins;

/// <summary>What explains most of the arrivals of an origin that went: an earlier arrival that came late gives an event another name.</summary>
internal sealed class Heirs
{
    private readonly Dictionary<(string Producer, string Message), List<StoredOrigin>> _holders = [];

    public Heirs(IEnumerable<OriginChange> changes)
    {
        foreach (var change in changes.Where(c => !c.Gone))
        {
            foreach (var arrival in change.Origin.Arrivals)
            {
                var name = (arrival.Producer, arrival.Message);
                (_holders.TryGetValue(name, out var list) ? list : _holders[name] = []).Add(change.Origin);
            }
        }
    }

    public StoredOrigin? Of(StoredOrigin gone) =>
        gone
            .Arrivals.SelectMany(a => _holders.GetValueOrDefault((a.Producer, a.Message)) ?? [])
            .Where(o => o.Mode == gone.Mode)
            .GroupBy(o => o.Id, StringComparer.Ordinal)
            .Where(g => 2 * g.Count() > gone.Arrivals.Length)
            .OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal)
            .FirstOrDefault()
            ?.First();
}
