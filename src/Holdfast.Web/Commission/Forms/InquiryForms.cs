using System.Collections.Immutable;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using NodaTime;

namespace Holdfast.Web.Commission.Forms;

/// <summary>The course of the inquiry: moves, admissibility, plan, tasks, searches, drafts.</summary>
internal static class InquiryForms
{
    private static readonly ImmutableArray<string> Grounds =
    [
        "It is about this ceasefire and its time",
        "It names an act that a term forbids",
        "It is not before another body",
    ];

    public static readonly ActKind Move = ActKind.For<Moved>(
        scene =>
            CaseLaw
                .MovesFrom(scene.Of.State)
                .Select(to => new ActForm(
                    ActKind.WordOf<Moved>(),
                    TitleOf(scene.Of.State, to),
                    "Do it",
                    CaseSection.Head,
                    new Moved(to, "x"),
                    [FormField.Hidden("to", CaseWords.Of(to)), new FormField("reason", "Why")]
                )
                {
                    Target = CaseWords.Of(to),
                }),
        (_, form) => new Moved(form.Word<CaseState>("to"), form.Text("reason"))
    );

    public static readonly ActKind Admissibility = ActKind.For(
        scene => new ActForm(
            ActKind.WordOf<AdmissibilityDecided>(),
            "Decide whether it is heard",
            "Decide",
            CaseSection.Head,
            new AdmissibilityDecided(true, [new AdmissibilityGround("x", true, "x")]),
            [.. Grounds.SelectMany(GroundFields)]
        )
        {
            Hint = "The case is admissible where every ground is met; each with its reason. Empty grounds are left out.",
        },
        (_, form) => ReadGrounds(form)
    );

    public static readonly ActKind Plan = ActKind.For(
        scene => new ActForm(
            ActKind.WordOf<PlanSet>(),
            scene.Of.Of<PlanSet>().Any() ? "Change the plan" : "Set the plan",
            "Set it",
            CaseSection.Plan,
            new PlanSet("x"),
            [
                new FormField("plan", "What the inquiry sets out to learn, and how", FieldKind.Text)
                {
                    Value = scene.Of.Of<PlanSet>().LastOrDefault()?.Plan ?? "",
                },
            ]
        ),
        (_, form) => new PlanSet(form.Text("plan"))
    );

    public static readonly ActKind Task = ActKind.For(
        scene => new ActForm(
            ActKind.WordOf<TaskSet>(),
            "Set a task",
            "Set it",
            CaseSection.Plan,
            new TaskSet(NextTask(scene), "x", "x", scene.Now),
            [
                FormField.Id("Its id", NextTask(scene)),
                new FormField("title", "What is to be done"),
                FormField.OneOf("owner", "Who answers for it", scene.People, scene.Seat),
                new FormField("due", "Until", FieldKind.Moment) { Value = scene.Local(scene.Now + Duration.FromDays(3)) },
            ]
        ),
        (_, form) => new TaskSet(form.Text("id"), form.Text("title"), form.Text("owner"), form.Moment("due"))
    );

    public static readonly ActKind Done = ActKind.For<TaskDone>(
        scene =>
            scene
                .Of.Of<TaskSet>()
                .Select(t => new ActForm(
                    ActKind.WordOf<TaskDone>(),
                    $"{t.Task} is done",
                    "It is done",
                    CaseSection.Plan,
                    new TaskDone(t.Task, "x"),
                    [FormField.Hidden("task", t.Task), new FormField("result", $"What came of it: {t.Title}", FieldKind.Text)]
                )
                {
                    Target = t.Task,
                }),
        (_, form) => new TaskDone(form.Text("task"), form.Text("result"))
    );

    public static readonly ActKind Search = ActKind.For(
        scene => new ActForm(
            ActKind.WordOf<SearchLogged>(),
            "Log a search",
            "Log it",
            CaseSection.Searches,
            new SearchLogged("x", "x", "x", []),
            [
                new FormField("where", "Where was looked"),
                new FormField("for", "For what"),
                new FormField("outcome", "What came of it") { Hint = "Nothing found is worth as much as something found." },
                FormField.AnyOf("evidence", "Evidence that came of it", scene.Citable),
            ]
        ),
        (_, form) => new SearchLogged(form.Text("where"), form.Text("for"), form.Text("outcome"), form.Many("evidence"))
    );

    public static readonly ActKind Draft = ActKind.For(
        scene => new ActForm(
            ActKind.WordOf<Drafted>(),
            scene.Of.Of<Drafted>().Any() ? "Write another draft" : "Write the draft report",
            "Record the draft",
            CaseSection.Drafts,
            new Drafted(NextDraft(scene), "x", []),
            [
                FormField.Id("Its id", NextDraft(scene)),
                new FormField("text", "The report", FieldKind.Text)
                {
                    Value = scene.Of.Of<Drafted>().LastOrDefault() is { } last ? RedactedText.Mark(last) : "",
                    Hint =
                        "Put [[ and ]] around what nobody outside may read. A reason of its own follows two bars: [[the name of the village || place of a witness]].",
                },
                new FormField("why", "Why the marked passages are covered") { Required = false, Value = "protects a source" },
            ]
        ),
        (_, form) =>
        {
            var (text, redactions) = RedactedText.Read(form.Text("text"), form.Optional("why") ?? "protected");
            return new Drafted(form.Text("id"), text, redactions);
        }
    );

    private static string NextTask(FormScene scene) => FormScene.Next("T", scene.Of.Of<TaskSet>().Select(t => t.Task));

    private static string NextDraft(FormScene scene) => FormScene.Next("D", scene.Of.Of<Drafted>().Select(d => d.Id));

    private static IEnumerable<FormField> GroundFields(string ground, int i) =>
        [
            new FormField($"ground.{i}", "Ground")
            {
                Value = ground,
                Group = $"Ground {i + 1}",
                Required = false,
            },
            FormField.OneOf($"met.{i}", "Is it met?", [("yes", "met"), ("no", "not met")], "yes") with
            {
                Group = $"Ground {i + 1}",
            },
            new FormField($"why.{i}", "Why") { Group = $"Ground {i + 1}", Required = false },
        ];

    private static AdmissibilityDecided ReadGrounds(FormReader form)
    {
        var grounds = Enumerable
            .Range(0, Grounds.Length)
            .Where(i => form.Text($"ground.{i}").Length > 0)
            .Select(i => new AdmissibilityGround(form.Text($"ground.{i}"), form.Text($"met.{i}") == "yes", form.Text($"why.{i}")))
            .ToImmutableArray();
        return new AdmissibilityDecided(grounds.All(g => g.Met), grounds);
    }

    private static string TitleOf(CaseState from, CaseState to) =>
        (from, to) switch
        {
            (CaseState.Received, CaseState.Preliminary) => "Register it for the preliminary inquiry",
            (CaseState.Reopened, CaseState.Preliminary) => "Begin again with the preliminary inquiry",
            (CaseState.Reopened, CaseState.Investigating) => "Go on investigating",
            (_, CaseState.Investigating) => "Send it back to the investigation",
            (_, CaseState.Deliberation) => "Begin the deliberation",
            (_, CaseState.RemedyMonitoring) => "Begin to monitor the remedies",
            (_, CaseState.Closed) => "Close the case",
            _ => $"Move it to {CaseWords.Plain(to)}",
        };
}
