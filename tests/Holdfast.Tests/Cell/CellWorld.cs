using System.Collections.Immutable;
using Holdfast.Core.Cell;
using Holdfast.Core.Cell.Acts;
using Holdfast.Core.Cell.Codec;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Tests.Cell;

/// <summary>Short ways to entries of the cell and what follows from them. Time counts in minutes from <see cref="Zero"/>.</summary>
internal static class CellWorld
{
    public static readonly Instant Zero = Instant.FromUtc(2026, 3, 28, 12, 0);

    public static Instant Min(double minutes) => Zero + Duration.FromMinutes(minutes);

    public static CallMade Call(double replyBy = 30, double at = 0, CallRequest request = CallRequest.Stop) =>
        new("RU", "liaison", Min(at), "telephone", request, "Stop the shelling of the crossing", Min(replyBy), ["incident-1"]);

    public static DecisionProposed Proposal(
        DecisionProcedure procedure = DecisionProcedure.Explicit,
        double? deadline = 60,
        double? from = null,
        params string[] among
    ) =>
        new(
            "Patrols on the river",
            "Two patrol boats from 1 April",
            "FR",
            among.Length == 0 ? ["DE", "FR", "GB", "PL"] : [.. among],
            procedure,
            deadline is { } d ? Min(d) : null,
            "",
            from is { } f ? Min(f) : null,
            null,
            [],
            []
        );

    public static NationSpoke Says(string nation, Stance stance, string text = "", string? when = null) =>
        new(nation, stance, text, when, "the ambassador");

    public static TaskSet Task(double? due, double thenAfter, params string[] then) =>
        new(
            TaskSort.Task,
            "Count the boats",
            "",
            "plans",
            "watch",
            due is { } d ? Min(d) : null,
            [.. then],
            Duration.FromMinutes(thenAfter),
            []
        );

    /// <summary>An entry as the record would hold it.</summary>
    public static Entry Entry(long index, double minute, string subject, int number, CellAct act, Label? label = null) =>
        new(
            index,
            Min(minute),
            "cell",
            $"{subject} {number}",
            "officer",
            Standing.Recorded,
            label ?? Label.Public,
            Mode.Exercise,
            CellCodec.KindOf(act),
            null,
            CellCodec.Write(subject, number, act),
            default,
            default
        );

    public static CellBook Book(IEnumerable<Entry> entries) => entries.Aggregate(CellBook.Empty, (book, entry) => book.With(entry));

    /// <summary>The acts of one subject, each at its minute.</summary>
    public static CellBook Book(string subject, params (double Minute, CellAct Act)[] acts) =>
        Book(acts.Select((a, i) => Entry(i, a.Minute, subject, i, a.Act)));

    public static ImmutableArray<string> Codes(CellBook book) => [.. book.Irregular.Select(i => i.Code)];
}
