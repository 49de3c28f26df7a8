using Holdfast.App.Watch.Feeds;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Feeds;

/// <summary>The published files themselves: every row is accounted for.</summary>
public sealed class RealFilesTests
{
    [Fact]
    public async Task Every_row_of_the_ucdp_file_becomes_an_observation()
    {
        var reading = await ReadAsync("ucdp-ged", "ucdp-ged-ukraine/UCDP-Ukraine.csv");
        reading.Reasons.ShouldBe("");
        reading.Fixes.Count.ShouldBe(3883);
        reading.Fixes.Select(f => f.Id.MessageId).Distinct().Count().ShouldBe(3883);
        reading.Fixes.Count(f => f.Where is PointPlace { Error.SemiMajorMetres: 1_500 }).ShouldBe(1055);
        reading.Fixes.Count(f => f.Where is PointPlace { Error.SemiMajorMetres: 12_500 }).ShouldBe(1841);
        reading.Fixes.Count(f => f.Where is AreaPlace).ShouldBe(38 + 568 + 343 + 37 + 1);
        reading.Fixes.Count(f => f.BestKind() == "violence_against_civilians").ShouldBe(6);
        reading.Fixes.Sum(f => f.Casualties?.Killed ?? 0).ShouldBe(reading.Fixes.Sum(f => f.Casualties?.Killed ?? -1));
        reading.Fixes.Count(f => f.Attributes.ContainsKey("text encoding")).ShouldBeGreaterThan(0);
        reading.Fixes.ShouldAllBe(f => !f.Description.Contains('\uFFFD'));
        var days = reading.Fixes.GroupBy(f => f.When.Earliest.InZone(Reading.Kyiv).Date.Year).ToDictionary(g => g.Key, g => g.Count());
        days[2014].ShouldBe(1294);
        days[2021].ShouldBe(167);
    }

    [Fact]
    public async Task Every_row_of_the_full_firms_sample_becomes_a_pixel()
    {
        var reading = await ReadAsync("firms", "firms-ukraine-fullcolumn-sample/J1_VIIRS_2025-08-16_sample.csv");
        reading.Reasons.ShouldBe("");
        reading.Fixes.Count.ShouldBe(33);
        reading.Fixes.ShouldAllBe(f => f.Where is BoxPlace);
        reading.Fixes.Select(f => f.Id.MessageId).ShouldBeUnique();
    }

    [Theory]
    [InlineData(2021, 57_595)]
    [InlineData(2022, 133_979)]
    [InlineData(2023, 98_287)]
    public async Task Every_row_of_a_dated_firms_file_becomes_a_day(int year, int rows)
    {
        var reading = await ReadAsync("firms", $"firms-ukraine-dateonly/ukr_fire_data_{year}.csv.gz");
        reading.Reasons.ShouldBe("");
        reading.Fixes.Count.ShouldBe(rows);
        reading.Fixes.Select(f => f.Id.MessageId).Distinct().Count().ShouldBe(rows);
    }

    [Fact]
    public async Task Every_alert_is_read_but_one_whose_oblast_is_a_raion()
    {
        var reading = await ReadAsync("air-alerts", "air-raid-alerts/official_data_en.csv.gz");
        reading.Reasons.ShouldBe("unknown-place: 1");
        reading.Fixes.Count.ShouldBe(43_030);
        reading.Fixes.Select(f => f.Id.MessageId).Distinct().Count().ShouldBe(43_030);
    }

    [Fact]
    public async Task Every_pick_of_a_day_in_italy_becomes_an_arrival()
    {
        // PhaseNet's own table has a station's picks of a phase in one cell, as samples of a hundredth of a second: here they are one a row.
        var table = new System.Text.StringBuilder("station,phase,time,probability\n");
        foreach (var row in File.ReadLines(SharedData.Require("seismic-real-italy2016/picks_phasenet_20161014.csv")).Skip(1))
        {
            var cells = row.Split('\t');
            var station = cells[0].Split('_')[5];
            var start = NodaTime.Text.InstantPattern.ExtendedIso.Parse(cells[1] + "Z").Value;
            foreach (var (phase, at, likely) in new[] { ("P", 2, 3), ("S", 4, 5) })
            {
                var probabilities = cells[likely].Trim('[', ']').Split(',');
                foreach (var (sample, i) in cells[at].Trim('[', ']').Split(',').Where(c => c.Length > 0).Select((c, i) => (c, i)))
                {
                    var time =
                        start
                        + NodaTime.Duration.FromMilliseconds(10 * long.Parse(sample, System.Globalization.CultureInfo.InvariantCulture));
                    table.Append($"{station},{phase},{Iso.Format(time)},{probabilities[i]}\n");
                }
            }
        }
        var reading = await Reading.OfAsync("picks", table.ToString());
        reading.Reasons.ShouldBe("");
        reading.Observations.Count.ShouldBe(115_440);
        var arrivals = reading.Observations.Cast<ArrivalObservation>().ToArray();
        (arrivals.Count(a => a.Phase == ArrivalPhase.P), arrivals.Count(a => a.Phase == ArrivalPhase.S)).ShouldBe((54_994, 60_446));
        arrivals.Select(a => a.Sensor).Distinct().Count().ShouldBe(56);
    }

    private static async Task<Reading> ReadAsync(string feed, string path)
    {
        await using var stream = File.OpenRead(SharedData.Require(path));
        return await Reading.OfAsync(FeedRegistry.Find(feed), Reading.Input(stream, Path.GetFileName(path)));
    }
}

internal static class FixReading
{
    public static string BestKind(this FixObservation fix) => fix.Kinds[0].Kind;
}
