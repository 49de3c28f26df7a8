using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Forces.Model;
using Holdfast.Core.Values;

namespace Holdfast.Core.Missions;

/// <summary>The names that an offer may use.</summary>
internal sealed record OfferWords(
    string[] Capabilities,
    string[] Areas,
    string[] Tasks,
    string[] Commands,
    string[] Nations,
    ClauseSet? Clauses
);

/// <summary>Reads the offers of one nation: a file of <c>forces/offers/</c>, or a planner's own in the same form.</summary>
internal sealed class OfferFile(Complaints complaints, Citations citations, OfferWords words)
{
    public static readonly string[] Keys = ["nation", "offers"];
    public static readonly string[] OfferKeys =
    [
        "id",
        "capability",
        "quantity",
        "bound",
        "readiness_days",
        "deployment_months",
        "dwell_factor",
        "undertaking",
        "when",
        "caveats",
        "areas",
        "tasks",
        "leads",
        "most_months",
        "note",
        .. ForceSection.OriginKeys,
    ];

    public ImmutableArray<ForceOffer> Read(string path, string text)
    {
        if (YamlText.Read(path, text, complaints) is not { } root)
        {
            return [];
        }
        var top = new Section(root, complaints, "a file of offers", Keys);
        var nation = top.Text("nation");
        if (nation.Length > 0 && !words.Nations.Contains(nation))
        {
            complaints.Error(
                top.At("nation"),
                "unknown-nation",
                $"no file of nations/ is about '{nation}'",
                NearestWord.To(nation, words.Nations)
            );
        }
        top.Need("offers");
        return [.. top.Sections("offers", "an offer", OfferKeys).Select(s => Offer(new ForceSection(s, "an offer", citations), nation))];
    }

    private ForceOffer Offer(ForceSection item, string nation)
    {
        var s = item.Section;
        var id = item.Id();
        if (id.Length > 0 && !id.StartsWith(nation + ".", StringComparison.Ordinal))
        {
            item.Error(
                "id",
                "bad-id",
                $"an offer of '{nation}' is named {nation}.NAME; found '{id}'",
                $"{nation}.{id[(id.IndexOf('.') + 1)..]}"
            );
        }
        var quantity = item.Figure("quantity", null, 0, 10_000);
        var bound = item.Figure("bound", 0, 0, 10_000);
        if (bound.Value > quantity.Value)
        {
            item.Error("bound", "out-of-range", $"no more units can be bound than there are ({quantity.Value}); found {bound.Value}");
        }
        var undertaking = Undertaking(item);
        return new ForceOffer(
            id,
            nation,
            item.Known("capability", "capability", words.Capabilities),
            quantity,
            bound,
            item.Figure("readiness_days", null, 0, 3_650),
            item.Figure("deployment_months", 6, 1, 24),
            item.Whole("dwell_factor", 3, 3, 20),
            undertaking,
            Conditions(item, undertaking),
            [.. s.Texts("caveats").Select(t => Clause(item, t.At, t.Text)).OfType<OfferClause>()],
            item.KnownMany("areas", "area", words.Areas),
            item.KnownMany("tasks", "task", words.Tasks),
            item.KnownMany("leads", "group of lines", words.Commands),
            s.Find("most_months") is null ? null : item.Whole("most_months", 1, 1, 600),
            s.TextOrNull("note")?.Trim() ?? "",
            item.Stated
        );
    }

    private string Undertaking(ForceSection item) =>
        words.Clauses is { } clauses ? item.Known("undertaking", "undertaking", [.. clauses.Undertakings.Select(u => u.Name)], "") : "";

    private ImmutableArray<OfferClause> Conditions(ForceSection item, string undertaking)
    {
        var s = item.Section;
        OfferClause?[] all =
        [
            undertaking.Length > 0 ? Clause(item, s.At("undertaking"), undertaking) : null,
            s.Find("when") is null ? null : Clause(item, s.At("when"), s.TextOrNull("when")),
        ];
        return [.. all.OfType<OfferClause>()];
    }

    private OfferClause? Clause(ForceSection item, YamlNode at, string? text)
    {
        if (words.Clauses is not { } clauses || text is null)
        {
            return null;
        }
        var (condition, diagnostics) = clauses.Ask(text);
        foreach (var d in diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error))
        {
            complaints.Error(at, d.Code, $"'{text}': {d.Message}", d.Suggestion);
        }
        return condition is null ? null : new OfferClause(condition, item.Stated);
    }
}
