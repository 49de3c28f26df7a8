using System.Globalization;
using System.Text.Json;
using Holdfast.App.Watch;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;
using Holdfast.Web.Watch;
using Microsoft.Extensions.Primitives;
using NodaTime;

namespace Holdfast.Web.Api;

/// <summary>The items of a collection, and one item (OGC 17-069r4, clauses 7.15 and 7.16).</summary>
internal static class FeatureItems
{
    private const int DefaultLimit = 100;
    private const int MostLimit = 10_000;
    private const int MostOffset = 1_000_000;

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "bbox",
        "datetime",
        "limit",
        "offset",
        "f",
        "bbox-crs",
        "crs",
    };

    public static async Task<IResult> ListAsync(string collection, IMissionDirectory missions, HttpContext context)
    {
        if (FeatureCollectionName.Find(collection, missions) is not { } name)
        {
            return FeatureRoutes.NoSuch(collection, missions).ToResult(context);
        }
        var visit = (Visit.Of(context) ?? throw new InvalidOperationException("The gate attaches a visit.")) with
        {
            Workspace = name.Workspace,
        };
        var (question, fault) = Read(visit);
        if (question is null)
        {
            return Refusal.BadRequest(fault).ToResult(context);
        }
        return name.Kind == "incidents"
            ? Write(visit, name, question, await IncidentsAsync(visit, question))
            : Write(visit, name, question, await ViolationsAsync(visit, question));
    }

    public static async Task<IResult> OneAsync(string collection, string fid, IMissionDirectory missions, HttpContext context)
    {
        if (FeatureCollectionName.Find(collection, missions) is not { } name)
        {
            return FeatureRoutes.NoSuch(collection, missions).ToResult(context);
        }
        var visit = (Visit.Of(context) ?? throw new InvalidOperationException("The gate attaches a visit.")) with
        {
            Workspace = name.Workspace,
        };
        var parts = fid.Split('.', 2);
        var detail = fid.Length > 200 ? null : await name.Workspace.Watch.IncidentAsync(visit.Reader, parts[0], visit.Cancellation);
        var assessment = parts.Length == 2 ? detail?.Assessments.FirstOrDefault(a => a.Term == parts[1]) : null;
        if (detail is null || (name.Kind == "violations" && assessment is null))
        {
            return Refusal.NotFound($"There is no feature '{fid}' in '{collection}' that you may read.").ToResult(context);
        }
        object item =
            name.Kind == "violations" && assessment is not null
                ? ViolationItem.Of(new ViolationRow(detail.Row.Incident, assessment, detail.Row.Sector))
                : IncidentItem.Of(detail.Row, !visit.IsVeiled);
        var here = $"{FeatureRoutes.Root(context)}/collections/{name.Id}";
        return Stream(json =>
            GeoJsonText.WriteFeature(
                json,
                item,
                j =>
                {
                    j.WritePropertyName("links");
                    Links(
                        j,
                        new ApiLink($"{here}/items/{fid}", "self", "application/geo+json", "This feature"),
                        new ApiLink(here, "collection", "application/json", "Its collection")
                    );
                }
            )
        );
    }

    private sealed record Question(IncidentFilter Filter, int Limit, int Offset);

    /// <summary>The standard's parameters, and the filters of the pages; an unknown one is a bad request, as the standard demands.</summary>
    private static (Question? Question, string Fault) Read(Visit visit)
    {
        if (visit.Query.Keys.FirstOrDefault(k => !Known.Contains(k) && !FilterQuery.Names.Contains(k)) is { } unknown)
        {
            var nearest = NearestWord.To(unknown, Known.Concat(FilterQuery.Names));
            return (null, $"'{unknown}' is not a parameter of this collection." + (nearest is null ? "" : $" Did you mean '{nearest}'?"));
        }
        foreach (var name in new[] { "crs", "bbox-crs" })
        {
            if (QueryText.Single(visit.Query, name) is { } crs && !crs.EndsWith("CRS84", StringComparison.Ordinal))
            {
                return (null, $"'{name}' is '{crs}'; expected http://www.opengis.net/def/crs/OGC/1.3/CRS84.");
            }
        }
        var limit = QueryText.Single(visit.Query, "limit");
        if (!QueryText.TryLimit(limit, DefaultLimit, int.MaxValue, out var most))
        {
            return (null, $"'limit' is '{limit}'; expected a whole number of at least 1 (more than {MostLimit} are cut to that).");
        }
        var offset = QueryText.Single(visit.Query, "offset") ?? "0";
        if (!int.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var skip) || skip > MostOffset)
        {
            return (null, $"'offset' is '{offset}'; expected a whole number from 0 to {MostOffset}.");
        }
        var (when, fault) = DateTimes.Read(QueryText.Single(visit.Query, "datetime"));
        if (fault.Length > 0)
        {
            return (null, fault);
        }
        var rest = new QueryCollection(
            visit
                .Query.Where(p => p.Key is not ("limit" or "offset" or "datetime" or "f" or "crs" or "bbox-crs"))
                .ToDictionary(p => p.Key, p => p.Value)
        );
        var (query, refusal) = FilterQuery.Parse(rest, visit.Mission);
        return query is null
            ? (null, refusal?.Detail ?? "")
            : (new Question(query.Filter with { When = when ?? query.Filter.When }, Math.Min(most, MostLimit), skip), "");
    }

    private static async Task<(IReadOnlyList<IncidentItem>, long)> IncidentsAsync(Visit visit, Question question)
    {
        var rows = await Slice.Async(
            (cursor, limit) =>
                visit.Workspace.Watch.IncidentsAsync(visit.Reader, question.Filter, "time", cursor, limit, visit.Cancellation),
            question.Offset,
            question.Limit
        );
        return ([.. rows.Items.Select(r => IncidentItem.Of(r, !visit.IsVeiled))], rows.Total);
    }

    private static async Task<(IReadOnlyList<ViolationItem>, long)> ViolationsAsync(Visit visit, Question question)
    {
        var rows = await Slice.Async(
            (cursor, limit) =>
                visit.Workspace.Watch.ViolationsAsync(visit.Reader, question.Filter, "time", cursor, limit, visit.Cancellation),
            question.Offset,
            question.Limit
        );
        return ([.. rows.Items.Select(ViolationItem.Of)], rows.Total);
    }

    private static IResult Write<T>(Visit visit, FeatureCollectionName name, Question question, (IReadOnlyList<T> Items, long Total) rows)
        where T : notnull
    {
        var here = $"{FeatureRoutes.Root(visit.Context)}/collections/{name.Id}";
        string At(int offset) => $"{here}/items{Query(visit.Query, question.Limit, offset)}";
        var links = new List<ApiLink>
        {
            new(At(question.Offset), "self", "application/geo+json", "This page"),
            new(here, "collection", "application/json", "The collection"),
        };
        if (question.Offset + rows.Items.Count < rows.Total && rows.Items.Count > 0)
        {
            links.Add(new ApiLink(At(question.Offset + rows.Items.Count), "next", "application/geo+json", "Next page"));
        }
        if (question.Offset > 0)
        {
            links.Add(new ApiLink(At(Math.Max(0, question.Offset - question.Limit)), "prev", "application/geo+json", "Previous page"));
        }
        var now = visit.Context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        return Stream(json =>
        {
            json.WriteStartObject();
            json.WriteString("type", "FeatureCollection");
            json.WriteString("timeStamp", Clock.Machine(Instant.FromDateTimeOffset(now)));
            json.WriteNumber("numberMatched", rows.Total);
            json.WriteNumber("numberReturned", rows.Items.Count);
            json.WritePropertyName("links");
            Links(json, [.. links]);
            json.WriteStartArray("features");
            foreach (var item in rows.Items)
            {
                GeoJsonText.WriteFeature(json, item);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static string Query(IQueryCollection query, int limit, int offset)
    {
        var values = query.Where(p => p.Key is not ("limit" or "offset")).ToDictionary(p => p.Key, p => p.Value);
        values["limit"] = limit.ToString(CultureInfo.InvariantCulture);
        if (offset > 0)
        {
            values["offset"] = new StringValues(offset.ToString(CultureInfo.InvariantCulture));
        }
        return QueryString.Create(values).ToString();
    }

    private static void Links(Utf8JsonWriter json, params ApiLink[] links) =>
        JsonSerializer.SerializeToElement(links, FeatureRoutes.CamelCase).WriteTo(json);

    private static IResult Stream(Action<Utf8JsonWriter> write) =>
        Results.Stream(
            async body =>
            {
                await using var json = new Utf8JsonWriter(body, new JsonWriterOptions { Encoder = JsonText.Options.Encoder });
                write(json);
                await json.FlushAsync();
            },
            "application/geo+json"
        );
}

/// <summary>The <c>datetime</c> parameter: an instant, an interval, or one open at an end (<c>..</c> or nothing).</summary>
internal static class DateTimes
{
    public static (TimeRange? When, string Fault) Read(string? text)
    {
        if (text is null)
        {
            return (null, "");
        }
        var parts = text.Split('/');
        if (parts.Length > 2)
        {
            return (null, $"'datetime' is '{text}'; expected an instant, a date, or start/end.");
        }
        var start = End(parts[0], QueryText.Beginning, endOfDay: false);
        var end = parts.Length == 2 ? End(parts[1], QueryText.End, endOfDay: true) : End(parts[0], QueryText.End, endOfDay: true);
        if (start is not { } from || end is not { } to || (parts.Length == 1 && parts[0] is "" or ".."))
        {
            return (
                null,
                $"'datetime' is '{text}'; expected RFC 3339 instants such as 2025-04-19T15:00:00Z, dates, or start/end with .. for an open end."
            );
        }
        return to < from ? (null, $"'datetime' is '{text}': it ends before it starts.") : (new TimeRange(from, to), "");
    }

    private static Instant? End(string text, Instant open, bool endOfDay) =>
        text is "" or ".." ? open
        : QueryText.TryInstant(text, DateTimeZone.Utc, endOfDay, out var at) ? at
        : DateTimeOffset.TryParseExact(text, Offsets, CultureInfo.InvariantCulture, DateTimeStyles.None, out var with)
            ? Instant.FromDateTimeOffset(with)
        : null;

    private static readonly string[] Offsets = ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];
}

/// <summary>Items from an offset, over views that page by cursor.</summary>
internal static class Slice
{
    private const int Step = 1000;

    public static async Task<(IReadOnlyList<T> Items, long Total)> Async<T>(
        Func<string?, int, ValueTask<Page<T>>> read,
        int offset,
        int limit
    )
    {
        string? cursor = null;
        var (skipped, total) = (0, 0L);
        var items = new List<T>();
        while (items.Count < limit)
        {
            var want = skipped < offset ? Math.Min(Step, offset - skipped) : Math.Min(Step, limit - items.Count);
            var page = await read(cursor, want);
            total = page.Total;
            if (skipped < offset)
            {
                skipped += page.Items.Length;
            }
            else
            {
                items.AddRange(page.Items);
            }
            if ((cursor = page.Next) is null)
            {
                break;
            }
        }
        return (items, total);
    }
}
