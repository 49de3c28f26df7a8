using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;

namespace Holdfast.App.Watch.Feeds;

/// <summary>
/// Our own JSON Lines: one observation a line, as the record writes it, with the member <c>kind</c> (<c>observation.fix/1</c>, ...) in addition. Producer,
/// source, standing, mode and label may be left out: then they are the input's.
/// </summary>
internal sealed class JsonlFeed : IFeed
{
    public string Name => "jsonl";

    public string Summary =>
        "Holdfast's own JSON Lines: one fix, bearing, arrival, claim or null observation a line (docs/guide/feeds.md).";

    internal FeedLimits Limits { get; init; } = FeedLimits.Default;

    public async IAsyncEnumerable<FeedItem> ReadAsync(FeedInput input, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var text = await FeedText.OpenAsync(input.File, input.Content, Limits, cancellation);
        await foreach (var item in ReadLinesAsync(input, text, cancellation))
        {
            yield return item;
        }
    }

    /// <summary>The same of a text that is known to be one: each line is given as soon as it is there.</summary>
    internal async IAsyncEnumerable<FeedItem> ReadLinesAsync(
        FeedInput input,
        Stream text,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var lines = new TextLines(text, Limits);
        var defaults = new ObservationDefaults(input.Source.Id, input.Source.Id, input.Standing, input.Mode, input.Label);
        while (await lines.ReadAsync(cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            if (lines.Line > input.ResumeAfterLine && lines.Current.IndexOfAnyExcept(" \t"u8) >= 0)
            {
                yield return Item(input, lines, defaults);
            }
        }
    }

    private FeedItem Item(FeedInput input, TextLines lines, ObservationDefaults defaults)
    {
        var ignored = false;
        var line = lines.Current;
        RowFault? fault;
        if (lines.TooLong)
        {
            fault = new RowFault("", "row-too-long", $"The line is longer than {Limits.RowBytes:N0} bytes.");
        }
        else
        {
            var utf8 = Utf8.IsValid(line) ? line : Encoding.UTF8.GetBytes(MixedText.Decode(line, ref ignored));
            if (Read(utf8, input, defaults, out fault) is { } observation)
            {
                return new FeedItem(observation, null, lines.Line, lines.BytesRead);
            }
        }
        var raw = MixedText.Decode(line[..Math.Min(line.Length, FeedLimits.RawCharacters * 3)], ref ignored);
        raw = raw.Length > FeedLimits.RawCharacters ? raw[..FeedLimits.RawCharacters] : raw;
        var (column, code, reason) = fault is null
            ? ("", "bad-json", "The line is no observation.")
            : (fault.Column, fault.Code, fault.Reason);
        var kept = new QuarantinedLine(Name, input.File, lines.Line, column, code, reason, raw);
        return new FeedItem(null, kept, lines.Line, lines.BytesRead);
    }

    private static Observation? Read(ReadOnlySpan<byte> line, FeedInput input, ObservationDefaults defaults, out RowFault? fault)
    {
        try
        {
            if (KindOf(line) is not { } kind)
            {
                fault = new RowFault("kind", "missing-field", $"'kind' is missing; expected {string.Join(", ", ObservationCodec.Kinds)}.");
                return null;
            }
            if (!ObservationCodec.IsObservation(kind))
            {
                var near = NearestWord.To(kind, ObservationCodec.Kinds) is { } word ? $" Did you mean '{word}'?" : "";
                fault = new RowFault(
                    "kind",
                    "unknown-kind",
                    $"'kind' is '{RowFault.Cut(kind)}'; expected {string.Join(", ", ObservationCodec.Kinds)}.{near}"
                );
                return null;
            }
            var observation = ObservationCodec.Decode(kind, line, defaults);
            fault = FaultOf(observation, input) ?? ObservationCheck.FaultOf(observation) ?? ArrivalCheck.FaultOf(observation, input);
            return fault is null ? observation : null;
        }
        catch (Exception e)
            when (e is FormatException or JsonException or InvalidOperationException or ArgumentException or OverflowException)
        {
            fault = LineFault.Of(e, line, input.ReadAt ?? input.Now);
            return null;
        }
    }

    private static RowFault? FaultOf(Observation observation, FeedInput input)
    {
        if (observation.Mode != input.Mode)
        {
            return new RowFault(
                "mode",
                "mode-mismatch",
                $"The line says {observation.Mode}, the input is {input.Mode}: modes are never mixed."
            );
        }
        if (observation.Label.Classification < input.Label.Classification)
        {
            return new RowFault("label", "label-mismatch", $"The line's label '{observation.Label}' is below the input's '{input.Label}'.");
        }
        if (observation.When.Earliest > input.Now)
        {
            return RowFault.Future("earliest", Iso.Format(observation.When.Earliest));
        }
        return observation switch
        {
            FixObservation fix when Math.Abs(fix.Kinds.Sum(k => k.Probability) - 1) > 1e-6 => new RowFault(
                "kinds",
                "bad-kinds",
                "The probabilities of 'kinds' do not sum to 1."
            ),
            FixObservation fix when fix.Kinds.Any(k => k.Probability is < 0 or > 1) => new RowFault(
                "kinds",
                "bad-kinds",
                "A probability lies outside 0 to 1."
            ),
            NullObservation none when none.ProbabilityOfDetection is < 0 or > 1 => new RowFault(
                "probabilityOfDetection",
                "bad-number",
                "'probabilityOfDetection' lies outside 0 to 1."
            ),
            _ => null,
        };
    }

    private static string? KindOf(ReadOnlySpan<byte> line)
    {
        var json = new Utf8JsonReader(line);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException("The line is not a JSON object.");
        }
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var found = json.ValueTextEquals("kind"u8);
            json.Read();
            if (found)
            {
                return json.TokenType == JsonTokenType.String ? json.GetString() : null;
            }
            json.Skip();
        }
        return null;
    }
}
