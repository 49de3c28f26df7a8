using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Holdfast.App.Missions;
using Holdfast.Core.Cell;
using Holdfast.Core.Forces.Model;
using Holdfast.Core.Missions;
using Holdfast.Core.Support;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Cli.Missions;

/// <summary><c>holdfast check DIR...</c>: says whether missions are right, and where not. Exit code 0 clean, 1 errors, 2 wrong usage.</summary>
public static class CheckVerb
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        // The text goes to a terminal or a file, never into a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create()
    {
        var folders = new Argument<string[]>("DIR") { Description = "Folders of missions.", Arity = ArgumentArity.OneOrMore };
        var format = new Option<string>("--format") { Description = "text or json.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var command = new Command(
            "check",
            "Check missions: every fault with file, line, column and the nearest right word. Example: holdfast check missions/minsk-2015"
        )
        {
            folders,
            format,
        };
        command.SetAction(
            (result, cancellation) =>
                RunAsync(
                    result.GetValue(folders) ?? [],
                    result.GetValue(format) == "json",
                    result.InvocationConfiguration.Output,
                    result.InvocationConfiguration.Error,
                    cancellation
                )
        );
        return command;
    }

    internal static async Task<int> RunAsync(
        string[] folders,
        bool json,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellation
    )
    {
        var loads = new List<(string Folder, MissionLoad Load)>();
        foreach (var folder in folders)
        {
            var load = await MissionFolder.LoadAsync(folder, cancellation);
            if (load.Diagnostics is [{ Code: "no-such-folder" } missing])
            {
                await error.WriteLineAsync($"holdfast check {folder}: {missing.Message}" + Suggestion(missing));
                return 2;
            }
            loads.Add((folder.TrimEnd('/', '\\'), await WithFeedsAsync(load, folder, cancellation)));
        }
        await output.WriteAsync(json ? Json(loads) : Text(loads));
        return loads.Any(l => l.Load.Mission is null) ? 1 : 0;
    }

    /// <summary>The feeds that the mission carries are read too, so that a line that a replay would keep aside is known before.</summary>
    private static async Task<MissionLoad> WithFeedsAsync(MissionLoad load, string folder, CancellationToken cancellation)
    {
        if (load.Mission is not { } mission)
        {
            return load;
        }
        var now = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        var found = await MissionFeeds.CheckAsync(mission, folder, now, cancellation);
        var hasErrors = found.Any(d => d.Severity == DiagnosticSeverity.Error);
        return new MissionLoad(hasErrors ? null : mission, load.Diagnostics.AddRange(found));
    }

    private static string Suggestion(Diagnostic d) => d.Suggestion is null ? "" : $" Did you mean '{d.Suggestion}'?";

    private static string Text(List<(string Folder, MissionLoad Load)> loads)
    {
        var text = new StringWriter { NewLine = "\n" };
        foreach (var (folder, load) in loads)
        {
            foreach (var diagnostic in load.Diagnostics)
            {
                text.WriteLine((diagnostic with { File = $"{folder}/{diagnostic.File}" }).ToString());
            }
            text.WriteLine($"{folder}: {Verdict(load)}");
        }
        return text.ToString();
    }

    private static string Verdict(MissionLoad load)
    {
        var errors = load.Diagnostics.Count(d => d.Severity == DiagnosticSeverity.Error);
        var warnings = load.Diagnostics.Length - errors;
        var found = warnings == 0 ? "" : $", {Count(warnings, "warning")}";
        return load.Mission is { } m ? $"clean{found} ({Contents(m)}; revision {m.Revision[..12]})" : Count(errors, "error") + found;
    }

    private static string Contents(Mission m) =>
        string.Join(
            ", ",
            Count(m.Clauses.Terms.Length, "term"),
            Count(m.Atlas.Shapes.Count, "zone"),
            Count(m.Sources.Length, "source"),
            Count(m.Feeds.Length, "feed"),
            Count(m.Facts.Length + m.OtherFacts.Length, "fact"),
            Count(m.Nations.Length, "nation"),
            Count(m.Chronology.Length, "event") + " in the chronology" + Cell(m.Cell) + Forces(m.Forces) + Support(m.Support)
        );

    private static string Cell(CellModel model) =>
        model == CellModel.Empty
            ? ""
            : $", a cell: {Count(model.Offices.Length, "office")}, {Count(model.Meetings.Length, "meeting")}, {Count(model.Decisions.Length, "decision")}, {Count(model.Notify.Length, "rule")} of notices";

    private static string Forces(ForceModel? model) =>
        model is null
            ? ""
            : $", a force: {Count(model.Sets.Length, "size")} with {Count(model.Sets.Sum(s => s.Lines.Length), "line")}, {Count(model.Offers.Length, "offer")} of {Count(model.Offers.Select(o => o.Nation).Distinct().Count(), "nation")}, {Count(model.Plans.Length, "other dut", "y", "ies")}, {Count(model.Scenarios.Length, "scenario")}";

    private static string Support(SupportModel? model) =>
        model is null
            ? ""
            : $", support: {Count(model.Depots.Length, "depot")}, {Count(model.Financing.Length, "instrument")}, {Count(model.Sanctions.Length, "measure")}, {Count(model.Industry.Length, "project")}, {Count(model.Training.Length, "course")}, {Count(model.Works.Length, "segment")} of works";

    private static string Count(int n, string stem, string one, string many) => $"{n} {stem}{(n == 1 ? one : many)}";

    private static string Count(int n, string what) => n == 1 ? $"1 {what}" : $"{n} {what}s";

    private static string Json(List<(string Folder, MissionLoad Load)> loads)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteStartArray("missions");
            foreach (var (folder, load) in loads)
            {
                WriteMission(json, folder, load);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void WriteMission(Utf8JsonWriter json, string folder, MissionLoad load)
    {
        json.WriteStartObject();
        json.WriteString("folder", folder);
        json.WriteBoolean("clean", load.Mission is not null);
        json.WriteString("revision", load.Mission?.Revision);
        json.WriteStartArray("diagnostics");
        foreach (var d in load.Diagnostics)
        {
            json.WriteStartObject();
            json.WriteString("severity", d.Severity.ToString().ToLowerInvariant());
            json.WriteString("file", d.File);
            json.WriteNumber("line", d.Line);
            json.WriteNumber("column", d.Column);
            json.WriteString("code", d.Code);
            json.WriteString("message", d.Message);
            json.WriteString("suggestion", d.Suggestion);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
