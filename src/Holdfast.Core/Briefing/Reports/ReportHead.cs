using System.Collections.Immutable;
using Holdfast.Core.Values;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Core.Briefing.Reports;

/// <summary>What every report but the daily says of itself: of which mission and mode, for which stretch of valid time, as known when.</summary>
/// <param name="From">The report is about what was so from here on.</param>
/// <param name="To">Up to here.</param>
public sealed record ReportHead(string Mission, Mode Mode, DateTimeZone Zone, Instant From, Instant To, Instant KnownAt)
{
    private static readonly LocalDateTimePattern Local = LocalDateTimePattern.CreateWithInvariantCulture("d MMMM uuuu HH:mm");
    private static readonly LocalDatePattern Day = LocalDatePattern.CreateWithInvariantCulture("d MMMM uuuu");

    /// <summary>An instant in words, with its zone.</summary>
    public string Words(Instant at) => $"{Local.Format(at.InZone(Zone).LocalDateTime)} ({Zone.Id}, UTC{Zone.GetUtcOffset(at)})";

    public string DayWords(Instant at) => Day.Format(at.InZone(Zone).Date);

    /// <summary>The period of a figure that counts a state at an instant.</summary>
    public string AtEnd => $"at {Words(To)}";

    /// <summary>The period of a figure that counts what happened.</summary>
    public string Period => $"{Words(From)} to {Words(To)}";

    // The board of guarantees tells of the actual world unless it is asked for another.
    private string Asked(string path) => Mode != Mode.Actual && path == "guarantees" ? $"{path}?mode={ModeWord}" : path;

    public string ModeWord => Mode.ToString().ToLowerInvariant();

    public ReportModel Model(ReportKind kind, ImmutableArray<ReportSection> sections, Instant? previousFrom = null)
    {
        var date = To.InZone(Zone).Date;
        return new ReportModel(
            $"{ReportKinds.Title(kind)}, {DayWords(To)}",
            Mission,
            ModeWord,
            date,
            Words(To),
            Zone.Id,
            From,
            To,
            previousFrom,
            KnownAt,
            Marked(sections)
        )
        {
            Kind = kind,
        };
    }

    // What is no actual event says so in words too, wherever a report is quoted from.
    private ImmutableArray<ReportSection> Marked(ImmutableArray<ReportSection> sections) =>
        Mode == Mode.Actual || sections.IsEmpty
            ? sections
            :
            [
                sections[0] with
                {
                    Paragraphs =
                    [
                        $"This is {(Mode == Mode.Exercise ? "an exercise" : "a test")}: nothing in it happened.",
                        .. sections[0].Paragraphs,
                    ],
                },
                .. sections[1..],
            ];

    public ReportFigure Figure(string id, string label, decimal? value, string unit, string source, string path = "") =>
        new(id, label, value, null, unit, AtEnd, source) { Path = Asked(path) };

    public ReportTable Table(
        string id,
        string caption,
        string source,
        ImmutableArray<ReportColumn> columns,
        IEnumerable<ImmutableArray<string>> rows,
        string path = ""
    ) => new(id, caption, AtEnd, source, columns, [.. rows]) { Path = Asked(path) };
}
