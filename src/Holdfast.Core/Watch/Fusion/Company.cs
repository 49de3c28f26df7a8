using System.Collections.Concurrent;
using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Fusion;

/// <summary>What follows from who speaks, whatever they say.</summary>
/// <param name="Ids">Sorted, each once.</param>
/// <param name="Groups">Independence groups, sorted, each once.</param>
internal sealed record Company(ImmutableArray<string> Ids, ImmutableArray<string> Groups, VerificationLevel Level);

/// <summary>Makes each <see cref="Company"/> of one or two sources once: there are few sources and many incidents. Safe from several threads.</summary>
internal sealed class Companies(IReadOnlyDictionary<string, Source> sources)
{
    private readonly ConcurrentDictionary<string, Company> _alone = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string, string), Company> _pairs = new();

    public Company Of(string id) => _alone.TryGetValue(id, out var known) ? known : _alone.GetOrAdd(id, Make([id]));

    /// <summary>The independence group of a source.</summary>
    public string Group(string id) => Of(id).Groups[0];

    public Company Of(ReadOnlySpan<FixObservation> members)
    {
        var first = members[0].SourceId;
        string? second = null;
        foreach (var member in members)
        {
            if (member.SourceId != first && member.SourceId != second)
            {
                if (second is not null)
                {
                    return Many(members);
                }
                second = member.SourceId;
            }
        }
        if (second is null)
        {
            return Of(first);
        }
        var pair = string.CompareOrdinal(first, second) < 0 ? (first, second) : (second, first);
        return _pairs.TryGetValue(pair, out var known) ? known : _pairs.GetOrAdd(pair, Make([pair.Item1, pair.Item2]));
    }

    private Company Many(ReadOnlySpan<FixObservation> members)
    {
        var ids = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var member in members)
        {
            ids.Add(member.SourceId);
        }
        return Make([.. ids]);
    }

    private Company Make(ImmutableArray<string> ids)
    {
        var from = Array.ConvertAll([.. ids], id => Verification.SourceOf(id, sources));
        return new Company(ids, Verification.Groups(from), Verification.Level(from));
    }
}
