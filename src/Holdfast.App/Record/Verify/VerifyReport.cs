using Holdfast.Core.Record.Verify;

namespace Holdfast.App.Record.Verify;

/// <summary>What a verifier is given besides the file: public keys, and checkpoints that were kept elsewhere.</summary>
/// <param name="Keys">Keys of logs and witnesses that the verifier trusts.</param>
/// <param name="Checkpoints">Signed checkpoints from outside, each with a name for messages: what an administrator cannot take away.</param>
/// <param name="Witnesses">How many different witnesses must have cosigned the newest checkpoint.</param>
/// <param name="Threads">How many threads read a whole record; 0 for as many as there are processors.</param>
/// <param name="Progress">Told how many entries of a whole record were read; null for nobody.</param>
public sealed record VerifyOptions(
    IReadOnlyList<TrustedKey> Keys,
    IReadOnlyList<(string Source, string Note)> Checkpoints,
    int Witnesses = 0,
    int Threads = 0,
    IProgress<(long Done, long Entries)>? Progress = null
)
{
    public static readonly VerifyOptions None = new([], []);
}

/// <summary>A checkpoint that was checked.</summary>
/// <param name="Good">The signature is right and the record has this very tree.</param>
public sealed record CheckpointVerdict(string Source, long Size, bool Good, IReadOnlyList<string> Witnesses, string? Timestamp);

/// <summary>What a verifier found. Faults beyond <see cref="FaultLog.Most"/> are counted, not kept.</summary>
public sealed record VerifyReport(
    string What,
    long Entries,
    string Root,
    long Conflicts,
    IReadOnlyList<CheckpointVerdict> Checkpoints,
    IReadOnlyList<VerifyFault> Faults,
    long FaultCount,
    IReadOnlyList<string> Notes
)
{
    public bool IsGood => FaultCount == 0;

    /// <summary>Nothing is wrong with what is there, but nobody whose key is known signed it: then it proves nothing to anybody.</summary>
    public bool IsUnproved => FaultCount > 0 && FaultCount == Faults.Count && Faults.All(f => f.Rule == "key");

    /// <summary>The keys of logs that were gone by, each with the sizes for which it counts.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];
}

/// <summary>Collects faults from several threads, up to a bound.</summary>
internal sealed class FaultLog
{
    public const int Most = 1000;
    private readonly List<VerifyFault> _faults = [];

    public long Count { get; private set; }

    public void Tell(VerifyFault fault)
    {
        lock (_faults)
        {
            Count++;
            if (_faults.Count < Most)
            {
                _faults.Add(fault);
            }
        }
    }

    /// <summary>Those kept, in an order that does not hang on threads: about entries by index, then the others as they came.</summary>
    public IReadOnlyList<VerifyFault> Sorted()
    {
        lock (_faults)
        {
            return [.. _faults.OrderBy(f => f.Index ?? long.MaxValue).ThenBy(f => f.Index is null ? "" : f.Member, StringComparer.Ordinal)];
        }
    }
}
