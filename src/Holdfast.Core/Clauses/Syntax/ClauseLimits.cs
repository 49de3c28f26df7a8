namespace Holdfast.Core.Clauses.Syntax;

/// <summary>Bounds on what one clause file may hold, so that hostile or broken input ends in a message and not in an exhausted machine.</summary>
public static class ClauseLimits
{
    /// <summary>UTF-16 units of one file.</summary>
    public const int FileLength = 2_000_000;

    /// <summary>UTF-16 units of one text in quotes, and of one comment.</summary>
    public const int TextLength = 4_000;

    public const int NameLength = 100;

    /// <summary>How deep parentheses, braces and negations may nest within one condition.</summary>
    public const int Depth = 120;

    /// <summary>Diagnostics of one compilation; the next one says that there are more.</summary>
    public const int Diagnostics = 100;
}
