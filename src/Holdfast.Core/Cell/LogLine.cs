using Holdfast.Core.Cell.Acts;
using Holdfast.Core.Values;

namespace Holdfast.Core.Cell;

/// <summary>A note of the watch log, or a handover.</summary>
/// <param name="CorrectedBy">The id of the latest note that corrects it; null where none does.</param>
public sealed record LogLine(CellSubject Subject, CellAct Act, string? CorrectedBy)
{
    public string Id => Subject.Id;
    public Label Label => Subject.Label;
    public CellDeed Deed => Subject.Opening;

    public string Text =>
        Act switch
        {
            NoteWritten n => n.Text,
            WatchHandedOver h => h.Text,
            _ => "",
        };
}
