using System.CommandLine;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.Core.Clauses;
using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Cli.Record;

/// <summary><c>holdfast fact assert</c> and <c>holdfast fact retract</c>.</summary>
internal sealed class FactStateVerb
{
    private readonly bool _asserts;

    private readonly Argument<string> _fact = new("FACT")
    {
        Description = "The fact's name as the mission's clauses declare it, such as ceasefire.in_effect.",
    };

    private readonly Argument<string[]> _arguments = new("ARGUMENT")
    {
        Description = "Its arguments in order, such as airlift for backstop(capability).",
    };

    private readonly Option<string> _value = new("--value")
    {
        Description = "true, false, an instant, or a quantity such as '30 h'.",
        DefaultValueFactory = _ => "true",
    };

    private readonly Option<string> _mission = MissionOption();
    private readonly Option<string> _file = RecordOptions.File();
    private readonly Option<string> _authority = new("--authority")
    {
        Description = "Who says so (a party, a state, a body).",
        Required = true,
    };
    private readonly Option<string> _source = new("--source") { Description = "Where it can be read.", Required = true };
    private readonly Option<Instant?> _validFrom = RecordOptions.Time("--valid-from", "Since when it is so; without it, always.");
    private readonly Option<Instant?> _validTo = RecordOptions.Time("--valid-to", "Until when, exclusive; without it, still.");

    private readonly Option<Standing> _standing = new("--standing")
    {
        Description = "recorded (cited and readable), attributed (somebody says so) or illustrative (made up).",
        DefaultValueFactory = _ => Standing.Attributed,
        CustomParser = result => RecordOptions.Word(result, Words.ToStanding),
    };

    private readonly Option<string> _label = new("--label")
    {
        Description = "Who may read it, such as 'restricted rel:FR,GB'.",
        DefaultValueFactory = _ => "public",
    };

    private readonly Option<Mode> _mode = RecordOptions.OfMode("What kind of activity it belongs to:");

    private readonly Option<bool> _provisional = new("--provisional")
    {
        Description = "A determination that its authority may still revise; it does not count where a clause asks for a final one.",
    };

    private FactStateVerb(bool asserts) => _asserts = asserts;

    /// <param name="asserts">True for assert, false for retract.</param>
    public static Command Create(bool asserts, string description)
    {
        var self = new FactStateVerb(asserts);
        var verb = new Command(asserts ? "assert" : "retract", description) { self._fact, self._arguments };
        List<Option> options =
        [
            self._mission,
            self._file,
            self._authority,
            self._source,
            self._validFrom,
            self._validTo,
            self._standing,
            self._label,
            self._mode,
            RecordOptions.Format(),
        ];
        options.InsertRange(0, asserts ? [self._value, self._provisional] : []);
        options.ForEach(verb.Options.Add);
        verb.SetAction((args, cancellation) => RecordOptions.GuardAsync(args, () => self.RunAsync(args, cancellation)));
        return verb;
    }

    private async Task<int> RunAsync(ParseResult args, CancellationToken cancellation)
    {
        var statement = new FactStatement(
            args.GetRequiredValue(_fact),
            [.. args.GetValue(_arguments) ?? []],
            _asserts ? args.GetValue(_value) : null,
            args.GetValue(_validFrom),
            args.GetValue(_validTo),
            args.GetRequiredValue(_authority),
            args.GetRequiredValue(_source),
            args.GetValue(_standing),
            default
        )
        {
            Provisional = args.GetValue(_provisional),
        };
        var label = LabelOf(args.GetRequiredValue(_label));
        var mission = await LoadAsync(args.GetRequiredValue(_mission), cancellation);
        await using var record = await SqliteRecord.OpenAsync(args.GetRequiredValue(_file), cancellation: cancellation);
        var door = new FactDoor(record, mission.Clauses);
        return await AnswerAsync(args, await door.AssertAsync(Reader.LocalOperator, statement, label, args.GetValue(_mode), cancellation));
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
