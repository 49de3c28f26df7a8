using System.Net;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Shouldly;

namespace Holdfast.Tests.Commission;

/// <summary>What is done through a case's page, and what is refused there.</summary>
public sealed class CasePageActTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_form_that_is_refused_comes_back_with_the_reason_and_what_stood_in_it_and_is_recorded()
    {
        await using var host = await CaseHost.StartAsync();
        var id = await host.InvestigatedAsync();
        await host.DoAsync(id, "inv", new HypothesisStated("H1", "Artillery", "RU"));
        var (status, page) = await host.SendAsync(id, "inv", "hypothesis", ("form", "hypothesis"), ("id", "H1"), ("text", "An old mine"));
        status.ShouldBe(HttpStatusCode.Conflict);
        var refused = page.QuerySelector(".refused").ShouldNotBeNull();
        refused.TextContent.ShouldContain("already");
        refused.TextContent.ShouldContain("In this state you may do");
        refused.QuerySelector("input[name=text]")?.GetAttribute("value").ShouldBe("An old mine");
        (await host.Desk.Registry.RefusedAsync("secretary", Stop)).Single().Code.ShouldBe("exists");
        var shown = await Web.WebHost.ReadAsync(host.Operator, $"{CaseHost.Root}/refused?as=secretary");
        shown.QuerySelector("tbody")?.TextContent.ShouldContain("case.hypothesis/1");
        await Web.WebHost.ReadAsync(host.Operator, $"{CaseHost.Root}/refused?as=rep-ru", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_field_that_cannot_be_read_says_what_was_expected()
    {
        await using var host = await CaseHost.StartAsync();
        var id = await host.InvestigatedAsync();
        var (status, page) = await host.SendAsync(
            id,
            "secretary",
            "task",
            ("form", "task"),
            ("id", "T1"),
            ("title", "Ask"),
            ("due", "soon")
        );
        status.ShouldBe(HttpStatusCode.BadRequest);
        page.QuerySelector(".refused")?.TextContent.ShouldContain("'due' is 'soon'");
    }

    [Fact]
    public async Task Words_with_markup_are_no_statement_what_is_said_is_text_and_a_key_is_destroyed_only_where_that_is_meant()
    {
        await using var host = await CaseHost.StartAsync();
        var id = await host.InvestigatedAsync();
        const string Words = "They said: 3 < 4 & \"5\" > 4 <3 'x' onerror=alert(1)";
        const string Marked = "<script>alert('x')</script><img src=x onerror=alert(1)>";
        (string, string)[] statement =
        [
            ("id", "S1"),
            ("pseudonym", "Heron"),
            ("text", Words),
            ("identity", Words),
            ("language", "uk"),
            ("consent", Words),
            ("risk", Words),
        ];
        foreach (var field in new[] { "text", "identity", "consent", "risk" })
        {
            var (status, page) = await host.SendAsync(
                id,
                "inv",
                "statement",
                [.. statement.Select(f => f.Item1 == field ? (field, Marked) : f)]
            );
            status.ShouldBe(HttpStatusCode.Conflict, field);
            page.QuerySelector(".refused")?.TextContent.ShouldContain("'<script>alert('x')</' at character 1 is markup or a script");
            page.QuerySelectorAll("script:not([src]), img, [onerror]").ShouldBeEmpty();
        }
        Directory.Exists(host.Evidence).ShouldBeFalse("nothing is encrypted or kept of it");
        (await host.SendAsync(id, "inv", "statement", statement)).Status.ShouldBe(HttpStatusCode.SeeOther);
        var read = await Web.WebHost.ReadAsync(host.Operator, $"{CaseHost.Root}/cases/{id}?as=gb&read=S1");
        read.QuerySelector("#S1 .read")?.TextContent.Trim().ShouldBe(Words);
        read.QuerySelectorAll("script:not([src]), img, [onerror]").ShouldBeEmpty();
        (await host.SendAsync(id, "inv", "key_destroyed", ("statement", "S1")))
            .Page.QuerySelector(".refused")
            ?.TextContent.ShouldContain("tick the box");
        (await host.SendAsync(id, "inv", "key_destroyed", ("statement", "S1"), ("confirm", "yes"))).Status.ShouldBe(
            HttpStatusCode.SeeOther
        );
        var gone = await Web.WebHost.ReadAsync(host.Operator, $"{CaseHost.Root}/cases/{id}?as=gb&read=S1");
        (gone.QuerySelector("#S1")?.TextContent ?? "").ShouldContain("cannot be read any more");
        (gone.Body?.TextContent ?? "").ShouldNotContain("onerror=alert(1)>alert");
    }

    [Fact]
    public async Task Evidence_goes_in_as_a_stream_and_out_as_bytes_that_no_browser_shows()
    {
        await using var host = await CaseHost.StartAsync();
        var id = await host.InvestigatedAsync();
        var hostile = Encoding.UTF8.GetBytes("<html><script>alert(1)</script>").Concat(new byte[3_000_000]).ToArray();
        var (status, _) = await host.UploadAsync(id, "inv", hostile, "passwd<b>.html", "text/html", null, CaseHost.Item("E1", title: ""));
        status.ShouldBe(HttpStatusCode.SeeOther);
        var row = (await host.PageAsync(id, "gb")).QuerySelector("#E1").ShouldNotBeNull();
        row.TextContent.ShouldContain("passwd<b>.html");
        row.TextContent.ShouldNotContain("..");
        Directory
            .EnumerateFiles(host.Evidence, "*", SearchOption.AllDirectories)
            .ShouldAllBe(f => Path.GetFileName(f) == Convert.ToHexStringLower(SHA256.HashData(hostile)));
        var copy = await host.CopyAsync(id, "gb", "E1");
        copy.StatusCode.ShouldBe(HttpStatusCode.OK);
        copy.Content.Headers.ContentType?.MediaType.ShouldBe("application/octet-stream");
        var place = copy.Content.Headers.ContentDisposition.ShouldNotBeNull();
        place.DispositionType.ShouldBe("attachment");
        place.FileName?.Trim('"').ShouldBe($"{id}-E1-passwd-b-html.bin");
        copy.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        copy.Headers.GetValues("Content-Security-Policy").ShouldBe(["default-src 'none'; sandbox"]);
        (await copy.Content.ReadAsByteArrayAsync(Stop)).ShouldBe(hostile);
        (await host.PageAsync(id, "gb")).QuerySelector("#E1 .custody")?.TextContent.ShouldContain("copied");
        (await host.CopyAsync(id, "rep-ru", "E1")).StatusCode.ShouldNotBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("GIF89a/*<html><script>alert(1)</script>*/=1;", "a.gif", "is several formats at once")]
    [InlineData("\u00ff\u00d8\u00ff\u00e0 JFIF <iframe src=x>", "a.jpg", "is several formats at once")]
    [InlineData("plain", "../../etc/passwd", "holds a path")]
    [InlineData("plain", "..%2fx", "holds a step to another folder")]
    [InlineData("plain", "nul.txt", "holds the name of a device")]
    public async Task A_file_that_is_two_things_or_whose_name_leads_elsewhere_is_refused_and_not_kept(string text, string name, string says)
    {
        await using var host = await CaseHost.StartAsync();
        var id = await host.InvestigatedAsync();
        var (status, page) = await host.UploadAsync(
            id,
            "inv",
            Encoding.Latin1.GetBytes(text),
            name,
            "image/gif",
            null,
            CaseHost.Item("E1")
        );
        ((int)status).ShouldBeInRange(400, 409);
        page.QuerySelector(".refused").ShouldNotBeNull().TextContent.ShouldContain(says);
        (
            !Directory.Exists(host.Evidence) || Directory.EnumerateFiles(host.Evidence, "*", SearchOption.AllDirectories).Any() is false
        ).ShouldBeTrue();
        (
            await host.UploadAsync(id, "inv", Encoding.Latin1.GetBytes("plain"), "plain.txt", "text/plain", null, CaseHost.Item("E1"))
        ).Status.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Theory]
    [InlineData("photo\u202egpj.exe", "characters that are not seen")]
    [InlineData("a\u0000.jpg", "characters that are not seen")]
    [InlineData("C:\\windows\\a.jpg", "a path")]
    [InlineData("a.jpg:hidden", "a path")]
    [InlineData("..", "a step to another folder")]
    [InlineData("", "a step to another folder")]
    [InlineData("COM1", "the name of a device")]
    [InlineData("Café 3 (1).tar.gz", null)]
    [InlineData("фото воронки.jpg", null)]
    [InlineData(".hidden", null)]
    public void A_name_that_is_no_plain_name_is_told_so(string name, string? holds)
    {
        var fault = Holdfast.Web.Commission.SafeName.FaultOf(name);
        (fault is null).ShouldBe(holds is null);
        fault?.ShouldContain($"holds {holds}");
    }

    [Fact]
    public async Task A_copy_is_downloaded_again_from_the_same_page_and_recorded_each_time_while_an_act_is_done_once()
    {
        await using var host = await CaseHost.StartAsync();
        var id = await host.InvestigatedAsync();
        await host.UploadAsync(id, "inv", new byte[1000], "a.bin", "image/png", null, CaseHost.Item("E1"));
        var token = CaseHost.TokenOf(await host.PageAsync(id, "gb"));
        for (var i = 0; i < 2; i++)
        {
            using var body = new FormUrlEncodedContent([KeyValuePair.Create("forgery", token)]);
            var copy = await host.Operator.PostAsync($"{CaseHost.Root}/cases/{id}/evidence/E1/copy?as=gb", body, Stop);
            copy.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        (await host.Desk.Registry.FindAsync("gb", id, Stop))
            .ShouldNotBeNull()
            .Of<CustodyRecorded>()
            .Count(c => c.Event == CustodyEvent.Copied)
            .ShouldBe(2);
        HttpStatusCode[] acts = [HttpStatusCode.SeeOther, HttpStatusCode.Conflict];
        foreach (var expected in acts)
        {
            using var body = new FormUrlEncodedContent([
                KeyValuePair.Create("forgery", token),
                KeyValuePair.Create("form", "hypothesis"),
                KeyValuePair.Create("id", "H1"),
                KeyValuePair.Create("text", "Artillery"),
            ]);
            var answer = await host.Operator.PostAsync($"{CaseHost.Root}/cases/{id}/acts/hypothesis?as=inv", body, Stop);
            answer.StatusCode.ShouldBe(expected);
        }
    }

    [Fact]
    public async Task A_file_that_changed_in_the_store_never_arrives_whole()
    {
        await using var host = await CaseHost.StartAsync();
        var id = await host.InvestigatedAsync();
        await host.UploadAsync(id, "inv", new byte[1_000_000], "a.bin", "image/png", null, CaseHost.Item("E1"));
        var file = Directory.EnumerateFiles(host.Evidence, "*", SearchOption.AllDirectories).Single();
        File.SetAttributes(file, FileAttributes.Normal);
        await using (var stream = File.OpenWrite(file))
        {
            stream.WriteByte(1);
        }
        await Should.ThrowAsync<Exception>(async () =>
        {
            var copy = await host.CopyAsync(id, "gb", "E1");
            await copy.Content.ReadAsByteArrayAsync(Stop);
        });
        File.SetAttributes(file, FileAttributes.Normal);
        File.Delete(file);
        (await host.CopyAsync(id, "gb", "E1")).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
    }

    [Fact]
    public async Task A_file_that_would_be_refused_is_not_stored()
    {
        await using var host = await CaseHost.StartAsync();
        var id = await host.InvestigatedAsync();
        var (status, page) = await host.UploadAsync(id, "inv", new byte[100], "a.jpg", "image/jpeg", null, CaseHost.Item("../E1"));
        status.ShouldBe(HttpStatusCode.Conflict);
        page.QuerySelector(".refused")?.TextContent.ShouldContain("is not an id");
        var (denied, _) = await host.UploadAsync(id, "inv", new byte[100], "a.jpg", "image/jpeg", "forged", CaseHost.Item("E1"));
        denied.ShouldBe(HttpStatusCode.BadRequest);
        Directory.Exists(host.Evidence).ShouldBeFalse();
        (await host.Desk.Registry.RefusedAsync("secretary", Stop)).Single().Code.ShouldBe("bad-id");
        var anybody = await host.Anybody().PostAsync($"{CaseHost.Root}/cases/{id}/acts/evidence?as=inv", null, Stop);
        anybody.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Whoever_is_recused_is_offered_no_vote_and_is_refused_one()
    {
        await using var host = await CaseHost.StartAsync();
        var id = await host.InvestigatedAsync();
        await host.DoAsync(id, "inv", new EvidenceAdded(CommissionWorld.Item("E1")));
        await host.DoAsync(id, "inv", new HypothesisStated("H1", "Artillery", "RU"));
        await host.DoAsync(id, "pl", new MemberRecused("pl", "Wrote about it"));
        await host.DoAsync(id, "gb", new VoteOpened("V1", CommissionWorld.Proposal(provisional: true)));
        (await host.PageAsync(id, "gb")).QuerySelector("input[name=form][value=vote]").ShouldNotBeNull();
        foreach (var other in new[] { "pl", "ua", "secretary", "inv" })
        {
            var page = await host.PageAsync(id, other);
            page.QuerySelector("input[name=form][value=vote]").ShouldBeNull(other);
            page.QuerySelector(".vote").ShouldBeNull(other);
        }
        var (status, refused) = await host.SendAsync(id, "pl", "vote", ("vote", "V1"), ("choice", "for"));
        status.ShouldBe(HttpStatusCode.Conflict);
        refused.QuerySelector(".refused")?.TextContent.ShouldContain("recused");
    }

    [Fact]
    public async Task A_case_is_opened_from_an_incident_and_the_incident_s_page_then_shows_it()
    {
        await using var host = await CaseHost.StartAsync();
        var incident = Web.WebWorld.Incidents(6)[0].Incident;
        var form = await Web.WebHost.ReadAsync(host.Operator, $"{CaseHost.Root}/open?as=secretary&incident={incident.Id}");
        var observations = form.QuerySelector("[name=observations]").ShouldNotBeNull().TextContent;
        observations.ShouldContain(incident.Observations[0].ToString());
        // The made-up views show observations that this record does not hold.
        using var body = new FormUrlEncodedContent([
            KeyValuePair.Create("forgery", CaseHost.TokenOf(form)),
            KeyValuePair.Create("title", "From an incident"),
            KeyValuePair.Create("text", "Shelling"),
            KeyValuePair.Create("from", "own"),
            KeyValuePair.Create("incident", incident.Id.Value),
        ]);
        (await host.Operator.PostAsync($"{CaseHost.Root}/cases?as=secretary", body, Stop)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var page = await Web.WebHost.ReadAsync(host.Operator, $"/m/easter/incidents/{incident.Id}");
        page.QuerySelector("section[aria-labelledby=cases-title]")?.TextContent.ShouldContain("From an incident");
        var anybody = await Web.WebHost.ReadAsync(host.Anybody(), $"/m/easter/incidents/{incident.Id}");
        anybody.QuerySelector("section[aria-labelledby=cases-title]").ShouldBeNull();
        var board = await Web.WebHost.ReadAsync(host.Operator, $"{CaseHost.Root}?as=gb&q=incident");
        board.QuerySelectorAll(".case-card").Length.ShouldBe(1);
        (await Web.WebHost.ReadAsync(host.Operator, $"{CaseHost.Root}?as=gb&state=closed")).QuerySelectorAll(".case-card").ShouldBeEmpty();
    }
}
