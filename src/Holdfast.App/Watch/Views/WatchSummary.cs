using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;

namespace Holdfast.App.Watch.Views;

/// <summary>What the terms make of everything in the record, by term.</summary>
/// <param name="UndeterminableByReason">Reason code to the number of verdicts that give it; a verdict with two reasons counts under both.</param>
/// <param name="UndeterminableByFirstReason">Each verdict once, under its first reason; sums to <see cref="Undeterminable"/>.</param>
public sealed record TermSummary(
    string Term,
    long ApparentBreaches,
    ImmutableSortedDictionary<string, long> BreachesBySeverity,
    long NoApparentBreach,
    long Undeterminable,
    ImmutableSortedDictionary<string, long> UndeterminableByReason,
    ImmutableSortedDictionary<string, long> UndeterminableByFirstReason,
    long NotApplicable
);

/// <param name="NoTermApplies">Incidents for which every term is not applicable.</param>
/// <param name="IncidentsDigest">SHA-256 over all incidents' bytes in the order of their ids: equal exactly when the incidents are byte-equal.</param>
public sealed record WatchSummary(
    long Observations,
    long NullObservations,
    long Claims,
    long Quarantined,
    ImmutableSortedDictionary<string, long> QuarantinedByCode,
    long Incidents,
    ImmutableSortedDictionary<string, long> IncidentsByVerification,
    ImmutableArray<TermSummary> Terms,
    long NoTermApplies,
    string IncidentsDigest
);

public sealed partial class WatchViews
{
    /// <summary>Counts everything of the mission's mode that this reader may see; exact, so for readers of released data only with their release applied.</summary>
    public async Task<WatchSummary> SummaryAsync(Reader reader, IncidentFilter filter, CancellationToken cancellation = default)
    {
        await using var query = await QueryAsync(reader, filter, cancellation);
        query.ReadOnce();
        var (incidents, without, byVerification) = Incidents(query);
        var verdicts = Verdicts(query).ToLookup(v => v.Term, StringComparer.Ordinal);
        var terms = _mission.Clauses.Terms.Select(term => Summarise(verdicts[term.Name], term.Name, incidents)).ToImmutableArray();
        return new WatchSummary(
            query.Count("SELECT count(*) FROM observation WHERE form='fix' AND mode=$mode"),
            query.Count("SELECT count(*) FROM observation WHERE form='null' AND mode=$mode"),
            query.Count("SELECT count(*) FROM observation WHERE form='claim' AND mode=$mode"),
            query.Count("SELECT count(*) FROM quarantine WHERE mended IS NULL"),
            Group(query, "SELECT code, count(*) FROM quarantine WHERE mended IS NULL GROUP BY code"),
            incidents,
            byVerification,
            terms,
            without,
            Digest(query)
        );
    }

    // One pass for all three: how many, how many without a verdict, how many of each verification level.
    private static (long All, long Without, ImmutableSortedDictionary<string, long> ByVerification) Incidents(ViewQuery query)
    {
        var (all, without) = (0L, 0L);
        var levels = new SortedDictionary<string, long>(StringComparer.Ordinal);
        using var rows = query.Read(
            $"SELECT i.verification, i.outcome IS NULL, count(*) FROM incident i WHERE {query.Sql.Where} GROUP BY i.verification, i.outcome IS NULL"
        );
        while (rows.Read())
        {
            var number = rows.GetInt64(2);
            all += number;
            without += rows.GetInt64(1) != 0 ? number : 0;
            Count(levels, IncidentCodec.Word((VerificationLevel)rows.GetInt32(0)), number);
        }
        return (all, without, levels.ToImmutableSortedDictionary(StringComparer.Ordinal));
    }

    private readonly record struct VerdictCount(string Term, Outcome Outcome, Severity? Severity, string Reasons, long Number);

    // One pass for all terms.
    private static List<VerdictCount> Verdicts(ViewQuery query)
    {
        var counts = new List<VerdictCount>();
        using var rows = query.Read(
            $"SELECT v.term, v.outcome, v.severity, v.reasons, count(*) FROM verdict v JOIN incident i ON i.id=v.incident WHERE {query.Sql.Where} "
                + "GROUP BY v.term, v.outcome, v.severity, v.reasons"
        );
        while (rows.Read())
        {
            var severity = rows.IsDBNull(2) ? null : (Severity?)rows.GetInt32(2);
            counts.Add(new(rows.GetString(0), (Outcome)rows.GetInt32(1), severity, rows.GetString(3), rows.GetInt64(4)));
        }
        return counts;
    }

    private static TermSummary Summarise(IEnumerable<VerdictCount> counts, string term, long incidents)
    {
        var outcomes = new long[4];
        var severities = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var reasons = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var first = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (_, outcome, severity, words, number) in counts)
        {
            outcomes[(int)outcome] += number;
            if (outcome == Outcome.ApparentBreach)
            {
                Count(severities, severity is { } known ? IncidentCodec.Word(known) : "none", number);
            }
            if (outcome == Outcome.Undeterminable)
            {
                var codes = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                Count(first, codes.FirstOrDefault("unstated"), number);
                foreach (var code in codes.Distinct(StringComparer.Ordinal))
                {
                    Count(reasons, code, number);
                }
            }
        }
        return new TermSummary(
            term,
            outcomes[(int)Outcome.ApparentBreach],
            severities.ToImmutableSortedDictionary(StringComparer.Ordinal),
            outcomes[(int)Outcome.NoApparentBreach],
            outcomes[(int)Outcome.Undeterminable],
            reasons.ToImmutableSortedDictionary(StringComparer.Ordinal),
            first.ToImmutableSortedDictionary(StringComparer.Ordinal),
            incidents - outcomes.Sum()
        );
    }

    private static void Count(SortedDictionary<string, long> counts, string key, long number) =>
        counts[key] = counts.GetValueOrDefault(key) + number;

    private static ImmutableSortedDictionary<string, long> Group(ViewQuery query, string sql)
    {
        var counts = ImmutableSortedDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        using var rows = query.Read(sql);
        while (rows.Read())
        {
            var key = Convert.ToString(rows.GetValue(0), System.Globalization.CultureInfo.InvariantCulture) ?? "";
            counts[key] = rows.GetInt64(1);
        }
        return counts.ToImmutable();
    }

    private static string Digest(ViewQuery query)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var rows = query.Read($"SELECT i.body FROM incident i WHERE {query.Sql.Where} ORDER BY i.id");
        while (rows.Read())
        {
            hash.AppendData((byte[])rows.GetValue(0));
            hash.AppendData("\n"u8);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
