using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Shouldly;

namespace Holdfast.Tests.Web;

public sealed class GuaranteesPageTests
{
    private const string Attacked = "assume=ceasefire;vote(*);attack@2025-06-01";

    // One server for all: these tests only read.
    private static readonly Lazy<Task<WebHost>> Common = new(StartAsync);

    private static async Task<WebHost> StartAsync()
    {
        var host = await WebHost.StartAsync(
            0,
            null,
            SmallGuarantees.Mission(),
            SmallGuarantees.Mission("practice", mode: Mode.Exercise),
            WebWorld.Mission("bare")
        );
        await SmallGuarantees.SayAsync(host, "valid", "true", "UA");
        await SmallGuarantees.SayAsync(host, "valid", "false", "PL");
        await SmallGuarantees.SayAsync(host, "ceasefire", "true", "UA", mode: Mode.Exercise);
        return host;
    }

    private static async Task<IHtmlDocument> Read(string path, HttpStatusCode expected = HttpStatusCode.OK) =>
        await WebHost.ReadAsync((await Common.Value).Client(), path, expected);

    [Theory]
    [InlineData("/m/promises/guarantees")]
    [InlineData("/m/promises/guarantees/GB.presence")]
    [InlineData("/m/promises/guarantees/UA.disputed")]
    [InlineData("/m/promises/whatif?assume=ceasefire&unlock=at+least+1+of+%7B+*.presence+%7D")]
    public async Task A_page_is_whole_and_escapes_hostile_text(string path)
    {
        var page = await Read(path);
        page.QuerySelectorAll("h1").Length.ShouldBe(1);
        page.QuerySelectorAll("[style], style, script:not([src])").ShouldBeEmpty();
        var ids = page.QuerySelectorAll("[id]").Select(e => e.Id).ToArray();
        ids.Distinct().Count().ShouldBe(ids.Length, "ids are unique");
        page.QuerySelectorAll("label[for]").ShouldAllBe(l => page.GetElementById(l.GetAttribute("for") ?? "") != null);
        page.QuerySelectorAll("[aria-labelledby]").ShouldAllBe(e => page.GetElementById(e.GetAttribute("aria-labelledby") ?? "") != null);
        page.QuerySelectorAll(".on-page a").ShouldAllBe(a => LeadsSomewhere(page, a));
    }

    [Fact]
    public async Task The_board_groups_by_state_and_says_what_is_missing_and_why_nothing_is_in_force()
    {
        var page = await Read("/m/promises/guarantees");
        page.QuerySelectorAll(".state-group h2").Select(h => h.Id).ShouldBe(["s-undetermined", "s-created"]);
        var line = Line(page, "GB.presence");
        line.QuerySelector(".what > a").ShouldNotBeNull().TextContent.ShouldBe("British <script>alert('x')</script> units");
        line.QuerySelectorAll(".waits").Select(w => w.TextContent.Trim()).ShouldBe(["ceasefire not so", "vote(GB.Commons) not so"]);
        line.QuerySelectorAll(".stage").Select(s => s.ClassName).ShouldBe(["stage stage-false ", "stage stage-unknown "]);
        page.QuerySelector(".asked-line").ShouldNotBeNull().TextContent.ShouldContain("nothing is assumed");
        page.QuerySelector(".results > .notice")
            .ShouldNotBeNull()
            .TextContent.ShouldContain("2 of 3 undertakings cannot come into force without ceasefire");
    }

    [Theory]
    [InlineData("by=PL", "PL.logistics")]
    [InlineData("kind=air", "GB.presence")]
    [InlineData("state=undetermined", "UA.disputed")]
    [InlineData("q=logistics", "PL.logistics")]
    public async Task The_board_is_narrowed_by_its_address(string query, string only)
    {
        var page = await Read("/m/promises/guarantees?" + query);
        page.QuerySelectorAll(".undertaking-line .what code").Select(c => c.TextContent).ShouldBe([only]);
    }

    [Fact]
    public async Task An_assumption_stands_in_the_address_and_goes_along()
    {
        var page = await Read("/m/promises/guarantees?assume=ceasefire;vote(*)");
        page.QuerySelectorAll(".state-group h2").Select(h => h.Id).ShouldBe(["s-in_effect", "s-undetermined"]);
        page.QuerySelectorAll(".assumed li > a:not(.chip-clear) code").Select(c => c.TextContent).ShouldBe(["ceasefire", "vote(*)"]);
        page.QuerySelector("input[type=hidden][name=assume]")?.GetAttribute("form").ShouldBe("question");
        Line(page, "GB.presence")
            .QuerySelector(".what > a")
            ?.GetAttribute("href")
            .ShouldBe("/m/promises/guarantees/GB.presence?assume=ceasefire;vote(*)");
    }

    [Fact]
    public async Task Assumptions_given_several_times_become_one_address()
    {
        var answer = await (await Common.Value)
            .Client()
            .GetAsync("/m/promises/whatif?assume=ceasefire&assume=vote(*)&at=", TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBeRedirect();
        answer.Headers.Location.ShouldNotBeNull().OriginalString.ShouldBe("/m/promises/whatif?assume=ceasefire;vote(*)");
    }

    [Fact]
    public async Task A_faulty_assumption_is_left_out_and_the_nearest_right_word_is_named()
    {
        var page = await Read("/m/promises/whatif?assume=ceasefir;vote(GB.Commons)", HttpStatusCode.BadRequest);
        page.QuerySelector(".notice.bad[role=alert]").ShouldNotBeNull().TextContent.ShouldContain("Did you mean ceasefire?");
        page.QuerySelector(".asked-line").ShouldNotBeNull().TextContent.ShouldContain("1 fact is assumed");
        var client = (await Common.Value).Client();
        client.DefaultRequestHeaders.Add("HX-Request", "true");
        (await WebHost.ReadAsync(client, "/m/promises/whatif?assume=ceasefir")).QuerySelector(".notice.bad[role=alert]").ShouldNotBeNull();
    }

    [Fact]
    public async Task An_undertaking_shows_its_text_with_sources_its_trace_and_what_unlocks_it()
    {
        var page = await Read("/m/promises/guarantees/GB.presence");
        var requires = page.QuerySelectorAll(".clause-lines tbody tr").Single(r => r.QuerySelector("th")?.TextContent == "requires");
        requires
            .QuerySelector("a[href='/m/promises/mission#ref-seed']")
            .ShouldNotBeNull()
            .ParentElement?.TextContent.ShouldBe("seed page 3");
        page.QuerySelectorAll(".deeds .deed-kind").Select(d => d.TextContent).ShouldBe(["shall"]);
        page.QuerySelector(".trace .truth-false").ShouldNotBeNull();
        page.QuerySelectorAll(".missing > li code").Select(c => c.TextContent).ShouldBe(["ceasefire", "vote(GB.Commons)"]);
        page.QuerySelector(".unlock").ShouldNotBeNull().TextContent.ShouldContain("Smallest: 2 changes, 1 such set of 1");
        page.QuerySelector(".sets a")?.GetAttribute("href").ShouldBe("/m/promises/whatif?assume=ceasefire;vote(GB.Commons)");
        page.QuerySelector("a[href='/m/promises/nations/GB#p-land-offered']").ShouldNotBeNull();
        page.QuerySelector("[aria-labelledby=hangs-title]").ShouldNotBeNull().TextContent.ShouldContain("PL.logistics");
        page.QuerySelector("[aria-labelledby=conflicts-title]").ShouldNotBeNull().TextContent.ShouldContain("cannot make it");
    }

    [Fact]
    public async Task Time_to_effect_names_what_has_no_time_and_gives_a_distribution_once_that_is_assumed()
    {
        var now = await Read("/m/promises/guarantees/GB.presence");
        now.QuerySelectorAll("[aria-labelledby=time-title] > .hint code").Select(c => c.TextContent).ShouldBe(["ceasefire"]);
        var then = await Read("/m/promises/guarantees/GB.presence?assume=ceasefire");
        then.QuerySelectorAll(".quantiles dd").Length.ShouldBe(3);
        then.QuerySelectorAll(".histogram rect").Length.ShouldBe(40);
    }

    [Fact]
    public async Task Disputed_facts_give_one_answer_per_reading()
    {
        var page = await Read("/m/promises/guarantees/UA.disputed");
        page.QuerySelectorAll(".readings strong")
            .Select(s => s.TextContent)
            .ShouldBe(["By the reading of Poland", "By the reading of Ukraine"]);
        page.QuerySelectorAll(".readings .stance").Select(s => s.TextContent.Trim()).ShouldBe(["○ given, not in force", "● in force"]);
        // The trace ends at what was said, and by whom.
        page.QuerySelectorAll(".statement").Length.ShouldBe(2);
        page.QuerySelectorAll(".trace-rests a").ShouldAllBe(a => LeadsSomewhere(page, a));
    }

    [Fact]
    public async Task A_running_tier_shows_its_clock_who_is_due_and_what_is_too_slow()
    {
        var bound = await Read("/m/promises/guarantees?at=2025-06-01T06:00:00Z&" + Attacked);
        var tier = bound.QuerySelectorAll(".tier").ShouldHaveSingleItem();
        tier.TextContent.ShouldContain("18 hours left");
        tier.TextContent.ShouldContain("Due: United Kingdom");
        tier.QuerySelector(".stance").ShouldNotBeNull().TextContent.ShouldContain("running");
        var late = await Read("/m/promises/guarantees?at=2025-06-03T00:00:00Z&" + Attacked);
        late.QuerySelector(".tier .stance").ShouldNotBeNull().TextContent.ShouldContain("overdue");
        late.QuerySelector(".clocks").ShouldNotBeNull().TextContent.ShouldContain("24 hours overdue");
        var unbound = await Read("/m/promises/guarantees/GB.presence?at=2025-06-01T06:00:00Z&assume=attack@2025-06-01");
        unbound.QuerySelector(".tier").ShouldNotBeNull().TextContent.ShouldContain("Not bound");
        unbound.QuerySelector(".too-slow").ShouldNotBeNull().TextContent.ShouldContain("vote(GB.Commons)");
    }

    [Fact]
    public async Task What_if_tells_what_comes_into_force_and_what_is_still_missing_by_nation()
    {
        var page = await Read("/m/promises/whatif?assume=ceasefire;vote(GB.Commons)");
        page.QuerySelectorAll("[aria-labelledby=c-comes] li > a").Select(a => a.TextContent).ShouldBe(["GB.presence", "PL.logistics"]);
        page.QuerySelectorAll(".wanted-by summary strong").Select(s => s.TextContent).ShouldBe(["Poland", "Ukraine"]);
        var nothing = await Read("/m/promises/whatif");
        nothing.QuerySelectorAll(".suggestions a").First().GetAttribute("href").ShouldBe("/m/promises/whatif?assume=ceasefire");
    }

    [Fact]
    public async Task Any_condition_can_be_unlocked_and_a_faulty_one_says_where_it_is_wrong()
    {
        var page = await Read("/m/promises/whatif?unlock=mandated+and+ceasefire");
        page.QuerySelector(".unlock").ShouldNotBeNull().TextContent.ShouldContain("of 2");
        var faulty = await Read("/m/promises/whatif?unlock=mandated+and+ceasefir");
        faulty.QuerySelector(".notice.bad[role=alert]").ShouldNotBeNull().TextContent.ShouldContain("Did you mean ceasefire?");
    }

    [Fact]
    public async Task As_known_before_it_was_said_nothing_is_disputed()
    {
        var before = await Read("/m/promises/guarantees/UA.disputed?known=2025-04-01");
        before.QuerySelector(".readings").ShouldBeNull();
        before.QuerySelector(".statement").ShouldBeNull();
        before.QuerySelector(".asked-line").ShouldNotBeNull().TextContent.ShouldContain("as known on 1 Apr 2025");
    }

    [Fact]
    public async Task An_exercise_has_facts_of_its_own_and_a_banner()
    {
        (await Read("/m/practice/guarantees")).QuerySelector(".mode-banner").ShouldBeNull();
        var exercise = await Read("/m/practice/guarantees?mode=exercise");
        exercise.QuerySelector(".mode-banner").ShouldNotBeNull();
        Line(exercise, "GB.presence").QuerySelectorAll(".waits").Select(w => w.TextContent.Trim()).ShouldBe(["vote(GB.Commons) not so"]);
    }

    [Theory]
    [InlineData("/m/bare/guarantees")]
    [InlineData("/m/bare/whatif")]
    public async Task A_mission_without_undertakings_says_what_to_write(string path) =>
        (await Read(path)).QuerySelector(".empty").ShouldNotBeNull().TextContent.ShouldContain("guarantees.clauses");

    [Theory]
    [InlineData("/m/promises/guarantees/GB.presense", HttpStatusCode.NotFound, "Did you mean 'GB.presence'?")]
    [InlineData("/m/promises/guarantees?state=suspend", HttpStatusCode.BadRequest, "Did you mean 'suspended'?")]
    [InlineData("/m/promises/guarantees?at=2025-02-30", HttpStatusCode.BadRequest, "'at' is '2025-02-30'")]
    [InlineData("/m/promises/guarantees?by=DE", HttpStatusCode.BadRequest, "expected one of GB, PL, UA")]
    public async Task A_wrong_address_says_what_was_expected(string path, HttpStatusCode status, string says) =>
        (await Read(path, status)).Body.ShouldNotBeNull().TextContent.ShouldContain(says);

    private static bool LeadsSomewhere(IHtmlDocument page, IElement link) =>
        page.GetElementById((link.GetAttribute("href") ?? "").TrimStart('#')) is not null;

    private static IElement Line(IHtmlDocument page, string undertaking) =>
        page.QuerySelectorAll(".undertaking-line").Single(l => l.QuerySelector(".what code")?.TextContent == undertaking);
}
