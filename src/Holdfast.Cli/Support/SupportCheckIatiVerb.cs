using System.CommandLine;
using Holdfast.App.Support.Export;
using Holdfast.Cli.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Cli.Support;

/// <summary><c>holdfast support check-iati FILE</c>: whether a file of IATI activities is as it should be, whoever made it.</summary>
internal static class SupportCheckIatiVerb
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A file of IATI activities." };
        var schema = new Option<string?>("--schema") { Description = "A folder with the official schemas of version 2.03." };
        var format = Output.Format("text", "json");
        var command = new Command(
            "check-iati",
            "Checks a file of IATI 2.03 by the rules that matter and, where its schema is given, against it. Example: holdfast support check-iati support.xml"
        )
        {
            file,
            schema,
            format,
        };
        command.SetAction(
            (args, _) =>
                RecordOptions.GuardAsync(
                    args,
                    () =>
                    {
                        var official = args.GetValue(schema) is { } folder ? IatiSchema.Load(folder) : null;
                        var path = args.GetRequiredValue(file);
                        var today = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()).InUtc().Date;
                        using var content = File.OpenRead(path);
                        var check = IatiRules.Check(content, today);
                        content.Position = 0;
                        var invalid = official?.Validate(content);
                        if (args.GetValue(format) == "json")
                        {
                            Output.WriteJson(args.InvocationConfiguration.Output, IatiText.Json(check, invalid, Path.GetFileName(path)));
                        }
                        else
                        {
                            args.InvocationConfiguration.Output.WriteLine(
                                $"{check.Activities:N0} activities, " + IatiText.Lines(check, invalid)
                            );
                        }
                        var wrong = check.HasErrors || (invalid?.Any(f => f.Severity == DiagnosticSeverity.Error) ?? false);
                        return Task.FromResult(wrong ? 1 : 0);
                    }
                )
        );
        return command;
    }
}
