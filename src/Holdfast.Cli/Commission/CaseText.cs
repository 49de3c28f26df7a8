using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Rules;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Cli.Commission;

/// <summary>Cases as text.</summary>
internal static class CaseText
{
    public static string Line(Case of, CommissionRules rules, Instant now)
    {
        var stay = StageClock.Of(of, rules)[^1];
        var clock =
            stay.Until is not null || stay.Due is not { } due ? "" : $", due {Iso.Format(due)[..16]}Z{(now > due ? " (overdue)" : "")}";
        return $"{of.Id}  {CaseWords.Plain(of.State), -18} {of.Title}{clock}";
    }

    public static IEnumerable<string> Page(Case of, CommissionRules rules, Instant now)
    {
        yield return Line(of, rules, now);
        yield return "";
        var state = (CaseState?)null;
        foreach (var deed in of.Deeds)
        {
            var into = deed.After == state ? "" : $"  -> {CaseWords.Plain(deed.After)}";
            state = deed.After;
            yield return $"{Iso.Format(deed.At)[..16]}Z  {deed.By, -14} {DeedText.Of(deed.Act)}{into}";
        }
        foreach (var line in CaseParts.Of(of, now))
        {
            yield return line;
        }
        foreach (var line in Evidence(of))
        {
            yield return line;
        }
        var matrix = HypothesisMatrix.Of(of);
        if (!matrix.Hypotheses.IsEmpty)
        {
            yield return "";
            yield return "Hypotheses (an aid: only a vote determines)";
            foreach (var h in matrix.Standings)
            {
                var odds = h.LogLikelihood is { } log ? FormattableString.Invariant($", log-likelihood {log:+0.00;-0.00}") : "";
                yield return FormattableString.Invariant($"  {h.Hypothesis, -14} against it {h.Inconsistency:0.0}{odds}  {h.Text}");
            }
        }
    }

    private static IEnumerable<string> Evidence(Case of)
    {
        if (!of.Evidence.Any())
        {
            yield break;
        }
        yield return "";
        yield return "Evidence";
        foreach (var e in of.Evidence)
        {
            var file = e.Sha256 is null ? "observations" : $"{e.MediaType}, {e.Bytes} bytes, {e.Sha256[..12]}";
            yield return $"  {e.Id, -14} {e.Source}{(int)e.Credibility}  {e.Title} ({file})";
            if (MediaLooks.NoteOf(e.MediaType, e.Looks) is { } note)
            {
                yield return $"  {"", -14}     {note}";
            }
            if (e.Capture is { } capture)
            {
                yield return $"  {"", -14}     captured {Iso.Format(capture.CapturedAt)[..16]}Z from {capture.FinalUrl ?? capture.Url}";
            }
        }
    }
}
