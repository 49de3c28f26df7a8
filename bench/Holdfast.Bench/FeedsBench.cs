using System.Globalization;
using System.Text;
using Holdfast.App.Watch.Feeds;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.Bench;

/// <summary>
/// Reading feeds and writing observations, on one core, in memory: rows a second of FIRMS (14 columns) and UCDP-like rows to finished observations, beside
/// ReadLine and Split alone, which cut the same bytes into strings and mind no quotes; observations a second to canonical JSON and back. Seconds are of processor time, garbage
/// collection included, so that other work on the machine does not count.
/// </summary>
internal static class FeedsBench
{
    private const int Rounds = 5;
    private const int FirmsCount = 300_000;
    private const int UcdpCount = 60_000;

    public static async Task RunAsync(string[] args)
    {
        await FeedAsync("firms", Firms(), FirmsCount);
        await FeedAsync("ucdp-ged", Ucdp(), UcdpCount);
        foreach (var (name, text) in new[] { ("firms", Firms()), ("ucdp-ged", Ucdp()) })
        {
            await CodecAsync(name, text);
        }
    }

    private static async Task FeedAsync(string name, byte[] text, int rows)
    {
        var feed = FeedRegistry.Find(name);
        var ours = new List<double>();
        var theirs = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var clock = CpuClock.Start();
            var count = 0;
            await foreach (var item in feed.ReadAsync(Input(text)))
            {
                count += item.Observation is null ? 0 : 1;
            }
            ours.Add(count / clock.Seconds);
            if (count != rows)
            {
                throw new InvalidOperationException($"{name}: {count} observations of {rows} rows.");
            }
            clock = CpuClock.Start();
            theirs.Add(Cut(text) / clock.Seconds);
        }
        var (mine, peer) = (Median(ours), Median(theirs));
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: {mine:N0} rows/s to observations, {mine * text.Length / rows / 1e6:N0} MB/s; ReadLine and Split alone {peer:N0} rows/s; ratio {mine / peer:N2}"
            )
        );
    }

    private static async Task CodecAsync(string name, byte[] text)
    {
        var observations = new List<Observation>();
        await foreach (var item in FeedRegistry.Find(name).ReadAsync(Input(text)))
        {
            if (item.Observation is { } observation && observations.Count < 50_000)
            {
                observations.Add(observation);
            }
        }
        var encode = new List<double>();
        var decode = new List<double>();
        long bytes = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var bodies = new ReadOnlyMemory<byte>[observations.Count];
            var clock = CpuClock.Start();
            for (var i = 0; i < bodies.Length; i++)
            {
                bodies[i] = ObservationCodec.Encode(observations[i]);
            }
            encode.Add(bodies.Length / clock.Seconds);
            clock = CpuClock.Start();
            foreach (var body in bodies)
            {
                _ = ObservationCodec.Decode(ObservationCodec.FixKind, body);
            }
            decode.Add(bodies.Length / clock.Seconds);
            bytes = bodies.Sum(b => (long)b.Length) / bodies.Length;
        }
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name} observations ({bytes} bytes each): encode {Median(encode):N0}/s, decode {Median(decode):N0}/s"
            )
        );
    }

    private static int Cut(byte[] text)
    {
        using var reader = new StreamReader(new MemoryStream(text));
        var rows = 0;
        while (reader.ReadLine() is { } line)
        {
            rows += line.Split(',').Length > 2 ? 1 : 0;
        }
        return rows;
    }

    private static byte[] Firms()
    {
        var random = new Random(1);
        var text = new StringBuilder(
            "latitude,longitude,bright_ti4,scan,track,acq_date,acq_time,satellite,confidence,version,bright_ti5,frp,daynight,instrument\n"
        );
        for (var i = 0; i < FirmsCount; i++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{44 + (random.NextDouble() * 8):F5},{22 + (random.NextDouble() * 18):F5},{290 + (random.NextDouble() * 60):F2},0.{random.Next(32, 79)},0.{random.Next(36, 77)},2025-{1 + (i / 30_000):00}-{1 + (i / 1_200 % 28):00},{random.Next(24):00}:{random.Next(60):00}:00,N20,nominal,2.0NRT,{280 + (random.NextDouble() * 20):F2},{random.NextDouble() * 9:F2},N,VIIRS\n"
            );
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static byte[] Ucdp()
    {
        var random = new Random(2);
        var text = new StringBuilder(
            "id,relid,year,active_year,code_status,type_of_violence,conflict_name,dyad_name,side_a,side_b,number_of_sources,source_article,source_office,source_date,source_headline,where_prec,where_coordinates,where_description,adm_1,adm_2,latitude,longitude,country,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low\n"
        );
        for (var i = 0; i < UcdpCount; i++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{i},UKR-{i},2015,1,Clear,1,A conflict: government,A dyad of two,The side that is first,The side that is second,1,\"\"\"A news agency,2015-02-03,A headline, with a comma, of usual length\"\"\",A news agency,2015-02-03,\"A headline, with a comma, of usual length\",{1 + random.Next(4)},A town,near a village to the north of it,Donetsk oblast,Some raion,{47 + (random.NextDouble() * 2):F6},{37 + (random.NextDouble() * 2):F6},Ukraine,1,1,{1 + random.Next(12)}/{1 + random.Next(28)}/2015 12:00:00 AM,12/{29 + random.Next(3)}/2015 12:00:00 AM,0,1,0,0,1,1,1\n"
            );
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static FeedInput Input(byte[] text) =>
        new(
            "bench.csv",
            new MemoryStream(text),
            new Source("bench", "Generated", "bench", Affiliation.Public, "", Reliability.F),
            Mode.Test,
            Standing.Illustrative,
            Label.Public,
            DateTimeZoneProviders.Tzdb["Europe/Kyiv"],
            Atlas.Empty,
            Instant.FromUtc(2030, 1, 1, 0, 0)
        );

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private readonly record struct CpuClock(TimeSpan Started)
    {
        public static CpuClock Start() => new(Environment.CpuUsage.TotalTime);

        public double Seconds => (Environment.CpuUsage.TotalTime - Started).TotalSeconds;
    }
}
