using System.Buffers;
using System.Text.Json;
using Holdfast.App.Watch.Feeds;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Sensors;

namespace Holdfast.App.Watch.Intake;

/// <summary>What became of one line that was sent; one line of JSON.</summary>
/// <param name="Line">Its number, from 1, counted on from what the sender said.</param>
/// <param name="Status">appended, duplicate, conflict or quarantined; refused for the rest of a stream that ends early.</param>
/// <param name="Index">The entry that stands; null where the stream was refused.</param>
/// <param name="Code">Why it is in quarantine or was refused; or why what was recorded waits (<c>unknown-station</c>).</param>
public readonly record struct IntakeAnswer(
    long Line,
    string Status,
    long? Index,
    string? Code = null,
    string? Column = null,
    string? Reason = null
)
{
    /// <summary>The status of the answer that ends a stream before its end.</summary>
    public const string Refused = "refused";

    internal static IntakeAnswer Of(long line, QuarantinedLine? bad, Receipt receipt, RowFault? waits = null) =>
        bad is null
            ? new IntakeAnswer(line, Word(receipt.Kind), receipt.Index, waits?.Code, waits?.Column, waits?.Reason)
            : new IntakeAnswer(line, "quarantined", receipt.Index, bad.Code, bad.Column, bad.Reason);

    /// <summary>Writes it with its line end: <c>{"line":7,"status":"appended","index":12}</c>; members that say nothing are left out.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteNumber("line", Line);
            json.WriteString("status", Status);
            if (Index is { } index)
            {
                json.WriteNumber("index", index);
            }
            if (Code is not null)
            {
                json.WriteString("code", Code);
                json.WriteString("column", Column ?? "");
                json.WriteString("reason", Reason ?? "");
            }
            json.WriteEndObject();
        }
        output.Write("\n"u8);
    }

    private static string Word(ReceiptKind kind) =>
        kind switch
        {
            ReceiptKind.Appended => "appended",
            ReceiptKind.Duplicate => "duplicate",
            ReceiptKind.Conflict => "conflict",
        };
}

/// <summary>What is sent: lines of JSON, and what is meant where a line leaves something out.</summary>
/// <param name="File">A name for the quarantine, never a path.</param>
/// <param name="LinesBefore">How many lines of the file were sent before: line numbers go on from there.</param>
/// <param name="IsGzip">Whether the content is compressed.</param>
public sealed record IntakeInput(string File, Stream Content, bool IsGzip, Source Source, Mode Mode, Label Label, long LinesBefore)
{
    /// <summary>The sensors as known now, for senders who may know them: they are told of arrivals from stations that are not among them. Null for others.</summary>
    public Func<CancellationToken, ValueTask<SensorRegistry?>>? Registry { get; init; }
}
