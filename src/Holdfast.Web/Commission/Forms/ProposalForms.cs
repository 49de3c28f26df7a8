using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Clauses;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using NodaTime;

namespace Holdfast.Web.Commission.Forms;

/// <summary>What is put to the vote: a finding on each allegation, the facts it determines, remedies.</summary>
internal static class ProposalForms
{
    private const int Facts = 4;
    private const int Remedies = 3;

    public static readonly ActKind Open = ActKind.For(
        scene => new ActForm(
            ActKind.WordOf<VoteOpened>(),
            "Put a proposal to the vote",
            "Open the vote",
            CaseSection.Deliberation,
            new VoteOpened(Next(scene), Probe(scene)),
            [
                .. HeadFields(scene),
                .. scene.Of.Allegations.SelectMany(a => FindingFields(scene, a)),
                .. FactFields(scene),
                .. RemedyFields(scene),
            ]
        )
        {
            Hint =
                "Reasons are published: they name no source and no position; evidence is cited beside them. What carries is decided word for word, and its facts hold for the guarantees at once.",
        },
        (scene, form) =>
            new VoteOpened(
                form.Text("id"),
                new Proposal(
                    form.Text("kind") == "provisional",
                    [.. scene.Of.Allegations.Where(a => form.Text($"violation.{a.Id}").Length > 0).Select(a => FindingOf(form, a.Id))],
                    [.. Enumerable.Range(1, Facts).Where(i => form.Text($"fact.{i}").Length > 0).Select(i => FactOf(form, i))],
                    [.. Enumerable.Range(1, Remedies).Where(i => form.Text($"remedy.{i}").Length > 0).Select(i => RemedyOf(scene, form, i))]
                )
            )
    );

    private static string Next(FormScene scene) => FormScene.Next("V", scene.Of.Of<VoteOpened>().Select(v => v.Vote));

    private static bool MayBeFinal(FormScene scene) => scene.Of.State == CaseState.Deliberation;

    // What any vote needs: one finding. Facts determined before must be spoken of in a final one.
    private static Proposal Probe(FormScene scene) =>
        new(
            !MayBeFinal(scene),
            [
                .. scene
                    .Of.Allegations.Take(1)
                    .Select(a => new Finding(
                        a.Id,
                        ViolationOutcome.Undeterminable,
                        ProofStandard.ReasonableSuspicion,
                        AttributionOutcome.NotAttributed,
                        HypothesisMatrix.Undetermined,
                        "x",
                        []
                    )),
            ],
            [.. scene.Of.Of<Decided>().SelectMany(d => d.Proposal.Facts).Select(f => f with { ValidFrom = null, ValidTo = null })],
            []
        );

    private static IEnumerable<FormField> HeadFields(FormScene scene)
    {
        var kinds = MayBeFinal(scene)
            ? new[] { ("final", "final"), ("provisional", "provisional: the inquiry goes on") }
            : [("provisional", "provisional: the inquiry goes on")];
        return [FormField.Id("Its id", Next(scene)), FormField.OneOf("kind", "Determination", kinds, kinds[0].Item1)];
    }

    private static IEnumerable<FormField> FindingFields(FormScene scene, Allegation a)
    {
        var group = $"Finding on {a.Id}";
        var readings = scene.Of.Hypotheses.Select(h => (h.Id, $"{h.Id} {h.Text}")).Prepend((HypothesisMatrix.Undetermined, "undetermined"));
        return
        [
            FormField.Word($"violation.{a.Id}", "The violation is", ViolationOutcome.Undeterminable) with
            {
                Group = group,
            },
            FormField.Word($"standard.{a.Id}", "To the standard", ProofStandard.BalanceOfProbabilities) with
            {
                Group = group,
            },
            FormField.Word($"attribution.{a.Id}", "Who did it is", AttributionOutcome.NotAttributed) with
            {
                Group = group,
            },
            FormField.OneOf($"hypothesis.{a.Id}", "Hypothesis followed", readings, HypothesisMatrix.Undetermined) with
            {
                Group = group,
            },
            new FormField($"reasons.{a.Id}", "Reasons", FieldKind.Text) { Group = group },
            FormField.AnyOf($"evidence.{a.Id}", "It rests on", scene.Citable) with
            {
                Group = group,
            },
        ];
    }

    private static IEnumerable<FormField> FactFields(FormScene scene)
    {
        var facts = Determinable(scene).ToList();
        var earlier = scene.Of.Of<Decided>().SelectMany(d => d.Proposal.Facts).TakeLast(Facts).ToList();
        return Enumerable
            .Range(1, Facts)
            .SelectMany(i =>
            {
                var said = earlier.ElementAtOrDefault(i - 1);
                var (group, folded) = ($"Fact {i} that it determines", i > Math.Max(1, earlier.Count));
                return new FormField[]
                {
                    FormField.OneOf($"fact.{i}", "Fact", facts.Prepend(("", "none")), said?.Fact ?? "") with
                    {
                        Group = group,
                        Folded = folded,
                        Required = false,
                    },
                    Optional($"args.{i}", "Its arguments, parted by commas", said is null ? "" : string.Join(", ", said.Arguments)),
                    Optional($"value.{i}", "Is", said is null ? "true" : said.Value ?? "") with
                    {
                        Hint = "true, false, an instant or a quantity; empty takes an earlier determination back.",
                    },
                    Optional($"from.{i}", "So from", said?.ValidFrom is { } from ? scene.Local(from) : "", FieldKind.Moment),
                    Optional($"to.{i}", "Until", said?.ValidTo is { } to ? scene.Local(to) : "", FieldKind.Moment),
                };
                FormField Optional(string name, string label, string value, FieldKind kind = FieldKind.Line) =>
                    new(name, label, kind)
                    {
                        Group = group,
                        Folded = folded,
                        Required = false,
                        Value = value,
                    };
            });
    }

    private static IEnumerable<FormField> RemedyFields(FormScene scene) =>
        Enumerable
            .Range(1, Remedies)
            .SelectMany(i =>
            {
                var group = $"Remedy {i}";
                FormField Of(string name, string label, FieldKind kind = FieldKind.Line, string value = "") =>
                    new($"{name}.{i}", label, kind)
                    {
                        Group = group,
                        Folded = i > 1,
                        Required = false,
                        Value = value,
                    };
                return new[]
                {
                    Of("remedy", "What is to be done"),
                    FormField.OneOf(
                        $"addressee.{i}",
                        "By whom",
                        scene.Mission.Parties.Select(p => (p.Id, p.Name)).Prepend(("", "choose"))
                    ) with
                    {
                        Group = group,
                        Folded = i > 1,
                        Required = false,
                    },
                    Of("due", "Until", FieldKind.Moment, scene.Local(scene.Now + Duration.FromDays(30))),
                    Of("check", "How it is checked"),
                };
            });

    /// <summary>Facts that the commission may determine; those that some guarantee waits for first.</summary>
    private static IEnumerable<(string, string)> Determinable(FormScene scene)
    {
        var clauses = scene.Mission.Clauses;
        var awaited = clauses
            .Undertakings.SelectMany(u => u.Trigger?.Facts ?? [])
            .Where(f => f.By?.Names.Contains(Determination.Authority) == true)
            .Select(f => f.Declaration.Name)
            .ToHashSet(StringComparer.Ordinal);
        return clauses
            .Facts.Where(f => awaited.Contains(f.Name) || f.DeterminedBy is null || f.DeterminedBy.Names.Contains(Determination.Authority))
            .OrderByDescending(f => awaited.Contains(f.Name))
            .ThenBy(f => f.Name, StringComparer.Ordinal)
            .Select(f => (f.Name, Text(f, awaited.Contains(f.Name))));
    }

    private static string Text(FactDeclaration f, bool awaited) =>
        f.Name
        + (f.Parameters.IsEmpty ? "" : $"({string.Join(", ", f.Parameters)})")
        + (f.Title.Length > 0 ? $": {f.Title}" : "")
        + (awaited ? " (a guarantee waits for it)" : "");

    private static Finding FindingOf(FormReader form, string allegation) =>
        new(
            allegation,
            form.Word<ViolationOutcome>($"violation.{allegation}"),
            form.Word<ProofStandard>($"standard.{allegation}"),
            form.Word<AttributionOutcome>($"attribution.{allegation}"),
            form.Text($"hypothesis.{allegation}"),
            form.Text($"reasons.{allegation}"),
            form.Many($"evidence.{allegation}")
        );

    private static DeterminedFact FactOf(FormReader form, int i) =>
        new(
            form.Text($"fact.{i}"),
            [.. form.Text($"args.{i}").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
            form.Optional($"value.{i}"),
            form.OptionalMoment($"from.{i}"),
            form.OptionalMoment($"to.{i}")
        );

    private static Remedy RemedyOf(FormScene scene, FormReader form, int i)
    {
        var taken = scene.Of.Of<Decided>().SelectMany(d => d.Proposal.Remedies).Count();
        return new Remedy(
            $"R{(taken + i).ToString(CultureInfo.InvariantCulture)}",
            form.Text($"addressee.{i}"),
            form.Text($"remedy.{i}"),
            form.Moment($"due.{i}"),
            form.Text($"check.{i}")
        );
    }
}
