using Holdfast.App.Record;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Record;

public sealed class SnapshotStoreTests : IAsyncLifetime
{
    private static readonly SnapshotKey Key = new("watch", "rev1", "0.1.0");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-snap-");
    private SqliteRecord? _record;

    private SqliteRecord Record => _record ?? throw new InvalidOperationException("The record is not open.");
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _record = await Make("r.db");

    public async ValueTask DisposeAsync()
    {
        await Record.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void The_newest_that_is_asked_for_comes_back_and_two_are_kept()
    {
        using var store = SnapshotStore.Open(Record);
        store.Latest(Key).ShouldBeNull();
        for (var head = 1; head <= 3; head++)
        {
            store.Save(Key, head, new byte[] { (byte)head });
        }
        store.Latest(Key).ShouldNotBeNull().Content.ToArray().ShouldBe([3]);
        store.Latest(Key, atMost: 2).ShouldNotBeNull().Head.ShouldBe(2);
        store.Latest(Key, atMost: 1).ShouldBeNull();
        Should.Throw<ArgumentException>(() => store.Save(Key, 9, default));
    }

    [Fact]
    public void Another_name_revision_or_engine_has_none()
    {
        using var store = SnapshotStore.Open(Record);
        store.Save(Key, 2, new byte[] { 1 });
        store.Latest(Key with { Name = "x" }).ShouldBeNull();
        store.Latest(Key with { MissionRevision = "rev2" }).ShouldBeNull();
        store.Latest(Key with { EngineVersion = "0.2.0" }).ShouldBeNull();
        store.Save(Key with { MissionRevision = "rev2" }, 2, new byte[] { 2 });
        store.Latest(Key).ShouldBeNull("a new revision takes the place of the old");
    }

    [Fact]
    public async Task A_snapshot_of_another_record_under_the_same_path_is_none()
    {
        using (var store = SnapshotStore.Open(Record))
        {
            store.Save(Key, 2, new byte[] { 1 });
        }
        await using var other = await Make("other.db");
        File.Copy(SnapshotStore.PathFor(Record), SnapshotStore.PathFor(other), overwrite: true);
        using var copied = SnapshotStore.Open(other);
        copied.Latest(Key).ShouldBeNull();
    }

    [Fact]
    public void A_damaged_content_is_none_and_a_damaged_file_is_replaced()
    {
        using (var store = SnapshotStore.Open(Record))
        {
            store.Save(Key, 1, new byte[] { 1 });
            store.Save(Key, 2, new byte[] { 2 });
        }
        using (var connection = SqliteRecord.Connect(SnapshotStore.PathFor(Record), SqliteOpenMode.ReadWrite))
        {
            SqliteSchema.Execute(connection, "UPDATE snapshots SET content = x'ff' WHERE head = 2");
        }
        using (var store = SnapshotStore.Open(Record))
        {
            store.Latest(Key).ShouldNotBeNull().Head.ShouldBe(1);
        }
        File.WriteAllText(SnapshotStore.PathFor(Record), new string('x', 9000));
        using var again = SnapshotStore.Open(Record);
        again.Latest(Key).ShouldBeNull();
        again.Save(Key, 3, new byte[] { 3 });
        again.Latest(Key).ShouldNotBeNull().Head.ShouldBe(3);
    }

    private async Task<SqliteRecord> Make(string name)
    {
        var record = await SqliteRecord.OpenAsync(Path.Combine(_folder.FullName, name));
        await record.AppendAsync([Draft("a"), Draft("b"), Draft("c")], Cancel);
        return record;
    }

    private static EntryDraft Draft(string id) =>
        new("p", id, "a", Standing.Illustrative, Label.Public, Mode.Test, "note/1", null, "{}"u8.ToArray());
}
