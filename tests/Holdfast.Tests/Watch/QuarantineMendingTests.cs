using Holdfast.App.Record;
using Holdfast.App.Watch;
using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Tests.Watch.Feeds;
using Holdfast.Tests.Watch.Views;
using Shouldly;

namespace Holdfast.Tests.Watch;

/// <summary>A line that could not be read waits, is mended by a person, and counts from then on; the line itself stays.</summary>
public sealed class QuarantineMendingTests : IDisposable
{
    private const string Right = "c,2024-05-02,23:00,drone,48.2,37.8,,";
    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-mend-").FullName;
    private readonly MutableClock _clock = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_mended_line_gives_its_observation_and_leaves_the_open_list()
    {
        await using var record = await ImportedAsync();
        await using var views = new WatchViews(SmallWorld.Mission(), record, _folder, _clock);
        var before = await views.CountsAsync(Reader.LocalOperator, new IncidentFilter(), Stop);
        var open = await views.QuarantineAsync(Reader.LocalOperator, null, 10, Stop);
        var line = open.Items.First(r => r.Line.Raw.Contains("25:00", StringComparison.Ordinal));
        var known = (await record.HeadAsync(Stop)).RecordedAt;
        _clock.Advance(TimeSpan.FromHours(1));

        var answer = await Mending(record).MendAsync(Reader.LocalOperator, line.EntryIndex, Right + "\r\n", Stop);

        answer.Fault.ShouldBe("");
        answer.Observations.ShouldHaveSingleItem().Id.ToString().ShouldContain("c");
        var after = await views.CountsAsync(Reader.LocalOperator, new IncidentFilter(), Stop);
        after.Observations.ShouldBe(before.Observations + 1);
        after.Quarantined.ShouldBe(before.Quarantined - 1);
        var left = await views.QuarantineAsync(Reader.LocalOperator, null, 10, Stop);
        left.Items.ShouldNotContain(r => r.EntryIndex == line.EntryIndex);
        var mended = (await views.MendedAsync(Reader.LocalOperator, null, 10, Stop)).Items.ShouldHaveSingleItem();
        mended.Quarantined.ShouldBe(line);
        (mended.By, mended.After, mended.EntryIndex).ShouldBe((Reader.LocalOperator.Name, Right, answer.Receipt!.Value.Index));
        var then = await views.CountsAsync(Reader.LocalOperator, new IncidentFilter(Known: known), Stop);
        then.Quarantined.ShouldBe(before.Quarantined, "as known then, the line still waited");
    }

    [Fact]
    public async Task What_is_still_wrong_is_told_and_nothing_is_recorded()
    {
        await using var record = await ImportedAsync();
        var line = await LineAsync(record, "25:00");
        var head = await record.HeadAsync(Stop);
        var faults = new Dictionary<string, string>
        {
            [Right.Replace("23:00", "26:00", StringComparison.Ordinal)] = "26:00",
            [Right + "\n" + Right.Replace("c,", "d,", StringComparison.Ordinal)] = "more than one row",
            ["  "] = "expected 1 to",
            [new string('x', QuarantineMending.MostCharacters + 1)] = "expected 1 to",
            [Right.Replace("c,", "a,", StringComparison.Ordinal)] = "with other content",
        };
        foreach (var (text, fault) in faults)
        {
            var answer = await Mending(record).MendAsync(Reader.LocalOperator, line, text, Stop);
            answer.Receipt.ShouldBeNull();
            answer.Fault.ShouldContain(fault);
        }
        (await record.HeadAsync(Stop)).ShouldBe(head);
    }

    [Fact]
    public async Task A_line_is_mended_once_and_only_by_whoever_may()
    {
        await using var record = await ImportedAsync();
        var line = await LineAsync(record, "25:00");
        (await Mending(record).MendAsync(Reader.Anyone, line, Right, Stop)).Fault.ShouldContain("not mend");
        (await Mending(record).MendAsync(Reader.LocalOperator, line + 1_000, Right, Stop)).Fault.ShouldContain("no quarantined line");
        (await Mending(record).MendAsync(Reader.LocalOperator, line, Right, Stop)).Receipt.ShouldNotBeNull();
        (await Mending(record).MendAsync(Reader.LocalOperator, line, Right, Stop)).Fault.ShouldContain("mended before");
        var states = new List<QuarantineState>();
        await foreach (var state in Mending(record).ListAsync(Reader.LocalOperator, Stop))
        {
            states.Add(state);
        }
        states
            .Single(s => s.EntryIndex == line)
            .Mended.ShouldBe(new Mending(line, Reader.LocalOperator.Name, states.Single(s => s.EntryIndex == line).Line.Raw, Right));
    }

    [Fact]
    public void A_mending_survives_its_body()
    {
        var mending = new Mending(17, "somebody", "a,\"b\n", "ä,c");
        MendedBody.Decode(MendedBody.Encode(mending).Span).ShouldBe(mending);
        Should.Throw<FormatException>(() => MendedBody.Decode("{}"u8));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private QuarantineMending Mending(IRecord record) => new(SmallWorld.Mission(), record, _clock);

    private async Task<SqliteRecord> ImportedAsync()
    {
        var record = await SqliteRecord.OpenAsync(Path.Combine(_folder, "record.db"), new SqliteRecordOptions { Clock = _clock }, Stop);
        var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Fixtures.Csv));
        await new FeedImport(record).RunAsync(new CsvFeed(), Reading.Input(content, zone: SmallWorld.Mission().Zone), null, null, Stop);
        return record;
    }

    private async Task<long> LineAsync(IRecord record, string within)
    {
        await foreach (var state in Mending(record).ListAsync(Reader.LocalOperator, Stop))
        {
            if (state.Line.Raw.Contains(within, StringComparison.Ordinal))
            {
                return state.EntryIndex;
            }
        }
        throw new InvalidOperationException("The line is not in the quarantine.");
    }
}
