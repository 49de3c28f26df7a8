using System.Collections.Immutable;
using Holdfast.Core.Clauses;

namespace Holdfast.Core.Watch.Assessments;

/// <summary>What one term makes of one incident, without the explanation: for counting and filtering by the hundred thousand.</summary>
/// <param name="Reasons">The verdict's codes, in its order; never empty.</param>
public readonly record struct IncidentFinding(
    IncidentId Incident,
    string Term,
    Outcome Outcome,
    Severity? Severity,
    ImmutableArray<string> Reasons
);
