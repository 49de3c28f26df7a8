using System.Collections.Immutable;
using Holdfast.Core.Cell.Acts;
using Holdfast.Core.Cell.Codec;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Cell;

/// <summary>Everything done about one call, window, meeting, decision, task or note, in order; at least its opening.</summary>
/// <param name="Whole">False where a number is missing: some act of it is not among what was read.</param>
public sealed record CellSubject(string Id, CellSubjectKind Kind, ImmutableArray<CellDeed> Deeds, bool Whole)
{
    public CellDeed Opening => Deeds[0];

    /// <summary>The label of everything about it: that of its opening.</summary>
    public Label Label => Opening.Label;

    /// <summary>The number that its next act bears: one more than the last that was read, good or not.</summary>
    public int Next { get; internal init; } = Deeds[^1].Number + 1;

    /// <summary>Acts of one type that tell of times up to an instant, in the order of those times and, at one time, of recording.</summary>
    public IEnumerable<(T Act, CellDeed Deed)> Of<T>(Instant until)
        where T : CellAct =>
        Deeds
            .Where(d => d.Act is T && d.When <= until && d.At <= until)
            .OrderBy(d => d.When)
            .ThenBy(d => d.Number)
            .Select(d => ((T)d.Act, d));

    /// <summary>Acts of one type, whenever they were, in the order of recording.</summary>
    public IEnumerable<T> Every<T>()
        where T : CellAct => Deeds.Select(d => d.Act).OfType<T>();

    internal static CellSubject Of(CellDeed opening) => new(opening.Subject, CellCodec.SubjectOf(opening.Act), [opening], true);
}
