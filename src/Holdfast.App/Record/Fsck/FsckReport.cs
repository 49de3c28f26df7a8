namespace Holdfast.App.Record.Fsck;

/// <summary>Something that is wrong with the files of a record, or left over.</summary>
/// <param name="Rule">A word that programs may go by: one of the verifier's rules, or <c>database</c>, <c>tiles</c>, <c>labels</c>, <c>released</c>, <c>snapshot</c>, <c>view</c>, <c>key</c>, <c>mode</c>, <c>evidence</c>.</param>
/// <param name="Harms">Whether something recorded is lost or bent; what can be computed again harms nobody.</param>
/// <param name="Repaired">Whether it was computed again, or removed where it is a cache.</param>
public sealed record FsckFinding(string Rule, string Where, string Message, bool Harms, bool Repaired = false);

/// <summary>What a check of all files of a record found.</summary>
/// <param name="Checked">What was looked at, in words.</param>
public sealed record FsckReport(long Entries, IReadOnlyList<string> Checked, IReadOnlyList<FsckFinding> Findings)
{
    /// <summary>Nothing is wrong any more. A file that is merely left over harms nobody.</summary>
    public bool IsClean => Findings.All(f => f.Repaired || (f.Rule == "evidence" && !f.Harms));
}
