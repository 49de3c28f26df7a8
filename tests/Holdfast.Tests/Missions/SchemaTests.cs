using System.Text.Json;
using Holdfast.App.Watch.Feeds;
using Holdfast.Core.Missions;
using Holdfast.Core.Missions.Questions;
using Holdfast.Core.Nations;
using Holdfast.Tests.House;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Missions;

/// <summary>The schemas are for editors; the reader decides. These tests keep the two from drifting apart.</summary>
public sealed class SchemaTests
{
    private static JsonElement Schema(string name)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "schemas", name)));
        return json.RootElement.Clone();
    }

    private static IEnumerable<string> Keys(JsonElement schema) =>
        schema.GetProperty("properties").EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal);

    [Fact]
    public void The_schema_of_a_mission_has_the_keys_that_the_reader_knows() =>
        Keys(Schema("mission.schema.json")).ShouldBe(MissionReader.MainKeys.Order(StringComparer.Ordinal));

    [Fact]
    public void The_schema_of_an_included_file_has_the_keys_that_the_reader_knows() =>
        Keys(Schema("mission-include.schema.json")).ShouldBe(MissionDocuments.SharedKeys.Order(StringComparer.Ordinal));

    [Fact]
    public void The_schema_of_a_nation_has_the_keys_and_words_that_the_reader_knows()
    {
        var schema = Schema("nation.schema.json");
        Keys(schema).ShouldBe(NationFiles.Keys.Order(StringComparer.Ordinal));
        var position = schema.GetProperty("properties").GetProperty("positions").GetProperty("items");
        Keys(position).ShouldBe(PositionReader.Keys.Order(StringComparer.Ordinal));
        Keys(position.GetProperty("properties").GetProperty("poll")).ShouldBe(PositionReader.PollKeys.Order(StringComparer.Ordinal));
        Words(position, "question").ShouldBe(NationWords.Questions.Select(NationWords.Of));
        Words(position, "stance").ShouldBe(NationWords.Stances.Select(NationWords.Of));
        Words(position, "kind").ShouldBe(NationWords.Kinds.Select(NationWords.Of));
    }

    [Fact]
    public void The_schemas_of_facts_and_chronology_have_the_keys_and_words_that_the_readers_know()
    {
        var fact = Schema("facts.schema.json").GetProperty("properties").GetProperty("facts").GetProperty("items");
        Keys(fact).ShouldBe(FactsFile.Keys.Order(StringComparer.Ordinal));
        var item = Schema("chronology.schema.json").GetProperty("properties").GetProperty("chronology").GetProperty("items");
        Keys(item).ShouldBe(ChronologyFile.Keys.Order(StringComparer.Ordinal));
        Words(item, "kind").ShouldBe(ChronologyFile.Kinds.Select(k => k.Word));
        Words(item, "format").ShouldBe(ChronologyFile.Formats.Select(f => f.Word));
    }

    [Fact]
    public void The_schema_of_questions_has_the_keys_and_words_that_the_reader_knows()
    {
        var question = Schema("questions.schema.json").GetProperty("properties").GetProperty("questions").GetProperty("items");
        Keys(question).ShouldBe(QuestionsFile.Keys.Order(StringComparer.Ordinal));
        Keys(question.GetProperty("properties").GetProperty("ask")).ShouldBe(QuestionsFile.Languages.Order(StringComparer.Ordinal));
        var part = question.GetProperty("properties").GetProperty("answer").GetProperty("items");
        Keys(part).ShouldBe(QuestionsFile.PartKeys.Order(StringComparer.Ordinal));
        foreach (var (name, keys) in SelectorReader.Keys)
        {
            Keys(part.GetProperty("properties").GetProperty(name)).ShouldBe(keys.Order(StringComparer.Ordinal));
        }
        var positions = part.GetProperty("properties").GetProperty("positions").GetProperty("properties");
        Either(positions, "question").ShouldBe(NationWords.Questions.Select(NationWords.Of));
        Either(positions, "stance").ShouldBe(NationWords.Stances.Select(NationWords.Of));
        Either(positions, "domain").ShouldBe(NationWords.Domains.Select(NationWords.Of));
        Either(part.GetProperty("properties").GetProperty("support").GetProperty("properties"), "stage")
            .ShouldBe(Core.Support.Ledger.SupportWords.Stages);
    }

    private static IEnumerable<string?> Either(JsonElement properties, string key) =>
        properties.GetProperty(key).GetProperty("anyOf")[0].GetProperty("enum").EnumerateArray().Select(w => w.GetString());

    [Fact]
    public void The_schema_of_the_rules_of_procedure_has_the_keys_and_words_that_the_reader_knows()
    {
        var schema = Schema("commission.schema.json");
        Keys(schema).ShouldBe(CommissionFile.Keys.Order(StringComparer.Ordinal));
        var properties = schema.GetProperty("properties");
        JsonElement Items(string key) => properties.GetProperty(key).GetProperty("items");
        Keys(properties.GetProperty("provisional")).ShouldBe(CommissionFile.ProvisionalKeys.Order(StringComparer.Ordinal));
        Keys(Items("members")).ShouldBe(CommissionFile.MemberKeys.Order(StringComparer.Ordinal));
        Keys(Items("officers")).ShouldBe(CommissionFile.OfficerKeys.Order(StringComparer.Ordinal));
        Keys(Items("stages")).ShouldBe(CommissionFile.StageKeys.Order(StringComparer.Ordinal));
        Words(schema, "majority").ShouldBe(CommissionFile.Majorities.Select(m => m.Word));
        Words(Items("officers"), "office").ShouldBe(CommissionFile.Offices.Select(o => o.Word));
        Words(Items("stages"), "stage").ShouldBe(CommissionFile.Timed.Select(t => t.Word));
        Words(Items("stages"), "by").ShouldBe(CommissionFile.Actors.Select(a => a.Word));
        Words(Items("stages"), "late").ShouldBe(CommissionFile.Lates.Select(l => l.Word));
        foreach (
            var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "missions"), "commission.yaml", SearchOption.AllDirectories)
        )
        {
            var known = Keys(schema).ToHashSet(StringComparer.Ordinal);
            var used = File.ReadLines(file).Where(l => l.Length > 0 && char.IsAsciiLetter(l[0])).Select(l => l.Split(':')[0]).ToList();
            used.ShouldAllBe(key => known.Contains(key), file);
            schema.GetProperty("required").EnumerateArray().Select(r => r.GetString() ?? "").ShouldAllBe(r => used.Contains(r), file);
        }
    }

    [Fact]
    public void The_schema_of_the_cell_has_the_keys_and_words_that_the_reader_knows()
    {
        var schema = Schema("cell.schema.json");
        Keys(schema).ShouldBe(CellFile.Keys.Order(StringComparer.Ordinal));
        JsonElement Items(string key) => schema.GetProperty("properties").GetProperty(key).GetProperty("items");
        void Same(JsonElement found, IEnumerable<string> keys) => Keys(found).ShouldBe(keys.Order(StringComparer.Ordinal));
        IEnumerable<string?> Each(JsonElement found, string key) =>
            found
                .GetProperty("properties")
                .GetProperty(key)
                .GetProperty("items")
                .GetProperty("enum")
                .EnumerateArray()
                .Select(w => w.GetString());
        Same(Items("offices"), CellFile.OfficeKeys);
        Same(Items("formats"), CellFile.FormatKeys);
        Same(Items("liaison"), CellFile.LiaisonKeys);
        Same(Items("notify"), CellFile.NotifyKeys);
        Same(Items("meetings"), CellPastReader.MeetingKeys);
        Same(Items("decisions"), CellPastReader.DecisionKeys);
        var agreed = Items("meetings").GetProperty("properties").GetProperty("agreed").GetProperty("items");
        Same(agreed, CellPastReader.AgreedKeys);
        Same(agreed.GetProperty("properties").GetProperty("reservations").GetProperty("items"), CellPastReader.ReservationKeys);
        Words(Items("notify"), "on").ShouldBe(CellFile.Signals.Select(w => w.Word));
        Words(Items("decisions"), "procedure").ShouldBe(CellPastReader.Procedures.Select(w => w.Word));
        Each(Items("notify"), "by").ShouldBe(CellFile.Channels.Select(w => w.Word));
        Each(Items("offices"), "roles").ShouldBe(CellFile.Roles.Select(w => w.Word));
    }

    [Fact]
    public void The_schemas_of_the_force_have_the_keys_and_words_that_the_readers_know()
    {
        JsonElement Items(string file, string list) =>
            Schema($"forces-{file}.schema.json").GetProperty("properties").GetProperty(list).GetProperty("items");
        void Same(JsonElement schema, IEnumerable<string> keys) => Keys(schema).ShouldBe(keys.Order(StringComparer.Ordinal));
        Same(Items("capabilities", "capabilities"), ForceFiles.CapabilityKeys);
        Same(
            Items("capabilities", "capabilities").GetProperty("properties").GetProperty("substitutes").GetProperty("items"),
            ForceFiles.SubstituteKeys
        );
        Words(Items("capabilities", "capabilities"), "domain").ShouldBe(ForceFiles.Domains.Select(d => d.Word));
        Same(Items("plans", "plans"), ForceFiles.PlanKeys);
        Same(Schema("forces-areas.schema.json"), ForceAreaFile.Keys);
        Same(Items("areas", "areas"), ForceAreaFile.AreaKeys);
        Same(Items("areas", "routes"), ForceAreaFile.RouteKeys);
        Same(Items("areas", "assumed"), ForceAreaFile.AssumedKeys);
        Words(Items("areas", "areas"), "kind").ShouldBe(ForceAreaFile.Kinds.Select(k => k.Word));
        Words(Items("areas", "routes"), "by").ShouldBe(ForceAreaFile.Classes.Select(c => c.Word));
        Same(Schema("forces-requirements.schema.json"), RequirementFiles.Keys);
        Same(Items("requirements", "phases"), RequirementFiles.PhaseKeys);
        Same(Items("requirements", "lines"), RequirementFiles.LineKeys);
        Same(Schema("forces-offers.schema.json"), OfferFile.Keys);
        Same(Items("offers", "offers"), OfferFile.OfferKeys);
        Same(Schema("forces-scenarios.schema.json"), ScenarioFile.Keys);
        Same(Items("scenarios", "scenarios"), ScenarioFile.ScenarioKeys);
        Same(Items("scenarios", "backstop"), ScenarioFile.BackstopKeys);
    }

    [Fact]
    public void The_schemas_of_declared_support_have_the_keys_and_words_that_the_readers_know()
    {
        JsonElement Items(string file, params string[] lists) =>
            lists.Aggregate(
                Schema($"support-{file}.schema.json"),
                (at, list) => at.GetProperty("properties").GetProperty(list).GetProperty("items")
            );
        void Same(JsonElement schema, IEnumerable<string> keys) => Keys(schema).ShouldBe(keys.Order(StringComparer.Ordinal));
        Same(Schema("support-depots.schema.json"), DepotsFile.Keys);
        Same(Items("depots", "regions"), DepotsFile.RegionKeys);
        Same(Items("depots", "classes"), DepotsFile.ClassKeys);
        Same(Items("depots", "depots"), DepotsFile.DepotKeys);
        Same(Items("depots", "depots", "access"), DepotsFile.AccessKeys);
        Same(Items("depots", "depots", "stock"), DepotsFile.StockKeys);
        Same(Items("depots", "routes"), DepotsFile.RouteKeys);
        Same(Items("depots", "limits"), DepotsFile.LimitKeys);
        Same(Items("depots", "requirements"), DepotsFile.RequirementKeys);
        Same(Items("depots", "requirements", "lines"), DepotsFile.LineKeys);
        Words(Items("depots", "classes"), "kind").ShouldBe(DepotsFile.Kinds.Select(k => k.Word));
        Words(Items("depots", "routes"), "by").ShouldBe(ForceAreaFile.Classes.Select(c => c.Word));
        Words(Items("depots", "routes"), "distance").ShouldBe(DepotsFile.Distances.Select(d => d.Word));
        Same(Schema("support-financing.schema.json"), FinancingFile.Keys);
        Same(Items("financing", "instruments"), FinancingFile.InstrumentKeys);
        Same(Items("financing", "instruments", "schedule"), FinancingFile.ScheduleKeys);
        Same(Items("financing", "needs"), FinancingFile.NeedKeys);
        Same(Items("financing", "rates"), FinancingFile.RateKeys);
        Words(Items("financing", "instruments"), "kind").ShouldBe(FinancingFile.Kinds.Select(k => k.Word));
        Same(Schema("support-sanctions.schema.json"), SanctionsFile.Keys);
        Same(Items("sanctions", "measures"), SanctionsFile.MeasureKeys);
        Same(Items("sanctions", "measures", "terms"), SanctionsFile.TermKeys);
        Words(Items("sanctions", "measures"), "decision").ShouldBe(SanctionsFile.Decisions.Select(d => d.Word));
        Same(Schema("support-industry.schema.json"), IndustryFile.Keys);
        Same(Items("industry", "inputs"), IndustryFile.InputKeys);
        Same(Items("industry", "projects"), IndustryFile.ProjectKeys);
        Same(Items("industry", "projects", "inputs"), IndustryFile.UseKeys);
        Same(Items("industry", "projects", "capacity"), SupportSection.StepKeys);
        Same(Schema("support-training.schema.json"), TrainingFile.Keys);
        Same(Items("training", "courses"), TrainingFile.CourseKeys);
        Same(Items("training", "reports"), TrainingFile.ReportKeys);
        Same(Schema("support-works.schema.json"), WorksFile.Keys);
        Same(Items("works", "segments"), WorksFile.SegmentKeys);
        Same(Items("works", "segments", "states"), WorksFile.StateKeys);
        Words(Items("works", "segments", "states"), "state").ShouldBe(WorksFile.States.Select(s => s.Word));
    }

    private static IEnumerable<string> Words(JsonElement schema, string key) =>
        schema.GetProperty("properties").GetProperty(key).GetProperty("enum").EnumerateArray().Select(e => e.GetString() ?? "");

    [Fact]
    public void A_mission_may_name_exactly_the_feeds_that_exist() =>
        Declarations.FeedKinds.ShouldBe(FeedRegistry.All.Select(f => f.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void The_schema_names_every_feed() =>
        Schema("mission.schema.json")
            .GetProperty("properties")
            .GetProperty("feeds")
            .GetProperty("items")
            .GetProperty("properties")
            .GetProperty("feed")
            .GetProperty("enum")
            .EnumerateArray()
            .Select(e => e.GetString() ?? "")
            .ShouldBe(Declarations.FeedKinds);

    [Fact]
    public void The_guide_explains_every_key_of_a_mission_and_shows_a_true_error()
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "guide", "missions.md"));
        MissionReader.MainKeys.ShouldAllBe(key => guide.Contains($"`{key}`", StringComparison.Ordinal));
        var broken = Path.Combine(Repository.Root, "tests", "Holdfast.Tests", "Missions", "broken", "unknown-standing.txt");
        var error = File.ReadLines(broken).First();
        guide.ShouldContain(error[error.IndexOf("/facts.yaml", StringComparison.Ordinal)..]);
    }
}
