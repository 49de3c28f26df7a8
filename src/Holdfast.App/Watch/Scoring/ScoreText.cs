using System.Globalization;
using System.Text;
using Holdfast.Core.Watch.Scoring;

namespace Holdfast.App.Watch.Scoring;

/// <summary>A score in words and tables.</summary>
public static class ScoreText
{
    /// <summary>So late comes no arrival of a live record: the events were put in when all was over.</summary>
    private const double FilledAfterwardsSeconds = 3_600;

    public static string Of(EventScore score)
    {
        ArgumentNullException.ThrowIfNull(score);
        var text = new StringBuilder();
        Line(
            text,
            $"{score.Truths:N0} true events ({score.BelowThreshold:N0} more with too few picks), {score.Found:N0} found ({score.Ignored:N0} more ignored, {score.Invented:N0} of invented ones)."
        );
        if (score.ByPicks is { } picks)
        {
            Match(text, "by picks", picks);
        }
        Match(text, "by place", score.ByPlace);
        Errors(text, score.Errors);
        if (score.Latency is { Median: > FilledAfterwardsSeconds } after)
        {
            Line(
                text,
                $"latency: the record was filled afterwards, in the median {after.Median / 3_600:F1} h later ({after.Count:N0} events)."
            );
        }
        else if (score.Latency is { } late)
        {
            Line(
                text,
                $"latency from the fifth true pick: median {late.Median:F2} s, 90 % {late.Ninetieth:F2}, 95 % {late.NinetyFifth:F2}, 99 % {late.NinetyNinth:F2}, most {late.Most:F2} s ({late.Count:N0} events)."
            );
        }
        Table(text, "being an event", score.Existence);
        Table(text, "most of its own picks being one event's", score.MostlyRight);
        Table(text, "class", score.Classes);
        Firings(text, score.Firings);
        return text.ToString();
    }

    private static void Firings(StringBuilder text, FiringScore? firings)
    {
        if (firings is null)
        {
            return;
        }
        Line(
            text,
            $"parts in firings: {firings.Said:N0} said, {firings.Right / (double)Math.Max(1, firings.Said):P1} right; of {firings.Ends:N0} muzzles and bursts found {firings.EndsSaid / (double)Math.Max(1, firings.Ends):P1} are said to be what they are."
        );
        if (firings.Direction is { } way)
        {
            Line(
                text,
                $"direction of fire: stated for {way.Stated:N0} of {way.Ends:N0}, {way.NotFired:N0} of them no part of a firing; error in the median {way.MedianDegrees:F1} degrees, {way.Within15:P1} within 15, {way.WithinOne:P1} within one stated deviation, {way.WithinTwo:P1} within two."
            );
        }
        Table(text, "a part in a firing", firings.Roles);
        Table(text, "a kind", firings.Kinds);
    }

    public static string Of(ScoreRecordResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var (score, incidents) = (result.Score, result.Score.Incidents);
        var text = new StringBuilder();
        Line(text, $"{result.Mission}, {result.Entries:N0} entries. Latency is {result.Latency}.");
        // Where nothing was heard and nothing was to be heard there is nothing to say of origins.
        var heard = score.Origins.Truths + score.Origins.Found > 0;
        if (heard)
        {
            text.Append("\nOrigins\n").Append(Of(score.Origins));
            Table(text, "a kind of event", score.Kinds);
        }
        Line(
            text,
            $"\nIncidents: {incidents.Count:N0} stand ({incidents.OfReportsAlone:N0} of reports alone, not in the lines by picks), {incidents.Rejected:N0} rejected by operators."
        );
        if (heard)
        {
            text.Append(Of(incidents.Events));
        }
        if (incidents.Pairs is { } pairs)
        {
            Line(
                text,
                $"pairs of observations of one event: F1 {pairs.F1:F3} (precision {pairs.Precision:F3}, recall {pairs.Recall:F3}; {pairs.Said:N0} said, {pairs.There:N0} there)."
            );
        }
        Table(text, "observations that tell of one event", incidents.Together);
        Shares(text, "verification", incidents.Verification);
        Shares(text, "status", incidents.Status);
        return text.ToString();
    }

    private static void Shares(StringBuilder text, string name, IReadOnlyList<NamedShare> shares)
    {
        Line(text, $"{name}: the share of incidents behind which something happened");
        foreach (var share in shares)
        {
            Line(text, $"  {share.Name, -12}  {share.Count, 7}  {share.Share, 6:F3}  {share.Low:F3} - {share.High:F3}");
        }
    }

    private static void Match(StringBuilder text, string name, MatchScore match) =>
        Line(text, $"{name}: F1 {match.F1:F3} (precision {match.Precision:F3}, recall {match.Recall:F3}; {match.Matched:N0} matched).");

    private static void Errors(StringBuilder text, PlaceErrors? errors)
    {
        if (errors is null)
        {
            return;
        }
        Line(
            text,
            $"error of place: median {errors.MedianMetres:F0} m, 90 % within {errors.NinetiethMetres:F0} m ({errors.Count:N0} events)."
        );
        if (errors is { MedianBoundMetres: { } bound, MedianToBound: { } ratio })
        {
            Line(
                text,
                $"Cramer-Rao bound: median {bound:F0} m; error over bound, median {ratio:F2}; by axis, 1 for a Gaussian at the bound: {errors.EastToBound:F2} east, {errors.NorthToBound:F2} north."
            );
        }
        if (errors.Ellipses is { } ellipses)
        {
            Line(
                text,
                $"true place within the stated ellipse of 50 %: {ellipses.Fifty:P1}, of 90 %: {ellipses.Ninety:P1}, of 95 %: {ellipses.NinetyFive:P1} ({ellipses.Count:N0} events); off by {ellipses.ExpectedError:F3} on average over eleven levels."
            );
        }
    }

    private static void Table(StringBuilder text, string name, Reliability? reliability)
    {
        if (reliability is null)
        {
            return;
        }
        Line(
            text,
            $"stated probability of {name}: {reliability.Count:N0} statements, off by {reliability.ExpectedError:F3} on average, Brier {reliability.Brier:F3}."
        );
        Line(text, $"  band        count  stated  came true  90 % interval");
        foreach (var band in reliability.Bands)
        {
            Line(
                text,
                $"  {band.From:F1} - {band.To:F1}  {band.Count, 7}  {band.Stated, 6:F3}  {band.Observed, 9:F3}  {band.Low:F3} - {band.High:F3}"
            );
        }
    }

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
