using Holdfast.Core.Commission;
using Holdfast.Core.Record;

namespace Holdfast.App.Commission;

/// <summary>What became of an act: the receipt, or the refusal, which has been recorded too.</summary>
/// <param name="Id">The case's id.</param>
/// <param name="Case">The case after the act as whoever acted may see it; null where they may not, and with a refusal.</param>
public sealed record CaseAnswer(string Id, Case? Case, CaseRefusal? Refusal, Receipt? Receipt);

/// <summary>An act that was refused, as the auditor sees it.</summary>
public sealed record RefusedAct(long Index, NodaTime.Instant At, string Case, string By, string Kind, string Code, string Message);
