using System.CommandLine;
using System.Text.Json;
using Holdfast.App.Missions;

namespace Holdfast.Cli.Missions;

/// <summary><c>holdfast new NAME</c>: a commented, valid mission to start from. Exit code 0 written, 2 wrong usage.</summary>
public static class NewVerb
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "Lower-case letters, digits and hyphens." };
        var dir = new Option<string>("--dir")
        {
            Description = "The folder in which the mission's folder is made.",
            DefaultValueFactory = _ => "missions",
        };
        var format = new Option<string>("--format") { Description = "text or json.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var command = new Command("new", "Make a commented, valid mission to start from. Example: holdfast new my-truce --dir missions")
        {
            name,
            dir,
            format,
        };
        command.SetAction(
            (result, cancellation) =>
                RunAsync(
                    result.GetValue(name) ?? "",
                    result.GetValue(dir) ?? "missions",
                    result.GetValue(format) == "json",
                    result.InvocationConfiguration.Output,
                    result.InvocationConfiguration.Error,
                    cancellation
                )
        );
        return command;
    }

    internal static async Task<int> RunAsync(
        string name,
        string dir,
        bool json,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellation
    )
    {
        if (await NewMission.WriteAsync(dir, name, cancellation) is { } reason)
        {
            await error.WriteLineAsync($"holdfast new: {reason}");
            return 2;
        }
        var folder = $"{dir.TrimEnd('/', '\\')}/{name}";
        await output.WriteLineAsync(
            json
                ? $$"""{"folder":{{JsonSerializer.Serialize(folder)}}}"""
                : $"Made {folder}. Next: edit its files, then run: holdfast check {folder}"
        );
        return 0;
    }
}
