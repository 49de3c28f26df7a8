using System.Globalization;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;

namespace Holdfast.Web.Commission.Forms;

/// <summary>Readings of who did it, and the cells of the matrix.</summary>
internal static class HypothesisForms
{
    public static readonly ActKind State = ActKind.For(
        scene => new ActForm(
            ActKind.WordOf<HypothesisStated>(),
            "State a hypothesis",
            "State it",
            CaseSection.Hypotheses,
            new HypothesisStated(Next(scene), "x", null),
            [
                FormField.Id("Its id", Next(scene)),
                new FormField("text", "What would have happened"),
                FormField.OneOf(
                    "actor",
                    "Whom it would attribute the act to",
                    scene.Mission.Parties.Select(p => (p.Id, p.Name)).Prepend(("", "nobody: an accident, a false report"))
                ) with
                {
                    Required = false,
                },
            ]
        )
        {
            Hint = "\"Undetermined\" is always among them.",
        },
        (_, form) => new HypothesisStated(form.Text("id"), form.Text("text"), form.Optional("actor"))
    );

    public static readonly ActKind Weigh = ActKind.For<EvidenceWeighed>(
        scene =>
        {
            var last = scene.Of.Of<EvidenceWeighed>().GroupBy(w => (w.Evidence, w.Hypothesis)).ToDictionary(g => g.Key, g => g.Last());
            return scene.Of.Hypotheses.SelectMany(h =>
                scene.Citable.Select(e => Cell(e.Item1, h, last.GetValueOrDefault((e.Item1, h.Id))))
            );
        },
        (_, form) =>
            new EvidenceWeighed(
                form.Text("hypothesis"),
                form.Text("evidence"),
                form.Word<Consistency>("consistency"),
                form.Text("argument"),
                form.Ratio("ratio"),
                form.Text("group")
            )
    );

    public static string Target(string evidence, string hypothesis) => $"{evidence}.{hypothesis}";

    private static ActForm Cell(string evidence, HypothesisStated h, EvidenceWeighed? last) =>
        new(
            ActKind.WordOf<EvidenceWeighed>(),
            $"Weigh {evidence} against {h.Id}",
            "Weigh it",
            CaseSection.Hypotheses,
            new EvidenceWeighed(h.Id, evidence, Consistency.Neutral, "x", null, ""),
            [
                FormField.Hidden("evidence", evidence),
                FormField.Hidden("hypothesis", h.Id),
                FormField.Word("consistency", $"If {h.Id} is so, this evidence is", last?.Consistency ?? Consistency.Neutral),
                new FormField("argument", "Why", FieldKind.Text) { Value = last?.Argument ?? "" },
                new FormField("ratio", "Likelihood ratio, where it can be argued", FieldKind.Ratio)
                {
                    Required = false,
                    Value = last?.LikelihoodRatio?.ToString(CultureInfo.InvariantCulture) ?? "",
                    Hint = "How many times likelier this evidence is if it is so than if it is not.",
                },
                new FormField("group", "Shares its origin with others: name of the group")
                {
                    Required = false,
                    Value = last?.Group ?? "",
                    Hint = "Evidence of one group counts once.",
                },
            ]
        )
        {
            Target = Target(evidence, h.Id),
            InPlace = true,
        };

    private static string Next(FormScene scene) => FormScene.Next("H", scene.Of.Hypotheses.Select(h => h.Id));
}
