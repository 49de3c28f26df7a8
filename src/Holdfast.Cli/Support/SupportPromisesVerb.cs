using System.CommandLine;
using System.Globalization;
using Holdfast.App.Support;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Cli.Support;

/// <summary><c>holdfast support promises</c>: what became of each promise, and the gap between promise and deed by donor.</summary>
internal static class SupportPromisesVerb
{
    public static Command Create()
    {
        var query = new SupportQuery();
        var donor = new Option<string?>("--donor") { Description = "One donor alone." };
        var command = query.Command(
            "promises",
            "Each promise with what came of it, item by item where the source links them; delays; the gap by donor. Example: holdfast support promises --donor DE",
            donor
        );
        command.SetAction(
            (args, cancellation) => query.RunAsync(args, asked => Task.FromResult(Answer(asked, args.GetValue(donor))), cancellation)
        );
        return command;
    }

    private static int Answer(AskedSupport asked, string? donor)
    {
        var known = asked.NotEmpty().AsKnown(asked.Known);
        var on = asked.Known ?? Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()).InZone(asked.Mission.Zone).Date;
        var promises = PromiseReport.Of(known.Items, on);
        var shown = promises.Donors.Where(d => donor is null || d.Donor == donor).ToArray();
        if (asked.Json)
        {
            Output.WriteJson(asked.Out, Json(promises, shown, donor, new DonorNames(asked.Mission)));
            return 0;
        }
        if (shown.Length == 0)
        {
            throw NoDonor(promises, donor);
        }
        var names = new DonorNames(asked.Mission);
        foreach (var d in shown)
        {
            asked.Out.WriteLine(
                $"{names.Full(d.Donor)}  {d.Series}: {SupportText.Count(d.Promises, "promise")}, {d.Linked:N0} of them with a sequel that the source links"
            );
            asked.Out.WriteLine("  " + string.Join(", ", d.ByState.Select(s => $"{s.Value:N0} {s.Key.ToString().ToLowerInvariant()}")));
            foreach (var gap in d.Gaps)
            {
                asked.Out.WriteLine(
                    $"  promised {SupportText.Sum(gap.Promised)}, came {SupportText.Sum(gap.Came)}, open {SupportText.Sum(gap.Open)} {gap.Currency}; of {SupportText.Sum(gap.Unfollowed)} no source here says what came"
                );
            }
            if (d.DelayDays is { } delay)
            {
                asked.Out.WriteLine(
                    $"  from promise to last delivery: median {delay.Median} days, {delay.Least} to {delay.Most} ({delay.Count:N0} promises)"
                );
            }
        }
        return 0;
    }

    private static ArgumentException NoDonor(PromiseReport promises, string? donor)
    {
        string[] known = [.. promises.Donors.Select(d => d.Donor).Distinct()];
        return new ArgumentException(
            known.Length == 0
                ? "No account here links promises to what came of them."
                : $"'{donor}' has promised nothing in an account that links ({string.Join(", ", known)})."
                    + (donor is not null && NearestWord.To(donor, known) is { } near ? $" Did you mean '{near}'?" : "")
        );
    }

    private static object Json(PromiseReport promises, DonorPromises[] shown, string? donor, DonorNames names) =>
        new
        {
            On = promises.On.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture),
            Donors = shown.Select(d => new
            {
                d.Donor,
                Name = names.Name(d.Donor),
                d.Series,
                d.Promises,
                d.ByState,
                d.Linked,
                Gaps = d.Gaps.Select(g => new
                {
                    g.Currency,
                    Promised = g.Promised.ToString(),
                    Came = g.Came.ToString(),
                    Open = g.Open.ToString(),
                    Unfollowed = g.Unfollowed.ToString(),
                }),
                d.DelayDays,
            }),
            Promises = promises
                .Chains.Where(c => donor is null || c.Promise.Donor == donor)
                .Select(c => new
                {
                    c.Promise.Series,
                    c.Promise.Id,
                    c.Promise.Donor,
                    c.State,
                    c.Fraction,
                    c.DaysToLast,
                    c.DaysLate,
                    Deeds = c.Deeds.Select(d => d.Id),
                }),
        };
}
