using System.Collections.Immutable;
using Holdfast.App.Record;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Codec;
using Holdfast.Core.Values;

namespace Holdfast.App.Commission;

/// <summary>
/// What the auditor is told of refused acts of cases. Acts of a deliberation and acts about people who speak have no word and no reason here: a refused vote would tell that
/// there is a vote, a refused statement that somebody speaks.
/// </summary>
internal static class CaseNotes
{
    private static readonly ImmutableHashSet<string> Untold = ImmutableHashSet.CreateRange(
        StringComparer.Ordinal,
        new[]
        {
            typeof(NoteMade),
            typeof(VoteOpened),
            typeof(VoteCast),
            typeof(DissentFiled),
            typeof(VoteFailed),
            typeof(Decided),
            typeof(StatementTaken),
            typeof(ConsentWithdrawn),
            typeof(KeyDestroyed),
        }.Select(act => CaseCodec.Word(CaseCodec.KindOf(act)))
    );

    /// <param name="before">The case as it stood, where whoever asked may see it.</param>
    public static AuditedRefusal Of(string by, Case? before, CaseAct act, string code) =>
        act is Decided || Seal.LabelOf(before, before?.Id ?? "", act).Classification >= Classification.Confidential
            ? Sealed(by, before?.Id)
            : new AuditedRefusal("case", by, CaseCodec.WordOf(act), code, before?.Id ?? "");

    /// <summary>For what never became an act.</summary>
    /// <param name="word">The act's word as the law has it, or null where it is none.</param>
    public static AuditedRefusal Of(string by, string? id, string? word, string code) =>
        word is not null && Untold.Contains(word) ? Sealed(by, id) : new AuditedRefusal("case", by, word ?? "", code, id ?? "");

    /// <summary>Something was refused for a reason that is, or may be, under a case's seal.</summary>
    public static AuditedRefusal Sealed(string by, string? id) =>
        new("case", by, AuditedRefusal.UnderSeal, AuditedRefusal.UnderSeal, id ?? "");
}
