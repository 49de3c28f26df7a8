using Holdfast.Core.Values;

namespace Holdfast.Core.Forces.Model;

/// <summary>Where a datum of the force model comes from. What the public record does not give is illustrative, and is shown so wherever it is used.</summary>
/// <param name="Cites">A reference of the mission and where in it, or <c>illustrative</c>.</param>
public sealed record Stated(Standing Standing, string Cites)
{
    public static readonly Stated Illustration = new(Standing.Illustrative, "illustrative");
}

/// <summary>A whole number with its origin.</summary>
public sealed record Figure(int Value, Stated Stated);
