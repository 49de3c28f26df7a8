using System.Globalization;
using System.Text.RegularExpressions;
using Holdfast.App.Missions;
using Holdfast.Core.Access;
using Holdfast.Core.Values;
using Holdfast.Tests.Access;
using Holdfast.Tests.Web.Access;
using NodaTime;

namespace Holdfast.Tests.Watch;

/// <summary>The guarded front, served; and somebody who asks it everything.</summary>
internal sealed partial class Outsider : IAsyncDisposable
{
    private readonly Desk _desk;
    private readonly AccessHost _host;
    private int _asked;

    private Outsider(Desk desk, AccessHost host, Workspace workspace) => (_desk, _host, Workspace) = (desk, host, workspace);

    public Workspace Workspace { get; }
    public SetClock Clock => _desk.Clock;

    /// <summary>Readers outside: the public, a party, a liaison and a commissioner who hold every label but not the watch room.</summary>
    public Dictionary<string, HttpClient> Outside { get; } = [];

    /// <summary>In the watch room and not cleared for sensors.</summary>
    public HttpClient Watch { get; private set; } = new();

    /// <summary>In the watch room and cleared for sensors: for them the blur is off.</summary>
    public HttpClient Cleared { get; private set; } = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<Outsider> OfAsync(GuardedFront front)
    {
        var desk = await Desk.OpenAsync();
        foreach (var p in People)
        {
            await desk.EnlistAsync(p.Name, new Grant([p.Role], Classification.Confidential, [.. p.Categories], null, []));
        }
        var workspace = await front.OpenAsync(desk);
        var host = await AccessHost.StartAsync(desk, null, workspace);
        var outsider = new Outsider(desk, host, workspace);
        await outsider.WaitAsync(Duration.Zero);
        return outsider;
    }

    private static readonly (string Name, Role Role, string[] Categories)[] People =
    [
        ("party", Role.PartyRepresentative, []),
        ("liaison", Role.NationalLiaison, ["SENSORS"]),
        ("judge", Role.Commissioner, ["SENSORS"]),
        ("watch", Role.WatchOfficer, []),
        ("ears", Role.WatchOfficer, ["SENSORS"]),
    ];

    /// <summary>Lets time pass, after which everybody signs in anew.</summary>
    public async Task WaitAsync(Duration time)
    {
        Clock.Advance(time);
        Outside["anyone"] = _host.Program();
        foreach (var p in People)
        {
            var client = _host.Program(session: (await _desk.SignInAsync(p.Name)).Session);
            if (p.Name == "watch")
            {
                Watch = client;
            }
            else if (p.Name == "ears")
            {
                Cleared = client;
            }
            else
            {
                Outside[p.Name] = client;
            }
        }
    }

    /// <summary>Every route that is read by address, and the questions that an attacker would put to those that take any.</summary>
    public static IEnumerable<string> Questions(string incident)
    {
        var routes = RouteTable
            .Rows.Where(r => r.Path is not null && r.Who is "everybody" or "who decides")
            .Select(r => RouteMatrixTests.Filled(r.Path ?? "", GuardedFront.Name, incident, "2026-0001"));
        string[] asked =
        [
            "incidents.csv",
            "incidents.json",
            "violations.json",
            "violations.geojson",
            "incidents?sort=severity",
            "incidents?without=ears",
            "coverage?from=2026-03-02&to=2026-03-05",
            "coverage?from=2026-03-02&to=2026-03-05&without=mission",
            "coverage?from=2026-03-02&to=2026-03-05&known=2026-03-02T07:00:00Z",
            "incidents?known=2026-03-02T07:00:03Z",
            "incidents?source=ears",
            "incidents?q=muzzle",
            "incidents?status=preliminary,final,rejected",
            "sensors/Zq00",
            "audible?at=2026-03-02T07:00:00Z&class=1&least=1",
            "audible.json?at=2026-03-02T07:00:00Z&least=1",
            "gaps?count=20",
            "daily.json?date=2026-03-02",
            "daily.md?date=2026-03-02",
            "map.json?sector=yard",
        ];
        string[] api =
        [
            "coverage?from=2026-03-02&to=2026-03-05",
            "coverage?from=2026-03-02&to=2026-03-05&without=ears",
            "incidents?limit=1000",
            "violations?limit=1000",
            "counts?bbox=37,47.7,38.2,48.6",
            "sensors/Zq00",
            "gaps?count=20",
        ];
        return
        [
            .. routes,
            .. asked.Select(a => $"/m/{GuardedFront.Name}/{a}"),
            .. api.Select(a => $"/api/v1/missions/{GuardedFront.Name}/{a}"),
        ];
    }

    /// <summary>Status, headers and body; of a stream its first event.</summary>
    public async Task<string> AskAsync(HttpClient client, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        // Rate limits are for one caller each; an attacker has many addresses.
        request.Headers.Add(Addresses.Header, $"10.{_asked / 62_500 % 250}.{_asked / 250 % 250}.{_asked++ % 250}");
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        var headers = string.Join('\n', answer.Headers.Concat(answer.Content.Headers).Select(h => $"{h.Key}: {string.Join(',', h.Value)}"));
        if (answer.Content.Headers.ContentType?.MediaType == "text/event-stream")
        {
            using var stream = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
            return $"{(int)answer.StatusCode}\n{headers}\n{await stream.ReadLineAsync(Stop)}\n{await stream.ReadLineAsync(Stop)}";
        }
        return $"{(int)answer.StatusCode}\n{headers}\n{await answer.Content.ReadAsStringAsync(Stop)}";
    }

    public async Task<SortedDictionary<string, string>> AskAllAsync(HttpClient client, string incident)
    {
        var answers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Questions(incident).Distinct(StringComparer.Ordinal))
        {
            answers[path] = await AskAsync(client, path);
        }
        return answers;
    }

    public async Task<long> CountAsync(HttpClient client, string query)
    {
        var text = await AskAsync(client, $"/api/v1/missions/{GuardedFront.Name}/incidents?limit=1&{query}");
        return Total().Match(text) is { Success: true } total
            ? long.Parse(total.Groups[1].Value, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException(text[..Math.Min(600, text.Length)]);
    }

    public async Task<string[]> IdsAsync(HttpClient client, string query = "") =>
        [
            .. Id()
                .Matches(await AskAsync(client, $"/api/v1/missions/{GuardedFront.Name}/incidents?limit=1000&{query}"))
                .Select(m => m.Groups[1].Value)
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>All pairs of neighbouring numbers of a text that may be a place of the region, either way round.</summary>
    public static IEnumerable<GeoPoint> Places(string text)
    {
        var numbers = Number().Matches(text).Select(m => double.Parse(m.Value, CultureInfo.InvariantCulture)).ToArray();
        for (var i = 0; i + 1 < numbers.Length; i++)
        {
            foreach (var (longitude, latitude) in new[] { (numbers[i], numbers[i + 1]), (numbers[i + 1], numbers[i]) })
            {
                if (longitude is > 36.5 and < 38.7 && latitude is > 47.3 and < 49)
                {
                    yield return new GeoPoint(latitude, longitude);
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _desk.DisposeAsync();
    }

    [GeneratedRegex(@"(?<![\d.A-Za-z])\d{2}\.\d{1,12}(?![\d.])")]
    private static partial Regex Number();

    [GeneratedRegex(@"""total"":\s*(\d+)")]
    private static partial Regex Total();

    [GeneratedRegex(@"""id"":\s*""([0-9a-f]{16})""")]
    private static partial Regex Id();
}
