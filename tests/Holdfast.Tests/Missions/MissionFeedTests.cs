using Holdfast.App.Missions;
using Holdfast.App.Watch.Feeds;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Tests.House;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Missions;

public sealed class MissionFeedTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 1, 0, 0);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Folder(string name) => Path.Combine(Repository.Root, "missions", name);

    private static async Task<List<ClaimObservation>> EasterClaims()
    {
        var mission = (await MissionFolder.LoadAsync(Folder("easter-truce-2025"), Cancellation)).OrThrow();
        var feed = mission.Feeds.Single(f => f.Feed == "claims");
        var source = mission.Sources.Single(s => s.Id == feed.SourceId);
        await using var content = File.OpenRead(Path.Combine(Folder("easter-truce-2025"), feed.Path));
        var input = new FeedInput(feed.Path, content, source, feed.Mode, feed.Standing, Label.Public, mission.Zone, mission.Atlas, Now);
        var claims = new List<ClaimObservation>();
        await foreach (var item in FeedRegistry.Find("claims").ReadAsync(input, Cancellation))
        {
            item.Quarantined.ShouldBeNull();
            claims.Add(item.Observation.ShouldBeOfType<ClaimObservation>());
        }
        return claims;
    }

    private static long Sum(IEnumerable<ClaimObservation> claims, string statement) =>
        claims
            .Where(c => c.Id.MessageId.StartsWith(statement + "/", StringComparison.Ordinal) && c.PartOf == "violations")
            .Sum(c => c.Number);

    [Theory]
    [InlineData("easter-truce-2025")]
    [InlineData("minsk-2015")]
    [InlineData("ukraine")]
    public async Task Every_line_of_a_shipped_feed_is_read_and_its_citations_resolve(string name)
    {
        var mission = (await MissionFolder.LoadAsync(Folder(name), Cancellation)).OrThrow();
        (await MissionFeeds.CheckAsync(mission, Folder(name), Now, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_residual_of_the_ukrainian_count_is_left_as_it_is()
    {
        var claims = await EasterClaims();
        claims.Single(c => c.Id.MessageId == "president-ua-2400/violations").Number.ShouldBe(2935);
        Sum(claims, "president-ua-2400").ShouldBe(2928);
        claims.Single(c => c.Id.MessageId == "president-ua-2400/uses of FPV drones").Bound.ShouldBe(ClaimBound.MoreThan);
    }

    [Fact]
    public async Task The_categories_of_the_russian_count_come_to_its_total()
    {
        var claims = await EasterClaims();
        claims.Single(c => c.Id.MessageId == "mod-ru-final/violations").Number.ShouldBe(4900);
        Sum(claims, "mod-ru-final").ShouldBe(4900);
    }

    [Fact]
    public async Task A_claim_stands_at_the_time_it_was_stated_and_conflicting_relays_are_both_kept()
    {
        var claims = await EasterClaims();
        claims.ShouldAllBe(c =>
            c.StatedAt >= c.When.Earliest && c.Standing == Standing.Attributed && c.Citation.Length > 0 && c.Speaker.Length > 0
        );
        claims
            .Where(c =>
                c.By == "UA"
                && c.Category == "shellings"
                && c.When.Latest == Instant.FromUtc(2025, 4, 20, 21, 0)
                && c.Bound == ClaimBound.Exactly
            )
            .Select(c => c.Number)
            .Order()
            .ShouldBe([1882L, 1883L]);
        claims.Select(c => c.By).Distinct().Order(StringComparer.Ordinal).ShouldBe(["RU", "UA"]);
    }

    [Fact]
    public async Task A_report_that_cites_nothing_declared_is_a_complaint_with_its_line()
    {
        var loaded = (await MissionFolder.LoadAsync(Folder("easter-truce-2025"), Cancellation)).OrThrow();
        var mission = loaded with { References = [.. loaded.References.Where(r => r.Id != "Konst-2025-04-20")] };
        var complaints = await MissionFeeds.CheckAsync(mission, Folder("easter-truce-2025"), Now, Cancellation);
        complaints.Length.ShouldBe(2);
        complaints.ShouldAllBe(c => c.Code == "unknown-reference" && c.File == "feeds/reports.jsonl" && c.Line > 1);
    }
}
