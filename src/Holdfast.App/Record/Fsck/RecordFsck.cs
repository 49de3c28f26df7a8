using System.Globalization;
using Holdfast.App.Record.Proofs;
using Holdfast.App.Record.Verify;
using Holdfast.Core.Record.Verify;
using Microsoft.Data.Sqlite;

namespace Holdfast.App.Record.Fsck;

/// <summary>
/// Checks every file of a record: the database itself, all that the verifier checks, the stored tree, caches, keys, and through a seam the evidence beside it. It repairs only what
/// can be computed again from the entries, and nothing at all while the entries themselves are at fault.
/// </summary>
/// <param name="evidence">Findings about the evidence files beside the record, with what was looked at; null where there are none.</param>
public sealed class RecordFsck(
    string path,
    Func<CancellationToken, Task<(string Looked, IReadOnlyList<FsckFinding> Findings)>>? evidence = null
)
{
    private const int MostOfOneKind = 100;
    private readonly List<FsckFinding> _findings = [];
    private readonly List<string> _checked = [];

    /// <summary>Throws <see cref="RecordException"/> for a file that is no record.</summary>
    /// <param name="repair">Whether what is derived is made anew where it is wrong.</param>
    public async Task<FsckReport> RunAsync(bool repair, CancellationToken cancellation = default)
    {
        // Throws where it is none, and moves an older schema forward where that is asked for.
        await using (var opened = repair ? await SqliteRecord.OpenAsync(path, cancellation: cancellation).ConfigureAwait(false) : null) { }
        Database(path, "the record");
        var report = Entries(cancellation);
        var sound = !_findings.Exists(f => f.Harms);
        new DerivedCheck(path, repair && sound, _findings.Add).Run(_checked.Add);
        if (repair && !sound)
        {
            _checked.Add("nothing was repaired, since the entries themselves are at fault");
        }
        KeyModes();
        if (evidence is not null)
        {
            var (looked, findings) = await evidence(cancellation).ConfigureAwait(false);
            _checked.Add(looked);
            _findings.AddRange(findings);
        }
        return new FsckReport(report, _checked, _findings);
    }

    /// <summary>SQLite's own check of its pages, indexes and constraints.</summary>
    private void Database(string file, string what)
    {
        try
        {
            using var connection = SqliteRecord.Connect(file, SqliteOpenMode.ReadOnly);
            using var rows = new SqliteStatement(connection, $"PRAGMA integrity_check({MostOfOneKind})");
            var lines = 0;
            while (rows.Step())
            {
                var line = rows.Text(0);
                if (line != "ok")
                {
                    _findings.Add(new FsckFinding("database", Path.GetFileName(file), line, Harms: true));
                }
                lines++;
            }
            _checked.Add($"{what} as a database" + (lines == 1 ? "" : $", {lines} messages"));
        }
        catch (SqliteException e)
        {
            _findings.Add(new FsckFinding("database", Path.GetFileName(file), e.Message, Harms: true));
        }
    }

    /// <summary>Everything that the verifier finds: indexes without gaps, leaf hashes, order, ids, checkpoints against the tree.</summary>
    private long Entries(CancellationToken cancellation)
    {
        var known = LogKey.PublicPath(LogKey.FolderFor(path));
        TrustedKey[] keys = File.Exists(known) ? [TrustedKey.Parse(File.ReadAllText(known))] : [];
        try
        {
            var report = RecordVerifier.Verify(path, new VerifyOptions(keys, []), cancellation);
            _checked.Add($"{report.Entries} entries, their hashes and order, and {report.Checkpoints.Count} checkpoints");
            foreach (var fault in report.Faults.Take(MostOfOneKind))
            {
                var where = fault.Index is { } index ? "entry " + index.ToString(CultureInfo.InvariantCulture) : fault.Member;
                _findings.Add(new FsckFinding(fault.Rule, where, fault.Message, Harms: true));
            }
            return report.Entries;
        }
        catch (InvalidDataException e)
        {
            _findings.Add(new FsckFinding("database", Path.GetFileName(path), e.Message, Harms: true));
            return 0;
        }
    }

    private void KeyModes()
    {
        var folder = LogKey.FolderFor(path);
        if (!Directory.Exists(folder))
        {
            return;
        }
        foreach (var secret in Directory.EnumerateFiles(folder, "*.pem").Order(StringComparer.Ordinal))
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(secret) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != 0)
            {
                _findings.Add(
                    new FsckFinding(
                        "mode",
                        Path.GetFileName(secret),
                        "may be read by others: 'chmod 600' it, and rotate the key where somebody may have taken it",
                        Harms: true
                    )
                );
            }
        }
        if (File.Exists(Path.Combine(folder, "log.pem")))
        {
            try
            {
                using var key = LogKey.OpenOrCreate(folder, LogKey.NameFor(path));
            }
            catch (Exception e)
                when (e is IOException or FormatException or System.Security.Cryptography.CryptographicException or ArgumentException)
            {
                if (!_findings.Exists(f => f.Rule == "mode" && f.Where == "log.pem"))
                {
                    _findings.Add(new FsckFinding("key", "log.pem", e.Message, Harms: true));
                }
            }
        }
        _checked.Add("the keys' files");
    }
}
