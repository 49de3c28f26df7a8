using System.Collections.Immutable;
using System.Text;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Web.Frame;

/// <summary>
/// The question that an address asks, as its parameters in a fixed order with empty ones left out, so that equal questions have equal links.
/// </summary>
public sealed record AddressQuery(ImmutableArray<string> Names, ImmutableSortedDictionary<string, string> Values)
{
    public string this[string name] => Values.GetValueOrDefault(name, "");

    /// <summary>The query string ("?..." or empty) with some parameters replaced; an empty value drops one. A changed question starts at its first page.</summary>
    public string With(params (string Name, string? Value)[] changes)
    {
        var values = Values.Remove("skip");
        foreach (var (name, value) in changes)
        {
            values = string.IsNullOrEmpty(value) ? values.Remove(name) : values.SetItem(name, value);
        }
        return Format(values);
    }

    public override string ToString() => Format(Values);

    // Characters that a query may hold as they are (RFC 3986, section 3.4).
    private static readonly ImmutableArray<(string Escaped, string Plain)> Readable =
    [
        ("%2C", ","),
        ("%3A", ":"),
        ("%3B", ";"),
        ("%28", "("),
        ("%29", ")"),
        ("%2A", "*"),
    ];

    private string Format(ImmutableSortedDictionary<string, string> values)
    {
        var text = new StringBuilder();
        foreach (var name in Names.Where(values.ContainsKey))
        {
            text.Append(text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(values[name]));
        }
        return Readable.Aggregate(text.ToString(), (t, r) => t.Replace(r.Escaped, r.Plain, StringComparison.Ordinal));
    }

    /// <summary>
    /// Null where the address is the canonical one; otherwise the answer that leads there. A form sends its empty fields too, and a permalink should not
    /// carry them; a partial update is answered at once and told its address.
    /// </summary>
    internal IResult? Elsewhere(Visit visit)
    {
        var address = visit.Context.Request.Path + ToString();
        if (visit.Context.Request.Headers.ContainsKey("HX-Request"))
        {
            visit.Context.Response.Headers["HX-Push-Url"] = address;
            return null;
        }
        var crooked = visit.Query.Any(p => p.Value.Any(string.IsNullOrWhiteSpace) || (p.Value.Count > 1 && Names.Contains(p.Key)));
        return crooked ? Results.LocalRedirect(address) : null;
    }
}

/// <summary>Reads the parameters of one address, remembering the first fault, which says what was found and what was expected.</summary>
/// <param name="longest">Characters that one parameter may have.</param>
internal sealed class AddressReading(Visit visit, ImmutableArray<string> names, int longest = QueryText.LongestValue)
{
    private readonly ImmutableSortedDictionary<string, string>.Builder values = ImmutableSortedDictionary.CreateBuilder<string, string>(
        StringComparer.Ordinal
    );

    public Refusal? Fault { get; private set; } = QueryText.CheckSizes(visit.Query, longest);

    public AddressQuery Query => new(names, values.ToImmutable());

    public string? Text(string name)
    {
        var text = QueryText.Single(visit.Query, name);
        if (text is not null)
        {
            values[name] = text;
        }
        return text;
    }

    /// <summary>Several words parted by commas, each one of those known; empty when none is given.</summary>
    public ImmutableArray<string> Many(string name, IReadOnlyCollection<string> known)
    {
        string[] given =
        [
            .. visit
                .Query[name]
                .SelectMany(value => (value ?? "").Split(','))
                .Select(part => part.Trim())
                .Where(part => part.Length > 0)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
        foreach (var part in given.Where(p => !known.Contains(p, StringComparer.Ordinal)))
        {
            Unknown(name, part, known);
        }
        if (given.Length > 0)
        {
            values[name] = string.Join(',', given);
        }
        return [.. given];
    }

    /// <summary>Texts parted by semicolons, or given several times; each once, sorted, so that equal questions have equal addresses.</summary>
    public ImmutableArray<string> Texts(string name, int most)
    {
        string[] given =
        [
            .. visit
                .Query[name]
                .SelectMany(value => (value ?? "").Split(';'))
                .Select(part => part.Trim())
                .Where(part => part.Length > 0)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
        if (given.Length > most)
        {
            Fail($"'{name}' has {given.Length} parts; at most {most} are allowed.");
        }
        if (given.Length > 0)
        {
            values[name] = string.Join(';', given);
        }
        return [.. given.Take(most)];
    }

    /// <summary>An instant: as given, or the first or last one of a date in the mission's zone.</summary>
    public Instant? Moment(string name, bool endOfDay)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }
        if (QueryText.TryInstant(text, visit.Mission.Zone, endOfDay, out var instant))
        {
            return instant;
        }
        Fail(QueryText.InstantExpected(name, text));
        return null;
    }

    public string? One(string name, IReadOnlyCollection<string> known)
    {
        var text = Text(name);
        if (text is not null && !known.Contains(text, StringComparer.Ordinal))
        {
            Unknown(name, text, known);
        }
        return text;
    }

    /// <summary>A day: a date, or the day of an instant in the mission's zone.</summary>
    public LocalDate? Day(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }
        if (QueryText.TryInstant(text, visit.Mission.Zone, endOfDay: false, out var instant))
        {
            return instant.InZone(visit.Mission.Zone).Date;
        }
        Fail(QueryText.InstantExpected(name, text));
        return null;
    }

    public int Number(string name, int most)
    {
        var text = Text(name);
        if (!QueryText.TryLimit(text, 0, most, out var number))
        {
            Fail($"'{name}' is '{text}'; expected a whole number from 1 to {most}.");
        }
        return number;
    }

    private void Unknown(string name, string found, IReadOnlyCollection<string> known)
    {
        var nearest = NearestWord.To(found, known);
        var some = string.Join(", ", known.Take(12)) + (known.Count > 12 ? ", ..." : "");
        Fail(
            $"'{name}' is '{found}'; "
                + (known.Count == 0 ? "this mission has none." : $"expected one of {some}.")
                + (nearest is null ? "" : $" Did you mean '{nearest}'?")
        );
    }

    public void Fail(string fault) => Fault ??= Refusal.BadRequest(fault);
}
