using System.Collections.Immutable;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Values;

namespace Holdfast.App.Watch.Feeds;

/// <summary>A table's header: names of columns, found without regard to surrounding blanks, and to case where none is spelt the same.</summary>
internal sealed class TableHeader
{
    private readonly string _feed;
    private readonly string _file;
    private readonly Dictionary<string, int> _exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _byName = new(StringComparer.OrdinalIgnoreCase);

    public TableHeader(string feed, string file, CsvRows rows)
    {
        _feed = feed;
        _file = file;
        Raw = rows.Raw();
        var names = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < rows.Count; i++)
        {
            var name = rows.Text(i);
            names.Add(name);
            _exact.TryAdd(name, i);
            _byName.TryAdd(name, i);
        }
        Names = names.ToImmutable();
    }

    public ImmutableArray<string> Names { get; }

    public string Raw { get; }

    /// <summary>The index of the first of these names that the header has, or -1.</summary>
    public int Find(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (_exact.TryGetValue(name, out var index) || _byName.TryGetValue(name, out index))
            {
                return index;
            }
        }
        return -1;
    }

    /// <summary>As <see cref="Find"/>; refuses the input when there is none, naming the nearest column it has.</summary>
    public int Require(params ReadOnlySpan<string> names)
    {
        var index = Find(names);
        if (index >= 0)
        {
            return index;
        }
        var wanted = names[0];
        var also = names.Length > 1 ? $" (or '{string.Join("', '", names[1..].ToArray())}')" : "";
        var has = string.Join(", ", Names.Take(60));
        throw FeedErrors.Refuse(
            _file,
            "missing-column",
            $"{_feed} needs the column '{wanted}'{also}; the header has: {RowFault.Cut(has)}.",
            NearestWord.To(wanted, Names)
        );
    }
}
