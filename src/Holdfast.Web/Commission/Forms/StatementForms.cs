using Holdfast.App.Commission;
using Holdfast.Core.Commission.Acts;

namespace Holdfast.Web.Commission.Forms;

/// <summary>People who speak: their words are encrypted before anything of them is recorded.</summary>
internal static class StatementForms
{
    private static readonly string Unhashed = new('0', 64);

    public static readonly ActKind Take = ActKind.For(
        scene => new ActForm(
            ActKind.WordOf<StatementTaken>(),
            "Take a statement",
            "Encrypt and record it",
            CaseSection.Statements,
            new StatementTaken(Next(scene), "x", Unhashed, Unhashed, "", "x", "x", null),
            [
                FormField.Id("Its id", Next(scene)),
                new FormField("pseudonym", "Pseudonym") { Hint = "By which the commission speaks of the person." },
                new FormField("text", "The person's words", FieldKind.Text),
                new FormField("identity", "Who the person is, and how to reach them", FieldKind.Text)
                {
                    Hint = "Encrypted apart from the words, under the same key.",
                },
                new FormField("language", "Language") { Value = scene.Mission.Languages.LastOrDefault() ?? "" },
                new FormField("consent", "To what the person agreed")
                {
                    Hint = "Such as: may be read by members, may be summarised without a name.",
                },
                new FormField("risk", "What speaking may mean for the person, and what is done about it", FieldKind.Text),
                new FormField("interpreter", "Interpreter, as a pseudonym") { Required = false },
            ]
        )
        {
            Hint =
                "Words and identity are encrypted under a key of the person's own, outside the record. Destroying the key makes them unreadable everywhere.",
        },
        // The hashes of the ciphertexts are known once the words are encrypted.
        (_, form) =>
            new StatementTaken(
                form.Text("id"),
                form.Text("pseudonym"),
                Unhashed,
                Unhashed,
                form.Text("language"),
                form.Text("consent"),
                form.Text("risk"),
                form.Optional("interpreter")
            )
    );

    public static readonly ActKind Withdraw = ActKind.For<ConsentWithdrawn>(
        scene =>
            scene.Of.Statements.Select(s => new ActForm(
                ActKind.WordOf<ConsentWithdrawn>(),
                $"{s.Id}: the person withdraws the consent",
                "Record the withdrawal",
                CaseSection.Statements,
                new ConsentWithdrawn(s.Id, "x"),
                [
                    FormField.Hidden("statement", s.Id),
                    new FormField("reason", "Why, or that no reason was given") { Value = "no reason was given" },
                ]
            )
            {
                Target = s.Id,
                Hint = "From then on the statement may neither be read nor cited, and the matrix leaves it out.",
            }),
        (_, form) => new ConsentWithdrawn(form.Text("statement"), form.Text("reason"))
    );

    public static readonly ActKind Destroy = ActKind.For<KeyDestroyed>(
        scene =>
            scene
                .Of.Statements.Where(s => scene.Of.Of<KeyDestroyed>().All(k => k.Statement != s.Id))
                .Select(s => new ActForm(
                    ActKind.WordOf<KeyDestroyed>(),
                    $"{s.Id}: destroy the person's key",
                    "Destroy the key for good",
                    CaseSection.Statements,
                    new KeyDestroyed(s.Id),
                    [FormField.Hidden("statement", s.Id), ActForm.Confirmation]
                )
                {
                    Target = s.Id,
                    Grave = true,
                    Hint = "Nobody will ever read these words again. What is recorded of them, and every proof, stays as it is.",
                }),
        (_, form) => new KeyDestroyed(form.Text("statement"))
    );

    /// <summary>What is encrypted, beside the act that the same form makes.</summary>
    public static StatementInput InputOf(StatementTaken taken, FormReader form) =>
        new(
            taken.Id,
            taken.Pseudonym,
            form.Text("text") is { Length: > 0 } text ? text : throw new FormatException("Say what the person's words are."),
            form.Text("identity"),
            taken.Language,
            taken.Consent,
            taken.Risk,
            taken.Interpreter
        );

    private static string Next(FormScene scene) => FormScene.Next("S", scene.Of.EvidenceIds);
}
