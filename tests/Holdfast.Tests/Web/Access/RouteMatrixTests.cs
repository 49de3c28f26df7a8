using System.Collections.Immutable;
using System.Net;
using Holdfast.Core.Access;
using Holdfast.Core.Values;
using Holdfast.Tests.Access;
using Holdfast.Web.Frame;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Holdfast.Tests.Web.Access;

/// <summary>Every route for every role and every kind of token, against the table that was written by hand.</summary>
public sealed class RouteMatrixTests
{
    private static readonly Dictionary<string, RouteRow> Table = RouteTable.Rows.ToDictionary(r => r.Route, StringComparer.Ordinal);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    internal static IEnumerable<(string Route, RouteEndpoint Endpoint)> RoutesOf(AccessHost host) =>
        host
            .App.Services.GetServices<EndpointDataSource>()
            .SelectMany(s => s.Endpoints)
            .OfType<RouteEndpoint>()
            .SelectMany(e =>
                (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"]).Select(m =>
                    ($"{m} {Slashed(e.RoutePattern.RawText ?? "")}", e)
                )
            );

    private static string Slashed(string pattern) =>
        ((pattern.StartsWith('/') ? "" : "/") + pattern).TrimEnd('/') is { Length: > 0 } some ? some : "/";

    [Fact]
    public async Task Every_route_stands_in_the_table_and_the_table_has_no_other()
    {
        await using var host = await AccessHost.StartAsync();
        var routes = RoutesOf(host).Select(r => r.Route).ToList();
        routes
            .Where(r => !Table.ContainsKey(r))
            .ShouldBeEmpty("Say in RouteTable.cs who may call these routes and, if they are read, at which address.");
        Table.Keys.Except(routes).ShouldBeEmpty("These routes are gone: take them out of RouteTable.cs.");
        RouteTable.Rows.Where(r => r.Route.StartsWith("GET", StringComparison.Ordinal) && r.Path is null).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_route_that_changes_something_says_so_and_one_that_is_read_does_not()
    {
        await using var host = await AccessHost.StartAsync();
        foreach (var (route, endpoint) in RoutesOf(host))
        {
            var writes = endpoint.Metadata.GetMetadata<RoutePolicy>().ShouldNotBeNull(route).Writes;
            writes.ShouldBe(!route.StartsWith("GET", StringComparison.Ordinal), route);
        }
    }

    [Fact]
    public async Task Each_policy_admits_exactly_whom_the_table_names()
    {
        await using var host = await AccessHost.StartAsync();
        var wrong = new List<string>();
        foreach (var (route, endpoint) in RoutesOf(host).Where(r => Table.ContainsKey(r.Route)))
        {
            var policy = endpoint.Metadata.GetMetadata<RoutePolicy>().ShouldNotBeNull(route);
            var who = Table[route].Who;
            foreach (var (name, principal) in Callers())
            {
                var may = policy.Decide(principal) == RightDecision.Granted;
                if (may != RouteTable.Roles[who].Contains(name))
                {
                    wrong.Add($"{route} for {name}: {(may ? "admitted" : "refused")}");
                }
                foreach (var scope in Enum.GetValues<Right>().Select(AccessWords.Of))
                {
                    var token = principal.Within([scope]);
                    var expected = RouteTable.Roles[who].Contains(name) && RouteTable.Scopes[who].Contains(scope);
                    var admitted = policy.Decide(token) == RightDecision.Granted;
                    if (admitted && !expected && !IsForPeople(scope))
                    {
                        wrong.Add($"{route} for a token of {name} made for {scope}: admitted");
                    }
                }
            }
        }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_gate_does_what_the_policies_say()
    {
        await using var host = await AccessHost.StartAsync();
        var clients = new List<(string Name, HttpClient Client)> { ("anyone", host.Program()), ("operator", await host.OperatorAsync()) };
        foreach (var role in Enum.GetValues<Role>().Where(r => r != Role.PublicReader))
        {
            var name = AccessWords.Of(role);
            await host.Desk.EnlistAsync(name, Desk.Give(role));
            clients.Add((role.ToString(), host.Program(session: (await host.Desk.SignInAsync(name)).Session)));
        }
        var wrong = new List<string>();
        foreach (var row in RouteTable.Rows.Where(r => r.Path is not null))
        {
            var path = Filled(row.Path ?? "", "easter", "0000000000000001", "2026-0001");
            foreach (var (name, client) in clients)
            {
                using var answer = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Stop);
                var may = RouteTable.Roles[row.Who].Contains(name);
                var expected = name == "anyone" ? HttpStatusCode.Unauthorized : HttpStatusCode.Forbidden;
                if (may ? answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden : answer.StatusCode != expected)
                {
                    wrong.Add($"{path} for {name}: {(int)answer.StatusCode}");
                }
                if ((int)answer.StatusCode >= 500)
                {
                    wrong.Add($"{path} for {name}: {(int)answer.StatusCode}");
                }
            }
        }
        wrong.ShouldBeEmpty();
    }

    internal static string Filled(string path, string mission, string incident, string @case) =>
        path.Replace("{m}", mission, StringComparison.Ordinal)
            .Replace("{i}", incident, StringComparison.Ordinal)
            .Replace("{c}", @case, StringComparison.Ordinal)
            .Replace("{u}", "GB.presence", StringComparison.Ordinal)
            .Replace("{n}", "GB", StringComparison.Ordinal);

    // No account is ever given a token for these; TokenLaw has a test of its own.
    private static bool IsForPeople(string scope) => scope is "manage-accounts" or "confirm-seat" or "use-own-account";

    private static IEnumerable<(string Name, Principal Principal)> Callers() =>
        [
            ("anyone", Principal.Anyone),
            ("operator", Principal.LocalOperator),
            .. Enum.GetValues<Role>()
                .Where(r => r != Role.PublicReader)
                .Select(r =>
                    (
                        r.ToString(),
                        new Principal(
                            "somebody",
                            Desk.Give(r).ReaderFor("somebody"),
                            ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal),
                            null,
                            false
                        )
                    )
                ),
        ];
}
