using System.Net;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Holdfast.Tests.Web;

public sealed class GateTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_route_declares_a_policy()
    {
        await using var host = await WebHost.StartAsync();
        var routes = host.App.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().ToArray();
        routes.Length.ShouldBeGreaterThan(15);
        routes
            .Where(r => r.Metadata.GetMetadata<RoutePolicy>() is null)
            .Select(r => r.RoutePattern.RawText)
            .ShouldBeEmpty("a route without a policy is refused");
    }

    [Fact]
    public async Task Routes_that_change_something_need_the_write_policy()
    {
        await using var host = await WebHost.StartAsync();
        host.App.Services.GetServices<EndpointDataSource>()
            .SelectMany(s => s.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(r =>
                r.Metadata.GetMetadata<HttpMethodMetadata>() is { } m && m.HttpMethods.Any(x => x is "POST" or "PUT" or "DELETE" or "PATCH")
            )
            .Where(r => r.Metadata.GetMetadata<RoutePolicy>()?.Writes != true)
            .Select(r => r.RoutePattern.RawText)
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/m/easter/incidents")]
    [InlineData("/m/nowhere")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/assets/absent.css")]
    public async Task Every_answer_carries_the_strict_headers(string path)
    {
        await using var host = await WebHost.StartAsync();
        var answer = await host.Client().GetAsync(path, Stop);
        var policy = string.Join(' ', answer.Headers.GetValues("Content-Security-Policy"));
        policy.ShouldContain("default-src 'self'");
        policy.ShouldNotContain("unsafe-inline");
        policy.ShouldNotContain("unsafe-eval");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.GetValues("Referrer-Policy").ShouldBe(["same-origin"]);
    }

    [Fact]
    public async Task A_sign_in_link_works_once_and_makes_the_local_operator()
    {
        await using var host = await WebHost.StartAsync();
        var link = host.SignInPath;
        var client = host.Client();
        (await client.GetAsync(link, Stop)).StatusCode.ShouldBeRedirect();
        await WebHost.ReadAsync(client, "/m/easter/incidents");
        host.Views.LastReader.ShouldBe(Reader.LocalOperator);

        (await host.Client().GetAsync(link, Stop)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        host.SignInPath.ShouldNotBe(link, "a fresh link is offered after each use");
    }

    [Fact]
    public async Task Without_signing_in_one_reads_as_anyone()
    {
        await using var host = await WebHost.StartAsync();
        await WebHost.ReadAsync(host.Client(), "/m/easter/incidents");
        host.Views.LastReader.ShouldBe(Reader.Anyone);
    }

    [Fact]
    public async Task A_wrong_bearer_token_is_refused()
    {
        await using var host = await WebHost.StartAsync(apiToken: "right");
        var client = host.Client();
        client.DefaultRequestHeaders.Add("Authorization", "Bearer wrong");
        var answer = await client.GetAsync("/m/easter/incidents", Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers.WwwAuthenticate.ToString().ShouldContain("invalid_token");
        host.Views.LastReader.ShouldBeNull();
    }

    [Fact]
    public async Task A_post_without_a_forgery_token_is_refused()
    {
        await using var host = await WebHost.StartAsync();
        var client = await host.SignedInAsync();
        var answer = await client.PostAsync("/sign-out", new FormUrlEncodedContent([]), Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain("form has expired");
    }

    [Fact]
    public async Task An_unknown_mission_suggests_the_nearest_name()
    {
        await using var host = await WebHost.StartAsync();
        var page = await WebHost.ReadAsync(host.Client(), "/m/eastern", HttpStatusCode.NotFound);
        WebHost.Text(page.QuerySelector("main")).ShouldContain("Did you mean 'easter'?");
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example/")]
    public async Task The_theme_switch_leads_nowhere_else(string back)
    {
        await using var host = await WebHost.StartAsync();
        var answer = await host.Client().GetAsync("/preferences/theme?to=dark&back=" + Uri.EscapeDataString(back), Stop);
        answer.Headers.Location?.ToString().ShouldBe("/");
    }

    [Fact]
    public async Task Assets_do_not_lead_out_of_their_folder()
    {
        await using var host = await WebHost.StartAsync();
        var answer = await host.Client().GetAsync("/assets/..%2f..%2fholdfast.dll", Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
