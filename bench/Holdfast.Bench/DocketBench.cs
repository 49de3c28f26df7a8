using System.Diagnostics;
using System.Globalization;
using Holdfast.App.Commission;
using Holdfast.App.Record;
using Holdfast.Core.Clauses;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Codec;
using Holdfast.Core.Commission.Rules;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Bench;

/// <summary>
/// Acts of the commission in a long record: an act by a desk that carries its docket on, against the same act where the docket is folded anew for it, as every act did before.
/// Arguments: entries (1000000), cases (2000), a folder where the record is kept between runs (made new without it).
/// </summary>
public static class DocketBench
{
    private const int ActsOfCase = 30;
    private const int Batch = 20_000;
    private const int Acts = 201;

    private static readonly CommissionRules Rules = new()
    {
        Title = "Rules of procedure of a made-up commission",
        Members = [.. new[] { "fr", "gb", "pl", "us" }.Select(m => new CommissionMember(m, m, m.ToUpperInvariant()))],
        Officers = [new("secretary", "the secretary", Office.Secretary, null)],
        Quorum = 3,
        Majority = Majority.TwoThirds,
        ProvisionalMajority = Majority.Simple,
        ProvisionalWithin = Duration.FromHours(12),
        OwnPartyVotes = false,
        Stages = [],
    };

    public static async Task RunAsync(string[] args)
    {
        var entries = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        var cases = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 2000;
        var kept = args.Length > 2;
        var folder = kept ? Directory.CreateDirectory(args[2]) : Directory.CreateTempSubdirectory("holdfast-docket-");
        var path = Path.Combine(folder.FullName, "record.db");
        if (!File.Exists(path))
        {
            await FillAsync(path, entries, cases);
        }
        await using (var record = await SqliteRecord.OpenAsync(path))
        {
            await MeasureAsync(record, cases);
        }
        if (!kept)
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(SqliteRecord record, int cases)
    {
        var desk = new CaseDesk(record, Rules, new ClauseSet(), Mode.Test, TimeProvider.System);
        var head = (await record.HeadAsync()).Count;
        var first = await TimedAsync(async () => await desk.Registry.CasesAsync("fr"));
        Console.WriteLine($"record of {head} entries, {cases} cases of {ActsOfCase} acts; first fold {first:F0} ms");
        var random = new Random(7);
        var (tailed, anew) = (new List<double>(), new List<double>());
        for (var i = 0; i < Acts; i++)
        {
            var id = IdOf(random.Next(cases));
            var act = new SearchLogged("archive", $"photograph {head} {i}", "nothing", []);
            tailed.Add(
                await TimedAsync(async () =>
                {
                    if ((await desk.ActAsync(id, "secretary", act)).Refusal is { } refusal)
                    {
                        throw new InvalidOperationException(refusal.ToString());
                    }
                })
            );
        }
        var known = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()) + Duration.FromDays(1);
        for (var i = 0; i < 5; i++)
        {
            // Before and after each act the docket was folded: twice what is measured here.
            anew.Add(2 * await TimedAsync(async () => await desk.Registry.CasesAsync("fr", known)));
        }
        tailed.Sort();
        Console.WriteLine(
            $"an act: median {Median(tailed):F2} ms, 99th percentile {tailed[tailed.Count * 99 / 100]:F2} ms; folded anew for each act {Median(anew):F0} ms, {Median(anew) / Median(tailed):F0} times as long"
        );
    }

    private static async Task<double> TimedAsync(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private static string IdOf(int number) => $"2026-{(number + 1).ToString("0000", CultureInfo.InvariantCulture)}";

    private static async Task FillAsync(string path, int entries, int cases)
    {
        await using var record = await SqliteRecord.OpenAsync(path);
        var drafts = new List<EntryDraft>();
        var every = Math.Max(1, entries / (cases * ActsOfCase));
        var (done, number) = (new Case?[cases], 0);
        for (var i = 0; i < entries; i++)
        {
            drafts.Add(i % every == 0 && number < cases * ActsOfCase ? Act(done, number++ % cases) : Observation(i));
            if (drafts.Count == Batch || i == entries - 1)
            {
                await record.AppendAsync(drafts);
                drafts.Clear();
            }
        }
    }

    private static EntryDraft Act(Case?[] done, int which)
    {
        var (id, before) = (IdOf(which), done[which]);
        var number = before?.Deeds.Length ?? 0;
        CaseAct act = number switch
        {
            0 => new Opened(
                $"Case {which}",
                new Allegation("A1", Intake.Own, "secretary", "Shelling of a village", ["RU"], [], null, null)
            ),
            1 => new Moved(CaseState.Preliminary, "Registered"),
            2 => new AdmissibilityDecided(true, [new AdmissibilityGround("terms", true, "It names a term")]),
            _ => new SearchLogged("archive", $"photograph {number}", "nothing", []),
        };
        var label = Seal.LabelOf(before, id, act);
        var step = CaseStep.Take(before, id, act, "secretary", Instant.FromUtc(2026, 3, 1, 0, 0), label, 0, Rules);
        done[which] = step.Case ?? throw new InvalidOperationException(step.Refusal?.ToString());
        var message = $"test {id} {number.ToString(CultureInfo.InvariantCulture)}";
        var body = CaseCodec.Write(id, number, act);
        return new EntryDraft("commission", message, "secretary", Standing.Recorded, label, Mode.Test, CaseCodec.KindOf(act), null, body);
    }

    private static EntryDraft Observation(int i)
    {
        var id = i.ToString(CultureInfo.InvariantCulture);
        var body = System.Text.Encoding.UTF8.GetBytes($$"""{"note":"{{id}}"}""");
        return new EntryDraft("bench", id, "bench", Standing.Recorded, Label.Public, Mode.Test, "observation.fix/1", null, body);
    }
}
