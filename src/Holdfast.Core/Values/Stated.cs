using NodaTime;

namespace Holdfast.Core.Values;

/// <summary>Where a datum that a mission declares comes from. What the public record does not give is illustrative, and is shown so wherever it is used.</summary>
/// <param name="Cites">A reference of the mission and where in it, or <c>illustrative</c>.</param>
public sealed record Stated(Standing Standing, string Cites)
{
    /// <summary>The day on which it was said, where the declaration itself names it; null where only its citation can tell.</summary>
    public LocalDate? Said { get; init; }

    public static readonly Stated Illustration = new(Standing.Illustrative, "illustrative");
}
