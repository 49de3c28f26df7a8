using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.App.Record;
using Holdfast.Core.Commission;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Commission;

/// <summary>
/// Compares the record with the evidence and the keys beside it: is everything that an entry cites there and unchanged, and what lies there that nothing cites? Needs no
/// mission; it reads all modes, since they share the folders.
/// </summary>
public sealed class EvidenceAudit(IRecord record, EvidenceStore store, PersonVault vault, TimeProvider time)
{
    /// <summary>Kind of the entry that says what a sweep removes.</summary>
    public const string SweptKind = "evidence.swept/1";

    /// <summary>Names in one entry of a sweep.</summary>
    private const int NamesAnEntry = 1000;

    /// <summary>An orphan is swept when it is older: an act may be about to cite a file that was stored a moment ago.</summary>
    public static readonly Duration MinAge = Duration.FromDays(1);

    /// <summary>The audit of a record's own folder, wherever its evidence lies.</summary>
    /// <param name="folder">The folder of the record's file.</param>
    public static EvidenceAudit Of(IRecord record, string folder, TimeProvider time) =>
        new(record, new EvidenceStore(Path.Combine(folder, "evidence")), new PersonVault(Path.Combine(folder, "keys")), time);

    /// <summary>Hashes every cited file again and lists what is wrong or left over.</summary>
    /// <param name="hash">False leaves the contents out and compares names and lengths alone.</param>
    public async ValueTask<EvidenceReport> RunAsync(bool hash = true, CancellationToken cancellation = default)
    {
        var (found, cited, bytes) = await InspectAsync(hash, cancellation);
        var findings = found.Select(f => f.Finding).OrderBy(f => f.Fault).ThenBy(f => f.Name, StringComparer.Ordinal);
        return new EvidenceReport(cited.Files.Count, bytes, cited.Keys.Count, [.. findings]);
    }

    /// <summary>
    /// Removes orphans older than <see cref="MinAge"/>, and keys that the record says were destroyed. What is to be removed is recorded before it is removed; gives the
    /// findings that were.
    /// </summary>
    /// <param name="by">Who sweeps, the author of the entry.</param>
    public async ValueTask<ImmutableArray<EvidenceFinding>> SweepAsync(string by, Mode mode, CancellationToken cancellation = default)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var (found, _, _) = await InspectAsync(hash: false, cancellation);
        bool IsOld(EvidenceFinding f) => f.Sweepable && f.Since is { } since && now - since > MinAge;
        var old = found.Where(f => f.Finding.Fault == EvidenceFault.KeyNotDestroyed || IsOld(f.Finding)).ToList();
        if (old.Count == 0)
        {
            return [];
        }
        await RecordAsync(by, mode, now, old.ConvertAll(f => f.Finding), cancellation);
        var before = (now - MinAge).ToDateTimeUtc();
        return [.. old.Where(f => Removed(f, before)).Select(f => f.Finding)];
    }

    private bool Removed(Found found, DateTime before)
    {
        if (found.File is null)
        {
            return false;
        }
        if (!found.IsKey)
        {
            return store.Remove(found.File, before);
        }
        vault.Destroy(found.File);
        return true;
    }

    private async ValueTask<(List<Found> Found, CitedFiles Cited, long Bytes)> InspectAsync(bool hash, CancellationToken cancellation)
    {
        // Files first, entries afterwards: what is stored and cited in between is not taken for an orphan.
        var stored = store.Names().ToList();
        var keys = vault.Names().ToList();
        var cited = await CitedFiles.ReadAsync(record, cancellation);
        var (found, bytes) = await FilesAsync(cited, hash, cancellation);
        found.AddRange(stored.Select(f => Orphan(f, cited)).OfType<Found>());
        found.AddRange(Keys(keys, cited));
        return (found, cited, bytes);
    }

    private async ValueTask RecordAsync(string by, Mode mode, Instant now, List<EvidenceFinding> old, CancellationToken cancellation)
    {
        var label = new Label(Classification.Restricted, [Seal.Commission], ImmutableSortedSet.Create<string>(StringComparer.Ordinal));
        var number = 0;
        foreach (var some in old.Chunk(NamesAnEntry))
        {
            var removed = some.Select(f =>
                (JsonNode)
                    new JsonObject
                    {
                        ["bytes"] = f.Bytes.ToString(CultureInfo.InvariantCulture),
                        ["fault"] = CaseWords.Of(f.Fault),
                        ["name"] = f.Name,
                    }
            );
            var body = new JsonObject { ["removed"] = new JsonArray([.. removed]) };
            var id = string.Create(CultureInfo.InvariantCulture, $"{Words.Of(mode)} sweep {Iso.Format(now)} {number++}");
            var bytes = CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(body));
            var draft = new EntryDraft("commission", id, by, Standing.Recorded, label, mode, SweptKind, null, bytes);
            await record.AppendAsync([draft], cancellation);
        }
    }

    private async ValueTask<(List<Found> Found, long Bytes)> FilesAsync(CitedFiles cited, bool hash, CancellationToken cancellation)
    {
        var found = new List<Found>();
        var read = 0L;
        foreach (var (sha256, (where, length)) in cited.Files)
        {
            if (store.Find(sha256) is not { } file)
            {
                found.Add(new Found(new EvidenceFinding(EvidenceFault.Missing, sha256, where, length ?? 0, null), null));
                continue;
            }
            if (await FaultOfAsync(file, length, hash, cancellation) is { } fault)
            {
                found.Add(Found.Of(fault, file, where));
            }
            read += hash ? file.Bytes : 0;
        }
        return (found, read);
    }

    private async ValueTask<EvidenceFault?> FaultOfAsync(StoredName file, long? length, bool hash, CancellationToken cancellation)
    {
        if (length is { } expected && expected != file.Bytes)
        {
            return EvidenceFault.WrongLength;
        }
        try
        {
            return hash && await store.HashAsync(file.Name, cancellation) != file.Name ? EvidenceFault.Changed : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return EvidenceFault.Unreadable;
        }
    }

    private static Found? Orphan(StoredName file, CitedFiles cited) =>
        file.Place switch
        {
            StoredPlace.UnderItsHash => cited.Files.ContainsKey(file.Name) ? null : Found.Of(EvidenceFault.Uncited, file, null),
            StoredPlace.Incoming => Found.Of(EvidenceFault.Leftover, file, null),
            StoredPlace.Elsewhere => Found.Of(EvidenceFault.Stranger, file with { Name = file.Relative }, null),
        };

    private static IEnumerable<Found> Keys(List<StoredName> there, CitedFiles cited)
    {
        var names = there.Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (key, where) in cited.Keys.Where(k => !names.Contains(k.Key)))
        {
            yield return new Found(new EvidenceFinding(EvidenceFault.KeyMissing, key, where, 0, null), null);
        }
        foreach (var file in there)
        {
            var of = cited.Keys.GetValueOrDefault(file.Name) ?? cited.Destroyed.GetValueOrDefault(file.Name);
            EvidenceFault? fault =
                cited.Keys.ContainsKey(file.Name) ? (file.Bytes == PersonVault.KeyBytes ? null : EvidenceFault.KeyDamaged)
                : cited.Destroyed.ContainsKey(file.Name) ? EvidenceFault.KeyNotDestroyed
                : PersonVault.IsKeyFile(file.Name) ? EvidenceFault.KeyWithoutStatement
                : PersonVault.IsLeftover(file.Name) ? EvidenceFault.Leftover
                : EvidenceFault.Stranger;
            if (fault is { } f)
            {
                yield return Found.Of(f, file, of) with
                {
                    IsKey = true,
                };
            }
        }
    }

    /// <summary>A finding with the file it is about.</summary>
    private sealed record Found(EvidenceFinding Finding, StoredName? File, bool IsKey = false)
    {
        public static Found Of(EvidenceFault fault, StoredName file, string? cited) =>
            new(new EvidenceFinding(fault, file.Name, cited, file.Bytes, Instant.FromDateTimeUtc(file.Written)), file);
    }
}
