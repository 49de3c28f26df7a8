using System.CommandLine;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.Core.Clauses;
using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Values;

namespace Holdfast.Cli.Record;

/// <summary><c>holdfast fact assert</c> and <c>holdfast fact retract</c>.</summary>
internal static class FactStateVerb
{
    /// <param name="name">assert or retract.</param>
    public static Command Create(string name, string description)
    {
        var fact = new Argument<string>("FACT")
        {
            Description = "The fact's name as the mission's clauses declare it, such as ceasefire.in_effect.",
        };
        var arguments = new Argument<string[]>("ARGUMENT")
        {
            Description = "Its arguments in order, such as airlift for backstop(capability).",
        };
        var value = new Option<string>("--value")
        {
            Description = "true, false, an instant, or a quantity such as '30 h'.",
            DefaultValueFactory = _ => "true",
        };
        var mission = MissionOption();
        var file = RecordOptions.File();
        var authority = new Option<string>("--authority") { Description = "Who says so (a party, a state, a body).", Required = true };
        var source = new Option<string>("--source") { Description = "Where it can be read.", Required = true };
        var validFrom = RecordOptions.Time("--valid-from", "Since when it is so; without it, always.");
        var validTo = RecordOptions.Time("--valid-to", "Until when, exclusive; without it, still.");
        var standing = new Option<Standing>("--standing")
        {
            Description = "recorded (cited and readable), attributed (somebody says so) or illustrative (made up).",
            DefaultValueFactory = _ => Standing.Attributed,
            CustomParser = result => RecordOptions.Word(result, Words.ToStanding),
        };
        var label = new Option<string>("--label")
        {
            Description = "Who may read it, such as 'restricted rel:FR,GB'.",
            DefaultValueFactory = _ => "public",
        };
        var mode = RecordOptions.OfMode("What kind of activity it belongs to:");
        var verb = new Command(name, description) { fact, arguments };
        if (name == "assert")
        {
            verb.Options.Add(value);
        }
        List<Option> options = [mission, file, authority, source, validFrom, validTo, standing, label, mode, RecordOptions.Format()];
        options.ForEach(verb.Options.Add);
        verb.SetAction(
            (args, cancellation) =>
                RecordOptions.GuardAsync(
                    args,
                    async () =>
                    {
                        var statement = new FactStatement(
                            args.GetRequiredValue(fact),
                            [.. args.GetValue(arguments) ?? []],
                            name == "assert" ? args.GetValue(value) : null,
                            args.GetValue(validFrom),
                            args.GetValue(validTo),
                            args.GetRequiredValue(authority),
                            args.GetRequiredValue(source),
                            args.GetValue(standing),
                            default
                        );
                        var clauses = await LoadAsync(args.GetRequiredValue(mission), cancellation);
                        await using var record = await SqliteRecord.OpenAsync(args.GetRequiredValue(file), cancellation: cancellation);
                        var answer = await new FactDoor(record, clauses.Clauses).AssertAsync(
                            Reader.LocalOperator,
                            statement,
                            LabelOf(args.GetRequiredValue(label)),
                            args.GetValue(mode),
                            cancellation
                        );
                        return await AnswerAsync(args, answer);
                    }
                )
        );
        return verb;
    }

    internal static Option<string> MissionOption() =>
        new("--mission") { Description = "The mission's folder, whose clauses declare the facts.", Required = true };

    internal static async Task<Mission> LoadAsync(string folder, CancellationToken cancellation)
    {
        var load = await MissionFolder.LoadAsync(folder, cancellation);
        return load.OrThrow();
    }

    private static Label LabelOf(string text) =>
        Label.TryParse(text, out var label)
            ? label
            : throw new FormatException($"'{text}' is not a label, such as 'restricted rel:FR,GB'.");

    private static async Task<int> AnswerAsync(ParseResult args, FactAnswer answer)
    {
        foreach (var diagnostic in answer.Diagnostics)
        {
            var grade = diagnostic.Severity.ToString().ToLowerInvariant();
            var hint = diagnostic.Suggestion is null ? "" : $" Did you mean '{diagnostic.Suggestion}'?";
            await args.InvocationConfiguration.Error.WriteLineAsync($"{grade} {diagnostic.Code}: {diagnostic.Message}{hint}");
        }
        if (answer.Receipt is not { } receipt)
        {
            return 1;
        }
        var word = receipt.Kind switch
        {
            ReceiptKind.Appended => "appended",
            ReceiptKind.Duplicate => "duplicate",
            ReceiptKind.Conflict => "conflict",
        };
        var hash = Convert.ToHexStringLower(receipt.LeafHash.Span);
        await args.InvocationConfiguration.Output.WriteLineAsync(
            args.GetValue<string>("--format") == "json"
                ? $$"""{"index":{{receipt.Index}},"leaf_hash":"{{hash}}","receipt":"{{word}}","recorded_at":"{{Iso.Format(receipt.RecordedAt)}}"}"""
                : $"{word}: entry {receipt.Index}, recorded at {Iso.Format(receipt.RecordedAt)}"
        );
        return 0;
    }
}
