using System.Collections.Immutable;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Rules;
using Holdfast.Core.Missions;

namespace Holdfast.Web.Commission.Forms;

/// <summary>What somebody alleges: the form that opens a case, and the one that adds to it.</summary>
internal static class AllegationForms
{
    public static readonly ActKind Added = ActKind.For(
        scene => new ActForm(
            ActKind.WordOf<AllegationAdded>(),
            "Add an allegation",
            "Add it",
            CaseSection.Alleged,
            new AllegationAdded(
                new Allegation(NextId(scene), IntakeOf(scene.Rules, scene.Seat), ByOf(scene.Rules, scene.Seat), "x", [], [], null, null)
            ),
            [FormField.Id("Its id", NextId(scene)), .. Fields(scene.Rules, scene.Mission, scene.Seat)]
        ),
        (scene, form) => new AllegationAdded(Read(scene.Rules, scene.Mission, scene.Seat, form, form.Text("id")))
    );

    /// <summary>Fields of an allegation, to be filled in by a seat.</summary>
    public static ImmutableArray<FormField> Fields(CommissionRules rules, Mission mission, string seat)
    {
        var by = rules.Officer(seat) is { Office: Office.Secretary } ? Bringers(rules, mission, seat) : [];
        return
        [
            new FormField("text", "What is alleged", FieldKind.Text)
            {
                Hint = "What happened, where, when; no names of people who could be harmed.",
            },
            .. by.IsEmpty ? [] : new[] { FormField.OneOf("from", "Who alleges it", by, "own") },
            FormField.AnyOf("against", "Said of", mission.Parties.Select(p => (p.Id, p.Name))) with
            {
                Hint = "Nobody, where it is not said who did it.",
            },
            FormField.OneOf(
                "term",
                "Term that would be broken",
                mission
                    .Clauses.Terms.Select(t => (t.Name, t.Title.Length > 0 ? $"{t.Name}: {t.Title}" : t.Name))
                    .Prepend(("", "none named"))
            ) with
            {
                Required = false,
            },
            new FormField("incident", "Incident, as it stands now") { Required = false },
            new FormField("observations", "Observations it cites", FieldKind.Text)
            {
                Required = false,
                Hint = "Their ids, parted by spaces or lines. Cases cite observations: an incident may change with later data.",
            },
        ];
    }

    public static Allegation Read(CommissionRules rules, Mission mission, string seat, FormReader form, string id)
    {
        var (from, by) = (IntakeOf(rules, seat), ByOf(rules, seat));
        if (rules.Officer(seat) is { Office: Office.Secretary } && form.Optional("from") is { } asked)
        {
            (from, by) =
                asked == "own" ? (Intake.Own, seat)
                : asked == CommissionRules.Public ? (Intake.Public, CommissionRules.Public)
                : mission.Parties.Any(p => p.Id == asked) ? (Intake.Party, asked)
                : (Intake.Member, asked);
        }
        return new Allegation(
            id,
            from,
            by,
            form.Text("text"),
            form.Many("against"),
            form.List("observations"),
            form.Optional("incident"),
            form.Optional("term")
        );
    }

    // The secretariat enters what came on paper, for whomever it came from.
    private static ImmutableArray<(string, string)> Bringers(CommissionRules rules, Mission mission, string seat) =>
        [
            ("own", $"the commission of its own motion, by {rules.Officer(seat)?.Name ?? seat}"),
            .. mission.Parties.Select(p => (p.Id, $"the party {p.Name}")),
            .. rules.Members.Select(m => (m.Id, m.Name)),
            (CommissionRules.Public, "somebody of the public"),
        ];

    private static Intake IntakeOf(CommissionRules rules, string seat) =>
        seat == CommissionRules.Public ? Intake.Public
        : rules.Member(seat) is not null ? Intake.Member
        : rules.Officer(seat)?.Office == Office.PartyRepresentative ? Intake.Party
        : Intake.Own;

    private static string ByOf(CommissionRules rules, string seat) => rules.Officer(seat)?.Party ?? seat;

    private static string NextId(FormScene scene) => FormScene.Next("A", scene.Of.Allegations.Select(a => a.Id));
}
