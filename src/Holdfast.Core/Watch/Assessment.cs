using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Watch;

/// <summary>What one term makes of one incident. Machines find: this is <em>alleged</em>; only the commission establishes.</summary>
/// <param name="Verdict">The outcome with severity, reasons and trace.</param>
/// <param name="Perpetrator">Who did it: "undetermined" unless a determination says otherwise. Never taken from an event file's actor columns.</param>
public sealed record Assessment(IncidentId Incident, string Term, TermVerdict Verdict, string Perpetrator = "undetermined");
