using System.Collections.Immutable;
using System.Text;
using Holdfast.Core.Clauses;
using Holdfast.Core.Nations;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;

namespace Holdfast.Core.Missions;

/// <summary>Reads what <c>support/</c> says of the ledger: <c>items.csv</c> (the ledger's own table), <c>packages.yaml</c> and <c>rates.csv</c>. Read after the clauses, since packages fulfil undertakings.</summary>
/// <param name="clauses">Null when the clauses did not compile; then conditions are not read.</param>
internal sealed class LedgerFiles(Complaints complaints, Citations citations, ClauseSet? clauses)
{
    public const string Folder = "support/";
    public const string ItemsName = Folder + "items.csv";
    public const string PackagesName = Folder + "packages.yaml";
    public const string RatesName = Folder + "rates.csv";
    private const string AnItem = "an item of the ledger";
    private const string ARate = "a rate";
    private static readonly string[] PackageKeys = ["id", "donor", "title", "date", "undertaking", "when", "standing", "cites"];
    private static readonly string[] RateKeys = ["currency", "date", "per_euro", "standing", "cites"];

    public DeclaredLedger Read(IReadOnlyDictionary<string, MissionFile> files)
    {
        var packages = Packages(files.GetValueOrDefault(PackagesName));
        var items = Items(files.GetValueOrDefault(ItemsName), packages);
        return new DeclaredLedger(items, packages, new Rates(RatesOf(files.GetValueOrDefault(RatesName))));
    }

    private ImmutableArray<SupportPackage> Packages(MissionFile? file)
    {
        if (file is null || YamlText.Read(file.Path, file.Text, complaints) is not { } root)
        {
            return [];
        }
        var top = new Section(root, complaints, "a file of packages", "packages");
        var packages = top.Sections("packages", "a package", PackageKeys).Select(Package).ToImmutableArray();
        Twice(packages.Select(p => p.Id), id => top.At("packages"), "package");
        return packages;
    }

    private SupportPackage Package(Section s)
    {
        var standing = s.Standing();
        var undertaking = s.TextOrNull("undertaking")?.Trim() ?? "";
        var names = clauses?.Undertakings.Select(u => u.Name).ToArray() ?? [];
        if (clauses is not null && undertaking.Length > 0 && !names.Contains(undertaking))
        {
            complaints.Error(
                s.At("undertaking"),
                "unknown-name",
                $"a package: there is no undertaking '{undertaking}'",
                NearestWord.To(undertaking, names)
            );
        }
        return new SupportPackage(
            s.Text("id"),
            Donor(s.Text("donor"), s.At("donor")),
            s.Text("title"),
            s.PartialDateOrNull("date"),
            undertaking,
            Condition(s.TextOrNull("when")?.Trim() ?? "", s.At("when")),
            standing,
            citations.Located(s, standing)
        );
    }

    private ImmutableArray<LedgerItem> Items(MissionFile? file, ImmutableArray<SupportPackage> packages)
    {
        if (file is null)
        {
            return [];
        }
        var rows = new LedgerRows(file.Path, LedgerColumns.Names, DeclaredLedger.Series, "");
        var items = new Dictionary<string, LedgerItem>(StringComparer.Ordinal);
        var nodes = new Dictionary<string, Section>(StringComparer.Ordinal);
        foreach (var row in CsvTable.Read(file, complaints, AnItem, LedgerColumns.Names, []))
        {
            var s = new Section(row, complaints, AnItem, [.. LedgerColumns.Names]);
            var cells = LedgerColumns.Names.Select(name => Encoding.UTF8.GetBytes(s.TextOrNull(name)?.Trim() ?? "")).ToArray();
            var (item, fault) = rows.Read(column => cells[column], row.Line);
            if (item is null)
            {
                complaints.Error(s.At(fault?.Column ?? ""), fault?.Code ?? "", fault?.Reason ?? "");
                continue;
            }
            citations.Of(s, item.Standing);
            Donor(item.Donor, s.At("donor"));
            Condition(item.Condition, s.At("condition"));
            if (item.Package.Length > 0 && packages.All(p => p.Id != item.Package))
            {
                complaints.Error(
                    s.At("package"),
                    "unknown-name",
                    $"{AnItem}: {PackagesName} has no package '{item.Package}'",
                    NearestWord.To(item.Package, packages.Select(p => p.Id))
                );
            }
            if (!items.TryAdd(item.Id, item))
            {
                complaints.Error(s.At("id"), "duplicate-id", $"'{item.Id}' stands in line {items[item.Id].Row.Line} too");
            }
            nodes[item.Id] = s;
        }
        foreach (var fault in new LedgerChains(items.Values).Faults)
        {
            complaints.Error(nodes[fault.Item.Id].At("follows"), fault.Code, fault.Reason);
        }
        return [.. items.Values];
    }

    private IEnumerable<Rate> RatesOf(MissionFile? file)
    {
        if (file is null)
        {
            yield break;
        }
        var seen = new HashSet<(string, string)>();
        foreach (var row in CsvTable.Read(file, complaints, ARate, RateKeys, []))
        {
            var s = new Section(row, complaints, ARate, RateKeys);
            var (currency, text, standing) = (s.Text("currency"), s.Text("per_euro"), s.Standing());
            var (date, rate) = (s.PartialDateOrNull("date"), LedgerNumbers.Read(text));
            if (!CurrencyCodes.IsKnown(currency))
            {
                complaints.Error(
                    s.At("currency"),
                    "unknown-currency",
                    $"'{currency}' is no currency of ISO 4217",
                    CurrencyCodes.Nearest(currency)
                );
            }
            if (rate is null or <= 0)
            {
                complaints.Error(
                    s.At("per_euro"),
                    "not-a-number",
                    rate is null ? LedgerNumbers.Complaint("per_euro", text) : $"a rate is above 0; found {text}"
                );
            }
            s.Need("date");
            var cites = citations.Of(s, standing);
            if (date is { } on && rate is > 0 and var per)
            {
                if (!seen.Add((currency, on.ToString())))
                {
                    complaints.Error(s.At("date"), "duplicate-id", $"there is another rate of {currency} for {on}");
                }
                yield return new Rate(currency, on, per, standing, cites);
            }
        }
    }

    private string Donor(string code, YamlNode at)
    {
        if (code.Length > 0 && !NationCodes.IsKnown(code))
        {
            complaints.Warn(at, "unknown-nation", $"'{code}' is no code of a nation or an organisation", NationCodes.Nearest(code));
        }
        return code;
    }

    private string Condition(string text, YamlNode at)
    {
        if (clauses is null || text.Length == 0)
        {
            return text;
        }
        foreach (var d in clauses.Ask(text).Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error))
        {
            complaints.Error(at, d.Code, $"'{text}': {d.Message}", d.Suggestion);
        }
        return text;
    }

    private void Twice(IEnumerable<string> ids, Func<string, YamlNode> at, string what)
    {
        foreach (var twice in ids.GroupBy(id => id, StringComparer.Ordinal).Where(g => g.Key.Length > 0 && g.Count() > 1))
        {
            complaints.Error(at(twice.Key), "duplicate-id", $"the {what} '{twice.Key}' is there {twice.Count()} times");
        }
    }
}
