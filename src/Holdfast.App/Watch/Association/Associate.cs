using System.Globalization;
using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Association;

namespace Holdfast.App.Watch.Association;

/// <summary>What to associate and where to write it.</summary>
/// <param name="Roles">Further columns: muzzle or burst, kinds, direction of fire, loudness.</param>
public sealed record AssociateRequest(
    string Stations,
    string Picks,
    string Model,
    string Out,
    string? Assignments,
    double LeastProbability,
    bool Roles = false
);

/// <summary>What came of it: rows of picks by what became of them, origins, and the first rows that were refused with their places.</summary>
public sealed record AssociateResult(
    long Rows,
    long Associated,
    long BelowProbability,
    IReadOnlyDictionary<string, long> Refused,
    IReadOnlyList<string> FirstRefused,
    long Origins,
    int MostHeld
);

/// <summary>
/// Associates a table of picks into a table of origins, in two passes over the picks: the first finds by how much they are out of order, so that the second need hold no more than
/// that asks for.
/// </summary>
public sealed class Associate
{
    private const int FirstRefusedShown = 20;

    /// <summary>Windows are looked for after so many rows.</summary>
    private const int RowsBetween = 2_000;

    private readonly AssociateRequest request;
    private readonly IProgress<ReplayProgress> progress;
    private readonly Dictionary<string, long> refused = new(StringComparer.Ordinal);
    private readonly List<string> firstRefused = [];
    private RolePass? roles;
    private long rows;
    private long associated;
    private long below;
    private long origins;
    private int mostHeld;

    private Associate(AssociateRequest request, IProgress<ReplayProgress> progress) => (this.request, this.progress) = (request, progress);

    /// <summary>Runs; throws <see cref="FeedFormatException"/> where a file cannot be used at all.</summary>
    public static Task<AssociateResult> RunAsync(
        AssociateRequest request,
        IProgress<ReplayProgress> progress,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(progress);
        return new Associate(request, progress).RunAsync(cancellation);
    }

    private async Task<AssociateResult> RunAsync(CancellationToken cancellation)
    {
        var waves = WavesFile.Parse(Path.GetFileName(request.Model), await File.ReadAllTextAsync(request.Model, cancellation));
        var stations = await StationsFile.ReadAsync(request.Stations, cancellation);
        var picks = new PicksFile(request.Picks, waves, request.LeastProbability);
        var disorder = await DisorderAsync(picks, cancellation);
        var stream = waves.Stream(stations.Sensors);
        var names = stations.Sensors.Select(sensor => sensor.Id).ToHashSet(StringComparer.Ordinal);
        roles = request.Roles && waves.Velocity is null ? new RolePass(waves, stations.Sensors, stream.LongestTravelSeconds) : null;
        await using var tables = new OriginTables(request, stations, waves, picks.HasDates);
        var latest = double.NegativeInfinity;
        await foreach (var row in picks.ReadAsync(cancellation))
        {
            if (row.Arrival is not { } arrival)
            {
                continue;
            }
            if (row.Word is { Wave: ArrivalPhase.Shock })
            {
                TakeBow(arrival, row.Line);
            }
            else
            {
                Take(stream, arrival, row.Line, names);
                if (row.Word is { } word)
                {
                    roles?.Hear(arrival, word);
                }
            }
            latest = Math.Max(latest, arrival.TimeSeconds);
            mostHeld = Math.Max(mostHeld, stream.Held);
            if (rows++ % RowsBetween == 0)
            {
                await WriteAsync(tables, stream.Advance(latest - disorder), isLast: false, cancellation);
                Report(row.BytesRead);
            }
        }
        await WriteAsync(tables, stream.Complete(), isLast: true, cancellation);
        await tables.CommitAsync();
        return new AssociateResult(
            rows + refused.GetValueOrDefault("unreadable"),
            associated,
            below,
            refused,
            firstRefused,
            origins,
            mostHeld
        );
    }

    /// <summary>By how many seconds a pick may stand behind a later one; counts what is no pick.</summary>
    private async Task<double> DisorderAsync(PicksFile picks, CancellationToken cancellation)
    {
        var (latest, most) = (double.NegativeInfinity, 0.0);
        await foreach (var row in picks.ReadAsync(cancellation))
        {
            if (row.Arrival is { } arrival)
            {
                latest = Math.Max(latest, arrival.TimeSeconds);
                most = Math.Max(most, latest - arrival.TimeSeconds);
            }
            else if (row.Fault is { } fault)
            {
                Refuse("unreadable", row.Line, fault);
            }
            else
            {
                below++;
            }
        }
        return most + 1;
    }

    private void Take(AssociationStream stream, Arrival arrival, long line, HashSet<string> names)
    {
        switch (stream.Add(arrival))
        {
            case Admission.Taken:
                return;
            case Admission.Repeated:
                Refuse("repeated", line, $"found the pick '{arrival.Id}' again");
                return;
            case Admission.Contradicting:
                Refuse("contradicting", line, $"found the pick '{arrival.Id}' again with other content, expected each name once");
                return;
            case Admission.Late:
                Refuse("late", line, "found a pick behind the others, expected the file to stay as it is while it is read");
                return;
            case Admission.UnknownSensor:
                var nearest = NearestWord.To(arrival.Sensor, names);
                Refuse(
                    "unknown-station",
                    line,
                    $"found the station '{arrival.Sensor}', expected one of {Path.GetFileName(request.Stations)}"
                        + (nearest is null ? "" : $"; the nearest is '{nearest}'")
                );
                return;
            case Admission.Invalid:
                Refuse("invalid", line, "found numbers out of range");
                return;
            case Admission.Full:
                throw FeedErrors.Refuse(
                    Path.GetFileName(request.Picks),
                    "out-of-order",
                    "Found more picks out of order than can be held, expected a file sorted by time: sort it.",
                    line: line
                );
            default:
                throw new InvalidOperationException("An admission that is not known.");
        }
    }

    // A bow wave comes from no point: it is evidence of a line of fire and of no origin.
    private void TakeBow(Arrival arrival, long line)
    {
        if (roles is null || !roles.TryAddBow(arrival))
        {
            Refuse(
                "bow-wave",
                line,
                $"found a bow wave at '{arrival.Sensor}', which belongs to no point: it is used with --roles alone, at known stations"
            );
        }
    }

    private void Refuse(string reason, long line, string message)
    {
        refused[reason] = refused.GetValueOrDefault(reason) + 1;
        if (firstRefused.Count < FirstRefusedShown)
        {
            firstRefused.Add($"{Path.GetFileName(request.Picks)}:{line}: {message}");
        }
    }

    private async Task WriteAsync(OriginTables tables, IReadOnlyList<Origin> found, bool isLast, CancellationToken cancellation)
    {
        foreach (var origin in found)
        {
            origins++;
            associated += origin.Arrivals.Count;
        }
        var written = roles?.Take(found, isLast) ?? [.. found.Select(origin => (origin, (RoleOf?)null))];
        foreach (var (origin, role) in written)
        {
            cancellation.ThrowIfCancellationRequested();
            await tables.WriteAsync(origin, role);
        }
    }

    private void Report(long bytes)
    {
        var total = new FileInfo(request.Picks).Length;
        progress.Report(
            new ReplayProgress(
                "associate",
                total > 0 ? Math.Min(1, (double)bytes / total) : null,
                string.Create(CultureInfo.InvariantCulture, $"{rows:N0} picks, {origins:N0} origins")
            )
        );
    }
}
