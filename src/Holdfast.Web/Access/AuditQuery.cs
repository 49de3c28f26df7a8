using System.Globalization;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Web.Access;

/// <summary>What the audit page is asked: whose doings, of which kind, on which day, in which record, before which entry.</summary>
/// <param name="Record">A mission's name, or empty for the installation's own record.</param>
/// <param name="Before">Only entries with a lower index; null for the newest.</param>
public sealed record AuditQuery(string Account, string Kind, LocalDate? Day, string Record, long? Before)
{
    internal static (AuditQuery? Query, Refusal? Refusal) Read(IQueryCollection query, IReadOnlyCollection<string> missions)
    {
        if (QueryText.CheckSizes(query) is { } tooLong)
        {
            return (null, tooLong);
        }
        var kind = QueryText.Single(query, "kind") ?? "";
        var kinds = AuditLine.Groups.Select(g => g.Word).ToList();
        if (kind.Length > 0 && !kinds.Contains(kind, StringComparer.Ordinal))
        {
            return (null, Wrong("kind", kind, kinds));
        }
        var record = QueryText.Single(query, "record") ?? "";
        if (record.Length > 0 && !missions.Contains(record, StringComparer.Ordinal))
        {
            return (null, Wrong("record", record, missions));
        }
        LocalDate? day = null;
        if (QueryText.Single(query, "day") is { } text)
        {
            if (LocalDatePattern.Iso.Parse(text) is not { Success: true, Value: { Year: >= 1900 and < 2200 } date })
            {
                return (null, Refusal.BadRequest($"'day' is '{text}'; expected a date such as 2025-04-20."));
            }
            day = date;
        }
        long? before = null;
        if (QueryText.Single(query, "before") is { } index)
        {
            if (!long.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return (null, Refusal.BadRequest($"'before' is '{index}'; expected the index of an entry."));
            }
            before = number;
        }
        return (new AuditQuery(QueryText.Single(query, "account") ?? "", kind, day, record, before), null);
    }

    /// <summary>The page's address with everything kept but where it starts.</summary>
    public string Page(long? before)
    {
        (string Name, string? Value)[] parts =
        [
            ("account", Account),
            ("kind", Kind),
            ("day", Day is { } day ? LocalDatePattern.Iso.Format(day) : null),
            ("record", Record),
            ("before", before?.ToString(CultureInfo.InvariantCulture)),
        ];
        var given = parts.Where(p => !string.IsNullOrEmpty(p.Value)).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value ?? "")}");
        var query = string.Join('&', given);
        return "/audit" + (query.Length == 0 ? "" : "?" + query);
    }

    /// <summary>Whether a line is asked for; days run in UTC here, since the installation has no zone of its own.</summary>
    public bool Takes(AuditLine line)
    {
        var prefix = AuditLine.Groups.FirstOrDefault(g => g.Word == Kind).Prefix ?? "";
        return (line.Kind.StartsWith(prefix, StringComparison.Ordinal) || (Kind == "refusals" && line.IsRefusal))
            && (Day is not { } day || line.At.InUtc().Date == day)
            && (Account.Length == 0 || line.Who == Account || line.Concerns.Contains(Account));
    }

    private static Refusal Wrong(string name, string found, IReadOnlyCollection<string> known)
    {
        var nearest = NearestWord.To(found, known);
        return Refusal.BadRequest(
            $"'{name}' is '{found}'; expected one of {string.Join(", ", known)}." + (nearest is null ? "" : $" Did you mean '{nearest}'?")
        );
    }
}
