using System.Collections.Immutable;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Watch.ReportForm;

/// <summary>What is wrong with one field of a form, for the person who filled it in.</summary>
/// <param name="Field">Its name, nested ones as <c>place.latitude</c> or <c>items[2].present</c>; empty for the form as a whole.</param>
/// <param name="Code">A stable code: missing, unknown-field, too-long, not-a-number, out-of-range, not-a-choice, not-an-instant, in-the-future, not-json, too-large.</param>
public sealed record FieldError(string Field, string Code, string Message, string? Suggestion = null);

/// <summary>A report, or the errors of its fields; exactly one of them.</summary>
public sealed record ReportResult(Report? Report, ImmutableArray<FieldError> Errors)
{
    public bool IsValid => Report is not null;
}

/// <summary>What the form does not say itself: who hands it in, when it arrived, and how it may be read.</summary>
/// <param name="SourceId">Id of the <see cref="Source"/>, also the producer of the entries.</param>
/// <param name="Author">The person's account.</param>
public sealed record ReportContext(string SourceId, string Author, Instant ReceivedAt, Mode Mode, Standing Standing, Label Label);
