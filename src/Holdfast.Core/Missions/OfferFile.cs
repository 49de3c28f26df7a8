using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Forces.Model;
using Holdfast.Core.Forces.Planning;
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
        "handover_months",
        "undertaking",
        "when",
        "when_standing",
        "when_cites",
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
        var conditions = Conditions(item, undertaking);
        if (words.Clauses is { } clauses && Contradiction.Of(conditions.Select(c => c.Condition), clauses) is { } fact)
        {
            item.Error(
                s.Find("when") is null ? "undertaking" : "when",
                "contradiction",
                $"the conditions of '{id}' can never hold together: they ask that '{fact}' is so and that it is not"
            );
        }
        var deployment = item.Figure("deployment_months", 6, 1, 24);
        var handover = item.Figure("handover_months", 0, 0, 23);
        if (handover.Value >= deployment.Value)
        {
            item.Error(
                "handover_months",
                "out-of-range",
                $"taking over lasts less than the deployment ({deployment.Value} months); found {handover.Value}"
            );
        }
        return new ForceOffer(
            id,
            nation,
            item.Known("capability", "capability", words.Capabilities),
            quantity,
            bound,
            item.Figure("readiness_days", null, 0, 3_650),
            deployment,
            item.Whole("dwell_factor", 3, 3, 20),
            undertaking,
            conditions,
            [.. s.Texts("caveats").Select(t => Clause(item.Stated, t.At, t.Text)).OfType<OfferClause>()],
            item.KnownMany("areas", "area", words.Areas),
            item.KnownMany("tasks", "task", words.Tasks),
            item.KnownMany("leads", "group of lines", words.Commands),
            s.Find("most_months") is null ? null : item.Whole("most_months", 1, 1, 600),
            s.TextOrNull("note")?.Trim() ?? "",
            item.Stated
        )
        {
            HandoverMonths = handover,
        };
    }

    private string Undertaking(ForceSection item) =>
        words.Clauses is { } clauses ? item.Known("undertaking", "undertaking", [.. clauses.Undertakings.Select(u => u.Name)], "") : "";

    private ImmutableArray<OfferClause> Conditions(ForceSection item, string undertaking)
    {
        var s = item.Section;
        OfferClause?[] all =
        [
            undertaking.Length > 0 ? Clause(item.Stated, s.At("undertaking"), undertaking) : null,
            s.Find("when") is null ? null : Clause(When(item), s.At("when"), s.TextOrNull("when")),
        ];
        return [.. all.OfType<OfferClause>()];
    }

    /// <summary>Where a further condition comes from: not from whoever made the offer, where it says otherwise.</summary>
    private Stated When(ForceSection item)
    {
        var s = item.Section;
        var standing = s.Standing("when_standing", item.Stated.Standing);
        return s.Find("when_cites") is not null ? new Stated(standing, citations.Of(s, standing, "when_cites"))
            : s.Find("when_standing") is null ? item.Stated
            : standing == Standing.Illustrative ? Stated.Illustration
            : item.Stated with { Standing = standing };
    }

    private OfferClause? Clause(Stated stated, YamlNode at, string? text)
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
        return condition is null ? null : new OfferClause(condition, stated);
    }
}
