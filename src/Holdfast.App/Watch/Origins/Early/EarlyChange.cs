namespace Holdfast.App.Watch.Origins.Early;

/// <summary>An origin as it is believed to be a moment after it was heard, or that it is not believed any more.</summary>
/// <param name="Sequence">Rising: the later the change, the higher.</param>
/// <param name="LastEntry">The last entry of the record that it needs; null where it went.</param>
/// <param name="Heir">Which settled origin explains most of its arrivals, where it went for one.</param>
/// <param name="Settled">Where it went for what was settled: how far the store's changes must have been taken before.</param>
internal sealed record EarlyChange(long Sequence, StoredOrigin Origin, long? LastEntry, string? Heir = null, long Settled = 0)
{
    public bool IsGone => LastEntry is null;
}
