using System.Collections.Immutable;
using Holdfast.Core.Cell.Notices;

namespace Holdfast.App.Cell.Notices;

/// <summary>What a round would do, if it were made now.</summary>
/// <param name="Raises">Signals that are not in the record yet, under the indices that they would have if nobody else wrote.</param>
/// <param name="Tells">Whom it would tell by which way.</param>
public sealed record NoticePlan(ImmutableArray<RaisedSignal> Raises, ImmutableArray<PlannedTelling> Tells);

/// <summary>One office by one way, as it would be told.</summary>
/// <param name="Reached">Whether the contacts file has an address for it; without one it bounces.</param>
/// <param name="Text">What it would be told; null where the contacts file does not name the office.</param>
public sealed record PlannedTelling(Notice Notice, Telling Telling, bool Reached, NoticeText? Text);
