namespace Holdfast.App.Cell;

/// <summary>What became of an act of the cell: its entry, or why it was not done. <see cref="Entry"/> is null exactly where it was refused.</summary>
/// <param name="Subject">The subject's id; empty where it was refused before it had one.</param>
/// <param name="Code">
/// A stable code of the refusal, such as <c>no-right</c>, <c>not-your-nation</c>, <c>joined-otherwise</c>, <c>deadline-passed</c>, <c>unknown-office</c>; <c>already</c> beside an entry that was there
/// in the same words; empty otherwise.
/// </param>
/// <param name="Refusal">A sentence; empty where it was done.</param>
public sealed record CellAnswer(long? Entry, string Subject, string Code, string Refusal);
