using System.CommandLine;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.App.Watch.Sensors;
using Holdfast.Cli.Record;
using Holdfast.Core.Missions;
using NodaTime;

namespace Holdfast.Cli.Watch.Sensors;

/// <summary>The options that all verbs about sensors share, and the desk that they ask.</summary>
internal sealed class SensorOptions
{
    private readonly Option<string> mission = new("--mission") { Description = "The mission's folder.", Required = true };
    private readonly Option<string> file = RecordOptions.File();
    private readonly Option<Instant?> at = RecordOptions.Time("--at", "As it was then; without it, now, or the last sign of life.");
    private readonly Option<Instant?> known = RecordOptions.Time("--known", "As known then; without it, now.");

    public Option<string> Format { get; } = RecordOptions.Format();

    public Command Build(string name, string description, params Symbol[] more)
    {
        var verb = new Command(name, description) { mission, file, at, known, Format };
        foreach (var symbol in more)
        {
            switch (symbol)
            {
                case Option option:
                    verb.Add(option);
                    break;
                case Argument argument:
                    verb.Add(argument);
                    break;
            }
        }
        return verb;
    }

    public Instant? At(ParseResult args) => args.GetValue(at);

    public Instant? Known(ParseResult args) => args.GetValue(known);

    public bool IsJson(ParseResult args) => args.GetValue(Format) == "json";

    public static Instant Now => Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());

    /// <summary>Runs with the mission and its desk; the record is opened for reading alone unless something is to be said.</summary>
    public Task<int> RunAsync(ParseResult args, bool writes, Func<Mission, SensorDesk, Task<int>> work, CancellationToken cancellation) =>
        RecordOptions.GuardAsync(
            args,
            async () =>
            {
                var loaded = (await MissionFolder.LoadAsync(args.GetRequiredValue(mission), cancellation)).OrThrow();
                var path = args.GetRequiredValue(file);
                await using var record = writes
                    ? await SqliteRecord.OpenAsync(path, new SqliteRecordOptions(), cancellation)
                    : await SqliteRecord.OpenReadOnlyAsync(path, cancellation);
                using var book = new ScreenBook(loaded, record);
                return await work(loaded, new SensorDesk(loaded, record, writes ? null : book));
            }
        );
}
