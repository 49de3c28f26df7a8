using System.Collections.Immutable;

namespace Holdfast.Core.Cell.Acts;

/// <summary>A note of the watch log. Notes are never changed: a correction is a note that names the one it corrects.</summary>
/// <param name="Office">The office that keeps the log.</param>
/// <param name="Corrects">The id of the note that it corrects; null for none.</param>
public sealed record NoteWritten(string Office, string Text, string? Corrects) : CellAct;

/// <summary>The watch is handed over.</summary>
/// <param name="From">The office or person that leaves.</param>
/// <param name="To">Who takes over.</param>
/// <param name="Open">What was open then, one line each, worked out and not written by hand.</param>
public sealed record WatchHandedOver(string From, string To, string Text, ImmutableArray<string> Open) : CellAct;
