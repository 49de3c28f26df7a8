using System.Text.RegularExpressions;
using Holdfast.Core.Access;
using Holdfast.Core.Values;
using Holdfast.Tests.Access;
using Shouldly;

namespace Holdfast.Tests.Web.Access;

/// <summary>
/// What is hidden from a reader is nowhere: in no body, header, error, export, stream or line of the log, for no role, by no route; and nothing counts it.
/// </summary>
public sealed partial class CanaryTests
{
    /// <summary>
    /// Readers and the kinds of labels (by their numbers in <see cref="CanaryWorld.Labels"/>) that each may read, worked out by hand. Every role is there, and every kind
    /// of clearance under some role.
    /// </summary>
    internal static readonly (
        string Name,
        Role Role,
        string Clearance,
        string[] Categories,
        string? Nation,
        string[] Policies,
        int[] Reads
    )[] Readers =
    [
        ("watch", Role.WatchOfficer, "confidential", ["ALPHA", "GAMMA"], "FR", ["NATO"], [0, 1, 2, 3, 4, 5, 6]),
        ("analyst", Role.Analyst, "restricted", [], null, [], [0, 1]),
        ("inv", Role.Investigator, "restricted", ["ALPHA"], "DE", [], [0, 1, 3]),
        ("judge", Role.Commissioner, "restricted", [], "FR", [], [0, 1, 5]),
        ("scribe", Role.Secretary, "restricted", [], null, ["NATO"], [0, 1, 6]),
        ("lawyer", Role.LegalOfficer, "restricted", ["BETA"], null, [], [0, 1, 4]),
        ("planner", Role.Planner, "public", ["ALPHA", "BETA"], "FR", ["NATO"], [0]),
        ("liaison", Role.NationalLiaison, "confidential", ["ALPHA", "GAMMA"], "FR", ["NATO"], [0, 1, 2, 3, 4, 5, 6]),
        ("party", Role.PartyRepresentative, "restricted", [], "FR", [], [0, 1, 5]),
        ("root", Role.Administrator, "confidential", [], null, [], [0, 1, 2]),
        ("aud", Role.Auditor, "confidential", ["ALPHA", "GAMMA"], "FR", ["NATO"], [0, 1, 2, 3, 4, 5, 6]),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_hidden_word_comes_out_anywhere_and_what_may_be_read_does()
    {
        var (host, id) = await CanaryWorld.StartAsync([0, 1, 2, 3, 4, 5, 6, 7], withCase: true);
        await using var desk = host.Desk;
        await using var _ = host;
        var leaks = new List<string>();
        foreach (var (name, client, reads) in await ReadersAsync(host))
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var path in Paths(id))
            {
                var (_, said) = await ReadAsync(client, path);
                foreach (Match word in Canary().Matches(said))
                {
                    seen.Add(word.Value);
                    var mine =
                        word.Value == CanaryWorld.Sealed
                            ? name == "operator" && path.EndsWith("?as=secretary", StringComparison.Ordinal)
                            : reads.Contains(word.Value[2] - '0');
                    if (!mine)
                    {
                        leaks.Add($"{path} tells {name} '{word.Value}'");
                    }
                }
            }
            // The words are there to be found: whoever may read them does.
            foreach (var kind in new[] { "fix", "fact", "line" })
            {
                reads.Where(l => !seen.Contains(CanaryWorld.Word(l, kind))).ShouldBeEmpty($"{name} finds no {kind} of these labels");
            }
        }
        leaks.Distinct().ShouldBeEmpty();
        Canary().Matches(host.Log.Text).Select(m => m.Value).Distinct().ShouldBeEmpty("the log tells");
    }

    [Theory]
    [InlineData("anyone", new[] { 0 })]
    [InlineData("planner", new[] { 0 })]
    [InlineData("analyst", new[] { 0, 1 })]
    [InlineData("root", new[] { 0, 1, 2 })]
    public async Task A_world_with_hidden_entries_looks_like_one_without_them(string reader, int[] reads)
    {
        var (full, id) = await CanaryWorld.StartAsync([0, 1, 2, 3, 4, 5, 6, 7], withCase: true);
        await using var one = full.Desk;
        await using var first = full;
        var (bare, _) = await CanaryWorld.StartAsync(reads, withCase: false);
        await using var two = bare.Desk;
        await using var second = bare;
        var mine = (await ReadersAsync(full, reader)).Single(r => r.Name == reader).Client;
        var other = (await ReadersAsync(bare, reader)).Single(r => r.Name == reader).Client;
        var told = RouteTable.Rows.Where(r => r.Told).Select(r => Filled(r.Path ?? "", id)).ToHashSet(StringComparer.Ordinal);
        var differ = new List<string>();
        foreach (var path in Paths(id).Where(p => !told.Contains(p) && !IsOfAccounts(p) && !(reader == "anyone" && IsWithheld(p))))
        {
            var (status, said) = await ReadAsync(mine, path);
            var (status2, said2) = await ReadAsync(other, path);
            if (status != status2 || Plain(said) != Plain(said2))
            {
                differ.Add($"{path}: {status} and {status2}; {Difference(Plain(said), Plain(said2))}");
            }
        }
        differ.ShouldBeEmpty();
    }

    // What would undo a guarantee is the public's to read only where nothing is kept from it (docs/guide/guarantees.md): there the two worlds differ on purpose, and
    // the refusal does not say why.
    private static bool IsWithheld(string path) => path.Contains("/guarantees", StringComparison.Ordinal);

    // The installation's own doings are not a mission's; and how long a log is, is told to all, in what is said of a wrong index too.
    private static bool IsOfAccounts(string path) =>
        path is "/audit" or "/audit?kind=refusals"
        || path.Contains("/record?index=", StringComparison.Ordinal)
        || path.Contains("/record/proof/", StringComparison.Ordinal);

    private static IEnumerable<string> Paths(string id) =>
        RouteTable
            .Rows.Where(r => r.Path is not null)
            .Select(r => Filled(r.Path ?? "", id))
            .Append($"/m/{CanaryWorld.Name}/incidents?limit=500")
            .Append($"/m/{CanaryWorld.Name}/incidents.csv")
            .Append($"/m/{CanaryWorld.Name}/incidents.json")
            .Append($"/m/{CanaryWorld.Name}/daily.md")
            .Append($"/m/{CanaryWorld.Name}/commission?as=secretary")
            .Append($"/m/{CanaryWorld.Name}/commission/cases/{id}?as=fr")
            .Append("/audit?record=" + CanaryWorld.Name)
            .Append("/audit?record=" + CanaryWorld.Name + "&kind=refusals")
            .Append("/audit?kind=refusals")
            .Append("/assets/icon.svg")
            .Concat(Mistaken(id));

    /// <summary>What is asked for wrongly: the pages and documents that say what is wrong, and what was meant.</summary>
    private static IEnumerable<string> Mistaken(string id) =>
        [
            "/nowhere",
            "/m/canari/incidents",
            "/assets/../record.db",
            "/audit?record=canari",
            $"/m/{CanaryWorld.Name}/nowhere",
            $"/m/{CanaryWorld.Name}/incidents?limit=all",
            $"/m/{CanaryWorld.Name}/incidents?from=never",
            $"/m/{CanaryWorld.Name}/incidents/0000",
            $"/m/{CanaryWorld.Name}/incidents.csv?source=pres",
            $"/m/{CanaryWorld.Name}/facts?mode=earnest",
            $"/m/{CanaryWorld.Name}/nations/GBB",
            $"/m/{CanaryWorld.Name}/guarantees/GB.presenc",
            $"/m/{CanaryWorld.Name}/commission/cases/{id}x",
            $"/m/{CanaryWorld.Name}/commission/party/cases/{id}",
            $"/m/{CanaryWorld.Name}/record?index=5",
            $"/api/v1/missions/{CanaryWorld.Name}/incidents?limit=all",
            $"/api/v1/missions/{CanaryWorld.Name}/quarantine?cursor=x",
            $"/api/v1/missions/{CanaryWorld.Name}/record/proof/99999",
            $"/api/v1/collections/incidents/items?bbox=x",
            $"/api/v1/collections/incidenti/items",
            $"/api/v1/m/{CanaryWorld.Name}/commission/cases/{id}x",
            $"/log/{CanaryWorld.Name}/tile/entries/000",
        ];

    private static string Filled(string path, string id) => RouteMatrixTests.Filled(path, CanaryWorld.Name, "0000000000000001", id);

    internal static async Task<List<(string Name, HttpClient Client, int[] Reads)>> ReadersAsync(AccessHost host, string? only = null)
    {
        var readers = new List<(string, HttpClient, int[])> { ("anyone", host.Program(), [0]) };
        foreach (var r in Readers.Where(r => only is null || r.Name == only))
        {
            var grant = new Grant([r.Role], AccessWords.Parse<Classification>(r.Clearance), [.. r.Categories], r.Nation, [.. r.Policies]);
            await host.Desk.EnlistAsync(r.Name, grant);
            var granted = await host.Desk.SignInAsync(r.Name);
            readers.Add((r.Name, host.Program(session: granted.Session), r.Reads));
        }
        if (only is null)
        {
            readers.Add(("operator", host.Program(AccessHost.InstallationToken), [0, 1, 2]));
        }
        return readers;
    }

    /// <summary>Everything that an answer says: status, headers, and its body; of a stream, the first event.</summary>
    private static async Task<(int Status, string Said)> ReadAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Stop);
        var headers = answer.Headers.Concat(answer.Content.Headers).Select(h => $"{h.Key}: {string.Join(',', h.Value)}");
        var said = string.Join('\n', headers.Where(h => !h.StartsWith("Set-Cookie", StringComparison.Ordinal)));
        if (answer.Content.Headers.ContentType?.MediaType == "text/event-stream")
        {
            using var stream = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
            return ((int)answer.StatusCode, said + await stream.ReadLineAsync(Stop) + await stream.ReadLineAsync(Stop));
        }
        return ((int)answer.StatusCode, said + "\n" + await answer.Content.ReadAsStringAsync(Stop));
    }

    // Anti-forgery tokens, traces and a report's id are new in each answer; when a session or account began is the account's, not the mission's.
    private static string Plain(string said) => Sessional().Replace(Token().Replace(said, ""), "");

    private static string Difference(string a, string b)
    {
        var at = a.Zip(b).TakeWhile(p => p.First == p.Second).Count();
        string Near(string text) => text.Substring(Math.Max(0, at - 60), Math.Min(160, text.Length - Math.Max(0, at - 60)));
        return $"'{Near(a)}' where it would be '{Near(b)}'";
    }

    [GeneratedRegex(@"Zq(?:\d|case)xhidden[a-z]+")]
    private static partial Regex Canary();

    [GeneratedRegex(
        "(?:value=\"|forgery=)CfDJ8[^\"&]*|Content-Length: \\d+|\"trace_id\":\"[^\"]*\"|name=\"(?:id\" type=\"text|once)\" value=\"[0-9a-f]*\""
    )]
    private static partial Regex Token();

    [GeneratedRegex(
        "<time [^>]*>[^<]*</time>(?= by local operator)|(?<=last used )<time.*?</time>|(?<=ends by )<time.*?</time>|/sessions/[0-9a-z]+/end"
    )]
    private static partial Regex Sessional();
}
