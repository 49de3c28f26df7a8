using System.IO.Compression;
using Holdfast.App.Watch.Feeds;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Release;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Feeds;

public sealed class ExifFeedTests
{
    private const ushort Direction = 0x11;
    private const ushort Error = 0x1F;
    private const ushort Dilution = 0x0B;

    [Fact]
    public async Task A_photo_is_a_fix_around_the_camera_or_a_bearing_where_it_knows_its_direction()
    {
        foreach (var photo in new[] { Photo().Jpeg(), Photo().Heic() })
        {
            var fix = (await ReadAsync(photo)).Fixes.ShouldHaveSingleItem();
            fix.When.ShouldBe(TimeRange.At(Instant.FromUtc(2024, 3, 5, 12, 5, 9)));
            Geodesic.DistanceMetres(fix.Where.Centre, new GeoPoint(48.5, 37.5)).ShouldBeLessThan(1);
            fix.Where.Ellipse.SemiMajorMetres.ShouldBe(Math.Sqrt((12 * 12) + (300 * 300)), 0.1);
            fix.Attributes["sha256"].ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(photo)));
            fix.Citation.ShouldContain(fix.Attributes["sha256"]);
            fix.Attributes["time from"].ShouldBe("camera clock with offset");
        }
        var bearing = (await ReadAsync(Photo().Figure(Direction, 271.5).Jpeg()))
            .Observations.ShouldHaveSingleItem()
            .ShouldBeOfType<BearingObservation>();
        bearing.AzimuthDegrees.ShouldBe(271.5, 1e-6);
        bearing.From.Ellipse.SemiMajorMetres.ShouldBe(12, 1e-6);
        bearing.Kinds.ShouldBe([new KindWeight("event", 1)]);
    }

    [Fact]
    public async Task Where_the_camera_stood_is_protected_and_no_device_or_owner_is_kept()
    {
        var fix = (await ReadAsync(Photo().Jpeg())).Fixes[0];
        FiringPoints.Is(fix).ShouldBeTrue();
        var body = System.Text.Encoding.UTF8.GetString(ObservationCodec.Draft(fix).Body.Span);
        body.ShouldNotContain("OWNER-NAME");
        body.ShouldNotContain("SERIAL-4711");
    }

    [Fact]
    public async Task Clocks_that_disagree_are_said_so_and_the_satellites_are_believed()
    {
        var near = (await ReadAsync(Photo().Satellite("2024:03:05", 12, 15, 9).Jpeg())).Fixes[0];
        near.When.ShouldBe(new TimeRange(Instant.FromUtc(2024, 3, 5, 12, 5, 9), Instant.FromUtc(2024, 3, 5, 12, 15, 9)));
        near.Attributes["clocks disagree"].ShouldBe("camera clock minus GPS time: -600 s");
        var far = (await ReadAsync(Photo().Satellite("2024:03:04", 12, 5, 9).Jpeg())).Fixes[0];
        far.When.ShouldBe(TimeRange.At(Instant.FromUtc(2024, 3, 4, 12, 5, 9)));
        var same = (await ReadAsync(Photo().Satellite("2024:03:05", 12, 5, 40).Jpeg())).Fixes[0];
        same.Attributes.ShouldNotContainKey("clocks disagree");
        var local = (await ReadAsync(new PhotoBytes().Taken("2024:03:05 14:05:09").At(48.5, 37.5).Figure(Dilution, 4).Jpeg())).Fixes[0];
        local.When.Earliest.ShouldBe(Instant.FromUtc(2024, 3, 5, 12, 5, 9));
        local.Attributes["time from"].ShouldBe("camera clock, the mission's zone assumed");
        local.Where.Ellipse.SemiMajorMetres.ShouldBe(Math.Sqrt((20 * 20) + (300 * 300)), 0.1);
    }

    [Fact]
    public async Task Photos_without_a_position_or_a_time_and_what_is_no_photo_are_kept_aside_with_the_reason()
    {
        await RefusedAsync(new PhotoBytes().Taken("2024:03:05 14:05:09").Jpeg(), "no-position", "no GPS position");
        await RefusedAsync(Photo().Status("V").Jpeg(), "no-position", "void");
        await RefusedAsync(new PhotoBytes().At(48.5, 37.5).Jpeg(), "missing-field", "neither when");
        await RefusedAsync(new PhotoBytes().Taken("2034:03:05 14:05:09").At(48.5, 37.5).Jpeg(), "future-date", "future");
        await RefusedAsync(new PhotoBytes().Taken("2024:03:05 14:05:09").At(0, 0).Jpeg(), "zero-coordinates", "0, 0");
        await RefusedAsync("hello"u8.ToArray(), "not-a-photo", "no photo");
        await RefusedAsync([], "not-a-photo", "no photo");
    }

    [Fact]
    public async Task An_archive_and_a_folder_are_read_photo_by_photo_and_go_on_after_any_of_them()
    {
        var other = new PhotoBytes().Taken("2024:03:06 14:05:09", "+02:00").At(48.6, 37.6).Jpeg();
        using var target = new MemoryStream();
        using (var archive = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (
                var (name, bytes) in new[]
                {
                    ("b/2.jpg", other),
                    ("a/1.jpg", Photo().Jpeg()),
                    ("c/notes.txt", "x"u8.ToArray()),
                    ("__MACOSX/1.jpg", []),
                }
            )
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        }
        var whole = await ReadAsync(target.ToArray());
        (whole.Fixes.Count, whole.Reasons).ShouldBe((2, "not-a-photo: 1"));
        whole.Items.Select(i => i.Line).ShouldBe([1, 2, 3]);
        whole.Fixes[0].Citation.ShouldStartWith("1.jpg; sha256 ");
        whole.Quarantined[0].Raw.ShouldStartWith("notes.txt sha256:");
        var rest = await Reading.OfAsync(
            FeedRegistry.Find("exif"),
            Reading.Input(new MemoryStream(target.ToArray()), "photos.zip", after: 2)
        );
        rest.Items.Select(i => i.Line).ShouldBe([3]);
        var folder = System.IO.Directory.CreateTempSubdirectory("holdfast-photos-").FullName;
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "1.jpg"), Photo().Jpeg(), TestContext.Current.CancellationToken);
            await File.WriteAllBytesAsync(Path.Combine(folder, "2.jpg"), other, TestContext.Current.CancellationToken);
            await using var content = FeedContent.Open(FeedRegistry.Find("exif"), folder);
            var input = Reading.Input(content.Content, content.Name) with { Folder = content.Folder };
            var reading = await Reading.OfAsync(FeedRegistry.Find("exif"), input);
            reading.Fixes.Select(f => f.Id).ShouldBe(whole.Fixes.Select(f => f.Id));
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Damage_never_crashes_the_reader_of_photos()
    {
        foreach (var photo in new[] { Photo().Figure(Direction, 10).Jpeg(), Photo().Heic() })
        {
            for (var round = 0; round < 400; round++)
            {
                var random = new Random(round);
                var bytes = photo.ToArray();
                for (var times = random.Next(1, 6); times > 0; times--)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }
                bytes = round % 3 == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
                try
                {
                    var reading = await ReadAsync(bytes);
                    reading.Items.ShouldHaveSingleItem();
                    reading.Observations.ShouldAllBe(o => EntryRules.FaultOf(ObservationCodec.Draft(o)) == null);
                }
                catch (FeedFormatException)
                {
                    // The first bytes were damaged into those of a zip archive.
                }
            }
        }
    }

    private static PhotoBytes Photo() => new PhotoBytes().Taken("2024:03:05 14:05:09", "+02:00").At(48.5, 37.5).Figure(Error, 12);

    private static Task<Reading> ReadAsync(byte[] bytes) =>
        Reading.OfAsync(FeedRegistry.Find("exif"), Reading.Input(new MemoryStream(bytes), "photo.jpg"));

    private static async Task RefusedAsync(byte[] bytes, string code, string says)
    {
        var line = (await ReadAsync(bytes)).Quarantined.ShouldHaveSingleItem();
        line.Code.ShouldBe(code);
        line.Reason.ShouldContain(says);
        EntryRules.FaultOf(QuarantineBody.Draft(line, Reading.Input(Stream.Null))).ShouldBeNull();
    }
}
