using System.Globalization;
using System.Net;
using Holdfast.App.Watch;
using Holdfast.Core.Access;
using Holdfast.Core.Values;
using Holdfast.Tests.Access;
using Holdfast.Web.Frame;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Web.Access;

/// <summary>
/// Routes that address one labelled thing, for every reader and every kind of label: the thing is there for whom its label admits, and for everybody else the answer is that of a thing that
/// never was.
/// </summary>
public sealed class LabelledThingsTests
{
    private const int EntriesOfLabel = 3;
    private const int Nothing = 999;

    private static readonly Reader Everything = new(
        "everything",
        [Role.WatchOfficer],
        Classification.Confidential,
        ["ALPHA", "BETA", "GAMMA", "SEAL.2026-0001"],
        "FR"
    )
    {
        Policies = ["NATO"],
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_incident_is_there_for_whom_its_label_admits_and_for_nobody_else()
    {
        var (host, _) = await CanaryWorld.StartAsync([0, 1, 2, 3, 4, 5, 6, 7], withCase: false);
        await using var desk = host.Desk;
        await using var __ = host;
        var watch = host.App.Services.GetRequiredService<IMissionDirectory>().Find(CanaryWorld.Name).ShouldNotBeNull().Watch;
        var all = await watch.IncidentsAsync(Everything, new IncidentFilter(), null, null, 100, Stop);
        var ids = Enumerable
            .Range(0, CanaryWorld.Labels.Length)
            .Select(label => all.Items.Single(i => i.Incident.Description == CanaryWorld.Word(label, "fix")).Incident.Id.Value)
            .ToList();
        string[] routes = ["/m/canary/incidents/{0}", "/api/v1/missions/canary/incidents/{0}", "/api/v1/collections/incidents/items/{0}"];
        var wrong = new List<string>();
        foreach (var (name, client, reads) in await CanaryTests.ReadersAsync(host))
        {
            for (var label = 0; label < ids.Count; label++)
            {
                foreach (var route in routes)
                {
                    using var answer = await client.GetAsync(string.Format(CultureInfo.InvariantCulture, route, ids[label]), Stop);
                    var expected = reads.Contains(label) ? HttpStatusCode.OK : HttpStatusCode.NotFound;
                    if (answer.StatusCode != expected)
                    {
                        wrong.Add($"{route} of '{CanaryWorld.Labels[label]}' for {name}: {(int)answer.StatusCode}");
                    }
                }
            }
        }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_entry_is_released_and_a_line_mended_by_whom_its_label_admits_and_for_others_was_never_there()
    {
        var (host, _) = await CanaryWorld.StartAsync([0, 1, 2, 3, 4, 5, 6, 7], withCase: false);
        await using var desk = host.Desk;
        await using var __ = host;
        var wrong = new List<string>();
        foreach (var r in CanaryTests.Readers)
        {
            var grant = new Grant([r.Role], AccessWords.Parse<Classification>(r.Clearance), [.. r.Categories], r.Nation, [.. r.Policies]);
            await host.Desk.EnlistAsync(r.Name, grant);
            string[] open = [.. TokenLaw.ScopesOf(grant)];
            var holder = (await host.Desk.SignInAsync(r.Name)).Principal;
            var until = host.Desk.Clock.Now + Duration.FromDays(1);
            var token = (await host.Desk.Accounts.IssueTokenAsync(holder, r.Name, "labels", open, until, Stop)).Secret.ShouldNotBeNull();
            var client = host.Program(token);
            for (var label = 0; label < CanaryWorld.Labels.Length; label++)
            {
                if (open.Contains("propose-release"))
                {
                    await CompareAsync(client, label * EntriesOfLabel, n => ("/m/canary/record/releases", Proposal(n)), label);
                }
                if (open.Contains("mend-quarantine"))
                {
                    await CompareAsync(client, label * EntriesOfLabel + 2, n => ($"/m/canary/quarantine/{n}", [new("line", "x")]), label);
                }
            }

            // The answer about an entry that may not be read is, but for its number, the answer about one that is not there.
            async Task CompareAsync(HttpClient by, int entry, Func<int, (string, KeyValuePair<string, string>[])> form, int label)
            {
                var (one, none) = (await SaidAsync(by, form(entry), entry), await SaidAsync(by, form(Nothing), Nothing));
                var same = one == none;
                if (same == r.Reads.Contains(label))
                {
                    wrong.Add(
                        $"{form(entry).Item1} of '{CanaryWorld.Labels[label]}' for {r.Name}: {(same ? "as if it were not" : "it is")} there: {one}; {none}"
                    );
                }
            }
        }
        wrong.ShouldBeEmpty();
    }

    // A reason is missing: what is there is not released, and is there all the same.
    private static KeyValuePair<string, string>[] Proposal(int entry) =>
        [
            new("act", "propose"),
            new("number", entry.ToString(CultureInfo.InvariantCulture)),
            new("to", "confidential cat:ZETA"),
            new("reason", ""),
        ];

    private static async Task<string> SaidAsync(HttpClient client, (string Address, KeyValuePair<string, string>[] Fields) form, int entry)
    {
        using var answer = await client.PostAsync(form.Address, new FormUrlEncodedContent(form.Fields), Stop);
        var page = await AccessHost.ReadAsync(answer);
        var told = string.Join('|', page.QuerySelectorAll("[role=alert]").Select(e => e.TextContent.Trim()));
        told.ShouldNotBeEmpty($"{form.Address}: {(int)answer.StatusCode}");
        return (int)answer.StatusCode + System.Text.RegularExpressions.Regex.Replace(told, $@"\b{entry}\b", "N");
    }
}
