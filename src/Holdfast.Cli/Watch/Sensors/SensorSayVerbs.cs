using System.CommandLine;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Sensors;

namespace Holdfast.Cli.Watch.Sensors;

/// <summary><c>holdfast sensor add | move | status</c>: what enters the record about sensors.</summary>
internal static class SensorSayVerbs
{
    public static Command Add()
    {
        var (options, id) = (new SensorOptions(), Id());
        var (longitude, latitude) = (Degrees("--longitude"), Degrees("--latitude"));
        var kind = new Option<string>("--kind") { Description = "What it senses with.", DefaultValueFactory = _ => "acoustic" };
        kind.AcceptOnlyFromAmong([.. SensorWords.All<SensorKind>()]);
        var owner = new Option<string>("--owner") { Description = "Whose it is.", DefaultValueFactory = _ => SensorWords.MissionOwner };
        var (elevation, clock, dead) = (Number("--elevation-m", 0), Number("--clock-sigma-s", 0.01), Number("--dead-time-s", 0.2));
        var (note, source) = (Text("--note"), Text("--source"));
        var verb = options.Build(
            "add",
            "Registers a sensor, or another place of one; --at says since when. Example: holdfast sensor add N-017 --longitude 37.2 --latitude 48.3 --mission missions/line --record var/line/record.db",
            id,
            longitude,
            latitude,
            kind,
            owner,
            elevation,
            clock,
            dead,
            note,
            source
        );
        Say(
            verb,
            options,
            args => new SensorRegistered
            {
                Sensor = args.GetRequiredValue(id),
                Kind = SensorWords.Find<SensorKind>(args.GetRequiredValue(kind)) ?? SensorKind.Other,
                Site = new SensorSite(
                    new GeoPoint(args.GetRequiredValue(latitude), args.GetRequiredValue(longitude)),
                    args.GetValue(elevation),
                    args.GetRequiredValue(owner),
                    args.GetValue(clock),
                    args.GetValue(dead),
                    options.At(args),
                    null,
                    args.GetValue(note) ?? "",
                    args.GetValue(source) ?? "",
                    Standing.Recorded
                ),
            }
        );
        return verb;
    }

    public static Command Move()
    {
        var (options, id) = (new SensorOptions(), Id());
        var (longitude, latitude) = (Degrees("--longitude"), Degrees("--latitude"));
        var elevation = Number("--elevation-m", 0);
        var note = Text("--note");
        var verb = options.Build(
            "move",
            "Records that a sensor stands elsewhere since --at (or now). Example: holdfast sensor move N-017 --longitude 37.3 --latitude 48.3 --at 2026-03-01T12:00:00Z --mission missions/line --record var/line/record.db",
            id,
            longitude,
            latitude,
            elevation,
            note
        );
        Say(
            verb,
            options,
            args => new SensorMoved
            {
                Sensor = args.GetRequiredValue(id),
                From = options.At(args) ?? SensorOptions.Now,
                To = new GeoPoint(args.GetRequiredValue(latitude), args.GetRequiredValue(longitude)),
                ElevationMetres = args.GetValue(elevation),
                Note = args.GetValue(note) ?? "",
            }
        );
        return verb;
    }

    public static Command Status()
    {
        var (options, id) = (new SensorOptions(), Id());
        var state = new Option<string>("--state") { Description = "How it is.", DefaultValueFactory = _ => "up" };
        state.AcceptOnlyFromAmong([.. SensorWords.All<SensorState>()]);
        var offset = new Option<double?>("--clock-offset-s") { Description = "Its clock minus true time, seconds." };
        var noise = new Option<double?>("--self-noise") { Description = "What it hears when nothing happens: Pa, or m/s of the ground." };
        var battery = new Option<double?>("--battery") { Description = "Charge, 0 to 1." };
        var note = Text("--note");
        var verb = options.Build(
            "status",
            "Records how a sensor is. Example: holdfast sensor status N-017 --state maintenance --note \"wind shield torn\" --mission missions/line --record var/line/record.db",
            id,
            state,
            offset,
            noise,
            battery,
            note
        );
        Say(
            verb,
            options,
            args => new SensorStatus
            {
                Sensor = args.GetRequiredValue(id),
                At = options.At(args) ?? SensorOptions.Now,
                State = SensorWords.Find<SensorState>(args.GetRequiredValue(state)) ?? SensorState.Up,
                ClockOffsetSeconds = args.GetValue(offset),
                SelfNoise = args.GetValue(noise),
                Battery = args.GetValue(battery),
                Note = args.GetValue(note) ?? "",
            }
        );
        return verb;
    }

    private static Argument<string> Id() => new("id") { Description = "The sensor's name." };

    private static Option<double> Degrees(string name) => new(name) { Description = "Degrees.", Required = true };

    private static Option<double> Number(string name, double otherwise) =>
        new(name) { Description = "Metres or seconds, as the name says.", DefaultValueFactory = _ => otherwise };

    private static Option<string?> Text(string name) => new(name) { Description = "In words." };

    private static void Say(Command verb, SensorOptions options, Func<ParseResult, SensorEvent> read) =>
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    writes: true,
                    async (_, desk) =>
                    {
                        var answer = await desk.SayAsync(Reader.LocalOperator, read(args), Standing.Recorded, cancellation);
                        if (answer.Receipt is not { } receipt)
                        {
                            await Console.Error.WriteLineAsync("Not recorded: " + answer.Fault);
                            return 1;
                        }
                        var output = args.InvocationConfiguration.Output;
                        var word = receipt.Kind == ReceiptKind.Appended ? "Recorded" : "Already recorded";
                        if (options.IsJson(args))
                        {
                            Output.WriteJson(output, new { receipt.Index, Kind = receipt.Kind.ToString().ToLowerInvariant() });
                        }
                        else
                        {
                            output.WriteLine($"{word} as entry {receipt.Index}.");
                        }
                        return 0;
                    },
                    cancellation
                )
        );
}
