using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Holdfast.Core.Clauses;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Codec;
using Holdfast.Core.Commission.Reception;
using Holdfast.Core.Commission.Rules;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Commission;

/// <summary>The commission as JSON: one shape for the terminal and the API, made from what a reader may see and from nothing else.</summary>
public static class CaseDocuments
{
    public static JsonObject Docket(IEnumerable<Case> cases, CommissionRules rules, Instant now) =>
        new() { ["cases"] = new JsonArray([.. cases.Select(c => Case(c, rules, now))]) };

    public static JsonObject Case(Case of, CommissionRules rules, Instant now)
    {
        var matrix = HypothesisMatrix.Of(of);
        return new JsonObject
        {
            ["case"] = of.Id,
            ["title"] = of.Title,
            ["state"] = CaseWords.Of(of.State),
            ["parties"] = Texts(of.Parties),
            ["clocks"] = new JsonArray([.. StageClock.Of(of, rules).Select(s => Stay(s, now))]),
            ["hypotheses"] = new JsonArray([
                .. matrix.Standings.Select(h => new JsonObject
                {
                    ["hypothesis"] = h.Hypothesis,
                    ["text"] = h.Text,
                    ["actor"] = h.Actor,
                    ["inconsistency"] = h.Inconsistency,
                    ["log_likelihood"] = h.LogLikelihood,
                    ["linchpins"] = Texts(h.Linchpins),
                }),
            ]),
            ["acts"] = new JsonArray([.. of.Deeds.Select(d => Deed(of, d))]),
        };
    }

    private static JsonObject Stay(StageStay s, Instant now) =>
        new()
        {
            ["state"] = CaseWords.Of(s.State),
            ["from"] = Iso.Format(s.From),
            ["until"] = s.Until is { } until ? Iso.Format(until) : null,
            ["due"] = s.Due is { } due ? Iso.Format(due) : null,
            ["overdue"] = s.IsOverdue(now),
        };

    private static JsonObject Deed(Case of, Core.Commission.Deed deed) =>
        new()
        {
            ["number"] = deed.Number,
            ["at"] = Iso.Format(deed.At),
            ["by"] = deed.By,
            ["kind"] = CaseCodec.KindOf(deed.Act),
            ["state"] = CaseWords.Of(deed.After),
            ["label"] = deed.Label.ToString(),
            ["act"] = JsonNode.Parse(CaseCodec.Write(of.Id, deed.Number, deed.Act))?["act"]?.DeepClone(),
        };

    /// <summary>The items of a case with their custody, as far as the reader sees them.</summary>
    public static JsonObject Evidence(Case of) =>
        new()
        {
            ["case"] = of.Id,
            ["evidence"] = new JsonArray([
                .. of.Evidence.Select(e => new JsonObject
                {
                    ["id"] = e.Id,
                    ["title"] = e.Title,
                    ["sha256"] = e.Sha256,
                    ["bytes"] = e.Bytes.ToString(CultureInfo.InvariantCulture),
                    ["media_type"] = e.MediaType,
                    ["grade"] = $"{e.Source}{((int)e.Credibility).ToString(CultureInfo.InvariantCulture)}",
                    ["observations"] = Texts(e.Observations),
                    ["custody"] = new JsonArray([
                        .. of
                            .Deeds.Where(d => d.Act is Core.Commission.Acts.CustodyRecorded c && c.Evidence == e.Id)
                            .Select(d => Custody(d, (Core.Commission.Acts.CustodyRecorded)d.Act)),
                    ]),
                }),
            ]),
            ["statements"] = new JsonArray([
                .. of.Statements.Select(s => new JsonObject
                {
                    ["id"] = s.Id,
                    ["pseudonym"] = s.Pseudonym,
                    ["text_sha256"] = s.TextSha256,
                    ["withdrawn"] = of.IsWithdrawn(s.Id),
                }),
            ]),
        };

    private static JsonObject Custody(Core.Commission.Deed deed, Core.Commission.Acts.CustodyRecorded act) =>
        new()
        {
            ["at"] = Iso.Format(deed.At),
            ["event"] = CaseWords.Of(act.Event),
            ["holder"] = act.Holder,
            ["note"] = act.Note,
        };

    public static JsonObject Refused(IEnumerable<RefusedAct> refused, IEnumerable<Irregularity> irregular) =>
        new()
        {
            ["refused"] = new JsonArray([
                .. refused.Select(r => new JsonObject
                {
                    ["entry"] = r.Index,
                    ["at"] = Iso.Format(r.At),
                    ["case"] = r.Case,
                    ["by"] = r.By,
                    ["kind"] = r.Kind,
                    ["code"] = r.Code,
                    ["message"] = r.Message,
                }),
            ]),
            ["irregular"] = new JsonArray([
                .. irregular.Select(i => new JsonObject
                {
                    ["index"] = i.Index,
                    ["case"] = i.Case,
                    ["by"] = i.By,
                    ["message"] = i.Message,
                }),
            ]),
        };

    /// <summary>Could one member stall it? For those who may be told alone.</summary>
    public static JsonObject Stall(CommissionRules rules, ClauseSet clauses, IReadOnlySet<string> excluded) =>
        new()
        {
            ["paths"] = new JsonArray([.. new[] { true, false }.Select(p => Path(Stalling.Path(rules, p, excluded)))]),
            ["tiers"] = new JsonArray([
                .. Stalling
                    .Tiers(rules, clauses, excluded)
                    .Select(t => new JsonObject
                    {
                        ["undertaking"] = t.Undertaking,
                        ["tier"] = t.Tier,
                        ["within"] = t.Within,
                        ["from"] = CaseWords.Of(t.From),
                        ["provisional"] = t.Provisional,
                        ["longest_hours"] = t.Longest.TotalHours,
                        ["in_time"] = t.InTime,
                        ["blocked_by"] = Texts(t.BlockedBy),
                        ["others"] = Texts(t.Others),
                    }),
            ]),
        };

    private static JsonObject Path(DeterminationPath path) =>
        new()
        {
            ["provisional"] = path.Provisional,
            ["longest_hours"] = path.Longest.TotalHours,
            ["blocked_by"] = Texts(path.BlockedBy),
            ["stages"] = new JsonArray([
                .. path.Stages.Select(s => new JsonObject
                {
                    ["stage"] = CaseWords.Of(s.Stage),
                    ["longest_hours"] = s.Longest.TotalHours,
                    ["alone"] = Texts(s.Alone),
                    ["together"] = s.Together,
                    ["others"] = Texts(s.Others),
                }),
            ]),
        };

    /// <summary>How long each stage takes, over the cases that a reader sees whole, beside the time that the rules give it.</summary>
    public static JsonObject Latency(IEnumerable<Case> cases, CommissionRules rules, Instant now) =>
        new()
        {
            ["stages"] = new JsonArray([
                .. StageClock
                    .Measure(cases.Where(c => c.Title.Length > 0), rules, now)
                    .Select(l => new JsonObject
                    {
                        ["stage"] = CaseWords.Of(l.State),
                        ["entered"] = l.Stays,
                        ["running"] = l.Running,
                        ["median_hours"] = l.Median?.TotalHours,
                        ["longest_hours"] = l.Longest?.TotalHours,
                        ["within_hours"] = l.Within?.TotalHours,
                        ["median_to_within"] = l.MedianToWithin,
                        ["late"] = l.Overdue,
                    }),
            ]),
        };

    public static JsonObject Intake(IEnumerable<IntakeItem> items) => new() { ["intake"] = new JsonArray([.. items.Select(Intake)]) };

    private static JsonObject Intake(IntakeItem item)
    {
        var (state, by, at, note) = item.Fate switch
        {
            IntakeFate.Accepted a => ("accepted", a.By, (Instant?)a.At, $"{a.Case} {a.Allegation}"),
            IntakeFate.SetAside s => ("set_aside", s.By, s.At, s.Reason),
            _ => ("waiting", null, null, null),
        };
        return new JsonObject
        {
            ["reference"] = item.Reference,
            ["entry"] = item.Index,
            ["leaf_hash"] = item.LeafHash,
            ["received"] = Iso.Format(item.At),
            ["from"] = CaseWords.Of(item.What.From),
            ["by"] = item.What.By,
            ["text"] = item.What.Text,
            ["against"] = Texts(item.What.Against),
            ["when_and_where"] = item.What.WhenAndWhere,
            ["incident"] = item.What.Incident,
            ["contact"] = item.What.ContactSha256 is not null,
            ["state"] = state,
            ["decided_by"] = by,
            ["decided_at"] = at is { } when ? Iso.Format(when) : null,
            ["note"] = note,
        };
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode)JsonValue.Create(t))]);
}
