using System.Globalization;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Cli.Commission;

/// <summary>What the acts of a case come to, under headings; a heading with nothing under it is left out.</summary>
internal static class CaseParts
{
    public static IEnumerable<string> Of(Case of, Instant now) =>
        Under("Allegations", of.Allegations.Select(a => $"  {a.Id, -14} {a.Text} (by {a.By}{Against(a)})"))
            .Concat(Under("Admissibility", Grounds(of)))
            .Concat(Under("Plan", of.Of<PlanSet>().TakeLast(1).Select(p => $"  {p.Plan}")))
            .Concat(Under("Tasks", Tasks(of, now)))
            .Concat(Under("Searches", of.Of<SearchLogged>().Select(s => $"  {s.Where}: {s.Outcome}")))
            .Concat(Under("Parties", of.Parties.Select(p => $"  {p, -14} {PartyLine(of, p)}")))
            .Concat(Under("Votes", of.Of<VoteOpened>().SelectMany(v => Vote(of, v))))
            .Concat(Under("Published", of.Of<DecisionPublished>().SelectMany(Published)))
            .Concat(Under("Remedies", of.Remedies.Select(r => Remedy(of, r, now))));

    private static IEnumerable<string> Under(string heading, IEnumerable<string> lines)
    {
        var first = true;
        foreach (var line in lines)
        {
            if (first)
            {
                yield return "";
                yield return heading;
            }
            first = false;
            yield return line;
        }
    }

    private static string Against(Allegation a) => a.Against.IsEmpty ? "" : $" against {string.Join(", ", a.Against)}";

    private static IEnumerable<string> Grounds(Case of) =>
        of.Of<AdmissibilityDecided>()
            .TakeLast(1)
            .SelectMany(a =>
                a.Grounds.Select(g => $"  {g.Ground, -14} {(g.Met ? "met" : "not met")}: {g.Reason}")
                    .Append($"  {(a.Admissible ? "admissible" : "inadmissible")}")
            );

    private static IEnumerable<string> Tasks(Case of, Instant now) =>
        of.Of<TaskSet>()
            .GroupBy(t => t.Task, StringComparer.Ordinal)
            .Select(g => g.Last())
            .Select(t =>
            {
                var done = of.Of<TaskDone>().LastOrDefault(d => d.Task == t.Task);
                var how = done is null ? $"due {Iso.Format(t.Due)[..16]}Z{(now > t.Due ? " (overdue)" : "")}" : $"done: {done.Result}";
                return $"  {t.Task, -14} {t.Title} ({t.Owner}, {how})";
            });

    private static string PartyLine(Case of, string party)
    {
        var letters = of.LettersTo(party).Length;
        var answer =
            of.HasAnswered(party) ? "has replied"
            : of.WasSilent(party) ? "did not answer in its time"
            : of.SummaryTo(party) is { } summary ? $"may reply until {Iso.Format(summary.ReplyDue)[..16]}Z"
            : of.Of<CaseReopened>().Any() ? "has no summary since the case was reopened"
            : "has no summary yet";
        return string.Create(CultureInfo.InvariantCulture, $"{letters} {(letters == 1 ? "letter" : "letters")}, {answer}");
    }

    private static IEnumerable<string> Vote(Case of, VoteOpened vote)
    {
        var kind = vote.Proposal.Provisional ? "provisional" : "final";
        yield return $"  {vote.Vote, -14} {kind}: {Outcome(of, vote.Vote)}";
        foreach (var finding in vote.Proposal.Findings)
        {
            yield return $"  {"", -14}   {finding.Allegation}: {CaseWords.Plain(finding.Violation)}, {CaseWords.Plain(finding.Attribution)}, {CaseWords.Plain(finding.Standard)}";
        }
        foreach (var cast in of.VotesIn(vote.Vote))
        {
            yield return $"  {"", -14}   {cast.Member}: {CaseWords.Plain(cast.Choice)}";
        }
        foreach (var dissent in of.Of<DissentFiled>().Where(d => d.Vote == vote.Vote))
        {
            yield return $"  {"", -14}   {dissent.Member} separately: {dissent.Text}";
        }
    }

    private static IEnumerable<string> Published(DecisionPublished p)
    {
        var kind = p.Provisional ? "provisional" : "final";
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"  {p.Vote, -14} {kind}, {p.Tally.For} for, {p.Tally.Against} against, {p.Tally.Abstained} abstained; released by {string.Join(" and ", p.ReleasedBy)}"
        );
        foreach (var f in p.Findings)
        {
            var actor = f.Actor is null ? "" : $" to {f.Actor}";
            yield return $"  {"", -14}   {f.Allegation}: {CaseWords.Plain(f.Violation)}, {CaseWords.Plain(f.Attribution)}{actor}, {CaseWords.Plain(f.Standard)}: {f.Reasons}";
        }
        foreach (var r in p.Remedies)
        {
            yield return $"  {"", -14}   {r.Id}, {r.Addressee}: {r.Text}, due {Iso.Format(r.Due)[..16]}Z";
        }
        foreach (var d in p.Dissents)
        {
            yield return $"  {"", -14}   {d.Member} separately: {d.Text}";
        }
    }

    private static string Outcome(Case of, string vote)
    {
        if (of.Of<Decided>().FirstOrDefault(d => d.Vote == vote) is { } decided)
        {
            var published = of.Of<DecisionPublished>().Any(p => p.Vote == vote) ? ", published" : "";
            return string.Create(
                CultureInfo.InvariantCulture,
                $"decided, {decided.Tally.For} for, {decided.Tally.Against} against, {decided.Tally.Abstained} abstained{published}"
            );
        }
        return of.Of<VoteFailed>().Any(f => f.Vote == vote) ? "did not carry" : "open";
    }

    private static string Remedy(Case of, Remedy r, Instant now)
    {
        var check = of.LastCheck(r.Id);
        var how = check is null ? "not checked yet" : $"{CaseWords.Plain(check.Compliance)}: {check.Note}";
        return $"  {r.Id, -14} {r.Addressee}: {r.Text}, due {Iso.Format(r.Due)[..16]}Z{(now > r.Due && check is null ? " (overdue)" : "")}, {how}";
    }
}
