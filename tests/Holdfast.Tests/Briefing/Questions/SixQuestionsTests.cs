using System.Collections.Immutable;
using Holdfast.App.Briefing.Questions;
using Holdfast.App.Briefing.Wording;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.Core.Briefing.Questions;
using Holdfast.Core.Briefing.Wording;
using Holdfast.Core.Clauses;
using Holdfast.Core.Missions;
using Holdfast.Core.Nations;
using Holdfast.Core.Values;
using Holdfast.Tests.House;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Briefing.Questions;

/// <summary>The plain questions of seed 001, answered from the reference mission: what the answers rest on, not how they are phrased.</summary>
public sealed class SixQuestionsTests : IAsyncLifetime
{
    private static readonly string[] Six = ["main-goal", "zelenskyy", "criticisms", "british-military-role", "france", "ready-to-join"];
    private static readonly Instant At = Instant.FromUtc(2026, 2, 28, 0, 0);

    private readonly string _home = Directory.CreateTempSubdirectory("holdfast-six-").FullName;
    private Workspace? _workspace;

    private Workspace Workspace => _workspace.ShouldNotBeNull();
    private Mission Mission => Workspace.Mission;
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _workspace = await WorkspaceOpener.OpenAsync(
            Path.Combine(Repository.Root, "missions", "ukraine"),
            _home,
            TimeProvider.System,
            Stop
        );

    public async ValueTask DisposeAsync()
    {
        await Workspace.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    private Task<QuestionAnswer> AnswerAsync(
        string id,
        Instant? at = null,
        Instant? known = null,
        Language? language = null,
        Reader? reader = null
    )
    {
        var question = Mission.Questions.Single(q => q.Id == id);
        var request = new AnswerRequest(at ?? At, known, language ?? Language.English);
        return new QuestionDesk(Workspace).AnswerAsync(reader ?? Reader.Anyone, question, request, Stop);
    }

    [Fact]
    public async Task A_fact_that_the_public_may_not_read_is_in_no_public_answer()
    {
        var statement = new FactStatement(
            "rules_of_engagement",
            [],
            "true",
            null,
            null,
            "Coalition",
            "illustrative",
            Standing.Illustrative,
            Instant.FromUtc(2026, 1, 1, 0, 0)
        );
        var door = new FactDoor(Workspace.Record, Mission.Clauses);
        var stated = await door.AssertAsync(Reader.LocalOperator, statement, Label.Restricted, Mode.Actual, Stop);
        stated.Receipt.ShouldNotBeNull(string.Join('\n', stated.Diagnostics));
        (await AnswerAsync("rules-of-engagement")).IsUnknown.ShouldBeTrue();
        var told = await AnswerAsync("rules-of-engagement", reader: Reader.LocalOperator);
        told.IsUnknown.ShouldBeFalse();
        told.Items.ShouldHaveSingleItem().Entry.ShouldNotBeNull();
    }

    [Fact]
    public async Task Each_of_the_six_is_answered_and_every_datum_carries_a_citation_a_standing_and_a_way_to_its_trace()
    {
        var references = Mission.References.Select(r => r.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var id in Six)
        {
            var answer = await AnswerAsync(id);
            answer.IsUnknown.ShouldBeFalse(id);
            foreach (var item in answer.Items)
            {
                item.Cites.ShouldNotBeEmpty(item.Path);
                item.Path.ShouldNotBeEmpty();
                if (item.Kind is AnswerKind.Position or AnswerKind.Event)
                {
                    references.ShouldContain(item.Cites.Split(' ')[0], item.Path);
                    item.Date.ShouldNotBeNull(item.Path);
                    item.Standing.ShouldNotBe(Standing.Illustrative, "nothing of the exercise stands in an answer about the world");
                }
            }
        }
    }

    [Fact]
    public async Task The_goal_is_told_by_those_who_lead_with_the_five_components_and_what_Moscow_says()
    {
        var answer = await AnswerAsync("main-goal");
        Positions(answer).ShouldContain("nations/GB#p-reassure-support-protect");
        Positions(answer).ShouldContain("nations/UA#p-just-peace-first");
        answer.Items.Count(i => i.Kind == AnswerKind.Undertaking).ShouldBe(5);
        answer.Items.Where(i => i.Kind == AnswerKind.Undertaking).ShouldAllBe(i => i.Word != "state.in_effect");
        answer.Items.ShouldContain(i => i.Subject == "RU" && i.Word == "stance.refused");
    }

    [Fact]
    public async Task The_president_is_asked_about_himself_alone_and_others_stand_apart()
    {
        var answer = await AnswerAsync("zelenskyy");
        var own = answer.Parts[0];
        own.Items.ShouldAllBe(i => i.Speaker == "Volodymyr Zelenskyy" && i.Subject == "UA");
        own.Items.ShouldContain(i =>
            i.Path == "nations/UA#p-essential-for-security" && i.Cites.StartsWith("seed-001", StringComparison.Ordinal)
        );
        answer.Parts[1].Items.ShouldAllBe(i => i.Whose != PositionKind.Own);
    }

    [Fact]
    public async Task Critics_are_named_the_Slovak_president_and_Moscow_among_them()
    {
        var answer = await AnswerAsync("criticisms");
        answer.Items.Count(i => i.Speaker == "Peter Pellegrini").ShouldBe(3);
        answer.Items.ShouldContain(i => i.Subject == "RU" && i.Whose == PositionKind.Own);
        answer.Items.Select(i => i.Subject).ShouldContain("HU");
    }

    [Fact]
    public async Task The_British_say_that_it_is_no_peacekeeping_force_and_others_say_otherwise()
    {
        var answer = await AnswerAsync("british-military-role");
        answer.Parts[0].Items.ShouldContain(i => i.Path == "nations/GB#p-no-peacekeepers-seed" && i.Word == "stance.refused");
        answer.Parts[0].Items.ShouldAllBe(i => i.Speaker == "John Healey" || i.Speaker == "Keir Starmer");
        answer.Parts[2].Items.Select(i => i.Subject).Distinct().Order().ShouldBe(["FR", "RU", "TR"]);
    }

    [Fact]
    public async Task France_leads_meets_speaks_of_forces_not_at_the_front_and_gives()
    {
        var answer = await AnswerAsync("france");
        Positions(answer).ShouldContain("nations/FR#p-deterrence-forces");
        Positions(answer).ShouldContain("nations/FR#p-not-at-the-line-of-contact");
        answer.Items.Count(i => i.Kind == AnswerKind.Event).ShouldBeGreaterThan(2);
        answer.Items.ShouldContain(i => i.Kind == AnswerKind.Undertaking && i.Subject == "FR.presence");
    }

    [Fact]
    public async Task Six_and_twenty_six_stand_side_by_side_as_dated_claims_and_who_refuses_is_told()
    {
        var answer = await AnswerAsync("ready-to-join");
        var claims = answer.Parts[0];
        claims.Claims.ShouldBeTrue();
        claims.Items.Select(i => i.Date?.ToString()).ShouldBe(["2025-04-11", "2025-09-04", "2025-09-04"]);
        claims.Items[0].Name.ShouldContain("six");
        claims.Items[1].Name.ShouldContain("Twenty-six");
        answer.Parts[2].Items.Select(i => i.Subject).ShouldContain("PL");
        answer.Parts[2].Items.ShouldAllBe(i => i.Word == "stance.refused");
        var text = AnswerMarkdown.Write([answer], PhraseBook.English, marks: false);
        text.ShouldContain("dated claims");
        text.ShouldContain("Euromaidan-2025-04-11");
    }

    [Fact]
    public async Task As_of_an_earlier_day_what_was_said_later_is_not_there()
    {
        var answer = await AnswerAsync("ready-to-join", Instant.FromUtc(2025, 5, 1, 0, 0));
        answer.Parts[0].Items.Select(i => i.Date?.ToString()).ShouldBe(["2025-04-11"]);
        var known = await AnswerAsync("ready-to-join", At, Instant.FromUtc(2025, 5, 1, 0, 0));
        known.Parts[0].Items.Select(i => i.Date?.ToString()).ShouldBe(["2025-04-11"]);
        (await AnswerAsync("moscow", Instant.FromUtc(2024, 1, 1, 0, 0))).IsUnknown.ShouldBeTrue();
    }

    [Fact]
    public async Task What_nobody_has_stated_is_not_known_and_says_what_was_looked_for()
    {
        var answer = await AnswerAsync("rules-of-engagement");
        answer.IsUnknown.ShouldBeTrue();
        answer.Items.ShouldBeEmpty();
        var part = answer.Parts.ShouldHaveSingleItem();
        part.Sought.ShouldContain("rules_of_engagement");
        new AnswerText(answer, PhraseBook.English).Opening(part).ShouldHaveSingleItem().ShouldStartWith("Not known:");
    }

    [Fact]
    public async Task A_fact_tells_who_stated_it_and_one_that_counts_as_not_so_says_that_nobody_did()
    {
        var answer = await AnswerAsync("ceasefire");
        var fact = answer.Parts[0].Items.ShouldHaveSingleItem();
        fact.Word.ShouldBe("truth.false");
        fact.Speaker.ShouldBeEmpty();
        var asked = await AnswerAsync("asked-for-the-force");
        asked.Parts[1].Items.ShouldHaveSingleItem().Cites.ShouldStartWith("President-102317");
    }

    [Fact]
    public async Task Incidents_are_counted_with_what_could_be_seen_and_where_nothing_could_they_are_not_known()
    {
        var later = Instant.FromUtc(2026, 3, 10, 0, 0);
        var before = await AnswerAsync("exercise-incidents", later);
        before.Mode.ShouldBe(Mode.Exercise);
        before.IsUnknown.ShouldBeTrue("nothing is recorded of what could be seen, so that no incident is not none");
        before.Parts[0].Why.ShouldNotBeEmpty();
        await WorkspaceOpener.ImportMissionFeedsAsync(Workspace, TimeProvider.System, null, Stop);
        // What was recorded this minute is not released for the public yet; the operator sees it.
        var released = (await AnswerAsync("exercise-incidents", later)).Items;
        released.ShouldAllBe(i => i.Figures[0].Value == 0);
        var item = (await AnswerAsync("exercise-incidents", later, reader: Reader.LocalOperator)).Items.ShouldHaveSingleItem();
        item.Standing.ShouldBe(Standing.Illustrative);
        item.Figures.Select(f => f.Key).ShouldBe(["incidents", "apparent_breaches", "claims", "covered"]);
        item.Figures[0].Value.ShouldNotBeNull().ShouldBeGreaterThan(0);
        item.Figures[3].Value.ShouldNotBeNull().ShouldBeInRange(0.01m, 100);
    }

    [Fact]
    public async Task Every_language_says_the_same_with_the_same_citations()
    {
        foreach (var id in Six)
        {
            var english = await AnswerAsync(id);
            foreach (var language in Language.All)
            {
                var answer = await AnswerAsync(id, language: language);
                answer.AsksLanguage.ShouldBe(language.Tag);
                answer.Parts.ShouldAllBe(p => p.Lead.Length == 0 || p.LeadLanguage == language.Tag);
                answer.Items.Select(i => (i.Path, i.Cites, i.Word)).ShouldBe(english.Items.Select(i => (i.Path, i.Cites, i.Word)));
                var words = new AnswerText(answer, PhraseBook.Of(language));
                answer.Items.Select(words.Sentence).ShouldAllBe(s => s.Length > 0);
            }
        }
    }

    [Fact]
    public async Task No_sentence_of_the_seed_stands_in_an_answer()
    {
        var seeds = Path.Combine(Repository.Root, "..", "shared", "seeds");
        Assert.SkipUnless(Directory.Exists(seeds), "the seeds are not here");
        var seed = await File.ReadAllTextAsync(Directory.GetFiles(seeds, "001_*.txt").Single(), TestContext.Current.CancellationToken);
        var sentences = seed.Split(['.', '?', '\n'], StringSplitOptions.TrimEntries).Where(s => s.Length > 40).ToArray();
        foreach (var id in Six)
        {
            // The questions themselves are those of the seed.
            var text = string.Join('\n', (await AnswerAsync(id)).Items.Select(i => i.Says));
            sentences.Where(s => text.Contains(s, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
        }
    }

    private static ImmutableArray<string> Positions(QuestionAnswer answer) =>
        [.. answer.Items.Where(i => i.Kind == AnswerKind.Position).Select(i => i.Path)];
}
