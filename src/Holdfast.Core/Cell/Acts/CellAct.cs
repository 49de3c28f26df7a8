namespace Holdfast.Core.Cell.Acts;

/// <summary>
/// Something done in the coordination cell: the body of one entry of a kind <c>cell.*/1</c>. A closed union; who did it, when it was recorded and under which label belong to the entry
/// around it. Each act is about one subject (a call, a quiet window, a meeting, a decision, a task, a note), which its first act opens.
/// </summary>
public abstract record CellAct
{
    private protected CellAct() { }
}

/// <summary>What a subject of the cell is; its id begins with the word.</summary>
public enum CellSubjectKind
{
    Call,
    Window,
    Meeting,
    Decision,
    Task,
    Note,
}
