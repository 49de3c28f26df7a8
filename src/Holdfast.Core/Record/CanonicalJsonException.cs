namespace Holdfast.Core.Record;

/// <summary>A text or a value that has no canonical JSON; the message says what, and where it was found when it came from a text.</summary>
public sealed class CanonicalJsonException : FormatException
{
    public CanonicalJsonException(string message)
        : base(message) { }

    /// <param name="line">Counts from 1.</param>
    /// <param name="column">Counts bytes from 1.</param>
    public CanonicalJsonException(string message, long line, long column)
        : base($"line {line}, column {column}: {message}")
    {
        Line = line;
        Column = column;
    }

    /// <summary>The line, from 1, or 0 where no text was read.</summary>
    public long Line { get; }

    /// <summary>The column in bytes, from 1, or 0 where no text was read.</summary>
    public long Column { get; }
}
