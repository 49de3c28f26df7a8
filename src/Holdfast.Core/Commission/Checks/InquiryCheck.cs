using System.Collections.Immutable;
using Holdfast.Core.Commission.Acts;
using NodaTime;

namespace Holdfast.Core.Commission.Checks;

/// <summary>The inquiry: names that exist, names that are new, hashes that are hashes, and nothing used after consent was withdrawn.</summary>
internal static class InquiryCheck
{
    private const int MaxUrlCharacters = 4096;

    public static Fault? FaultOf(Case? before, CaseAct act, string by, Instant at) =>
        act switch
        {
            Opened => before is null ? null : new Fault("exists", "The case is open already."),
            AllegationAdded a => New("allegation", a.Allegation.Id, before?.Allegations.Select(x => x.Id)),
            AdmissibilityDecided a => Grounds(a),
            TaskSet t => New("task", t.Task, before?.Of<TaskSet>().Select(x => x.Task)),
            TaskDone t => Task(before, t),
            EvidenceAdded e => Item(before, e.Item),
            CustodyRecorded c => Known(before, "item or statement", c.Evidence, before?.EvidenceIds) ?? Hash(c.Sha256),
            SearchLogged s => Cited(before, s.Evidence),
            StatementTaken s => New("item or statement", s.Id, before?.EvidenceIds) ?? Hash(s.TextSha256) ?? Hash(s.IdentitySha256),
            ConsentWithdrawn w => Known(before, "statement", w.Statement, before?.Statements.Select(s => s.Id))
                ?? (before?.IsWithdrawn(w.Statement) == true ? new Fault("exists", "The consent was withdrawn already.") : null),
            KeyDestroyed k => Known(before, "statement", k.Statement, before?.Statements.Select(s => s.Id)),
            HypothesisStated h => h.Id == HypothesisMatrix.Undetermined
                ? new Fault("exists", $"'{h.Id}' is always among the hypotheses.")
                : New("hypothesis", h.Id, before?.Hypotheses.Select(x => x.Id)),
            EvidenceWeighed w => Weighed(before, w),
            Drafted d => Draft(before, d),
            RemedyChecked r => Known(before, "remedy", r.Remedy, before?.Remedies.Select(x => x.Id)),
            CaseReopened r => r.NewEvidence.IsEmpty
                ? new Fault("no-evidence", "A case is reopened on new evidence: name it.")
                : r.NewEvidence.Select(e => Item(before, e)).FirstOrDefault(f => f is not null),
            Moved m => Remedies(before, m, at),
            _ => null,
        };

    private static Fault? Grounds(AdmissibilityDecided a) =>
        a.Grounds.IsEmpty ? new Fault("no-reason", "Say on which grounds.")
        : a.Admissible && a.Grounds.Any(g => !g.Met) ? new Fault("contradiction", "A ground is not met, so the case is not admissible.")
        : !a.Admissible && a.Grounds.All(g => g.Met) ? new Fault("contradiction", "All grounds are met, so the case is admissible.")
        : null;

    private static Fault? Task(Case? before, TaskDone t) =>
        Known(before, "task", t.Task, before?.Of<TaskSet>().Select(x => x.Task))
        ?? (before?.Of<TaskDone>().Any(x => x.Task == t.Task) == true ? new Fault("exists", $"The task '{t.Task}' is done.") : null);

    private static Fault? Item(Case? before, EvidenceItem e) =>
        New("item or statement", e.Id, before?.EvidenceIds)
        ?? Hash(e.Sha256)
        ?? (e.Sha256 is null && e.Observations.IsEmpty ? new Fault("empty", "An item is a file, or observations, or both.") : null)
        ?? (
            e.Bytes < 0 || (e.Sha256 is null) != (e.MediaType.Length == 0)
                ? new Fault("bad-item", "A file has a media type and a length; observations have neither.")
                : null
        )
        ?? (e.Capture is { } capture ? Captured(capture) : null);

    private static Fault? Captured(WebCapture c)
    {
        foreach (var url in new[] { c.Url, c.FinalUrl }.OfType<string>())
        {
            if (
                url.Length > MaxUrlCharacters
                || !Uri.TryCreate(url, UriKind.Absolute, out var uri)
                || uri.Scheme is not ("http" or "https")
            )
            {
                return new Fault(
                    "bad-capture",
                    $"'{(url.Length > 80 ? url[..80] : url)}' is no address of the web: http or https, complete."
                );
            }
        }
        return string.IsNullOrWhiteSpace(c.Tool) ? new Fault("bad-capture", "Say what captured it, with its version.")
            : c.Status is < 100 or > 599 ? new Fault("bad-capture", $"{c.Status} is no status of HTTP.")
            : Hash(c.Certificate) ?? Hash(c.PayloadSha256);
    }

    private static Fault? Weighed(Case? before, EvidenceWeighed w)
    {
        if (w.LikelihoodRatio is { } ratio && !(ratio > 0 && double.IsFinite(ratio)))
        {
            return new Fault("out-of-range", "A likelihood ratio is positive and finite.");
        }
        if (
            w.LikelihoodRatio is { } r
            && r != 1
            && (r > 1) != (w.Consistency >= Consistency.Consistent)
            && w.Consistency != Consistency.Neutral
        )
        {
            return new Fault("contradiction", "The likelihood ratio and the consistency point in opposite directions.");
        }
        return Known(before, "hypothesis", w.Hypothesis, before?.Hypotheses.Select(h => h.Id)) ?? Cited(before, [w.Evidence]);
    }

    private static Fault? Draft(Case? before, Drafted d) =>
        New("draft", d.Id, before?.Of<Drafted>().Select(x => x.Id))
        ?? (
            d.Redactions.Any(r => r.From < 0 || r.To <= r.From || r.To > d.Text.Length)
                ? new Fault("out-of-range", $"A redaction lies outside the draft's {d.Text.Length} characters.")
                : null
        );

    private static Fault? Remedies(Case? before, Moved m, Instant at) =>
        (before?.State, m.To) switch
        {
            (CaseState.Decided, CaseState.RemedyMonitoring) when !before.Remedies.Any() => new Fault(
                "no-remedies",
                "The decision orders no remedies: close the case."
            ),
            (CaseState.Decided, CaseState.Closed) when before.Remedies.Any() => new Fault(
                "remedies-open",
                "The decision orders remedies: they are monitored first."
            ),
            (CaseState.RemedyMonitoring, CaseState.Closed) when Unchecked(before, at) is { Count: > 0 } open => new Fault(
                "remedies-open",
                $"Neither complied with, nor checked after their deadline: {string.Join(", ", open)}."
            ),
            _ => null,
        };

    private static List<string> Unchecked(Case before, Instant at) =>
        [
            .. before
                .Remedies.Where(r =>
                    before.LastCheck(r.Id)?.Compliance != Compliance.Complied
                    && !before.Deeds.Any(d => d.Act is RemedyChecked c && c.Remedy == r.Id && d.At >= r.Due)
                )
                .Select(r => r.Id),
        ];

    internal static Fault? Cited(Case? before, IEnumerable<string> evidence)
    {
        foreach (var id in evidence)
        {
            if (Known(before, "item or statement", id, before?.EvidenceIds) is { } fault)
            {
                return fault;
            }
            if (before?.IsWithdrawn(id) == true)
            {
                return new Fault("withdrawn", $"The consent to '{id}' was withdrawn: it may not be used.");
            }
        }
        return null;
    }

    private static Fault? New(string what, string id, IEnumerable<string>? known) =>
        known?.Contains(id, StringComparer.Ordinal) == true ? new Fault("exists", $"The case has the {what} '{id}' already.") : null;

    private static Fault? Known(Case? before, string what, string id, IEnumerable<string>? known) =>
        before is null || known?.Contains(id, StringComparer.Ordinal) == true ? null : Fault.Unknown(what, id, known ?? []);

    private static Fault? Hash(string? sha256) =>
        sha256 is null || (sha256.Length == 64 && sha256.All(c => char.IsAsciiDigit(c) || c is >= 'a' and <= 'f'))
            ? null
            : new Fault("bad-hash", "A SHA-256 is 64 lower-case hexadecimal digits.");
}
