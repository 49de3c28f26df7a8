using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Core.Nations;
using Holdfast.Core.Support.Ledger;
using NodaTime;

namespace Holdfast.App.Support.Export;

/// <summary>
/// Turns items of one series into activities of IATI 2.03. Pledge, commitment and disbursement are transactions of the types 12, 2 and 3; a delivery with an amount is an expenditure (4); an
/// allocation is a committed budget of its month or year, since as a second commitment it would count twice; what was cancelled of a pledge or commitment is a negative transaction of its type;
/// quantities are targets and actual values of results. What has no element of its own is kept as <c>legacy-data</c> and listed, never dropped.
/// </summary>
/// <param name="names">Names of bodies by their code.</param>
/// <param name="on">The day of the export: transactions after it cannot be written.</param>
public sealed class IatiActivities(IReadOnlyDictionary<string, string> names, IatiReporter reporter, LocalDate on)
{
    /// <summary>Throws <see cref="ArgumentException"/> where the items are of several series: those tell the same money in different ways, and whoever reads the file adds.</summary>
    public IatiReport Of(IReadOnlyCollection<LedgerItem> items, IReadOnlyCollection<SupportPackage> packages)
    {
        var series = items.Select(i => i.Series).Distinct().Order(StringComparer.Ordinal).ToArray();
        if (series.Length != 1)
        {
            throw new ArgumentException(
                series.Length == 0
                    ? "There is no item to export."
                    : $"A file of IATI holds one account, since its readers add what it holds; there are {string.Join(", ", series)}."
            );
        }
        var chains = new LedgerChains(items);
        var promises = chains.Promises(on).ToLookup(c => KeyOf(c.Promise));
        var (activities, left) = (ImmutableArray.CreateBuilder<IatiActivity>(), ImmutableArray.CreateBuilder<IatiLeftOut>());
        foreach (var group in items.GroupBy(KeyOf).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            LedgerItem[] own = [.. group.OrderBy(i => i.Date?.Latest ?? LocalDate.MaxIsoValue).ThenBy(i => i.Id, StringComparer.Ordinal)];
            if (own.All(i => i.Date is null || i.Date.Value.Earliest > on))
            {
                left.AddRange(
                    own.Select(i => new IatiLeftOut(
                        i,
                        "no-dated-item",
                        "An activity needs a date, and no item of this one has one that has come.",
                        false
                    ))
                );
                continue;
            }
            var package = packages.FirstOrDefault(p => p.Id == own[0].Package && p.Id.Length > 0);
            var activity = new IatiItems(own, chains, on, names).Activity(
                Identifier(series[0], group.Key),
                package,
                [.. promises[group.Key]]
            );
            activities.Add(activity);
            left.AddRange(activity.Legacy);
        }
        return new IatiReport(reporter, series[0], on, items.Count, activities.ToImmutable(), left.ToImmutable());
    }

    // A package to one beneficiary is one activity; what belongs to none is parted by donor, beneficiary and kind.
    private static string KeyOf(LedgerItem item) =>
        item.Package.Length > 0
            ? $"package\n{item.Package}\n{item.Beneficiary}"
            : $"{SupportWords.Of(item.Kind)}\n{item.Donor}\n{item.Beneficiary}";

    // An identifier must stay the same for ever and has no white space; what had to be altered is told apart by a hash of what it was.
    private string Identifier(string series, string key)
    {
        var parts = key.Split('\n');
        var plain = parts.All(part => part.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_'));
        var safe = string.Concat(string.Join('-', parts).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' ? c : '_'));
        var mark = plain ? "" : "-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..8];
        return $"{reporter.Reference}-{series}-{safe}{mark}";
    }
}
