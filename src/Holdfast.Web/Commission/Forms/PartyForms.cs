using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using NodaTime;

namespace Holdfast.Web.Commission.Forms;

/// <summary>What goes to the parties and comes from them: notices, summaries that two people review, answers, corrections, silence.</summary>
internal static class PartyForms
{
    public static readonly ActKind Notify = ActKind.For<PartyNotified>(
        scene =>
            scene.Of.Parties.Select(p => new ActForm(
                ActKind.WordOf<PartyNotified>(),
                $"Tell {scene.NameOf(p)} that a case concerns it",
                "Send the notice",
                CaseSection.Parties,
                new PartyNotified(p, "x"),
                [
                    FormField.Hidden("party", p),
                    new FormField("notice", "The notice", FieldKind.Text)
                    {
                        Hint = "What is alleged, in one sentence; no source, no position.",
                    },
                ]
            )
            {
                Target = p,
            }),
        (_, form) => new PartyNotified(form.Text("party"), form.Text("notice"))
    );

    public static readonly ActKind DraftSummary = ActKind.For<SummaryDrafted>(
        scene => scene.Of.Parties.Select(p => SummaryForm(scene, p)),
        (scene, form) =>
            new SummaryDrafted(
                form.Text("id"),
                form.Text("party"),
                [
                    .. scene.Of.Allegations.Select(a => new SummaryPoint(
                        a.Id,
                        form.Text($"text.{a.Id}"),
                        form.Count($"for.{a.Id}"),
                        form.Count($"against.{a.Id}")
                    )),
                ]
            )
    );

    public static readonly ActKind Review = ActKind.For<SummaryReviewed>(
        scene =>
            SummaryReview
                .Drafts(scene.Of)
                .Select(d => new ActForm(
                    ActKind.WordOf<SummaryReviewed>(),
                    $"Review {d.Draft.Id}, for {scene.NameOf(d.Draft.Party)}",
                    "Record the review",
                    CaseSection.Parties,
                    new SummaryReviewed(d.Draft.Id, true, ""),
                    [
                        FormField.Hidden("draft", d.Draft.Id),
                        FormField.OneOf(
                            "approved",
                            "May it leave?",
                            [("yes", "yes: nothing in it tells a source or a position"), ("no", "no")]
                        ) with
                        {
                            Value = "yes",
                        },
                        new FormField("note", "Note") { Required = false, Hint = "Needed where it may not leave." },
                    ]
                )
                {
                    Target = d.Draft.Id,
                }),
        (_, form) => new SummaryReviewed(form.Text("draft"), form.Text("approved") == "yes", form.Text("note"))
    );

    public static readonly ActKind Send = ActKind.For<SummarySent>(
        scene =>
            scene
                .Of.Parties.Select(p => SummaryReview.Ready(scene.Of, p, scene.Seat))
                .OfType<SummaryDrafted>()
                .Select(d => new ActForm(
                    ActKind.WordOf<SummarySent>(),
                    $"Send {d.Id} to {scene.NameOf(d.Party)}",
                    "Send it",
                    CaseSection.Parties,
                    new SummarySent(d.Party, d.Points, DueAfter(scene)),
                    [
                        FormField.Hidden("draft", d.Id),
                        new FormField("reply_due", "It may reply until", FieldKind.Moment) { Value = scene.Local(DueAfter(scene)) },
                    ]
                )
                {
                    Target = d.Party,
                    Hint = "Two people other than its author and you have approved exactly these words. Sending it starts the reply clock.",
                }),
        (scene, form) =>
        {
            var id = form.Text("draft");
            var draft =
                SummaryReview.Drafts(scene.Of).Select(d => d.Draft).FirstOrDefault(d => d.Id == id)
                ?? throw new FormatException($"There is no draft '{id}' of a summary.");
            return new SummarySent(draft.Party, draft.Points, form.Moment("reply_due"));
        }
    );

    public static readonly ActKind Receipt = ActKind.For<ReceiptGiven>(
        scene =>
            scene.Of.Parties.SelectMany(p =>
                Enumerable
                    .Range(1, scene.Of.LettersTo(p).Length)
                    .Select(n => new ActForm(
                        ActKind.WordOf<ReceiptGiven>(),
                        $"Letter {n} to {scene.NameOf(p)} was received",
                        "Record the receipt",
                        CaseSection.Parties,
                        new ReceiptGiven(p, n),
                        [FormField.Hidden("party", p), FormField.Hidden("letter", n.ToString(CultureInfo.InvariantCulture))]
                    )
                    {
                        Target = $"{p}.{n}",
                    })
            ),
        (_, form) => new ReceiptGiven(form.Text("party"), form.Count("letter"))
    );

    public static readonly ActKind Reply = ActKind.For<ReplyReceived>(
        scene =>
            scene
                .Of.Parties.Where(p => scene.Of.SummaryTo(p) is not null)
                .Select(p => new ActForm(
                    ActKind.WordOf<ReplyReceived>(),
                    $"{scene.NameOf(p)} replies",
                    "Record the reply",
                    CaseSection.Parties,
                    new ReplyReceived(p, "x"),
                    [FormField.Hidden("party", p), new FormField("text", "The reply", FieldKind.Text)]
                )
                {
                    Target = p,
                }),
        (_, form) => new ReplyReceived(form.Text("party"), form.Text("text"))
    );

    public static readonly ActKind Correct = ActKind.For<CorrectionRequested>(
        scene =>
            scene.Of.Parties.Select(p => new ActForm(
                ActKind.WordOf<CorrectionRequested>(),
                $"{scene.NameOf(p)} asks for a correction",
                "Record the request",
                CaseSection.Parties,
                new CorrectionRequested(p, NextRequest(scene), "x"),
                [
                    FormField.Hidden("party", p),
                    FormField.Id("Its id", NextRequest(scene)),
                    new FormField("text", "What is to be corrected", FieldKind.Text),
                ]
            )
            {
                Target = p,
            }),
        (_, form) => new CorrectionRequested(form.Text("party"), form.Text("id"), form.Text("text"))
    );

    public static readonly ActKind AnswerCorrection = ActKind.For<CorrectionAnswered>(
        scene =>
            scene
                .Of.Of<CorrectionRequested>()
                .Where(c => scene.Of.Of<CorrectionAnswered>().All(a => a.Id != c.Id))
                .Select(c => new ActForm(
                    ActKind.WordOf<CorrectionAnswered>(),
                    $"Answer the request {c.Id} of {scene.NameOf(c.Party)}",
                    "Answer",
                    CaseSection.Parties,
                    new CorrectionAnswered(c.Id, true, "x"),
                    [
                        FormField.Hidden("id", c.Id),
                        FormField.OneOf("accepted", "Is it granted?", [("yes", "granted"), ("no", "refused")], "yes"),
                        new FormField("answer", "Why", FieldKind.Text),
                    ]
                )
                {
                    Target = c.Id,
                }),
        (_, form) => new CorrectionAnswered(form.Text("id"), form.Text("accepted") == "yes", form.Text("answer"))
    );

    public static readonly ActKind Silence = ActKind.For<SilenceRecorded>(
        scene =>
            scene
                .Of.Parties.Where(p => scene.Of.SummaryTo(p) is not null)
                .Select(p => new ActForm(
                    ActKind.WordOf<SilenceRecorded>(),
                    $"Record that {scene.NameOf(p)} did not answer",
                    "Record the silence",
                    CaseSection.Parties,
                    new SilenceRecorded(p),
                    [FormField.Hidden("party", p)]
                )
                {
                    Target = p,
                    Hint = "Its time to reply is over. The case proceeds.",
                }),
        (_, form) => new SilenceRecorded(form.Text("party"))
    );

    private static ActForm SummaryForm(FormScene scene, string party)
    {
        var id = FormScene.Next("P", scene.Of.Of<SummaryDrafted>().Select(d => d.Id));
        // Equal substance: whoever is told second starts from the words for the first.
        var model = SummaryReview.Drafts(scene.Of).Select(d => d.Draft).LastOrDefault();
        SummaryPoint PointOn(string allegation) =>
            model?.Points.FirstOrDefault(p => p.Allegation == allegation) ?? new SummaryPoint(allegation, "", 0, 0);
        ImmutableArray<SummaryPoint> probe =
        [
            .. scene.Of.Allegations.Select(a => PointOn(a.Id)).Select(p => p.Text.Length > 0 ? p : p with { Text = "x" }),
        ];
        return new ActForm(
            ActKind.WordOf<SummaryDrafted>(),
            $"Draft the summary for {scene.NameOf(party)}",
            "Record the draft",
            CaseSection.Parties,
            new SummaryDrafted(id, party, probe),
            [
                FormField.Hidden("party", party),
                FormField.Id("Its id", id),
                .. scene.Of.Allegations.SelectMany(a => PointFields(a, PointOn(a.Id))),
            ]
        )
        {
            Target = party,
            Hint =
                "One point for each allegation, of the same substance for every party: no source, no position, no id. Two people other than you review it before it is sent.",
        };
    }

    private static IEnumerable<FormField> PointFields(Allegation a, SummaryPoint point)
    {
        var group = $"On {a.Id}";
        return
        [
            new FormField($"text.{a.Id}", "What is held", FieldKind.Text) { Group = group, Value = point.Text },
            new FormField($"for.{a.Id}", "Items that support it", FieldKind.Count)
            {
                Group = group,
                Value = point.SupportingItems.ToString(CultureInfo.InvariantCulture),
            },
            new FormField($"against.{a.Id}", "Items that contradict it", FieldKind.Count)
            {
                Group = group,
                Value = point.ContradictingItems.ToString(CultureInfo.InvariantCulture),
            },
        ];
    }

    // As long as the rules give the parties; not less than whoever was told first has.
    private static Instant DueAfter(FormScene scene)
    {
        var within = scene.Rules.Stage(CaseState.PartyResponse)?.Within ?? Duration.FromDays(7);
        var others = scene.Of.Parties.Select(scene.Of.SummaryTo).OfType<SummarySent>().Select(s => s.ReplyDue);
        return others.Append(scene.Now + within).Max();
    }

    private static string NextRequest(FormScene scene) => FormScene.Next("C", scene.Of.Of<CorrectionRequested>().Select(c => c.Id));
}
