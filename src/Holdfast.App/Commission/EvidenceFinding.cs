using System.Collections.Immutable;
using NodaTime;

namespace Holdfast.App.Commission;

/// <summary>What may be wrong between the record and the files beside it.</summary>
public enum EvidenceFault
{
    /// <summary>An entry cites a file that is not there.</summary>
    Missing,

    /// <summary>The content is no longer what its name, the hash, says.</summary>
    Changed,

    /// <summary>The file has another length than the entry that cites it says.</summary>
    WrongLength,

    /// <summary>The file is there and could not be read.</summary>
    Unreadable,

    /// <summary>A statement whose key was not destroyed has none: its words are lost.</summary>
    KeyMissing,

    /// <summary>A key that is no key any more.</summary>
    KeyDamaged,

    /// <summary>The record says that the key was destroyed, and it is there still: the destruction was cut off.</summary>
    KeyNotDestroyed,

    /// <summary>A file under its hash that no entry cites: the act that would have cited it was refused, or cut off.</summary>
    Uncited,

    /// <summary>What a write that was cut off left behind.</summary>
    Leftover,

    /// <summary>A key that belongs to no statement.</summary>
    KeyWithoutStatement,

    /// <summary>A file that does not belong into the store.</summary>
    Stranger,
}

/// <summary>One thing that is wrong, or left over.</summary>
/// <param name="Name">The file's name: a hash, or the name of a key on disk; it tells nothing about a person.</param>
/// <param name="Cited">Where the record cites it, such as <c>exercise 2026-0001 E1</c>; null where nothing does.</param>
/// <param name="Since">When the file was last written; null where there is none.</param>
public sealed record EvidenceFinding(EvidenceFault Fault, string Name, string? Cited, long Bytes, Instant? Since)
{
    /// <summary>Whether something acknowledged was lost or bent; what is merely left over harms nobody.</summary>
    public bool Harms =>
        Fault
            is EvidenceFault.Missing
                or EvidenceFault.Changed
                or EvidenceFault.WrongLength
                or EvidenceFault.Unreadable
                or EvidenceFault.KeyMissing
                or EvidenceFault.KeyDamaged
                or EvidenceFault.KeyNotDestroyed;

    /// <summary>Whether a sweep removes it once it is old enough. Strangers are somebody's and stay.</summary>
    public bool Sweepable => Fault is EvidenceFault.Uncited or EvidenceFault.Leftover or EvidenceFault.KeyWithoutStatement;

    /// <summary>One line for people.</summary>
    public string Text =>
        Fault switch
        {
            EvidenceFault.Missing => $"{Name} is missing ({Cited})",
            EvidenceFault.Changed => $"{Name} has changed: its content has another hash ({Cited})",
            EvidenceFault.WrongLength => $"{Name} has {Bytes} bytes, not as many as its entry says ({Cited})",
            EvidenceFault.Unreadable => $"{Name} cannot be read ({Cited})",
            EvidenceFault.KeyMissing => $"the key of a statement is missing ({Cited})",
            EvidenceFault.KeyDamaged => $"the key of a statement is damaged ({Cited})",
            EvidenceFault.KeyNotDestroyed => $"a destroyed key is there still ({Cited})",
            EvidenceFault.Uncited => $"{Name}, {Bytes} bytes: no entry cites it",
            EvidenceFault.Leftover => $"{Name}, {Bytes} bytes: left by a write that was cut off",
            EvidenceFault.KeyWithoutStatement => $"{Name}: a key of no statement",
            EvidenceFault.Stranger => $"{Name}, {Bytes} bytes: does not belong here",
        };
}

/// <summary>What an audit found, in the order of faults, then names.</summary>
/// <param name="Files">Files that entries cite.</param>
/// <param name="Bytes">How much was hashed.</param>
/// <param name="Keys">Statements whose key should be there.</param>
public sealed record EvidenceReport(int Files, long Bytes, int Keys, ImmutableArray<EvidenceFinding> Findings)
{
    /// <summary>Whether everything acknowledged is there and unchanged; orphans do not count.</summary>
    public bool IsClean => !Findings.Any(f => f.Harms);
}
