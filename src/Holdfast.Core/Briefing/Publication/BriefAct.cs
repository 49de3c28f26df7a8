using NodaTime;

namespace Holdfast.Core.Briefing.Publication;

/// <summary>An act about the publication of an edition. All of one edition bear its id.</summary>
public abstract record BriefAct(string Brief);

/// <summary>
/// One person proposes an edition, with all that is needed to make it again: the question, the engine, the mission's revision, where the record stood, and the report itself under its digest.
/// </summary>
/// <param name="Edition">As <see cref="Editions.Edition.Name"/> writes it.</param>
/// <param name="Date">The report's day, in the mission's zone.</param>
/// <param name="AsOf">The time of day at which its period ends, as <c>HH:mm</c>.</param>
/// <param name="Known">As known then.</param>
/// <param name="Head">How many entries the record had.</param>
/// <param name="Sha256">Of the report as JSON, in lower-case hexadecimal.</param>
/// <param name="Report">The report as JSON (<see cref="Reports.ReportJson"/>).</param>
/// <param name="Corrects">The edition that this is a corrigendum to; empty for none.</param>
public sealed record BriefProposed(
    string Brief,
    string Kind,
    string Edition,
    LocalDate Date,
    string AsOf,
    Instant Known,
    string Engine,
    string Revision,
    long Head,
    string Sha256,
    string Report,
    string Corrects,
    string Reason
) : BriefAct(Brief);

/// <summary>A second person releases it. It holds the report once more, since its readers may not read what was proposed.</summary>
/// <param name="By">The first person and the second.</param>
/// <param name="Proposed">The edition as it was proposed.</param>
public sealed record BriefReleased(BriefProposed Proposed, string By, string And) : BriefAct(Proposed.Brief);

/// <summary>A proposal is taken back, or a released edition withdrawn: it stays in the record, and the library says that it was withdrawn and why.</summary>
public sealed record BriefWithdrawn(string Brief, string Reason) : BriefAct(Brief);
