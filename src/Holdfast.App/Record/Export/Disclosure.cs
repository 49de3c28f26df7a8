using Holdfast.Core.Record;
using Holdfast.Core.Values;

namespace Holdfast.App.Record.Export;

/// <summary>What leaves a record in bundles and exports, for one reader.</summary>
/// <param name="Unveiled">
/// Observations are disclosed to the watch room alone unless this is set: their places and times would escape the delay and the blur that protect people in a live
/// mission (DECISIONS, Do no harm). Set it for missions of public or historical data.
/// </param>
public sealed record Disclosure(Reader Reader, bool Unveiled)
{
    /// <summary>Whether an entry that this reader may read may be handed out with its salt; else its commitment alone is.</summary>
    public bool Allows(Entry entry) =>
        // The proof of a released entry shows the label under which it was recorded: it is for those who may read under that.
        (entry.RecordedLabel is not { } recorded || ReadAccess.MayRead(Reader, recorded))
        && (Unveiled || Reader.InWatchRoom || !TellsPlaces(entry.Kind));

    // Observations, and where sensors stand.
    private static bool TellsPlaces(string kind) =>
        kind.StartsWith(SqliteSchema.ManyPrefix, StringComparison.Ordinal)
        || kind.StartsWith("sensor.", StringComparison.Ordinal)
        || kind.StartsWith("mission.file/", StringComparison.Ordinal);
}
