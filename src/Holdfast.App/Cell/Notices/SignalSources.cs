using System.Collections.Immutable;
using System.Globalization;
using Holdfast.App.Briefing;
using Holdfast.App.Guarantees;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.Core.Briefing.Trend;
using Holdfast.Core.Cell;
using Holdfast.Core.Cell.Acts;
using Holdfast.Core.Cell.Notices;
using Holdfast.Core.Clauses;
using Holdfast.Core.Commission;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Cell.Notices;

/// <summary>
/// What happened in a mission of which somebody may have to be told, worked out from the record for one reader. Nothing older than <see cref="Oldest"/> is a signal: who starts a server over an
/// old record is not told of its whole past.
/// </summary>
internal sealed class SignalSources(Workspace workspace, TimeProvider time)
{
    /// <summary>How far back happenings are told.</summary>
    public static readonly Duration Oldest = Duration.FromDays(7);

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    /// <summary>In order of happening, then of key; each key once.</summary>
    public async Task<ImmutableArray<Signal>> AllAsync(Reader reader, Mode mode, Label label, CancellationToken cancellation)
    {
        var now = Now;
        var all = new List<Signal>();
        var answer = await workspace.Guarantees.AskAsync(reader, new GuaranteeQuestion(now, null, mode, []), cancellation);
        // The board of guarantees tells of the actual world unless it is asked for another.
        var asked = mode == Mode.Actual ? "" : "?mode=" + Core.Record.Words.Of(mode);
        all.AddRange(Tiers(answer.Today, now, asked));
        all.AddRange(States(answer.Today, now, asked));
        all.AddRange(Decided(await workspace.Guarantees.FactsAsync(reader, mode, cancellation)));
        all.AddRange(await CellAsync(reader, mode, now, cancellation));
        if (mode == workspace.Mission.Mode)
        {
            all.AddRange(Alerts(await new TrendDesk(workspace, time).BookAsync(reader, null, cancellation)));
        }
        all.AddRange(await CorrectionSignals.ReadAsync(workspace, time, reader, mode, cancellation));
        return
        [
            .. all.Where(s => s.At <= now && Happened(s) >= now - Oldest)
                .Select(s => s with { Mode = mode, Label = label })
                .OrderBy(s => s.At)
                .ThenBy(s => s.Key, StringComparer.Ordinal)
                .DistinctBy(s => s.Key),
        ];
    }

    // A deadline that passes is news when it passes, however long ago its clock started.
    private static Instant Happened(Signal s) => s.Due is { } due && due > s.At ? due : s.At;

    internal static Signal Make(
        SignalKind kind,
        string key,
        string title,
        string text,
        string? undertaking,
        Instant at,
        Instant? due,
        string path,
        params long[] entries
    ) =>
        new(
            $"{NoticeWords.Of(kind)}|{key}",
            kind,
            title,
            text,
            undertaking,
            at,
            due,
            Mode.Actual,
            Label.Public,
            path,
            [.. entries.Order()]
        );

    private static IEnumerable<Signal> Tiers(GuaranteeNetwork network, Instant now, string asked)
    {
        foreach (
            var clock in TierBoard
                .At(network, now)
                .Where(c => c.Status is not (TierStatus.NotBound or TierStatus.NoClock or TierStatus.Lifted))
        )
        {
            var (name, tier) = (clock.Undertaking.Name, string.Create(CultureInfo.InvariantCulture, $"tier {clock.Tier.Number}"));
            var path = "/guarantees/" + Uri.EscapeDataString(name) + asked;
            foreach (var start in clock.Starts.Where(s => s.Operative))
            {
                var key = $"{name}|{tier}|{Iso.Format(start.At)}";
                var by = start.By.IsEmpty ? "" : $" by the word of {string.Join(", ", start.By)}";
                var text = $"{clock.Undertaking.Title}: the clock of {tier} started{by}: {clock.Tier.Action}";
                var entries = clock.Said.Select(s => s.Entry).OfType<long>().ToArray();
                yield return Make(
                    SignalKind.TierStarted,
                    key,
                    $"{name}: the clock of {tier} runs",
                    text,
                    name,
                    start.At,
                    start.Due,
                    path,
                    entries
                );
                var soon = start.Due - ((start.Due - start.At) / 4);
                if (now >= soon && now < start.Due)
                {
                    yield return Make(
                        SignalKind.TierDueSoon,
                        key,
                        $"{name}: a quarter of the time of {tier} is left",
                        text,
                        name,
                        soon,
                        start.Due,
                        path,
                        entries
                    );
                }
                if (now >= start.Due)
                {
                    yield return Make(
                        SignalKind.TierOverdue,
                        key,
                        $"{name}: the time of {tier} is over",
                        text,
                        name,
                        start.Due,
                        null,
                        path,
                        entries
                    );
                }
            }
        }
    }

    private static IEnumerable<Signal> States(GuaranteeNetwork network, Instant now, string asked) =>
        network
            .Lives.SelectMany(l =>
                l.Spans.Where(s => s.From > Instant.MinValue && s.From <= now).TakeLast(1).Select(s => (Life: l, Span: s))
            )
            .Select(x =>
                Make(
                    SignalKind.UndertakingState,
                    $"{x.Life.Undertaking.Name}|{x.Span.State}|{Iso.Format(x.Span.From)}",
                    $"{x.Life.Undertaking.Name} is {StateTexts.Of(x.Span.State)}",
                    $"{x.Life.Undertaking.Title}.",
                    x.Life.Undertaking.Name,
                    x.Span.From,
                    null,
                    "/guarantees/" + Uri.EscapeDataString(x.Life.Undertaking.Name) + asked
                )
            );

    private static IEnumerable<Signal> Decided(ImmutableArray<FactStatement> facts) =>
        facts
            .Where(f => f.Authority == Determination.Authority && f.Value is not null && f.KnownAt > Instant.MinValue)
            .Select(f =>
            {
                var fact = f.Arguments.IsEmpty ? f.Name : $"{f.Name}({string.Join(", ", f.Arguments)})";
                var word = f.Provisional ? "provisionally" : "finally";
                return Make(
                    SignalKind.CaseDecided,
                    $"{f.Source}|{fact}|{f.Value}|{Iso.Format(f.KnownAt)}",
                    $"The commission determined {word}: {fact} is {f.Value}",
                    $"Source: {f.Source}.",
                    null,
                    f.KnownAt,
                    null,
                    PathOf(f.Source),
                    f.Entry is { } entry ? [entry] : []
                );
            });

    private static string PathOf(string source) =>
        source.StartsWith("case ", StringComparison.Ordinal)
            ? "/commission/cases/" + Uri.EscapeDataString(source["case ".Length..])
            : "/facts";

    private static IEnumerable<Signal> Alerts(TrendBook book) =>
        book
            .Alerts.GroupBy(a => a.Alert.Id)
            .Select(g => g.First())
            .Select(a =>
                Make(
                    SignalKind.TrendAlert,
                    a.Alert.Id,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Trend alert: {(a.Alert.Sectors.IsEmpty ? "outside the sectors" : string.Join(", ", a.Alert.Sectors))}, {a.Alert.Observed} incidents where {a.Alert.Expected:0.0} were expected"
                    ),
                    $"What machines found; by chance once in {HealthWords.OnceIn(a.Alert.RecurrenceDays)}. It says nothing of who.",
                    null,
                    a.At,
                    null,
                    "/trend#alert-" + a.Alert.Id,
                    a.Entry
                )
            );

    private async Task<IEnumerable<Signal>> CellAsync(Reader reader, Mode mode, Instant now, CancellationToken cancellation)
    {
        var view = (await new CellDesk(workspace.Mission, workspace.Record, time).BookAsync(reader, mode, null, cancellation)).At(now);
        return view.Decisions.SelectMany(d => Decisions(d)).Concat(view.Tasks.Where(t => !t.IsOver).SelectMany(t => Tasks(t, now)));
    }

    private static IEnumerable<Signal> Decisions(DecisionState d)
    {
        var path = "/decisions/" + Uri.EscapeDataString(d.Id);
        var how = d.Proposal.Procedure == DecisionProcedure.Silence ? "by silence" : "by word";
        yield return Make(
            SignalKind.DecisionProposed,
            d.Id,
            $"Decision proposed: {d.Proposal.Title}",
            $"Put by {d.Proposal.By} to {string.Join(", ", d.Proposal.Among)}, {how}.",
            null,
            d.Subject.Opening.At,
            d.Proposal.Deadline,
            path,
            d.Subject.Opening.Entry
        );
        if (d.FirstJoined is { } from)
        {
            yield return Make(
                SignalKind.DecisionTookEffect,
                d.Id,
                $"Decision takes effect for those who joined: {d.Proposal.Title}",
                "It binds nobody else, and nobody whose approval is pending.",
                null,
                from,
                null,
                path,
                d.Subject.Opening.Entry
            );
        }
    }

    private static IEnumerable<Signal> Tasks(TaskState t, Instant now)
    {
        var path = "/tasks#" + Uri.EscapeDataString(t.Id);
        if (t.Due is not { } due)
        {
            yield break;
        }
        var opened = t.Subject.Opening;
        var soon = due - ((due - opened.At) / 4);
        var key = $"{t.Id}|{Iso.Format(due)}";
        if (now >= soon && now < due)
        {
            yield return Make(SignalKind.TaskDue, key, $"Task due: {t.Task.Title}", $"With {t.With}.", null, soon, due, path, opened.Entry);
        }
        if (now >= due)
        {
            var step = t.Escalations.ToString(CultureInfo.InvariantCulture);
            yield return Make(
                SignalKind.TaskOverdue,
                $"{key}|{step}",
                $"Task overdue: {t.Task.Title}",
                $"With {t.With}; it was given to {t.Owner}.",
                null,
                due,
                null,
                path,
                opened.Entry
            );
        }
    }
}
