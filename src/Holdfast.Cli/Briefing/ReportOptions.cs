using System.CommandLine;
using Holdfast.App.Briefing;
using Holdfast.App.Missions;
using Holdfast.App.Watch.Views;
using Holdfast.Cli.Record;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Values;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Cli.Briefing;

/// <summary>What the verbs of reports share: which mission and record, which day, as known when.</summary>
internal sealed class ReportOptions
{
    private readonly Option<string> _mission = new("--mission") { Description = "The mission's folder.", Required = true };
    private readonly Option<string?> _date = new("--date")
    {
        Description = "The day, such as 2025-04-20, in the mission's zone of time; it ends the period.",
    };
    private readonly Option<string?> _asOf = new("--as-of")
    {
        Description = "The time of day at which the period ends; 19:30 if not given.",
    };
    private readonly Option<string?> _known = new("--known")
    {
        Description = "As known at this instant (ISO 8601, UTC); now if not given.",
    };
    private readonly Option<Mode?> _mode = new("--mode")
    {
        Description = "actual, exercise or test; the mission's own if not given.",
        CustomParser = result => RecordOptions.ReadMode(result),
        HelpName = RecordOptions.Modes,
    };
    private readonly Option<string?> _record;

    /// <param name="needsRecord">Whether what is done stays: then the record's file has to be named.</param>
    public ReportOptions(bool needsRecord = false) =>
        _record = new Option<string?>("--record")
        {
            Description = needsRecord
                ? "The record's file."
                : "The record's file. Without it the mission's own feeds are read into a temporary one.",
            Required = needsRecord,
        };

    public void AddTo(Command verb, bool day = true)
    {
        verb.Add(_mission);
        if (day)
        {
            verb.Add(_date);
            verb.Add(_asOf);
            verb.Add(_known);
            verb.Add(_mode);
        }
        verb.Add(_record);
    }

    /// <summary>Throws <see cref="ArgumentException"/> naming the option and what it should be.</summary>
    public ReportQuestion Question(ParseResult args, ReportKind kind) =>
        new(
            kind,
            args.GetValue(_date) is { } d
                ? Parse(LocalDatePattern.Iso, d, "--date", "a day such as 2025-04-20")
                : throw new ArgumentException("--date is missing: a day such as 2025-04-20."),
            args.GetValue(_asOf) is { } t
                ? Parse(LocalTimePattern.CreateWithInvariantCulture("H:mm"), t, "--as-of", "a time such as 19:30")
                : null,
            args.GetValue(_known) is { } k
                ? Parse(InstantPattern.ExtendedIso, k, "--known", "an instant such as 2025-04-21T00:00:00Z")
                : null,
            args.GetValue(_mode)
        );

    /// <summary>Opens the mission with its record, or with a temporary one made of its own feeds, and does something with it.</summary>
    public async Task<T> WithAsync<T>(ParseResult args, Func<Workspace, Task<T>> act, CancellationToken cancellation)
    {
        var record = args.GetValue(_record);
        var temporary = Directory.CreateTempSubdirectory("holdfast-report-").FullName;
        try
        {
            await using var workspace = await WorkspaceOpener.OpenAsync(
                args.GetRequiredValue(_mission),
                record ?? Path.Combine(temporary, "record.db"),
                temporary,
                TimeProvider.System,
                cancellation
            );
            if (record is null)
            {
                await WorkspaceOpener.ImportMissionFeedsAsync(workspace, TimeProvider.System, null, cancellation);
            }
            return await act(workspace);
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    private static T Parse<T>(IPattern<T> pattern, string text, string option, string expected)
    {
        var result = pattern.Parse(text);
        return result.Success ? result.Value : throw new ArgumentException($"{option}: '{text}' is not {expected}.");
    }
}
