using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;

namespace Holdfast.Web.Commission.Forms;

/// <summary>Deliberation, votes, publication, remedies.</summary>
internal static class DecisionForms
{
    public static readonly ActKind Note = ActKind.For(
        _ => new ActForm(
            ActKind.WordOf<NoteMade>(),
            "Write a note",
            "Record it under the seal",
            CaseSection.Deliberation,
            new NoteMade("x"),
            [new FormField("text", "For the members who may vote in this case", FieldKind.Text)]
        ),
        (_, form) => new NoteMade(form.Text("text"))
    );

    public static readonly ActKind Recuse = ActKind.For<MemberRecused>(
        scene =>
            scene
                .Rules.Members.Where(m => !scene.Of.Recused.Contains(m.Id))
                .Take(1)
                .Select(_ => new ActForm(
                    ActKind.WordOf<MemberRecused>(),
                    "Recuse a member",
                    "Record the recusal",
                    CaseSection.Deliberation,
                    new MemberRecused(FirstToRecuse(scene), "x"),
                    [
                        FormField.OneOf(
                            "member",
                            "Member",
                            scene.Rules.Members.Where(m => !scene.Of.Recused.Contains(m.Id)).Select(m => (m.Id, m.Name)),
                            scene.Rules.Member(scene.Seat) is null ? "" : scene.Seat
                        ),
                        new FormField("reason", "Why"),
                    ]
                )
                {
                    Hint = "A recused member sees nothing of the deliberation and does not vote.",
                }),
        (_, form) => new MemberRecused(form.Text("member"), form.Text("reason"))
    );

    public static readonly ActKind Cast = ActKind.For<VoteCast>(
        scene =>
            Open(
                scene,
                vote => new ActForm(
                    ActKind.WordOf<VoteCast>(),
                    $"Vote on {vote.Vote}",
                    "Cast the vote",
                    CaseSection.Deliberation,
                    new VoteCast(vote.Vote, scene.Seat, VoteChoice.Abstain),
                    [FormField.Hidden("vote", vote.Vote), FormField.Word("choice", "Your vote", VoteChoice.For)]
                )
                {
                    Hint = "A vote is cast once.",
                }
            ),
        (scene, form) => new VoteCast(form.Text("vote"), scene.Seat, form.Word<VoteChoice>("choice"))
    );

    public static readonly ActKind Dissent = ActKind.For<DissentFiled>(
        scene =>
            Open(
                scene,
                vote => new ActForm(
                    ActKind.WordOf<DissentFiled>(),
                    "File a separate opinion",
                    "File it",
                    CaseSection.Deliberation,
                    new DissentFiled(vote.Vote, scene.Seat, "x", false),
                    [
                        FormField.Hidden("vote", vote.Vote),
                        new FormField("text", "The opinion", FieldKind.Text),
                        new FormField("publish", "Publish it with the decision, under my name", FieldKind.Flag) { Required = false },
                    ]
                )
            ),
        (scene, form) => new DissentFiled(form.Text("vote"), scene.Seat, form.Text("text"), form.Flag("publish"))
    );

    public static readonly ActKind Decide = ActKind.For<Decided>(
        scene =>
            Open(
                scene,
                vote => new ActForm(
                    ActKind.WordOf<Decided>(),
                    $"Close the vote {vote.Vote}: it has carried",
                    "Decide",
                    CaseSection.Deliberation,
                    new Decided(vote.Vote, vote.Proposal, VoteCount.Of(scene.Of, vote.Vote, scene.Rules)),
                    [FormField.Hidden("vote", vote.Vote), ActForm.Confirmation]
                )
                {
                    Grave = true,
                    Hint = "Its facts are determined at once; guarantees that hang on them follow.",
                }
            ),
        (scene, form) =>
            scene.Of.OpenVote is { } vote && vote.Vote == form.Text("vote")
                ? new Decided(vote.Vote, vote.Proposal, VoteCount.Of(scene.Of, vote.Vote, scene.Rules))
                : throw new FormatException($"No vote '{form.Text("vote")}' is open.")
    );

    public static readonly ActKind Fail = ActKind.For<VoteFailed>(
        scene =>
            Open(
                scene,
                vote => new ActForm(
                    ActKind.WordOf<VoteFailed>(),
                    $"Close the vote {vote.Vote}: it has not carried",
                    "Close it as failed",
                    CaseSection.Deliberation,
                    new VoteFailed(vote.Vote),
                    [FormField.Hidden("vote", vote.Vote), ActForm.Confirmation]
                )
                {
                    Grave = true,
                    Hint = "Those who have not voted cannot vote on it any more; another proposal may be put.",
                }
            ),
        (_, form) => new VoteFailed(form.Text("vote"))
    );

    public static readonly ActKind ProposeRelease = ActKind.For<ReleaseProposed>(
        scene =>
            scene
                .Of.Of<Decided>()
                .Select(d => new ActForm(
                    ActKind.WordOf<ReleaseProposed>(),
                    $"Propose to publish the decision {d.Vote}",
                    "Propose it",
                    CaseSection.Decisions,
                    new ReleaseProposed(d.Vote),
                    [FormField.Hidden("vote", d.Vote)]
                )
                {
                    Target = d.Vote,
                    Hint = "Another person confirms it: two people publish a decision.",
                }),
        (_, form) => new ReleaseProposed(form.Text("vote"))
    );

    public static readonly ActKind Publish = ActKind.For(
        scene =>
            scene
                .Of.Of<Decided>()
                .Select(d => Publication.Confirmed(scene.Of, d, scene.Seat))
                .OfType<DecisionPublished>()
                .Select(p => new ActForm(
                    ActKind.WordOf<DecisionPublished>(),
                    $"Confirm and publish the decision {p.Vote}",
                    "Publish it",
                    CaseSection.Decisions,
                    p,
                    [FormField.Hidden("vote", p.Vote), ActForm.Confirmation]
                )
                {
                    Target = p.Vote,
                    Grave = true,
                    Hint =
                        "Findings without evidence, the count without names, the separate opinions whose authors want it. Anybody may read it from then on.",
                }),
        (scene, form) =>
        {
            var id = form.Text("vote");
            return scene.Of.Of<Decided>().FirstOrDefault(d => d.Vote == id) is not { } decided
                ? throw new FormatException($"There is no decision '{id}'.")
                // Unproposed, it is judged, and refused, like any other act.
                : Publication.Confirmed(scene.Of, decided, scene.Seat) ?? Publication.Of(scene.Of, decided, [scene.Seat]);
        }
    );

    public static readonly ActKind CheckRemedy = ActKind.For<RemedyChecked>(
        scene =>
            scene.Of.Remedies.Select(r => new ActForm(
                ActKind.WordOf<RemedyChecked>(),
                $"Check {r.Id}: {r.Text}",
                "Record the check",
                CaseSection.Remedies,
                new RemedyChecked(r.Id, Compliance.CannotBeChecked, "x"),
                [
                    FormField.Hidden("remedy", r.Id),
                    FormField.Word("compliance", "Is it done?", Compliance.Complied),
                    new FormField("note", "What was seen", FieldKind.Text) { Hint = $"To be checked by: {r.Check}" },
                ]
            )
            {
                Target = r.Id,
            }),
        (_, form) => new RemedyChecked(form.Text("remedy"), form.Word<Compliance>("compliance"), form.Text("note"))
    );

    private static IEnumerable<ActForm> Open(FormScene scene, Func<VoteOpened, ActForm> form) =>
        scene.Of.OpenVote is { } vote ? [form(vote)] : [];

    // Offered where somebody may recuse anybody; a member who has voted is not among them.
    private static string FirstToRecuse(FormScene scene) =>
        scene
            .Rules.Members.Select(m => m.Id)
            .FirstOrDefault(
                m => !scene.Of.Recused.Contains(m) && (scene.Of.OpenVote is not { } v || scene.Of.VotesIn(v.Vote).All(c => c.Member != m)),
                scene.Seat
            );
}
