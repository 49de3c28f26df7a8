using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Holdfast.Browser;

/// <summary>What the exercise of the chain begins with: a mission whose clocks are short, contacts, and two weeks of observations that end in a burst.</summary>
internal static class ChainExercise
{
    private const int Burst = 40;

    // The last whole day where the mission counts days, so that no run falls across midnight.
    public static readonly DateOnly Day = DateOnly.FromDateTime(
        TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Europe/Kyiv")).DateTime.AddDays(-1)
    );

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A copy of the reference mission in which whoever is told has six seconds instead of minutes.</summary>
    public static string Hastened(string copy)
    {
        var source = Path.Combine(HoldfastServer.Root, "missions", "ukraine");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(copy, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to) ?? copy);
            var isCell = Path.GetFileName(file) == "cell.yaml";
            if (isCell)
            {
                var text = File.ReadAllText(file).Replace("acknowledge: 15 min", "acknowledge: 0.1 min", StringComparison.Ordinal);
                File.WriteAllText(to, text.Replace("acknowledge: 30 min", "acknowledge: 0.1 min", StringComparison.Ordinal));
            }
            else
            {
                File.Copy(file, to);
            }
        }
        return copy;
    }

    public static Task WriteContactsAsync(HoldfastServer server, int port, Uri hook) =>
        File.WriteAllTextAsync(
            Path.Combine(server.Folder, "ukraine", "contacts.yaml"),
            $$"""
            mail: {host: 127.0.0.1, port: {{port}}, security: none, from: cell@example.org}
            offices:
              watch: {email: watch@example.org, webhook: '{{hook}}', clearance: restricted}
              head: {email: head@example.org, clearance: restricted}
              legal: {email: legal@example.org, clearance: restricted}
              plans: {email: plans@example.org, clearance: restricted}
            """,
            Stop
        );

    /// <summary>Two weeks of a little here and there, and on the last day many rounds at one place.</summary>
    public static async Task SendAsync(HoldfastServer server)
    {
        (double Latitude, double Longitude)[] places =
        [
            (48.9, 37.8),
            (48.28, 37.18),
            (47.6, 35.9),
            (47.5, 34.9),
            (46.7, 32.9),
            (50.3, 36.9),
        ];
        var lines = new StringBuilder();
        for (var back = 13; back >= 0; back--)
        {
            for (var p = 0; p < places.Length; p++)
            {
                lines.AppendLine(Line($"quiet-{back}-{p}", Day.AddDays(-back), 7 + p, places[p].Latitude, places[p].Longitude));
            }
        }
        for (var i = 0; i < Burst; i++)
        {
            lines.AppendLine(Line($"burst-{i}", Day, 8 + (i / 4), 48.28 + (0.0004 * (i % 5)), 37.18, i % 4 * 14));
        }
        using var client = new HttpClient();
        var token = (await File.ReadAllTextAsync(Path.Combine(server.Folder, "api-token"), Stop)).Trim();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var content = new StringContent(lines.ToString(), Encoding.UTF8, "application/x-ndjson");
        using var answer = await client.PostAsync($"{server.Address}/api/v1/m/ukraine/observations?source=mm-uav", content, Stop);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(Stop));
    }

    private static string Line(string id, DateOnly day, int hour, double latitude, double longitude, int minute = 0)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Kyiv");
        var at = TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(new TimeOnly(hour, minute)), zone);
        string Text(DateTime t) => t.ToString("yyyy-MM-dd'T'HH:mm:ss'.000000000Z'", CultureInfo.InvariantCulture);
        return JsonSerializer.Serialize(
            new
            {
                citation = "illustrative",
                count = 1,
                credibility = 2,
                description = "EXERCISE. Mortar round seen from the air",
                earliest = Text(at),
                id,
                kind = "observation.fix/1",
                kinds = new { mortar = 1 },
                latest = Text(at.AddMinutes(1)),
                mode = "exercise",
                place = new
                {
                    azimuthDegrees = 0,
                    latitude,
                    longitude,
                    semiMajorMetres = 300,
                    semiMinorMetres = 300,
                    type = "point",
                },
                producer = "mm-uav",
                source = "mm-uav",
                standing = "illustrative",
            }
        );
    }
}
