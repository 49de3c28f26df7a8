using System.Collections.Immutable;
using System.Text;
using Holdfast.App.Watch;
using Holdfast.Core.Clauses;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Web.Frame;
using NodaTime;

namespace Holdfast.Web.Watch;

/// <summary>
/// What a page, a download or an API call asks of the Watch, read from its address. The address is canonical: parameters in a fixed order, empty
/// ones left out, so that equal questions have equal links.
/// </summary>
public sealed record FilterQuery
{
    /// <summary>The parameters in their canonical order.</summary>
    public static readonly ImmutableArray<string> Names =
    [
        "from",
        "to",
        "at",
        "known",
        "kind",
        "outcome",
        "severity",
        "verification",
        "status",
        "term",
        "sector",
        "source",
        "without",
        "bbox",
        "mode",
        "q",
        "sort",
        "limit",
        "cursor",
    ];

    public static readonly ImmutableArray<string> Sorts = ["-time", "time", "severity", "verification", "kind"];

    public const int DefaultLimit = 50;
    public const int MostLimit = 1000;

    public required IncidentFilter Filter { get; init; }
    public required ImmutableSortedDictionary<string, string> Values { get; init; }
    public string? Sort => Values.GetValueOrDefault("sort");
    public string? Cursor => Values.GetValueOrDefault("cursor");
    public required int Limit { get; init; }

    public string this[string name] => Values.GetValueOrDefault(name, "");

    /// <summary>The parameters that narrow the question, for the "showing ..." line.</summary>
    public IEnumerable<(string Name, string Value)> Narrowing =>
        Names.Where(n => n is not ("sort" or "limit" or "cursor") && Values.ContainsKey(n)).Select(n => (n, Values[n]));

    /// <summary>The query string ("?..." or empty) with some parameters replaced; a null value drops one. A changed question starts at its first page.</summary>
    public string With(params (string Name, string? Value)[] changes)
    {
        var values = Values.Remove("cursor");
        foreach (var (name, value) in changes)
        {
            values = string.IsNullOrEmpty(value) ? values.Remove(name) : values.SetItem(name, value);
        }
        return Format(values);
    }

    /// <summary>The canonical query string without paging: the permalink of the question.</summary>
    public string Permalink => With(("limit", null));

    public override string ToString() => Format(Values);

    private static string Format(ImmutableSortedDictionary<string, string> values)
    {
        var text = new StringBuilder();
        foreach (var name in Names.Where(values.ContainsKey))
        {
            text.Append(text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(values[name]));
        }
        return text.ToString().Replace("%2C", ",", StringComparison.Ordinal).Replace("%3A", ":", StringComparison.Ordinal);
    }

    /// <summary>Reads the query; a refusal names the first parameter that cannot be read.</summary>
    public static (FilterQuery? Query, Refusal? Refusal) Parse(IQueryCollection query, Mission mission)
    {
        if (QueryText.CheckSizes(query) is { } tooLong)
        {
            return (null, tooLong);
        }
        var reading = new FilterReading(query, mission);
        var filter = reading.Filter();
        if (reading.Fault is { } fault)
        {
            return (null, Refusal.BadRequest(fault));
        }
        var limit = reading.Limit(DefaultLimit, MostLimit);
        reading.Sort(Sorts);
        return reading.Fault is { } other
            ? (null, Refusal.BadRequest(other))
            : (
                new FilterQuery
                {
                    Filter = filter,
                    Limit = limit,
                    Values = reading.Values,
                },
                null
            );
    }

    public static FilterQuery Empty(Mission mission) =>
        new()
        {
            Filter = new IncidentFilter(Mode: mission.Mode),
            Limit = DefaultLimit,
            Values = ImmutableSortedDictionary<string, string>.Empty,
        };
}

/// <summary>Reads one query string, remembering the first fault.</summary>
internal sealed class FilterReading(IQueryCollection query, Mission mission)
{
    private readonly ImmutableSortedDictionary<string, string>.Builder _values = ImmutableSortedDictionary.CreateBuilder<string, string>(
        StringComparer.Ordinal
    );

    public string? Fault { get; private set; }

    public ImmutableSortedDictionary<string, string> Values => _values.ToImmutable();

    public IncidentFilter Filter() =>
        new(
            When: When(),
            Box: Box(),
            Kinds: Many("kind", text => EventKinds.IsKnown(text) ? text : null, EventKinds.All),
            AtLeast: One<VerificationLevel>("verification", Words.Of),
            Term: Named("term", mission.Clauses.Terms.Select(t => t.Name)),
            Outcomes: Codes<Outcome>("outcome", Words.Of),
            Severities: Codes<Severity>("severity", Words.Of),
            Source: Named("source", mission.Sources.Select(s => s.Id)),
            Sector: Named("sector", mission.Sectors),
            Without: Named("without", mission.MayBeLeftOut),
            Text: Take("q"),
            Mode: One<Mode>("mode", Words.Of) ?? mission.Mode,
            Known: At("known", endOfDay: true),
            Statuses: Codes<IncidentStatus>("status", Words.Of)
        );

    public int Limit(int fallback, int most)
    {
        var text = Take("limit");
        Take("cursor");
        if (!QueryText.TryLimit(text, fallback, most, out var limit))
        {
            Fail($"'limit' is '{text}'; expected a whole number from 1 to {most}.");
        }
        return limit;
    }

    public void Sort(IReadOnlyCollection<string> sorts)
    {
        if (Take("sort") is { } sort && !sorts.Contains(sort))
        {
            Fail($"'sort' is '{sort}'; expected one of {string.Join(", ", sorts)}.");
        }
    }

    private TimeRange? When()
    {
        var from = At("from", endOfDay: false);
        var to = At("to", endOfDay: true);
        var at = At("at", endOfDay: true);
        if (at is { } cap)
        {
            to = to is { } end ? Instant.Min(end, cap) : cap;
        }
        if (from is null && to is null)
        {
            return null;
        }
        var range = (From: from ?? QueryText.Beginning, To: to ?? QueryText.End);
        if (range.To >= range.From)
        {
            return new TimeRange(range.From, range.To);
        }
        Fail("The period ends before it starts: 'to' (or 'at') must not lie before 'from'.");
        return null;
    }

    private Instant? At(string name, bool endOfDay)
    {
        if (Take(name) is not { } text)
        {
            return null;
        }
        if (QueryText.TryInstant(text, mission.Zone, endOfDay, out var instant))
        {
            return instant;
        }
        Fail(QueryText.InstantExpected(name, text));
        return null;
    }

    private BoundingBox? Box()
    {
        if (Take("bbox") is not { } text)
        {
            return null;
        }
        if (QueryText.TryBox(text, out var box, out var reason))
        {
            return box;
        }
        Fail($"'bbox' is '{text}': {reason}");
        return null;
    }

    private T? One<T>(string name, Func<T, string> word)
        where T : struct, Enum
    {
        if (Take(name) is not { } text)
        {
            return null;
        }
        var found = Words.Find(text, word);
        if (found is null)
        {
            Unknown(name, text, Words.Slugs(word));
        }
        return found;
    }

    private ImmutableArray<T> Codes<T>(string name, Func<T, string> word)
        where T : struct, Enum
    {
        var slugs = Many(name, text => Words.Find(text, word) is { } value ? Words.Slug(word(value)) : null, Words.Slugs(word));
        return slugs.IsDefault ? default : [.. slugs.Select(slug => Words.Find(slug, word)).OfType<T>()];
    }

    private ImmutableArray<string> Many(string name, Func<string, string?> read, IReadOnlyCollection<string> known)
    {
        var parts = query[name]
            .SelectMany(value => (value ?? "").Split(','))
            .Select(part => part.Trim())
            .Where(part => part.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToArray();
        if (parts.Length == 0)
        {
            return default;
        }
        var values = ImmutableArray.CreateBuilder<string>();
        foreach (var part in parts)
        {
            if (read(part) is { } value)
            {
                values.Add(value);
            }
            else
            {
                Unknown(name, part, known);
            }
        }
        _values[name] = string.Join(',', values);
        return values.ToImmutable();
    }

    private string? Named(string name, IEnumerable<string> known)
    {
        var text = Take(name);
        var names = known.Where(k => k.Length > 0).Distinct(StringComparer.Ordinal).ToArray();
        if (text is not null && !names.Contains(text, StringComparer.Ordinal))
        {
            Unknown(name, text, names);
        }
        return text;
    }

    private string? Take(string name)
    {
        var text = QueryText.Single(query, name);
        if (text is not null)
        {
            _values[name] = text;
        }
        return text;
    }

    private void Unknown(string name, string found, IReadOnlyCollection<string> known)
    {
        var nearest = NearestWord.To(found, known);
        var some = string.Join(", ", known.Take(12)) + (known.Count > 12 ? ", ..." : "");
        Fail(
            $"'{name}' is '{found}'; "
                + (known.Count == 0 ? "this mission declares none." : $"expected one of {some}.")
                + (nearest is null ? "" : $" Did you mean '{nearest}'?")
        );
    }

    private void Fail(string fault) => Fault ??= fault;
}
