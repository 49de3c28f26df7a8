using System.Globalization;
using System.Text.Json;
using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Support.Ledger;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.App.Support.Kiel;

/// <summary>
/// Finds the editions in a folder and reads each. An official edition is a folder with <c>data_explorer.csv</c>, an earlier activity-level one a folder with
/// <c>bilateral_activities.csv</c>. The day on which an edition was known is told by its folder's name (<c>2026-07-16_...</c>), else by its own release note or metadata, else by the caller: never by its label,
/// since labels of this source have run backwards.
/// </summary>
public static class KielFolder
{
    private const int Depth = 3;

    /// <summary>Folders that hold an edition, sorted by path. Throws <see cref="FeedFormatException"/> where there is none.</summary>
    public static IReadOnlyList<string> Find(string directory)
    {
        if (!Directory.Exists(directory))
        {
            throw new DirectoryNotFoundException($"There is no folder {directory}.");
        }
        var found = Search(Path.GetFullPath(directory), Depth).Order(StringComparer.Ordinal).ToList();
        return found.Count > 0
            ? found
            : throw FeedErrors.Refuse(
                Path.GetFileName(Path.TrimEndingDirectorySeparator(directory)),
                "no-edition",
                $"No edition of the tracker is here: a folder with {KielMonths.File} or {KielActivities.File} is expected, here or up to {Depth} folders beneath."
            );
    }

    /// <param name="known">The day on which it was known, where neither the folder's name nor a file in it tells.</param>
    /// <param name="order">Among editions of one day.</param>
    /// <exception cref="FeedFormatException">A table lacks a column, or nobody tells when the edition was known.</exception>
    public static async Task<ReadEdition> ReadAsync(string folder, LocalDate? known, int order, CancellationToken cancellation)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        var named = name.Length >= 10 && LocalDatePattern.Iso.Parse(name[..10]) is { Success: true } day ? day.Value : (LocalDate?)null;
        var edition = new KielEdition("kiel/" + name, folder);
        if (edition.Has(KielMonths.File))
        {
            await OfficialAsync(edition, cancellation);
        }
        else
        {
            await ActivitiesAsync(edition, cancellation);
        }
        var on = known ?? named ?? edition.KnownOn;
        return on is { } when
            ? edition.Finish(when, order)
            : throw FeedErrors.Refuse(
                name,
                "no-date",
                "Nothing tells on which day this edition was known: give --known-on DATE, or name its folder YYYY-MM-DD_SOMETHING."
            );
    }

    private static async Task OfficialAsync(KielEdition edition, CancellationToken cancellation)
    {
        var months = new KielMonths(edition);
        var totals = new KielTotals(edition, months);
        await edition.ReadAsync(KielMonths.File, t => months.ReadAsync(t, cancellation), cancellation);
        (string File, Func<SupportTable, Task> Read)[] others =
        [
            (KielTotals.TotalsFile, t => totals.TotalsAsync(t, cancellation)),
            (KielTotals.ProcurementFile, t => totals.ProcurementAsync(t, cancellation)),
            (KielTotals.WeaponsFile, t => totals.WeaponsAsync(t, cancellation)),
            (KielTotals.SharesFile, t => totals.SharesAsync(t, cancellation)),
            ("release_info.csv", t => ReleaseAsync(edition, t, cancellation)),
        ];
        foreach (var (file, read) in others)
        {
            if (edition.Has(file))
            {
                await edition.ReadAsync(file, read, cancellation);
            }
            else
            {
                edition.Note("no-file", $"The edition has no {file}.");
            }
        }
    }

    private static async Task ActivitiesAsync(KielEdition edition, CancellationToken cancellation)
    {
        var activities = new KielActivities(edition);
        await edition.ReadAsync(KielActivities.File, t => activities.ReadAsync(t, cancellation), cancellation);
        (string File, Func<SupportTable, Task> Read)[] others =
        [
            (KielActivities.DisbursementsFile, t => activities.DisbursementsAsync(t, cancellation)),
            (KielActivities.SummaryFile, t => activities.SummaryAsync(t, cancellation)),
            (KielActivities.YearsFile, t => activities.SummaryAsync(t, cancellation)),
        ];
        foreach (var (file, read) in others.Where(o => edition.Has(o.File)))
        {
            await edition.ReadAsync(file, read, cancellation);
        }
        if (edition.Has("metadata.json"))
        {
            await MetadataAsync(edition, cancellation);
        }
        edition.Label ??= "activities without a label";
    }

    private static async Task ReleaseAsync(KielEdition edition, SupportTable table, CancellationToken cancellation)
    {
        var row = new KielColumns(table);
        while (await table.NextAsync(cancellation))
        {
            row.Begin();
            edition.Label = $"Release {row.Text("release")} ({row.Text("period")})";
            var date = row.Text("date");
            if (LocalDatePattern.Iso.Parse(date) is { Success: true } day)
            {
                edition.KnownOn = day.Value;
            }
            else
            {
                row.Fail("date", "bad-date", LedgerDates.Complaint("date", date));
            }
        }
    }

    // The day on which the table was made is the first on which it could be read; the release it was made from is older.
    private static async Task MetadataAsync(KielEdition edition, CancellationToken cancellation)
    {
        await using var file = File.OpenRead(Path.Combine(edition.Folder, "metadata.json"));
        try
        {
            using var json = await JsonDocument.ParseAsync(file, default, cancellation);
            var root = json.RootElement;
            var release = root.TryGetProperty("kildefil", out var from) ? from.GetString() ?? "" : "";
            var at = release.IndexOf("Release_", StringComparison.Ordinal);
            var number = new string([.. (at < 0 ? "" : release[(at + 8)..]).TakeWhile(char.IsAsciiDigit)]);
            edition.Label = number.Length > 0 ? $"Release {number}, activities" : null;
            if (
                root.TryGetProperty("prosessert_dato", out var made)
                && LocalDatePattern.Iso.Parse(made.GetString() ?? "") is { Success: true } day
            )
            {
                edition.KnownOn = day.Value;
            }
            if (root.TryGetProperty("antall_bilateral_rader", out var rows) && rows.TryGetInt64(out var count))
            {
                var read = edition.Rows(KielActivities.File);
                edition.Compare(
                    string.Create(CultureInfo.InvariantCulture, $"rows of {KielActivities.File}"),
                    new ItemRow("metadata.json", 1),
                    count,
                    read,
                    0,
                    "rows"
                );
            }
        }
        catch (JsonException problem)
        {
            throw FeedErrors.Refuse("metadata.json", "bad-json", problem.Message, line: (problem.LineNumber ?? 0) + 1);
        }
    }

    private static IEnumerable<string> Search(string folder, int depth)
    {
        if (File.Exists(Path.Combine(folder, KielMonths.File)) || File.Exists(Path.Combine(folder, KielActivities.File)))
        {
            return [folder];
        }
        return depth == 0 ? [] : Directory.EnumerateDirectories(folder).SelectMany(f => Search(f, depth - 1));
    }
}
