using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Holdfast.App.Watch.Feeds;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;

namespace Holdfast.Cli.Watch;

/// <summary>Counts what a feed gives, and says it as text or as JSON (docs/guide/cli.md).</summary>
internal sealed class FeedTryText(string feed, string file, int show)
{
    private readonly SortedDictionary<string, long> _kinds = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _codes = new(StringComparer.Ordinal);
    private readonly List<QuarantinedLine> _first = [];
    private long _fixes;
    private long _bearings;
    private long _arrivals;
    private long _claims;
    private long _nulls;
    private long _quarantined;
    private long _bytes;
    private TimeRange? _span;

    public void Add(FeedItem item)
    {
        _bytes = item.BytesRead;
        if (item.Quarantined is { } line)
        {
            _quarantined++;
            _codes[line.Code] = _codes.GetValueOrDefault(line.Code) + 1;
            if (_first.Count < show)
            {
                _first.Add(line);
            }
            return;
        }
        if (item.Observation is not { } observation)
        {
            return;
        }
        _span = _span is { } span ? span.Union(observation.When) : observation.When;
        switch (observation)
        {
            case FixObservation fix:
                _fixes++;
                Add(fix.Kinds);
                break;
            case BearingObservation bearing:
                _bearings++;
                Add(bearing.Kinds);
                break;
            case ArrivalObservation:
                _arrivals++;
                break;
            case ClaimObservation:
                _claims++;
                break;
            case NullObservation:
                _nulls++;
                break;
            default:
                throw new InvalidOperationException($"{observation.GetType().Name} is no observation that this table knows.");
        }
    }

    private long Total => _fixes + _bearings + _arrivals + _claims + _nulls;

    private void Add(ImmutableArray<KindWeight> kinds)
    {
        var kind = kinds.MaxBy(k => k.Probability).Kind;
        _kinds[kind] = _kinds.GetValueOrDefault(kind) + 1;
    }

    public string ToText()
    {
        var text = new StringBuilder();
        var total = Total;
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{feed}:{file}: {total + _quarantined:N0} rows = {total:N0} observations + {_quarantined:N0} quarantined"
        );
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"  {_fixes:N0} fixes, {_claims:N0} claims, {_nulls:N0} null observations{Sensed()}; {_bytes:N0} bytes"
        );
        if (_span is { } span)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  from {Iso.Format(span.Earliest)} to {Iso.Format(span.Latest)}");
        }
        foreach (var (kind, count) in _kinds)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {kind, -30}{count, 12:N0}");
        }
        foreach (var (code, count) in _codes)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  quarantined: {code, -17}{count, 12:N0}");
        }
        foreach (var line in _first)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{line.File}:{line.Line}: {line.Code}: {line.Reason}");
        }
        return text.ToString().TrimEnd();
    }

    private string Sensed() =>
        _bearings + _arrivals == 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $", {_bearings:N0} bearings, {_arrivals:N0} arrivals");

    public string ToJson() =>
        JsonSerializer.Serialize(
            new
            {
                Feed = feed,
                File = file,
                Rows = Total + _quarantined,
                Fixes = _fixes,
                Bearings = _bearings,
                Arrivals = _arrivals,
                Claims = _claims,
                NullObservations = _nulls,
                Quarantined = _quarantined,
                QuarantinedByCode = _codes,
                Kinds = _kinds,
                Bytes = _bytes,
                Earliest = _span is { } first ? Iso.Format(first.Earliest) : null,
                Latest = _span is { } last ? Iso.Format(last.Latest) : null,
                Lines = _first.Select(l => new
                {
                    l.Line,
                    l.Column,
                    l.Code,
                    l.Reason,
                    l.Raw,
                }),
            },
            Output.Json
        );
}
