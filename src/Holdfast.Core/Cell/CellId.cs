using Holdfast.Core.Cell.Acts;

namespace Holdfast.Core.Cell;

/// <summary>Ids of the cell's subjects: a word for what it is, a hyphen, and letters or digits (<c>decision-3fa9c1d2</c>).</summary>
public static class CellId
{
    private const int MaxLength = 40;

    /// <summary>The word of a kind, lower case.</summary>
    public static string Word(CellSubjectKind kind) =>
        kind switch
        {
            CellSubjectKind.Call => "call",
            CellSubjectKind.Window => "window",
            CellSubjectKind.Meeting => "meeting",
            CellSubjectKind.Decision => "decision",
            CellSubjectKind.Task => "task",
            CellSubjectKind.Note => "note",
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

    public static string Of(CellSubjectKind kind, string tail) => $"{Word(kind)}-{tail}";

    /// <summary>What an id is of; null where it is none.</summary>
    public static CellSubjectKind? KindOf(string id)
    {
        var parts = id.Split('-', 2);
        return id.Length <= MaxLength && parts is [var word, { Length: > 0 } tail] && tail.All(char.IsAsciiLetterOrDigit)
            ? Enum.GetValues<CellSubjectKind>().Where(k => Word(k) == word).Cast<CellSubjectKind?>().FirstOrDefault()
            : null;
    }
}
