namespace Holdfast.Core.Cell;

/// <summary>The words of this room's enumerations, as people read them.</summary>
public static class CellWords
{
    /// <summary>Such as <c>did not stop</c>.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum =>
        string.Concat(value.ToString().Select((c, i) => char.IsUpper(c) ? (i > 0 ? " " : "") + char.ToLowerInvariant(c) : c.ToString()));
}
