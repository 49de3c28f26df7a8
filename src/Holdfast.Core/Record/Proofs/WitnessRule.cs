namespace Holdfast.Core.Record.Proofs;

/// <summary>The last checkpoint of one log that a witness has cosigned.</summary>
public sealed record WitnessState(string Origin, long Size, TreeHash Root)
{
    /// <summary>Nothing seen yet.</summary>
    public static WitnessState None(string origin) => new(origin, 0, TreeHash.Empty);
}

/// <summary>Why a witness refuses, or <see cref="Cosign"/>.</summary>
public enum WitnessAnswer
{
    Cosign,

    /// <summary>The checkpoint is of another log.</summary>
    OtherLog,

    /// <summary>The log shows a smaller tree than it did before: entries were taken away.</summary>
    RolledBack,

    /// <summary>Two roots for one size: the log shows different trees to different readers.</summary>
    Forked,

    /// <summary>The proof does not lead from the tree that was cosigned to this one.</summary>
    Inconsistent,
}

/// <summary>
/// What a witness cosigns (c2sp.org/tlog-witness): only a tree that has the tree it cosigned before as its prefix. It is pure: the caller has checked
/// the log's signature and keeps the state, durably, before it gives the cosignature away.
/// </summary>
public static class WitnessRule
{
    public static WitnessAnswer Decide(WitnessState state, Checkpoint checkpoint, ReadOnlySpan<TreeHash> consistency)
    {
        if (checkpoint.Origin != state.Origin)
        {
            return WitnessAnswer.OtherLog;
        }
        if (checkpoint.Size < state.Size)
        {
            return WitnessAnswer.RolledBack;
        }
        if (checkpoint.Size == state.Size)
        {
            return checkpoint.Root == state.Root ? WitnessAnswer.Cosign : WitnessAnswer.Forked;
        }
        return ProofCheck.Consistency(state.Size, state.Root, checkpoint.Size, checkpoint.Root, consistency)
            ? WitnessAnswer.Cosign
            : WitnessAnswer.Inconsistent;
    }

    public static string Explain(WitnessAnswer answer, WitnessState state, Checkpoint checkpoint) =>
        answer switch
        {
            WitnessAnswer.Cosign => $"{checkpoint.Origin} at {checkpoint.Size} entries continues the tree of {state.Size}.",
            WitnessAnswer.OtherLog => $"The checkpoint is of '{checkpoint.Origin}'; this state is of '{state.Origin}'.",
            WitnessAnswer.RolledBack =>
                $"Rolled back: {state.Origin} showed {state.Size} entries before and shows {checkpoint.Size} now. Entries were taken away.",
            WitnessAnswer.Forked =>
                $"Forked: {state.Origin} shows another root for the same {state.Size} entries: {checkpoint.Root}, before {state.Root}.",
            WitnessAnswer.Inconsistent =>
                $"Rewritten or unproved: the proof does not lead from the {state.Size} entries cosigned before to these {checkpoint.Size}.",
        };
}
