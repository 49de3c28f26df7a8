namespace Holdfast.App.Watch.Feeds;

/// <summary>Why one row could not become an observation.</summary>
/// <param name="Column">The column at fault, or empty.</param>
/// <param name="Code">A stable code, listed in docs/guide/feeds.md.</param>
internal sealed record RowFault(string Column, string Code, string Reason)
{
    public static RowFault Missing(string column) => new(column, "missing-field", $"'{column}' is empty.");

    public static RowFault Number(string column, string found) =>
        new(column, "bad-number", $"'{column}' is '{Cut(found)}', which is not a number.");

    public static RowFault Date(string column, string found, string expected) =>
        new(column, "bad-date", $"'{column}' is '{Cut(found)}', which is not a date such as {expected}.");

    public static RowFault Future(string column, string found) =>
        new(column, "future-date", $"'{column}' is '{Cut(found)}', which lies in the future.");

    public static string Cut(string text) => text.Length <= 80 ? text : text[..80] + "...";
}
