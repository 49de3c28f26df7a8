using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Operators;
using NodaTime;

namespace Holdfast.App.Watch.Operators;

/// <summary>Reads a wish as an act, given the observations of the incidents that it names. Throws <see cref="FormatException"/> saying what was found and expected.</summary>
internal sealed class OperatorReading(OperatorWish wish, IReadOnlyCollection<ObservationId> seen)
{
    public OperatorAct Act() =>
        wish.Act switch
        {
            "confirm" => new IncidentConfirmed(NamedOrAll()) { Reason = wish.Reason },
            "reject" => new IncidentRejected(NamedOrAll()) { Reason = wish.Reason },
            "merge" => new IncidentsMerged(NamedOrAll()) { Reason = wish.Reason },
            "split" => Split(),
            "must-link" => Pair() is var (a, b) ? new MustLink(a, b) { Reason = wish.Reason } : throw Two(),
            "cannot-link" => Pair() is var (a, b) ? new CannotLink(a, b) { Reason = wish.Reason } : throw Two(),
            "fix" => Fix(),
            "withdraw" => new ActWithdrawn(Entry()) { Reason = wish.Reason },
            _ => throw Unknown(),
        };

    private FormatException Unknown()
    {
        var near = NearestWord.To(wish.Act, OperatorWords.All) is { } word ? $" Did you mean '{word}'?" : "";
        return new FormatException($"'{wish.Act}' is no act; the acts are {string.Join(", ", OperatorWords.All)}.{near}");
    }

    private FormatException Two() =>
        new($"{wish.Act} names two observations, each once; {wish.Observations.Length.ToString(CultureInfo.InvariantCulture)} were given.");

    private IncidentSplit Split()
    {
        var part = Named();
        return part.IsEmpty ? throw new FormatException("Name the observations to split off.")
            : seen.All(part.Contains) ? throw new FormatException("Leave one observation at least: all of them are no part.")
            : new IncidentSplit(part, [.. seen.Except(part).Order()]) { Reason = wish.Reason };
    }

    private OriginFixed Fix()
    {
        var where = (Latitude: Number("latitude", wish.Latitude, 90), Longitude: Number("longitude", wish.Longitude, 180));
        var sigma = Number("sigma", wish.SigmaMetres, 1_000_000);
        if (wish.Earliest.Length == 0 != (wish.Latest.Length == 0))
        {
            throw new FormatException("earliest and latest stand together or not at all.");
        }
        TimeRange? when = wish.Earliest.Length == 0 ? null : Range(At("earliest", wish.Earliest), At("latest", wish.Latest));
        return new OriginFixed(NamedOrAll(), new GeoPoint(where.Latitude, where.Longitude), sigma, when) { Reason = wish.Reason };
    }

    private static TimeRange Range(Instant earliest, Instant latest) =>
        earliest <= latest ? new TimeRange(earliest, latest) : throw new FormatException("latest lies before earliest.");

    private static double Number(string name, string text, double most) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) <= most
            ? number
            : throw new FormatException(
                $"{name} is '{text}'; expected a number of at most {most.ToString("#,0", CultureInfo.InvariantCulture)}."
            );

    private static Instant At(string name, string text) =>
        Iso.TryParse(text, out var instant)
            ? instant
            : throw new FormatException($"{name} is '{text}'; expected an instant in UTC, such as 2025-04-19T15:00:00Z.");

    private long Entry() =>
        long.TryParse(wish.Entry, NumberStyles.None, CultureInfo.InvariantCulture, out var entry)
            ? entry
            : throw new FormatException($"'{wish.Entry}' is no index of an entry: a whole number from 0.");

    private (ObservationId A, ObservationId B)? Pair() => Named() is [var a, var b] ? (a, b) : null;

    private ImmutableArray<ObservationId> NamedOrAll() => wish.Observations.IsEmpty ? [.. seen.Order()] : Named();

    private ImmutableArray<ObservationId> Named() => [.. wish.Observations.Select(One).Distinct().Order()];

    // A producer may have a slash in its name, so that what is there is looked for first.
    private ObservationId One(string text)
    {
        foreach (var id in seen)
        {
            if (id.ToString() == text)
            {
                return id;
            }
        }
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < text.Length - 1
            ? new ObservationId(text[..slash], text[(slash + 1)..])
            : throw new FormatException($"'{text}' is no observation: its producer, a slash and its message id, such as 'camera-7/0012'.");
    }
}
