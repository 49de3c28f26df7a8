using System.Collections.Immutable;
using Holdfast.App.Watch.Feeds;
using Holdfast.Core.Values;
using Microsoft.Data.Sqlite;

namespace Holdfast.App.Watch.Views;

public sealed partial class WatchViews
{
    private const string QuarantineColumns = "idx, known, feed, file, line, field, code, reason, raw, header";

    public async ValueTask<Page<QuarantineRow>> QuarantineAsync(
        Reader reader,
        string? cursor,
        int limit,
        CancellationToken cancellation = default
    )
    {
        await using var query = await QueryAsync(reader, new IncidentFilter(), cancellation);
        if (!query.Release.MayAskAboutSources)
        {
            return new Page<QuarantineRow>([], 0, null);
        }
        var offset = Offset(cursor);
        var total = query.Count("SELECT count(*) FROM quarantine WHERE mended IS NULL");
        var items = ImmutableArray.CreateBuilder<QuarantineRow>();
        using var rows = query.Read(
            $"SELECT {QuarantineColumns} FROM quarantine WHERE mended IS NULL ORDER BY idx LIMIT {Limit(limit)} OFFSET {offset}"
        );
        while (rows.Read())
        {
            items.Add(Quarantined(rows));
        }
        return new Page<QuarantineRow>(items.ToImmutable(), total, Next(offset, Limit(limit), total));
    }

    public async ValueTask<Page<MendedRow>> MendedAsync(Reader reader, string? cursor, int limit, CancellationToken cancellation = default)
    {
        await using var query = await QueryAsync(reader, new IncidentFilter(), cancellation);
        if (!query.Release.MayAskAboutSources)
        {
            return new Page<MendedRow>([], 0, null);
        }
        var offset = Offset(cursor);
        var total = query.Count("SELECT count(*) FROM quarantine WHERE mended IS NOT NULL");
        var items = ImmutableArray.CreateBuilder<MendedRow>();
        using var rows = query.Read(
            $"SELECT {QuarantineColumns}, mended, mended_at, mended_by, after FROM quarantine WHERE mended IS NOT NULL "
                + $"ORDER BY mended DESC LIMIT {Limit(limit)} OFFSET {offset}"
        );
        while (rows.Read())
        {
            items.Add(
                new MendedRow(Quarantined(rows), rows.GetInt64(10), Iso.Parse(rows.GetString(11)), rows.GetString(12), rows.GetString(13))
            );
        }
        return new Page<MendedRow>(items.ToImmutable(), total, Next(offset, Limit(limit), total));
    }

    private static QuarantineRow Quarantined(SqliteDataReader rows) =>
        new(
            rows.GetInt64(0),
            Iso.Parse(rows.GetString(1)),
            new QuarantinedLine(
                rows.GetString(2),
                rows.GetString(3),
                rows.GetInt64(4),
                rows.GetString(5),
                rows.GetString(6),
                rows.GetString(7),
                rows.GetString(8),
                rows.GetString(9)
            )
        );
}
