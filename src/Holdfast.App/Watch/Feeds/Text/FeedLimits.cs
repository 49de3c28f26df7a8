namespace Holdfast.App.Watch.Feeds.Text;

/// <summary>The bounds within which any input is read; beyond them a line is quarantined or the whole input refused, by name.</summary>
/// <param name="FieldBytes">The longest field of a table.</param>
/// <param name="RowBytes">The longest row, and the longest feature or JSON line.</param>
/// <param name="Fields">The most columns of a table.</param>
/// <param name="ExpandedBytes">The most bytes that a compressed input may give.</param>
/// <param name="ExpansionRatio">The most bytes that one compressed byte may give, once <paramref name="RatioFromBytes"/> were given.</param>
internal sealed record FeedLimits(
    int FieldBytes = 256 * 1024,
    int RowBytes = 1024 * 1024,
    int Fields = 2_000,
    long ExpandedBytes = 16L << 30,
    int ExpansionRatio = 200,
    long RatioFromBytes = 16L << 20
)
{
    public const int RawCharacters = 4_096;

    public static readonly FeedLimits Default = new();
}
