using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Commission;

/// <summary>An act that was done: by whom, when, under which label, and the state in which it left the case.</summary>
/// <param name="Number">From 0 in the case, without gaps.</param>
/// <param name="Index">The entry's index in the record; -1 for one that is only proposed.</param>
public sealed record Deed(int Number, CaseAct Act, string By, Instant At, Label Label, long Index, CaseState After);

/// <summary>Why an act is not lawful, and what would be.</summary>
/// <param name="Code">A stable name for tests and programs, such as <c>wrong-state</c>.</param>
/// <param name="Lawful">Words of the acts that the case's state allows and that whoever asked could do, sorted.</param>
public sealed record CaseRefusal(string Code, string Message, IReadOnlyList<string> Lawful)
{
    public override string ToString() => Lawful.Count == 0 ? Message : $"{Message} Lawful now: {string.Join(", ", Lawful)}.";
}
