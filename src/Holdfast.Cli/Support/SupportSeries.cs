using Holdfast.Core.Support.Editions;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;

namespace Holdfast.Cli.Support;

/// <summary>The items of one account, or of all.</summary>
internal static class SupportSeries
{
    /// <summary>Throws <see cref="ArgumentException"/> naming the nearest where there is no such account.</summary>
    public static IEnumerable<LedgerItem> Of(KnownSupport known, string? series)
    {
        var all = known.Items.Select(i => i.Series).Distinct().Order(StringComparer.Ordinal).ToArray();
        return series is null || all.Contains(series)
            ? known.Items.Where(i => series is null || i.Series == series)
            : throw new ArgumentException(
                $"There is no account '{series}' (there are {string.Join(", ", all)})."
                    + (NearestWord.To(series, all) is { } near ? $" Did you mean '{near}'?" : "")
            );
    }
}
