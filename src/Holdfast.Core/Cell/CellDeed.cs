using Holdfast.Core.Cell.Acts;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Cell;

/// <summary>An act as it was recorded.</summary>
/// <param name="Entry">The index of its entry.</param>
/// <param name="At">When it was recorded: what counts for deadlines.</param>
/// <param name="Author">Who recorded it.</param>
/// <param name="Number">Its number among the acts of its subject, from 0.</param>
public sealed record CellDeed(
    string Subject,
    int Number,
    CellAct Act,
    long Entry,
    Instant At,
    string Author,
    Standing Standing,
    Label Label,
    Mode Mode
)
{
    /// <summary>When what it says was so: an act that tells of another time than its recording says so itself.</summary>
    public Instant When =>
        Act switch
        {
            CallMade a => a.At,
            CallReplied a => a.At,
            CallEffectSeen a => a.At,
            CallEnded a => a.At,
            WindowAnswered a => a.At,
            WindowJudged a => a.At,
            WindowCalledOff a => a.At,
            _ => At,
        };
}

/// <summary>An entry that is no good act: it changes nothing, and the log shows it with the reason.</summary>
public sealed record CellIrregularity(long Entry, string Kind, string Code, string Reason);
