using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Operators;

/// <summary>Reads the members of an act's body; every member is asked for by name, and one that was not is refused.</summary>
internal sealed class OperatorBody(JsonObject body)
{
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);

    /// <summary>Throws <see cref="FormatException"/> naming the member that is missing, wrong or unknown.</summary>
    public OperatorAct Act(string kind)
    {
        var reason = Text("reason");
        OperatorAct act = kind switch
        {
            OperatorCodec.ConfirmKind => new IncidentConfirmed(Ids("observations")) { Reason = reason },
            OperatorCodec.RejectKind => new IncidentRejected(Ids("observations")) { Reason = reason },
            OperatorCodec.MergeKind => new IncidentsMerged(Ids("observations")) { Reason = reason },
            OperatorCodec.SplitKind => new IncidentSplit(Ids("part"), Ids("rest")) { Reason = reason },
            OperatorCodec.MustLinkKind => Pair() is var (a, b) ? new MustLink(a, b) { Reason = reason } : throw Two(),
            OperatorCodec.CannotLinkKind => Pair() is var (a, b) ? new CannotLink(a, b) { Reason = reason } : throw Two(),
            OperatorCodec.FixKind => Fixed(reason),
            OperatorCodec.WithdrawKind => new ActWithdrawn(Entry()) { Reason = reason },
            _ => throw new FormatException($"'{kind}' is no act of an operator; the acts are {string.Join(", ", OperatorCodec.Kinds)}"),
        };
        return body.FirstOrDefault(member => !asked.Contains(member.Key)).Key is { } unknown
            ? throw new FormatException(
                $"there is no member '{unknown}'; the members are {string.Join(", ", asked.Order(StringComparer.Ordinal))}"
            )
            : act;
    }

    private static FormatException Two() => new("observations holds two, no more and no less");

    private OriginFixed Fixed(string reason)
    {
        var (earliest, latest) = (Instant("earliest"), Instant("latest"));
        if (earliest is null != latest is null)
        {
            throw new FormatException("earliest and latest stand together or not at all");
        }
        return new OriginFixed(
            Ids("observations"),
            new GeoPoint(Number("latitude"), Number("longitude")),
            Number("sigma_m"),
            earliest is { } from && latest is { } to ? new TimeRange(from, to) : null
        )
        {
            Reason = reason,
        };
    }

    private (ObservationId A, ObservationId B)? Pair() => Ids("observations") is [var a, var b] ? (a, b) : null;

    private ImmutableArray<ObservationId> Ids(string name)
    {
        if (Member(name) is not JsonArray list)
        {
            throw new FormatException($"{name} is a list of {{message, producer}}");
        }
        return
        [
            .. list.Select(
                    (item, i) =>
                        item is JsonObject { Count: 2 } id
                        && id["producer"]?.GetValue<string>() is { Length: > 0 } producer
                        && id["message"]?.GetValue<string>() is { Length: > 0 } message
                            ? new ObservationId(producer, message)
                            : throw new FormatException($"{name}[{i.ToString(CultureInfo.InvariantCulture)}] is {{message, producer}}")
                )
                .Order(),
        ];
    }

    private long Entry() =>
        long.TryParse(Text("entry"), NumberStyles.None, CultureInfo.InvariantCulture, out var entry)
            ? entry
            : throw new FormatException("entry is the index of an entry, as a text");

    private NodaTime.Instant? Instant(string name)
    {
        asked.Add(name);
        return body[name]?.GetValue<string>() is not { } text ? null
            : Iso.TryParse(text, out var instant) ? instant
            : throw new FormatException($"{name} is an instant in UTC, such as 2025-04-19T15:00:00Z, not '{text}'");
    }

    private string Text(string name) => Member(name).GetValue<string>();

    private double Number(string name) =>
        Member(name).GetValue<double>() is var number && double.IsFinite(number)
            ? number
            : throw new FormatException($"{name} is a finite number");

    private JsonNode Member(string name)
    {
        asked.Add(name);
        return body[name] ?? throw new FormatException($"{name} is missing");
    }
}
