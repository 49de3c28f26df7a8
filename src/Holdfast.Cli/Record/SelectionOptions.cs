using System.CommandLine;
using Holdfast.App.Record;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Cli.Record;

/// <summary>Which entries: the options that listing and exporting share.</summary>
internal sealed class SelectionOptions
{
    private readonly Option<string[]> _kinds = new("--kind") { Description = "Only this kind, such as fact/1; may be repeated." };
    private readonly Option<Mode> _mode = RecordOptions.OfMode("Which activity's entries:");
    private readonly Option<Instant?> _known = RecordOptions.Time("--known", "Only what was recorded up to then.");
    private readonly Option<Instant?> _validFrom = RecordOptions.Time("--valid-from", "Only what was so at some time from then on.");
    private readonly Option<Instant?> _validTo = RecordOptions.Time("--valid-to", "Only what was so at some time up to then.");

    public void AddTo(Command verb)
    {
        foreach (var option in (Option[])[_kinds, _mode, _known, _validFrom, _validTo])
        {
            verb.Add(option);
        }
    }

    public RecordQuery Read(ParseResult args) =>
        new(
            Kinds: [.. args.GetValue(_kinds) ?? []],
            Mode: args.GetResult(_mode) is { Implicit: false } ? args.GetValue(_mode) : null,
            KnownUntil: args.GetValue(_known),
            Valid: Range(args.GetValue(_validFrom), args.GetValue(_validTo))
        );

    private static TimeRange? Range(Instant? from, Instant? to)
    {
        if (from is null && to is null)
        {
            return null;
        }
        var (earliest, latest) = (from ?? InstantText.Least, to ?? InstantText.Greatest);
        return earliest <= latest ? new TimeRange(earliest, latest) : throw new FormatException("--valid-to lies before --valid-from.");
    }
}
