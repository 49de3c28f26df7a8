using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using Holdfast.App.Briefing.Wording;
using Holdfast.Core.Briefing.Wording;
using Holdfast.Core.Missions;
using Holdfast.Tests.Nations;
using Shouldly;

namespace Holdfast.Tests.Web;

/// <summary>The public page and the plain questions, for people without an account, in four languages.</summary>
public sealed class QuestionsPageTests : IAsyncLifetime
{
    private const string Questions = """
        questions:
          - id: who-sends
            ask: { en: "Who sends soldiers?", uk: "Хто посилає солдатів?", fr: "Qui envoie des soldats ?", de: "Wer schickt Soldaten?" }
            mode: actual
            answer:
              - lead: { en: "Nations", uk: "Держави", fr: "Pays", de: "Staaten" }
                positions: { question: contribution }
              - fact: { name: mandate, args: [UN] }
          - id: hostile
            ask: { en: "<script>alert('x')</script>" }
            answer:
              - positions: { nation: PL, stance: refused }
          - id: nobody-knows
            ask: { en: "Who knows?" }
            answer:
              - positions: { nation: PL, question: opinion }
        """;

    private WebHost? _host;

    private HttpClient Client => _host.ShouldNotBeNull().Client();

    public async ValueTask InitializeAsync()
    {
        Mission mission = SmallNations.Mission(("questions.yaml", Questions));
        _host = await WebHost.StartAsync(0, null, mission);
    }

    public async ValueTask DisposeAsync() => await _host.ShouldNotBeNull().DisposeAsync();

    private Task<AngleSharp.Html.Dom.IHtmlDocument> Read(string path) => WebHost.ReadAsync(Client, path);

    public static TheoryData<string> Tags => [.. Language.All.Select(l => l.Tag)];

    [Theory]
    [MemberData(nameof(Tags))]
    public async Task Both_pages_are_whole_in_every_language_and_say_which_it_is(string tag)
    {
        var phrases = PhraseBook.Of(Language.Find(tag).ShouldNotBeNull());
        foreach (var (path, title) in new[] { ("public", "public.truce"), ("questions", "page.questions") })
        {
            var page = await Read($"/m/small/{path}?lang={tag}");
            page.DocumentElement.GetAttribute("lang").ShouldBe(tag);
            page.QuerySelectorAll("h1").Length.ShouldBe(1);
            page.QuerySelectorAll("[style], style, script:not([src])").ShouldBeEmpty();
            page.Body.ShouldNotBeNull().TextContent.ShouldContain(phrases.Text(title));
            page.QuerySelectorAll(".languages a").Length.ShouldBe(Language.All.Length);
            page.QuerySelector(".languages a[aria-current]")?.GetAttribute("lang").ShouldBe(tag);
            var ids = page.QuerySelectorAll("[id]").Select(e => e.Id).ToArray();
            ids.Distinct().Count().ShouldBe(ids.Length, "ids are unique");
        }
    }

    [Fact]
    public async Task Each_datum_leads_to_its_trace_and_names_its_source_and_standing()
    {
        var page = await Read("/m/small/questions?lang=en");
        var section = page.GetElementById("q-who-sends").ShouldNotBeNull().ParentElement.ShouldNotBeNull();
        var data = section.QuerySelectorAll(".answer > li");
        data.ShouldNotBeEmpty();
        data.ShouldAllBe(d => d.QuerySelector(".datum a") != null && d.QuerySelector(".badge") != null && d.QuerySelector("cite") != null);
        section.QuerySelector("a[href='/m/small/nations/GB#p-air-only']").ShouldNotBeNull();
        section.QuerySelector(".as-of").ShouldNotBeNull().TextContent.ShouldStartWith("As of");
        section.QuerySelector(".not-known").ShouldNotBeNull().TextContent.ShouldStartWith("Not known");
    }

    [Fact]
    public async Task What_no_datum_answers_is_not_known_in_the_readers_language()
    {
        var page = await Read("/m/small/questions?lang=de");
        var section = page.GetElementById("q-nobody-knows").ShouldNotBeNull().ParentElement.ShouldNotBeNull();
        section.QuerySelector("h2")?.GetAttribute("lang").ShouldBe("en");
        section.QuerySelector(".not-known").ShouldNotBeNull().TextContent.ShouldStartWith("Nicht bekannt");
        section.QuerySelectorAll(".answer").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_hostile_question_is_text()
    {
        var page = await Read("/m/small/questions");
        page.QuerySelectorAll("script:not([src])").ShouldBeEmpty();
        page.Body.ShouldNotBeNull().TextContent.ShouldContain("<script>alert('x')</script>");
    }

    [Fact]
    public async Task Without_lang_the_browser_chooses_and_a_language_that_is_none_is_refused()
    {
        var client = Client;
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("es, uk-UA;q=0.8, en;q=0.5");
        (await WebHost.ReadAsync(client, "/m/small/public")).DocumentElement.GetAttribute("lang").ShouldBe("uk");
        var answer = await Client.GetAsync("/m/small/questions?lang=ua", TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("en, uk, fr, de");
    }

    [Fact]
    public async Task The_API_gives_machine_words_beside_the_sentences()
    {
        var client = _host.ShouldNotBeNull().Client(html: false);
        var text = await client.GetStringAsync(
            "/api/v1/missions/small/questions/who-sends?lang=fr&at=2025-03-31",
            TestContext.Current.CancellationToken
        );
        using var json = JsonDocument.Parse(text);
        json.RootElement.GetProperty("language").GetString().ShouldBe("fr");
        var part = json.RootElement.GetProperty("parts")[0];
        var items = part.GetProperty("items").EnumerateArray().ToArray();
        items.Select(i => i.GetProperty("trace").GetString()).ShouldContain("nations/GB#p-land-offered");
        items.Select(i => i.GetProperty("trace").GetString()).ShouldNotContain("nations/GB#p-air-only", "it was said after that day");
        items.ShouldAllBe(i => i.GetProperty("cites").GetString() != "" && i.GetProperty("standing").GetString() != "");
        json.RootElement.GetProperty("parts")[1].GetProperty("not_known").GetBoolean().ShouldBeTrue();
        var missing = await client.GetAsync("/api/v1/missions/small/questions/who-send", TestContext.Current.CancellationToken);
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await missing.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("who-sends");
    }

    [Fact]
    public async Task The_public_page_tells_the_truce_the_promises_the_dates_and_how_to_check()
    {
        var page = await Read("/m/small/public?lang=en&at=2025-07-01");
        string[] titles = ["truce-title", "counts-title", "promises-title", "asked-title", "briefings-title", "ahead-title", "check-title"];
        titles.Where(t => page.GetElementById(t) is null).ShouldBeEmpty();
        page.QuerySelector("a[href='/m/small/record']").ShouldNotBeNull();
        page.QuerySelectorAll("a[href*='/m/small/guarantees/']").ShouldNotBeEmpty();
        page.QuerySelector("a[href='/m/small/questions?lang=en&at=2025-07-01#q-who-sends']").ShouldNotBeNull();
    }

    [Fact]
    public async Task Both_pages_are_found_by_links_from_the_rooms()
    {
        var page = await Read("/m/small");
        page.QuerySelector("nav.rooms a[href='/m/small/public']").ShouldNotBeNull();
        page.QuerySelector("nav.rooms a[href='/m/small/questions']").ShouldNotBeNull();
    }
}
