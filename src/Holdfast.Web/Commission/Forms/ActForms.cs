using System.Collections.Immutable;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;

namespace Holdfast.Web.Commission.Forms;

/// <summary>
/// The one place that maps forms to acts and back. Which forms are offered follows from <see cref="CaseStep"/>, the same function that judges acts when they are
/// recorded: each form brings an act such as it may make, and is offered where that act would be taken.
/// </summary>
internal static class ActForms
{
    public static readonly ImmutableArray<ActKind> Kinds =
    [
        InquiryForms.Move,
        InquiryForms.Admissibility,
        EvidenceForms.Reopen,
        AllegationForms.Added,
        InquiryForms.Plan,
        InquiryForms.Task,
        InquiryForms.Done,
        EvidenceForms.Add,
        EvidenceForms.Custody,
        InquiryForms.Search,
        StatementForms.Take,
        StatementForms.Withdraw,
        StatementForms.Destroy,
        HypothesisForms.State,
        HypothesisForms.Weigh,
        InquiryForms.Draft,
        PartyForms.Notify,
        PartyForms.DraftSummary,
        PartyForms.Review,
        PartyForms.Send,
        PartyForms.Receipt,
        PartyForms.Reply,
        PartyForms.Correct,
        PartyForms.AnswerCorrection,
        PartyForms.Silence,
        DecisionForms.Note,
        SealForms.Admit,
        DecisionForms.Recuse,
        ProposalForms.Open,
        DecisionForms.Cast,
        DecisionForms.Dissent,
        DecisionForms.Decide,
        DecisionForms.Fail,
        DecisionForms.ProposeRelease,
        DecisionForms.Publish,
        DecisionForms.CheckRemedy,
    ];

    /// <summary>Null for a word that names no act, or one with no form (a case is opened on a page of its own).</summary>
    public static ActKind? Find(string word) => Kinds.FirstOrDefault(k => k.Word == word);

    /// <summary>The forms that this seat may fill in here and now.</summary>
    public static ImmutableArray<ActForm> Offered(FormScene scene) =>
        [.. Kinds.SelectMany(k => k.Forms(scene)).Where(f => IsLawful(scene, f.Probe))];

    public static bool IsLawful(FormScene scene, CaseAct act) => RefusalOf(scene, act) is null;

    /// <summary>Why an act would be refused, as far as this seat sees the case; null where it would be taken.</summary>
    public static CaseRefusal? RefusalOf(FormScene scene, CaseAct act) =>
        CaseStep.Take(scene.Of, scene.Of.Id, act, scene.Seat, scene.Now, Seal.LabelOf(scene.Of, scene.Of.Id, act), -1, scene.Rules).Refusal;
}
