using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Sensors;
using NodaTime;

namespace Holdfast.App.Watch.Feeds;

/// <summary>A line that could not be read: kept with its number and reason, so that it can be listed, mended and replayed.</summary>
/// <param name="Line">Counts from 1, the header included: the physical line on which the row starts.</param>
/// <param name="Column">The column's name or number, or empty when the whole line is at fault.</param>
/// <param name="Code">A stable code, such as <c>bad-date</c>, <c>bad-coordinates</c>, <c>missing-field</c>, <c>field-too-long</c>, <c>future-date</c>.</param>
/// <param name="Raw">The line as it stood, cut to at most 4,096 characters.</param>
/// <param name="Header">The table's header line, so that a mended line can be read again alone; empty where the format has none.</param>
public sealed record QuarantinedLine(
    string Feed,
    string File,
    long Line,
    string Column,
    string Code,
    string Reason,
    string Raw,
    string Header = ""
)
{
    /// <summary>What the columns were taken to mean, as JSON, for <c>csv</c> and <c>geojson</c>: a mended line is read with the same; empty for all other feeds.</summary>
    public string Mapping { get; init; } = "";
}

/// <summary>One thing read from a feed: exactly one of observation, quarantined line and event of a sensor is set.</summary>
/// <param name="Line">The physical line on which it started, for resuming and for the citation.</param>
/// <param name="BytesRead">How far into the (uncompressed) input the reader is, for progress.</param>
public readonly record struct FeedItem(Observation? Observation, QuarantinedLine? Quarantined, long Line, long BytesRead)
{
    /// <summary>What a sensor says of itself, where the line is that and no observation; the other two are null then.</summary>
    public SensorEvent? Event { get; init; }
}

/// <summary>Where a feed reads from and what it must know.</summary>
/// <param name="File">Name for messages and citations, never an absolute path.</param>
/// <param name="Content">The raw bytes; the feed detects gzip and the text encoding by itself.</param>
/// <param name="ResumeAfterLine">Lines up to and including this one are skipped (they were acknowledged before).</param>
/// <param name="Now">The instant after which a date lies in the future.</param>
public sealed record FeedInput(
    string File,
    Stream Content,
    Source Source,
    Mode Mode,
    Standing Standing,
    Label Label,
    DateTimeZone Zone,
    Atlas Atlas,
    Instant Now,
    long ResumeAfterLine = 0
)
{
    /// <summary>The label of what sensors say and of what they say of themselves.</summary>
    public Label ArrivalLabel { get; init; } = SensorAccess.DefaultLabel;

    /// <summary>An arrival that is older when it is read cannot be; null where the past is read.</summary>
    public Duration? OldestArrival { get; init; }

    /// <summary>When it is read, where that is not <see cref="Now"/>.</summary>
    public Instant? ReadAt { get; init; }

    /// <summary>The folder to read in place of <see cref="Content"/>, for the feed of photos; null for all others.</summary>
    public string? Folder { get; init; }
}

/// <summary>A parser of one format: streaming, bounded, resumable; bad lines come out as quarantined items, never as exceptions.</summary>
public interface IFeed
{
    /// <summary>The name used on the command line, such as <c>ucdp-ged</c>.</summary>
    string Name { get; }

    /// <summary>One sentence for <c>--help</c>.</summary>
    string Summary { get; }

    /// <summary>
    /// Reads items in the order of the file. Throws <see cref="FeedFormatException"/> only when the input as a whole is not of this format
    /// (no header, missing columns, not text, a compressed stream that expands beyond its bound).
    /// </summary>
    IAsyncEnumerable<FeedItem> ReadAsync(FeedInput input, CancellationToken cancellation = default);
}

/// <summary>The whole input is not what the feed reads; the diagnostic says where and what was expected.</summary>
public sealed class FeedFormatException(Diagnostic diagnostic) : Exception(diagnostic.ToString())
{
    public Diagnostic Diagnostic { get; } = diagnostic;
}
