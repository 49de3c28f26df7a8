using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Holdfast.Core.Access;
using Holdfast.Core.Values;
using Holdfast.Tests.Access;
using Holdfast.Tests.Commission;
using Holdfast.Web.Frame;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Web.Access;

/// <summary>
/// Every route that the running server has, by every verb it takes, called over HTTP by every kind of caller, against the table that was written by hand. What changes something is sent as its
/// page would send it, with a good anti-forgery token, so that the answer is the gate's; and no answer tells a hidden word.
/// </summary>
public sealed partial class RunningGateTests
{
    private static readonly Dictionary<string, RouteRow> Table = RouteTable.Rows.ToDictionary(r => r.Route, StringComparer.Ordinal);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Somebody who calls: by name, by what the table knows them as, and by what their token was made for.</summary>
    /// <param name="Role">A name of <see cref="RouteTable.Roles"/>, or null for who has every role.</param>
    /// <param name="Scopes">Null for a browser, or the installation's own token.</param>
    /// <param name="Reads">Which kinds of labels of <see cref="CanaryWorld.Labels"/> may come out.</param>
    private sealed record Caller(string Name, HttpClient Client, string? Role, string[]? Scopes, bool Browser, string Reads)
    {
        public bool May(RouteRow row) =>
            (Role is null || RouteTable.Roles[row.Who].Contains(Role))
            && (Scopes is null || RouteTable.Scopes[row.Who].Intersect(Scopes, StringComparer.Ordinal).Any());
    }

    // What only the gate says.
    private static readonly string[] Refusals =
    [
        "Sign in first",
        "Not for this role",
        "This route declares no policy",
        "The form has expired",
        "Sent by another site",
        "This form was sent before",
        "This token is not accepted",
        "Too many requests",
    ];

    [Fact]
    public async Task Every_route_answers_every_caller_as_the_table_says_and_tells_no_hidden_word()
    {
        var (host, id) = await CanaryWorld.StartAsync([0, 1, 2, 3, 4, 5, 6, 7], withCase: true);
        await using var desk = host.Desk;
        await using var _ = host;
        await host.Desk.EnlistAsync("target", Desk.Give(Role.Planner));
        // What ends the caller's own session comes last.
        var routes = RouteMatrixTests
            .RoutesOf(host)
            .Select(r => r.Route)
            .Distinct()
            .OrderBy(r => r == "POST /sign-out" ? 1 : 0)
            .ThenBy(r => r, StringComparer.Ordinal)
            .ToList();
        var wrong = new List<string>();
        var callers = await CallersAsync(host);
        for (var i = 0; i < callers.Count; i++)
        {
            var caller = callers[i];
            caller.Client.DefaultRequestHeaders.Add(Addresses.Header, $"10.0.{i}.1");
            var forgery = caller.Browser ? await TokenAsync(caller.Client) : "";
            var turn = 0;
            foreach (var route in routes)
            {
                if (++turn % 60 == 0)
                {
                    caller.Client.DefaultRequestHeaders.Remove(Addresses.Header);
                    caller.Client.DefaultRequestHeaders.Add(Addresses.Header, $"10.{turn / 60}.{i}.1");
                }
                if (Table.TryGetValue(route, out var row))
                {
                    using var request = Request(route, row, id, forgery, caller.Browser);
                    wrong.AddRange(await FaultsAsync(caller, row, request));
                }
                else
                {
                    wrong.Add($"{route} stands in no row of the table");
                }
            }
        }
        wrong.ShouldBeEmpty();
        callers.Count.ShouldBeGreaterThan(35);
        Hidden("").Matches(host.Log.Text).Select(m => m.Value).Distinct().ShouldBeEmpty("the log tells");
    }

    [Fact]
    public async Task A_verb_that_a_route_does_not_take_does_nothing_for_anybody()
    {
        await using var host = await AccessHost.StartAsync();
        var operators = await host.OperatorAsync();
        operators.DefaultRequestHeaders.Add(Addresses.Header, "10.9.9.9");
        var routes = RouteMatrixTests.RoutesOf(host).Select(r => r.Route.Split(' ', 2)).Select(p => (Verb: p[0], Pattern: p[1])).ToList();
        var taken = routes.ToLookup(r => r.Pattern, r => r.Verb, StringComparer.Ordinal);
        var wrong = new List<string>();
        var calls = 0;
        foreach (var pattern in taken.Select(t => t.Key))
        {
            foreach (var verb in new[] { "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE" }.Except(taken[pattern], StringComparer.Ordinal))
            {
                operators.DefaultRequestHeaders.Remove(Addresses.Header);
                operators.DefaultRequestHeaders.Add(Addresses.Header, $"10.8.{++calls / 100}.1");
                using var request = new HttpRequestMessage(new HttpMethod(verb), Filled(pattern, "2026-0001"));
                request.Headers.Add("Sec-Fetch-Site", "same-origin");
                using var answer = await operators.SendAsync(request, Stop);
                if (answer.StatusCode is not (HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotFound))
                {
                    wrong.Add($"{verb} {pattern}: {(int)answer.StatusCode}");
                }
            }
        }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_route_without_a_policy_is_refused_to_everybody()
    {
        await using var host = await AccessHost.StartAsync();
        RouteMatrixTests.RoutesOf(host).Where(r => r.Endpoint.Metadata.GetMetadata<RoutePolicy>() is null).ShouldBeEmpty();
    }

    private static async Task<List<string>> FaultsAsync(Caller caller, RouteRow row, HttpRequestMessage request)
    {
        var what = $"{request.Method} {request.RequestUri} for {caller.Name}";
        using var answer = await caller.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        var said = await SaidAsync(answer);
        var found = Refusals.FirstOrDefault(r => said.Contains(r, StringComparison.Ordinal));
        var expected = caller.Name == "anyone" ? HttpStatusCode.Unauthorized : HttpStatusCode.Forbidden;
        var faults = new List<string>();
        if (caller.May(row))
        {
            // Its own handler answered: nothing that the gate, the router or a crash says.
            if (found is not null || (int)answer.StatusCode is 405 or 415 or 429 or >= 500)
            {
                faults.Add($"{what}: {(int)answer.StatusCode} {found}, where the table admits");
            }
        }
        else if (answer.StatusCode != expected || found is not ("Sign in first" or "Not for this role"))
        {
            faults.Add($"{what}: {(int)answer.StatusCode} {found}, where the table refuses");
        }
        faults.AddRange(Hidden(caller.Reads).Matches(said).Select(m => $"{what} tells '{m.Value}'").Distinct());
        return faults;
    }

    /// <summary>As the route's own page, or a program, would send it, with as little in it as can be.</summary>
    private static HttpRequestMessage Request(string route, RouteRow row, string id, string forgery, bool browser)
    {
        if (row.Path is { } path)
        {
            return new HttpRequestMessage(HttpMethod.Get, RouteMatrixTests.Filled(path, CanaryWorld.Name, "0000000000000001", id));
        }
        var (verb, pattern) = (route.Split(' ')[0], route.Split(' ')[1]);
        var address = Filled(pattern, id);
        var request = new HttpRequestMessage(new HttpMethod(verb), address);
        if (browser)
        {
            request.Headers.Add("Sec-Fetch-Site", "same-origin");
            request.Headers.Add(WriteCheck.Header, forgery);
        }
        if (address.EndsWith("/observations", StringComparison.Ordinal))
        {
            request.Content = new StringContent("{}", Encoding.UTF8, "application/x-ndjson");
        }
        else if (address.StartsWith("/api/", StringComparison.Ordinal) && address != "/api/v1/tables")
        {
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        }
        else if (
            address.EndsWith("/acts/evidence", StringComparison.Ordinal) || address.EndsWith("/acts/reopened", StringComparison.Ordinal)
        )
        {
            request.Content = new MultipartFormDataContent { { new StringContent(forgery), WriteCheck.Field } };
        }
        else
        {
            request.Content = new FormUrlEncodedContent([new(WriteCheck.Field, forgery)]);
        }
        return request;
    }

    private static string Filled(string pattern, string id) =>
        Holes()
            .Replace(
                pattern,
                hole =>
                    hole.Groups["name"].Value switch
                    {
                        "mission" => CanaryWorld.Name,
                        "id" => pattern.Contains("/cases/", StringComparison.Ordinal) ? id : "000000000000",
                        "word" => "plan",
                        "item" => "E1",
                        "name" => "target",
                        "entry" or "size" or "index" => "1",
                        "format" => "csv",
                        "documentName" => "v1",
                        "reference" => "AAAA-BBBB-CCCC",
                        _ => "x",
                    }
            );

    private static async Task<string> TokenAsync(HttpClient client) =>
        CaseHost.TokenOf(await AccessHost.PageAsync(client, $"/m/{CanaryWorld.Name}/commission/allege"));

    private static async Task<string> SaidAsync(HttpResponseMessage answer)
    {
        var headers = string.Join('\n', answer.Headers.Concat(answer.Content.Headers).Select(h => $"{h.Key}: {string.Join(',', h.Value)}"));
        if (answer.Content.Headers.ContentType?.MediaType == "text/event-stream")
        {
            using var stream = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
            return headers + await stream.ReadLineAsync(Stop) + await stream.ReadLineAsync(Stop);
        }
        return headers + await answer.Content.ReadAsStringAsync(Stop);
    }

    private static async Task<List<Caller>> CallersAsync(AccessHost host)
    {
        var callers = new List<Caller>
        {
            new("anyone", host.Browser(), "anyone", null, true, "0"),
            new("operator", await host.OperatorAsync(), "operator", null, true, "012"),
            new("installation's token", host.Program(AccessHost.InstallationToken), "operator", null, false, "012"),
        };
        var roles = Enum.GetValues<Role>().Where(r => r != Role.PublicReader).ToArray();
        foreach (var role in roles)
        {
            var name = AccessWords.Of(role);
            callers.Add(new Caller(name, await host.EnlistAsync(name, role), role.ToString(), null, true, "012"));
            var open = TokenLaw.ScopesOf(Desk.Give(role)).ToArray();
            var token = await IssueAsync(host, name, open);
            callers.Add(new Caller($"a token of {name}", host.Program(token), role.ToString(), open, false, "012"));
        }
        // Tokens for one thing each, of somebody who may do everything: what they were made for alone decides.
        await host.Desk.EnlistAsync("everything", Desk.Give(roles));
        foreach (var scope in TokenLaw.ScopesOf(Desk.Give(roles)))
        {
            var token = await IssueAsync(host, "everything", scope);
            var reads = scope == "read-labelled" ? "012" : "0";
            callers.Add(new Caller($"a token for {scope}", host.Program(token), null, [scope], false, reads));
        }
        return callers;
    }

    private static async Task<string> IssueAsync(AccessHost host, string account, params string[] scopes)
    {
        var holder = (await host.Desk.SignInAsync(account)).Principal;
        var until = host.Desk.Clock.Now + Duration.FromDays(1);
        var issued = await host.Desk.Accounts.IssueTokenAsync(holder, account, "matrix", scopes, until, Stop);
        return issued.Secret ?? throw new InvalidOperationException(issued.Refusal?.Message);
    }

    private static Regex Hidden(string reads) => new($"Zq(?:[{string.Concat("01234567".Except(reads))}]|case)xhidden[a-z]+");

    [GeneratedRegex(@"\{\*{0,2}(?<name>[A-Za-z]+)[^}]*\}+")]
    private static partial Regex Holes();
}
