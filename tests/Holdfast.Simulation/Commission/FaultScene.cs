using System.Security.Cryptography;
using System.Text;
using Holdfast.App.Commission;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Shouldly;

namespace Holdfast.Simulation.Commission;

/// <summary>
/// A made-up mission with one case under inquiry, its record, one item E1 and one statement S1, all acknowledged before anything goes wrong. Each fault meets a copy of it.
/// </summary>
internal sealed class FaultScene(DirectoryInfo root, Mission mission, string id)
{
    public const string Statement = "I saw the flashes in the north.";
    private const string Early = "an early photograph";
    private static readonly byte[] Orphan = "nobody cites this"u8.ToArray();
    private static Reader Reader => new("test", [Role.Auditor], Classification.Confidential, [Seal.Commission], null);
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public string Id => id;

    /// <summary>What is handed in while things go wrong: three writes long.</summary>
    public static readonly byte[] Content = Bytes(2_500_000);

    public static string ContentHash { get; } = Convert.ToHexStringLower(SHA256.HashData(Content));

    public static async Task<FaultScene> MakeAsync(DirectoryInfo root)
    {
        var folder = root.CreateSubdirectory("mission").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "mission.yaml"), SmallCommission.Mission, Stop);
        await File.WriteAllTextAsync(Path.Combine(folder, "commission.yaml"), SmallCommission.Rules, Stop);
        await File.WriteAllBytesAsync(Path.Combine(root.FullName, "new.bin"), Content, Stop);
        await File.WriteAllTextAsync(Path.Combine(root.FullName, "said.txt"), Statement, Stop);
        await File.WriteAllTextAsync(Path.Combine(root.FullName, "who.txt"), "A. Person", Stop);
        var mission = (await MissionFolder.LoadAsync(folder, Stop)).OrThrow();
        var template = root.CreateSubdirectory("template").FullName;
        await using var record = await SqliteRecord.OpenAsync(Path.Combine(template, "record.db"), cancellation: Stop);
        var room = CommissionRoom.Of(mission, record, template, Mode.Test, TimeProvider.System);
        var allegation = new Allegation("A1", Intake.Own, "secretary", "Shelling", ["RU"], [], null, null);
        var id = (await room.Desk.OpenAsync("secretary", "Shelling", allegation, Stop)).Id;
        await room.Desk.ActAsync(id, "secretary", new Moved(CaseState.Preliminary, "Registered"), Stop);
        var scene = new FaultScene(root, mission, id);
        await scene.AddAsync(room, "E1", Encoding.UTF8.GetBytes(Early));
        await scene.TakeAsync(room, "S1");
        return scene;
    }

    /// <summary>A fresh copy of the scene; gives its folder.</summary>
    /// <param name="orphans">Whether files lie in it that nothing cites, old enough to be swept: one under its hash, one that a write left, one key.</param>
    public string Copy(int number, bool orphans = false)
    {
        var template = Path.Combine(root.FullName, "template");
        var copy = Path.Combine(root.FullName, $"run{number}");
        foreach (var folder in Directory.EnumerateDirectories(template, "*", SearchOption.AllDirectories).Append(template))
        {
            Directory.CreateDirectory(folder.Replace(template, copy, StringComparison.Ordinal));
        }
        foreach (var file in Directory.EnumerateFiles(template, "*", SearchOption.AllDirectories))
        {
            if (!file.EndsWith("-shm", StringComparison.Ordinal))
            {
                File.Copy(file, file.Replace(template, copy, StringComparison.Ordinal));
            }
        }
        foreach (var orphan in orphans ? Orphans(copy) : [])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(orphan) ?? copy);
            File.WriteAllBytes(orphan, orphan.EndsWith(".key", StringComparison.Ordinal) ? new byte[32] : Orphan);
        }
        Age(copy);
        return copy;
    }

    /// <summary>Two days go by for the orphans of a copy.</summary>
    public static void Age(string folder)
    {
        foreach (var orphan in Orphans(folder).Where(File.Exists))
        {
            File.SetLastWriteTimeUtc(orphan, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-2));
        }
    }

    /// <summary>Where the orphans of a copy lie.</summary>
    public static string[] Orphans(string folder)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Orphan));
        return
        [
            Path.Combine(folder, "evidence", hash[..2], hash),
            Path.Combine(folder, "evidence", "incoming", "abcdefgh.123"),
            Path.Combine(folder, "keys", new string('0', 32) + ".key"),
        ];
    }

    /// <summary>The words of a verb on a copy.</summary>
    public string[] Verb(string folder, params string[] words) =>
        [
            "case",
            .. words.Select(w =>
                w.Replace("{}", root.FullName, StringComparison.Ordinal).Replace("{run}", folder, StringComparison.Ordinal)
            ),
            "--mission",
            Path.Combine(root.FullName, "mission"),
            "--record",
            Path.Combine(folder, "record.db"),
            "--mode",
            "test",
            "--as",
            words is ["evidence", "check", ..] ? "secretary" : "inv",
        ];

    public async Task<CaseAnswer> AddAsync(CommissionRoom room, string item, byte[] content)
    {
        const InformationCredibility Unknown = InformationCredibility.CannotBeJudged;
        var entered = new EvidenceItem(item, "New", null, 0, "application/octet-stream", Reliability.F, Unknown, "inv", [], null);
        return await room.Files.AddAsync(id, "inv", entered, new MemoryStream(content), Stop);
    }

    public ValueTask<CaseAnswer> TakeAsync(CommissionRoom room, string statement) =>
        room.Files.TakeStatementAsync(
            id,
            "inv",
            new StatementInput(statement, "Heron", Statement, "A. Person", "uk", "members", "low", null),
            Stop
        );

    public static async Task<List<Entry>> EntriesAsync(string folder, string kind)
    {
        var entries = new List<Entry>();
        await using var record = await SqliteRecord.OpenAsync(Path.Combine(folder, "record.db"), cancellation: Stop);
        await foreach (var entry in record.ReadAsync(Reader, new RecordQuery(), Stop))
        {
            entries.Add(entry);
        }
        return entries.FindAll(e => e.Kind == kind);
    }

    public async Task<Core.Commission.Case> CaseAsync(CommissionRoom room) =>
        (await room.Desk.Registry.FindAsync("inv", id, Stop)).ShouldNotBeNull();

    /// <summary>
    /// What must hold whatever went wrong: the record is whole and holds what it held; every file is what its name says; what was acknowledged before is there; nothing that an
    /// entry cites is missing. Then the same is done again without a fault, and has to succeed. What <paramref name="faults"/> allow is healed by then.
    /// </summary>
    public async Task HoldsAsync(
        string folder,
        Func<CommissionRoom, Task> own,
        Func<CommissionRoom, Task> again,
        params EvidenceFault[] faults
    )
    {
        await using var record = await SqliteRecord.OpenAsync(Path.Combine(folder, "record.db"), cancellation: Stop);
        var room = CommissionRoom.Of(mission, record, folder, Mode.Test, TimeProvider.System);
        var index = 0L;
        await foreach (var entry in record.ReadAsync(Reader, new RecordQuery(), Stop))
        {
            entry.Index.ShouldBe(index++);
            LeafHash.Verify(entry).ShouldBeTrue($"entry {entry.Index} does not match its hash");
        }
        index.ShouldBeGreaterThanOrEqualTo(4);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, "evidence"), new string('?', 64), SearchOption.AllDirectories))
        {
            Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(file, Stop))).ShouldBe(Path.GetFileName(file));
        }
        (await room.Desk.Registry.IrregularitiesAsync("inv", Stop)).ShouldBeEmpty();
        (await room.Audit.RunAsync(cancellation: Stop)).Findings.Where(f => f.Harms && !faults.Contains(f.Fault)).ShouldBeEmpty();
        using (var text = new StreamReader((await room.Files.OpenAsync(id, "inv", "E1", "Checked", Stop)).Content.ShouldNotBeNull()))
        {
            (await text.ReadToEndAsync(Stop)).ShouldBe(Early);
        }
        await own(room);
        await again(room);
        (await room.Audit.RunAsync(cancellation: Stop)).IsClean.ShouldBeTrue();
    }

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(20250419).NextBytes(bytes);
        return bytes;
    }
}
