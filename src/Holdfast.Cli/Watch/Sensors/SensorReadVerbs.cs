using System.CommandLine;
using System.Globalization;
using Holdfast.App.Watch.Sensors;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Sensors;
using Holdfast.Core.Watch.Sensors.Screening;
using Holdfast.Web.Watch.Sensors;

namespace Holdfast.Cli.Watch.Sensors;

/// <summary><c>holdfast sensor list | show | health</c>.</summary>
internal static class SensorReadVerbs
{
    public static Command List()
    {
        var options = new SensorOptions();
        var verb = options.Build(
            "list",
            "Lists sensors with their state and place. Example: holdfast sensor list --mission missions/line --record var/line/record.db --format json"
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    writes: false,
                    async (_, desk) =>
                    {
                        var board = await BoardAsync(options, args, desk, cancellation);
                        Print(args, options, board, row => Line(row));
                        return 0;
                    },
                    cancellation
                )
        );
        return verb;
    }

    public static Command Health()
    {
        var options = new SensorOptions();
        var verb = options.Build(
            "health",
            "Lists sensors that are not well, with the reason. Example: holdfast sensor health --mission missions/line --record var/line/record.db"
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    writes: false,
                    async (_, desk) =>
                    {
                        var board = await BoardAsync(options, args, desk, cancellation);
                        var unwell = board with { Rows = [.. board.Rows.Where(r => r.Condition != SensorCondition.Well)] };
                        Print(args, options, unwell, row => Line(row) + Flags(row));
                        foreach (var (name, count, nearest) in options.IsJson(args) ? [] : board.Strangers)
                        {
                            var near = nearest is null ? "" : $" Did you mean '{nearest}'?";
                            args.InvocationConfiguration.Output.WriteLine(
                                $"{name}: nobody registered it; {count} arrivals held back.{near}"
                            );
                        }
                        return 0;
                    },
                    cancellation
                )
        );
        return verb;
    }

    public static Command Show()
    {
        var options = new SensorOptions();
        var id = new Argument<string>("id") { Description = "The sensor's name." };
        var verb = options.Build(
            "show",
            "Shows one sensor: its places, its state and what was said of it. Example: holdfast sensor show s00010 --mission missions/line --record var/line/record.db",
            id
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    writes: false,
                    async (_, desk) =>
                    {
                        var wanted = args.GetRequiredValue(id);
                        var board = await BoardAsync(options, args, desk, cancellation);
                        if (
                            await desk.OneAsync(Reader.LocalOperator, wanted, board.At, options.Known(args), board.At, cancellation)
                            is not { } detail
                        )
                        {
                            var near = NearestWord.To(wanted, board.Rows.Select(r => r.Sensor.Id));
                            await Console.Error.WriteLineAsync(
                                $"There is no sensor '{wanted}'." + (near is null ? "" : $" Did you mean '{near}'?")
                            );
                            return 1;
                        }
                        Show(args, options, detail);
                        return 0;
                    },
                    cancellation
                )
        );
        return verb;
    }

    private static async Task<SensorBoard> BoardAsync(
        SensorOptions options,
        ParseResult args,
        SensorDesk desk,
        CancellationToken cancellation
    ) =>
        await desk.BoardAsync(Reader.LocalOperator, options.At(args), options.Known(args), SensorOptions.Now, cancellation)
        ?? throw new UnauthorizedAccessException("The label of this mission's sensors asks for more than the owner of the machine holds.");

    private static void Print(ParseResult args, SensorOptions options, SensorBoard board, Func<SensorRow, string> line)
    {
        var output = args.InvocationConfiguration.Output;
        if (options.IsJson(args))
        {
            Output.WriteJson(
                output,
                new
                {
                    At = Iso.Format(board.At),
                    Screened = board.Screened is { } span ? ScreenedItem.Of(span) : null,
                    Sensors = board.Rows.Select(SensorItem.Of),
                    Unknown = board.Strangers.Select(s => new
                    {
                        s.Name,
                        s.Arrivals,
                        s.Nearest,
                    }),
                }
            );
            return;
        }
        foreach (var row in board.Rows)
        {
            output.WriteLine(line(row));
        }
        output.WriteLine($"{board.Rows.Length} sensors as of {Iso.Format(board.At)}.");
        if (board.Screened is { } screened)
        {
            output.WriteLine($"From {Iso.Format(screened.From)} to {Iso.Format(screened.Until)}: {screened.Words}");
        }
    }

    private static string Flags(SensorRow row) =>
        row.Flags.IsEmpty
            ? string.Concat(row.Findings.Select(f => $"\n    {SensorText.Of(f.Reason)}: {f.Words}"))
            : string.Concat(
                row.Flags.Select(f =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"\n    {SensorText.Of(f.Reason)} since {Iso.Format(f.Since)}: {f.Finding.Words} {f.HeldBack} held back, {f.Weighed} down-weighted."
                    )
                )
            );

    private static string Line(SensorRow row)
    {
        var place = row.Site is { } site
            ? string.Create(CultureInfo.InvariantCulture, $"{site.At.Latitude:0.0000}, {site.At.Longitude:0.0000}")
            : "nowhere";
        var share = (row.UpShare * 100).ToString("0", CultureInfo.InvariantCulture);
        return $"{row.Sensor.Id}  {SensorWords.Of(row.Sensor.Kind)}  {row.Sensor.Owner}  {SensorText.Of(row.Condition)}  up {share} %  {row.Arrivals} arrivals  {place}";
    }

    private static void Show(ParseResult args, SensorOptions options, SensorDetail detail)
    {
        var output = args.InvocationConfiguration.Output;
        if (options.IsJson(args))
        {
            Output.WriteJson(
                output,
                new
                {
                    At = Iso.Format(detail.At),
                    Sensor = SensorItem.Of(detail.Row),
                    Places = detail.Row.Sensor.Sites.Select(s => new
                    {
                        s.At.Longitude,
                        s.At.Latitude,
                        ElevationM = s.ElevationMetres,
                        s.Owner,
                        From = s.From is { } from ? Iso.Format(from) : null,
                        Until = s.Until is { } until ? Iso.Format(until) : null,
                    }),
                }
            );
            return;
        }
        output.WriteLine(Line(detail.Row));
        foreach (var site in detail.Row.Sensor.Sites)
        {
            var from = site.From is { } f ? Iso.Format(f) : "always";
            var until = site.Until is { } u ? Iso.Format(u) : "still";
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"    {site.At.Latitude:0.00000}, {site.At.Longitude:0.00000} from {from} to {until}  {site.Note}"
                )
            );
        }
        output.WriteLine(Flags(detail.Row).TrimStart('\n'));
        foreach (var doubt in detail.Doubted.Take(20))
        {
            var factor =
                doubt.Verdict == ScreenVerdict.DownWeighted
                    ? string.Create(CultureInfo.InvariantCulture, $" x {doubt.SigmaFactor:0.#}")
                    : "";
            var origin = doubt.Origin is { } part ? $" (origin {part})" : "";
            output.WriteLine($"    {Iso.Format(doubt.At)}  {doubt.Id}  {SensorText.Of(doubt.Verdict)}{factor}: {doubt.Words}{origin}");
        }
    }
}
