using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Watch.Operators;

/// <summary>An origin that an act cites, and the arrivals that it rested on when the act was done.</summary>
/// <param name="Arrivals">Sorted, each once.</param>
public sealed record OriginBasis(ObservationId Origin, Instant At, ImmutableArray<ObservationId> Arrivals);

/// <summary>
/// What the origins rested on that an act cites: an entry of its own beside the act (<c>sensor.basis/1</c>: like all that tells of sensors it is never released), under the label of arrivals, since an origin's name is that of its least arrival, and a settling that
/// finds an earlier one calls the event otherwise. By it the act finds the origin that holds most of what it was about (<see cref="HeirOf"/>).
/// </summary>
/// <param name="Act">The producer and message id of the act's entry.</param>
public sealed record ActBasis(ObservationId Act, ImmutableArray<OriginBasis> Origins)
{
    public const string Kind = "sensor.basis/1";

    /// <summary>
    /// An heir holds at least this share of the arrivals. In simulations ninety-nine of a hundred acts about an event that is found bind it with a half as with a quarter; of acts about
    /// what was no event three of four bind something beside it with a quarter, one of four with a half.
    /// </summary>
    private const double LeastShare = 0.5;
    private const int LeastArrivals = 2;

    /// <summary>
    /// The origin that holds most of these arrivals, two and half of them at least; of several the one of the least name; null where none does. A function of the sets.
    /// </summary>
    /// <param name="arrivals">What the act's origin rested on.</param>
    /// <param name="standing">Origins that stand, with their arrivals.</param>
    /// <param name="most">How many of the arrivals the best of them holds.</param>
    public static ObservationId? HeirOf(
        IReadOnlySet<ObservationId> arrivals,
        IEnumerable<(ObservationId Origin, IEnumerable<ObservationId> Arrivals)> standing,
        out int most
    )
    {
        ArgumentNullException.ThrowIfNull(arrivals);
        ArgumentNullException.ThrowIfNull(standing);
        (ObservationId? heir, most) = (null, 0);
        foreach (var (origin, held) in standing)
        {
            var shared = held.Distinct().Count(arrivals.Contains);
            if (shared > most || (shared == most && heir is { } other && origin.CompareTo(other) < 0))
            {
                (heir, most) = (origin, shared);
            }
        }
        return most >= LeastArrivals && most >= LeastShare * arrivals.Count ? heir : null;
    }

    /// <summary>The body of the entry, canonical JSON.</summary>
    public byte[] Write() =>
        CanonicalJson.Canonicalize(
            JsonSerializer.SerializeToUtf8Bytes(
                new JsonObject
                {
                    ["act"] = Id(Act),
                    ["origins"] = new JsonArray([
                        .. Origins.Select(o => new JsonObject
                        {
                            ["origin"] = Id(o.Origin),
                            ["at"] = Iso.Format(o.At),
                            ["arrivals"] = new JsonArray([.. o.Arrivals.Order().Distinct().Select(Id)]),
                        }),
                    ]),
                }
            )
        );

    /// <summary>Reads a body back. Throws <see cref="FormatException"/> where it is none.</summary>
    public static ActBasis Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var json = JsonNode.Parse(body, documentOptions: new JsonDocumentOptions { MaxDepth = 8 }) as JsonObject;
            return new ActBasis(Id(json?["act"]), [.. List(json?["origins"]).Select(Origin)]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new FormatException($"A body of {Kind} is not as it should be: {e.Message}", e);
        }
    }

    private static OriginBasis Origin(JsonNode? node) =>
        new(Id(node?["origin"]), Iso.Parse(Text(node?["at"])), [.. List(node?["arrivals"]).Select(Id).Order()]);

    private static JsonObject Id(ObservationId id) => new() { ["producer"] = id.Producer, ["message"] = id.MessageId };

    private static ObservationId Id(JsonNode? node) => new(Text(node?["producer"]), Text(node?["message"]));

    private static JsonArray List(JsonNode? node) => node as JsonArray ?? throw new FormatException("a list is missing");

    private static string Text(JsonNode? node) => node?.GetValue<string>() ?? throw new FormatException("a text is missing");
}
