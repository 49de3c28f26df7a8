using System.Globalization;
using Holdfast.Core.Watch.Association;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.App.Watch.Association;

/// <summary>Writes origins, and which pick belongs to which, as CSV. Beside the final names until all is written, so that no table is half there.</summary>
internal sealed class OriginTables : IAsyncDisposable
{
    private readonly StationsFile stations;
    private readonly bool dates;
    private readonly bool depth;
    private const string Unfinished = ".part";

    private readonly AssociateRequest request;
    private readonly IReadOnlyList<string> classes;
    private readonly StreamWriter events;
    private readonly StreamWriter? assignments;

    public OriginTables(AssociateRequest request, StationsFile stations, WavesModel waves, bool dates)
    {
        (this.request, this.stations, this.dates, depth) = (request, stations, dates, waves.Velocity is not null);
        classes = [.. waves.Parameters.Detection.Loudness.Select(loudness => loudness.Name)];
        events = new StreamWriter(request.Out + Unfinished) { NewLine = "\n" };
        events.WriteLine(
            "event_id,time,time_sigma_s,east_m,north_m,longitude,latitude,depth_m,depth_sigma_m,"
                + "ellipse90_major_m,ellipse90_minor_m,ellipse90_azimuth_deg,picks,gap_deg,rms_s,evidence,probability,class_probabilities"
                + (request.Roles ? RolePass.Columns : "")
        );
        if (request.Assignments is { } path)
        {
            assignments = new StreamWriter(path + Unfinished) { NewLine = "\n" };
            assignments.WriteLine("event_id,pick_id,station,phase,time,residual_s,sigma_s");
        }
    }

    public async Task WriteAsync(Origin origin, RoleOf? role)
    {
        var (major, minor, azimuth) = Ellipse(origin.Covariance);
        var place = stations.Geographic(origin.EastMetres, origin.NorthMetres);
        await events.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{origin.Id},{Time(origin.TimeSeconds)},{Math.Sqrt(origin.Covariance.A00):F3},{origin.EastMetres:F0},{origin.NorthMetres:F0},{place?.Longitude:F5},{place?.Latitude:F5},{(depth ? origin.DepthMetres : null):F0},{(depth ? origin.DepthSigmaMetres : null):F0},{major:F0},{minor:F0},{azimuth:F0},{origin.Arrivals.Count},{origin.GapDegrees:F0},{origin.ResidualSeconds:F3},{origin.Evidence:F1},{origin.Probability:F4},{Classes(origin)}{(role is null ? request.Roles ? ",,,,,,,,," : "" : RolePass.Cells(role))}"
            )
        );
        foreach (var (arrival, residual, sigma) in origin.Arrivals)
        {
            if (assignments is not null)
            {
                await assignments.WriteLineAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{origin.Id},{Quoted(arrival.Id)},{Quoted(arrival.Sensor)},{arrival.Phase},{Time(arrival.TimeSeconds)},{residual:F3},{sigma:F3}"
                    )
                );
            }
        }
    }

    /// <summary>All is written: the tables get their names.</summary>
    public async Task CommitAsync()
    {
        await DisposeAsync();
        File.Move(request.Out + Unfinished, request.Out, overwrite: true);
        if (request.Assignments is { } path)
        {
            File.Move(path + Unfinished, path, overwrite: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await events.DisposeAsync();
        if (assignments is not null)
        {
            await assignments.DisposeAsync();
        }
    }

    /// <summary>Each class of loudness, by the range at which half is heard, with its probability: <c>6km:0.120 10km:0.880</c>.</summary>
    private string Classes(Origin origin) =>
        string.Join(
            ' ',
            classes.Zip(origin.LoudnessProbabilities, (name, share) => string.Create(CultureInfo.InvariantCulture, $"{name}:{share:F3}"))
        );

    /// <summary>Semi-axes that hold 90 % (chi-square with two degrees of freedom), and the direction of the longer, clockwise from north.</summary>
    private static (double Major, double Minor, double Azimuth) Ellipse(Symmetric3 covariance)
    {
        const double Ninety = 4.605170186;
        var (a, b, c) = (covariance.A11, covariance.A12, covariance.A22);
        var middle = 0.5 * (a + c);
        var half = Math.Sqrt((0.25 * (a - c) * (a - c)) + (b * b));
        var azimuth = 0.5 * Math.Atan2(2 * b, c - a) * 180 / Math.PI;
        return (Math.Sqrt(Ninety * (middle + half)), Math.Sqrt(Ninety * Math.Max(0, middle - half)), azimuth < 0 ? azimuth + 180 : azimuth);
    }

    private string Time(double seconds)
    {
        if (!dates)
        {
            return seconds.ToString("F3", CultureInfo.InvariantCulture);
        }
        var instant = Instant.FromUnixTimeTicks(0) + Duration.FromMilliseconds((long)Math.Round(seconds * 1_000));
        return InstantPattern.ExtendedIso.Format(instant);
    }

    private static string Quoted(string text) =>
        text.AsSpan().ContainsAny(",\"\n\r") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
