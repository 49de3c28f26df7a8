using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.App.Watch.Feeds;

/// <summary>Turns statements into claims. A fault names line, column and key; a fault of the statement keeps each of its numbers aside.</summary>
internal sealed class ClaimReader(string feed, FeedInput input, string[] lines)
{
    private readonly long[] _offsets = Offsets(lines);

    private static readonly ImmutableArray<string> StatementKeys =
    [
        "id",
        "by",
        "against",
        "speaker",
        "office",
        "stated_at",
        "cites",
        "standing",
        "from",
        "until",
        "cumulative",
        "note",
        "counts",
    ];

    private static readonly ImmutableArray<string> CountKeys =
    [
        "id",
        "category",
        "part_of",
        "kind",
        "number",
        "bound",
        "places",
        "note",
        "from",
        "until",
        "cumulative",
    ];

    private static readonly ImmutableDictionary<string, ClaimBound> Bounds = ImmutableDictionary
        .Create<string, ClaimBound>(StringComparer.Ordinal)
        .Add("", ClaimBound.Exactly)
        .Add("exactly", ClaimBound.Exactly)
        .Add("more_than", ClaimBound.MoreThan)
        .Add("about", ClaimBound.About)
        .Add("at_least", ClaimBound.AtLeast);

    /// <summary>One item for each number; one quarantined item for a statement without numbers.</summary>
    public IEnumerable<FeedItem> Statement(ClaimsNode statement, long next)
    {
        var counts = statement.Find("counts") is { Items.IsDefaultOrEmpty: false } list ? list.Items : [];
        if (counts.IsEmpty)
        {
            var code = statement.IsMapping ? "missing-key" : "wrong-type";
            yield return Kept(
                At(statement, "counts", code, "A statement needs 'counts' with a list of numbers."),
                statement.Line,
                next,
                "statements:"
            );
            yield break;
        }
        var header = "statements:\n" + Lines(statement.Line, counts[0].Line);
        for (var i = 0; i < counts.Length; i++)
        {
            var end = i + 1 < counts.Length ? counts[i + 1].Line : next;
            var (claim, fault) = Read(statement, counts[i]);
            fault ??= claim is null ? null : ObservationCheck.FaultOf(claim);
            yield return claim is not null && fault is null
                ? new FeedItem(claim, null, counts[i].Line, Bytes(end))
                : Kept(fault ?? new RowFault("", "unreadable", "This is no claim."), counts[i].Line, end, header);
        }
    }

    private (ClaimObservation? Claim, RowFault? Fault) Read(ClaimsNode statement, ClaimsNode count)
    {
        if (!count.IsMapping)
        {
            return (null, At(count, "", "wrong-type", "A count is a mapping with category and number."));
        }
        var fault = Unknown(statement, StatementKeys) ?? Unknown(count, CountKeys);
        fault ??= Need(statement, "id") ?? Need(statement, "by") ?? Need(statement, "against") ?? Need(statement, "stated_at");
        fault ??= Need(count, "category") ?? Need(count, "number");
        if (fault is not null)
        {
            return (null, fault);
        }
        var stated = Moment(statement, "stated_at", ref fault);
        var from = Moment(count.Find("from") is null ? statement : count, "from", ref fault);
        var until = Moment(count.Find("until") is null ? statement : count, "until", ref fault);
        var number = Number(count, ref fault);
        var bound = Bound(count, ref fault);
        var kind = Kind(count, ref fault);
        var standing = Standing(statement, ref fault);
        var places = Places(count, ref fault);
        if (fault is null && stated.Earliest > input.Now)
        {
            fault = At(statement, "stated_at", "future-date", "'stated_at' lies in the future.");
        }
        if (fault is null && until.Latest < from.Earliest)
        {
            fault = At(statement, "until", "bad-date", "'until' lies before 'from'.");
        }
        if (fault is not null)
        {
            return (null, fault);
        }
        return (
            Claim(statement, count, stated.Earliest, new TimeRange(from.Earliest, until.Latest), number, kind, places) with
            {
                Bound = bound,
                Standing = standing,
            },
            null
        );
    }

    private ClaimObservation Claim(
        ClaimsNode statement,
        ClaimsNode count,
        Instant stated,
        TimeRange when,
        long number,
        string? kind,
        ImmutableArray<AreaPlace> places
    )
    {
        var category = count.TextOf("category");
        var own = count.TextOf("id");
        var notes = new[] { statement.TextOf("note"), count.TextOf("note") }.Where(n => n.Length > 0);
        var who = new[] { statement.TextOf("speaker"), statement.TextOf("office") }.Where(n => n.Length > 0);
        var part = count.TextOf("part_of");
        return new ClaimObservation
        {
            Id = new ObservationId(input.Source.Id, $"{statement.TextOf("id")}/{(own.Length > 0 ? own : category)}"),
            SourceId = input.Source.Id,
            When = when,
            ReportedAt = stated,
            Mode = input.Mode,
            Label = input.Label,
            Description = string.Join(" ", notes),
            Citation = statement.TextOf("cites"),
            By = statement.TextOf("by"),
            Against = statement.TextOf("against"),
            Category = category,
            PartOf = part.Length > 0 ? part : null,
            Kind = kind,
            Number = number,
            StatedAt = stated,
            Cumulative = (count.TextOf("cumulative") is { Length: > 0 } c ? c : statement.TextOf("cumulative")) == "true",
            Places = places,
            Speaker = string.Join(", ", who),
        };
    }

    private static RowFault? Unknown(ClaimsNode node, ImmutableArray<string> keys)
    {
        var unknown = node.Members.Keys.Where(k => !keys.Contains(k)).Order(StringComparer.Ordinal).FirstOrDefault();
        if (unknown is null)
        {
            return null;
        }
        var near = NearestWord.To(unknown, keys) is { } word ? $" Did you mean '{word}'?" : "";
        return At(node, unknown, "unknown-key", $"There is no key '{RowFault.Cut(unknown)}' here.{near}");
    }

    private static RowFault? Need(ClaimsNode node, string key) =>
        node.TextOf(key).Length > 0 ? null : At(node, key, "missing-key", $"'{key}' is missing.");

    private TimeRange Moment(ClaimsNode node, string key, ref RowFault? fault)
    {
        var text = node.TextOf(key);
        if (
            MomentParser.TryParse(Encoding.UTF8.GetBytes(text), DateOrder.YearMonthDay, out var moment)
            && ZoneTimes.Of(moment, input.Zone) is { } range
        )
        {
            return range;
        }
        fault ??= At(node, key, "bad-date", $"'{key}' is '{RowFault.Cut(text)}'; expected a moment such as 2025-04-20T06:00:00+03:00.");
        return default;
    }

    private static long Number(ClaimsNode count, ref RowFault? fault)
    {
        var text = count.TextOf("number");
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }
        fault ??= At(count, "number", "bad-number", $"'number' is '{RowFault.Cut(text)}', not a whole number.");
        return 0;
    }

    private static ClaimBound Bound(ClaimsNode count, ref RowFault? fault)
    {
        if (Bounds.TryGetValue(count.TextOf("bound"), out var bound))
        {
            return bound;
        }
        fault ??= At(count, "bound", "bad-code", "'bound' is one of exactly, more_than, about, at_least.");
        return ClaimBound.Exactly;
    }

    private static string? Kind(ClaimsNode count, ref RowFault? fault)
    {
        var kind = count.TextOf("kind");
        if (kind.Length == 0)
        {
            return null;
        }
        fault ??= EventKinds.IsKnown(kind) ? null : At(count, "kind", "unknown-kind", ObservationCheck.UnknownKind(kind).Reason);
        return kind;
    }

    private Standing Standing(ClaimsNode statement, ref RowFault? fault)
    {
        switch (statement.TextOf("standing"))
        {
            case "":
                return input.Standing;
            case "recorded":
                return Core.Values.Standing.Recorded;
            case "attributed":
                return Core.Values.Standing.Attributed;
            case "illustrative":
                return Core.Values.Standing.Illustrative;
            default:
                fault ??= At(statement, "standing", "bad-code", "'standing' is one of recorded, attributed, illustrative.");
                return input.Standing;
        }
    }

    private ImmutableArray<AreaPlace> Places(ClaimsNode count, ref RowFault? fault)
    {
        var places = ImmutableArray.CreateBuilder<AreaPlace>();
        foreach (var node in count.Find("places") is { Items.IsDefault: false } list ? list.Items : [])
        {
            var name = node.Text?.Trim() ?? "";
            if (input.Atlas.Find(name) is not { } shape)
            {
                var near = NearestWord.To(name, input.Atlas.Shapes.Keys) is { } word ? $" Did you mean '{word}'?" : "";
                fault ??= At(node, "places", "unknown-place", $"The mission has no zone '{RowFault.Cut(name)}'.{near}");
                continue;
            }
            var middle = shape.Geometry.Centroid;
            var box = shape.Geometry.EnvelopeInternal;
            // 111.2 km to a degree of latitude; of longitude less by the cosine.
            var width = box.Width * 111_200 * Math.Cos(middle.Y * Math.PI / 180);
            places.Add(
                new AreaPlace(
                    shape.Name,
                    new GeoPoint(middle.Y, middle.X),
                    Math.Max(1, Math.Sqrt((width * width) + Math.Pow(box.Height * 111_200, 2)) / 2)
                )
            );
        }
        return places.ToImmutable();
    }

    private static RowFault At(ClaimsNode node, string key, string code, string reason)
    {
        var at = node.Find(key) ?? node;
        return new RowFault(key, code, $"Line {at.Line}, column {at.Column}: {reason}");
    }

    private FeedItem Kept(RowFault fault, long line, long end, string header)
    {
        var raw = Lines(line, end);
        raw = raw.Length > FeedLimits.RawCharacters ? raw[..FeedLimits.RawCharacters] : raw;
        return new FeedItem(
            null,
            new QuarantinedLine(feed, input.File, line, fault.Column, fault.Code, fault.Reason, raw, header),
            line,
            Bytes(end)
        );
    }

    private string Lines(long from, long before) =>
        string.Join('\n', lines.Skip((int)from - 1).Take((int)Math.Min(int.MaxValue, before - from))).TrimEnd();

    private long Bytes(long before) => _offsets[Math.Clamp(before - 1, 0, lines.Length)];

    private static long[] Offsets(string[] lines)
    {
        var offsets = new long[lines.Length + 1];
        for (var i = 0; i < lines.Length; i++)
        {
            offsets[i + 1] = offsets[i] + Encoding.UTF8.GetByteCount(lines[i]) + 1;
        }
        return offsets;
    }
}
