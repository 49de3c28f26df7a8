using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.App.Watch.Feeds;

/// <summary>In which order a date written in figures gives its parts. Between the last two a machine must not choose: 05/02 is either.</summary>
public enum DateOrder
{
    YearMonthDay,
    DayMonthYear,
    MonthDayYear,
}

/// <summary>
/// What the columns of somebody's table mean: guessed by <c>ColumnGuess</c>, confirmed by a person, then used by the <c>csv</c> feed and by
/// <c>merge</c>. Every member but the separators names a column of the header (null: there is none). As JSON or YAML its names are in camelCase.
/// </summary>
public sealed record ColumnMapping
{
    /// <summary>What parts the columns: a comma, a semicolon or a tab.</summary>
    public string Delimiter { get; init; } = ",";

    /// <summary>Whether numbers are written 48,5 instead of 48.5.</summary>
    public bool DecimalComma { get; init; }

    public string? Latitude { get; init; }
    public string? Longitude { get; init; }

    /// <summary>Both coordinates in one column: "48.5, 37.9", "48.5 37.9" (latitude first) or WKT "POINT (37.9 48.5)" (longitude first).</summary>
    public string? Coordinates { get; init; }

    /// <summary>The day, or day and time together.</summary>
    public string? Date { get; init; }

    /// <summary>The time of day, where it stands apart: 0052, 00:52, 00:52:10.</summary>
    public string? Time { get; init; }
    public string? EndDate { get; init; }
    public DateOrder DateOrder { get; init; } = DateOrder.YearMonthDay;

    public string? Id { get; init; }
    public string? Kind { get; init; }

    /// <summary>How many events the row counts.</summary>
    public string? Count { get; init; }

    /// <summary>People killed.</summary>
    public string? Deaths { get; init; }
    public string? Place { get; init; }

    /// <summary>The position's uncertainty in metres, one standard deviation; a cell that is not a number counts as none.</summary>
    public string? PrecisionMetres { get; init; }
    public string? Text { get; init; }
    public string? Source { get; init; }

    /// <summary>The position's uncertainty where the row does not give one.</summary>
    public double DefaultSigmaMetres { get; init; } = 1_000;

    /// <summary>The kind of event where the row gives none, or a word that <see cref="Kinds"/> does not know.</summary>
    public string DefaultKind { get; init; } = "event";

    /// <summary>The table's own words for kinds, each with the name in <c>EventKinds</c> that it stands for.</summary>
    public ImmutableSortedDictionary<string, string> Kinds { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The columns named here, each with its role ("latitude", "date", ...).</summary>
    [JsonIgnore]
    public IEnumerable<(string Role, string Column)> Named =>
        new (string Role, string? Column)[]
        {
            ("latitude", Latitude),
            ("longitude", Longitude),
            ("coordinates", Coordinates),
            ("date", Date),
            ("time", Time),
            ("endDate", EndDate),
            ("id", Id),
            ("kind", Kind),
            ("count", Count),
            ("deaths", Deaths),
            ("place", Place),
            ("precisionMetres", PrecisionMetres),
            ("text", Text),
            ("source", Source),
        }
            .Where(c => c.Column is not null)
            .Select(c => (c.Role, c.Column ?? ""));

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>As <see cref="ToJson"/>, on one line.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, Line);

    /// <summary>Reads what <see cref="ToJson"/> wrote. Throws <see cref="JsonException"/> naming the member that is wrong.</summary>
    public static ColumnMapping FromJson(string json) =>
        JsonSerializer.Deserialize<ColumnMapping>(json, Json) ?? throw new JsonException("The mapping is empty.");

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private static readonly JsonSerializerOptions Line = new(Json) { WriteIndented = false };
}
