using System.Collections.Immutable;
using Holdfast.Core.Cell.Acts;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Cell;

public enum WindowStatus
{
    /// <summary>Not every party asked has agreed.</summary>
    Proposed,

    /// <summary>A party said no, and that was its last word.</summary>
    Refused,

    /// <summary>All agreed, and it has not begun.</summary>
    Agreed,
    Running,

    /// <summary>Over, and nobody has said how it went.</summary>
    Over,
    Kept,
    Broken,
    CalledOff,
}

/// <summary>A quiet window or a repair guarantee at an instant.</summary>
/// <param name="AgreedBy">Parties whose last word is yes, sorted.</param>
/// <param name="Judgement">How it went; null while nobody has said.</param>
public sealed record WindowState(
    CellSubject Subject,
    WindowProposed Window,
    WindowStatus Status,
    ImmutableArray<string> AgreedBy,
    ImmutableArray<string> RefusedBy,
    WindowJudged? Judgement
)
{
    public string Id => Subject.Id;
    public Label Label => Subject.Label;

    public static WindowState Of(CellSubject subject, Instant at)
    {
        var window = (WindowProposed)subject.Opening.Act;
        var last = subject.Of<WindowAnswered>(at).Select(a => a.Act).GroupBy(a => a.Party).Select(g => g.Last()).ToArray();
        ImmutableArray<string> Said(bool agrees) =>
            [.. last.Where(a => a.Agrees == agrees).Select(a => a.Party).Order(StringComparer.Ordinal)];
        var (yes, no) = (Said(true), Said(false));
        var judged = subject.Of<WindowJudged>(at).Select(j => j.Act).LastOrDefault();
        var status =
            subject.Of<WindowCalledOff>(at).Any() ? WindowStatus.CalledOff
            : judged is { Outcome: WindowOutcome.Broken } ? WindowStatus.Broken
            : judged is { Outcome: WindowOutcome.Kept } ? WindowStatus.Kept
            : no.Length > 0 ? WindowStatus.Refused
            : yes.Length < window.Parties.Length ? WindowStatus.Proposed
            : at < window.From ? WindowStatus.Agreed
            : at < window.Until ? WindowStatus.Running
            : WindowStatus.Over;
        return new WindowState(subject, window, status, yes, no, judged);
    }
}
