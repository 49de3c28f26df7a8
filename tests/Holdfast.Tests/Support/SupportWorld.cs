using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Holdfast.App.Support;
using Holdfast.Core.Missions;
using Holdfast.Core.Nations;
using Holdfast.Core.Support.Editions;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Support;

/// <summary>Short ways to items, editions, tables and a small mission with a ledger.</summary>
internal static class SupportWorld
{
    public static readonly LocalDate Today = new(2026, 3, 1);

    public static PartialDate? Date(string text) => LedgerDates.Read(text);

    public static LocalDate Day(string text) => LedgerDates.Read(text).ShouldNotBeNull().Earliest;

    /// <param name="amount">Such as <c>12.5 EUR</c>; empty for none.</param>
    /// <param name="quantity">Such as <c>3-5 piece</c>; empty for none.</param>
    public static LedgerItem Item(
        string id,
        SupportStage stage,
        string date = "",
        string amount = "",
        string quantity = "",
        string follows = "",
        string donor = "DE",
        SupportKind kind = SupportKind.Equipment,
        string series = "ledger"
    ) =>
        new()
        {
            Id = id,
            Series = series,
            Donor = donor,
            Beneficiary = "UA",
            Kind = kind,
            Stage = stage,
            Date = date.Length == 0 ? null : Date(date).ShouldNotBeNull(),
            Amount = amount.Length == 0 ? null : Money(amount),
            Quantity = quantity.Length == 0 ? null : Quantity(quantity),
            Follows = [.. follows.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
            Row = new ItemRow("items.csv", 2),
        };

    public static Money Money(string text) => new(decimal.Parse(text.Split(' ')[0], CultureInfo.InvariantCulture), text.Split(' ')[1]);

    public static SupportEdition Edition(string id, string known, int order = 0, string[]? carries = null) =>
        new(
            id,
            "A source",
            "Release " + id,
            Day(known),
            order,
            [.. (carries ?? ["s/allocation"]).Select(c => c.Split('/')[0]).Distinct().Order(StringComparer.Ordinal)],
            [.. (carries ?? ["s/allocation"]).Order(StringComparer.Ordinal)],
            [],
            [],
            []
        );

    public static EditionItems Edition(string id, string known, params LedgerItem[] items) =>
        new(Edition(id, known) with { Items = items.Length }, [.. items]);

    /// <summary>Holds for any seed.</summary>
    public static void ForAnySeed(Func<Random, bool> holds, int times = 200) =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(times),
            Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => holds(new Random(seed)))
        );

    /// <summary>Any amount a decimal holds, near and far, fine and coarse.</summary>
    public static decimal AnyDecimal(Random random) =>
        random.Next(4) switch
        {
            0 => new decimal(random.Next(), random.Next(), random.Next(), random.Next(2) == 0, (byte)random.Next(29)),
            1 => random.Next(1_000_000) / 100m,
            2 => random.NextInt64() / 1000m,
            _ => 0m,
        };

    /// <summary>Any item, from few donors, currencies and months, so that groups have several.</summary>
    public static LedgerItem AnyItem(Random random, int number)
    {
        string[] currencies = ["EUR", "USD", "SEK", "JPY"];
        var date = random.Next(5) switch
        {
            0 => (PartialDate?)null,
            1 => PartialDate.OfYear(2022 + random.Next(4)),
            2 => PartialDate.OfMonth(2022 + random.Next(4), 1 + random.Next(12)),
            _ => PartialDate.OfDay(new LocalDate(2022 + random.Next(4), 1 + random.Next(12), 1 + random.Next(28))),
        };
        var low = random.Next(1000) / 10m;
        return new LedgerItem
        {
            Id = "i" + number.ToString(CultureInfo.InvariantCulture),
            Series = "s" + random.Next(2),
            Donor = "D" + random.Next(4),
            Beneficiary = random.Next(2) == 0 ? "UA" : "",
            Channel = random.Next(3) == 0 ? "a \"fund\", jointly" : "",
            Implementer = random.Next(4) == 0 ? "I" : "",
            Package = random.Next(3) == 0 ? "P" + random.Next(2) : "",
            Kind = (SupportKind)random.Next(Enum.GetValues<SupportKind>().Length),
            ItemClass = random.Next(2) == 0 ? "" : "Class; " + random.Next(3),
            Title = random.Next(2) == 0 ? "" : "A title,\nof two lines \"quoted\" and ünïcode",
            Stage = (SupportStage)random.Next(Enum.GetValues<SupportStage>().Length),
            Date = date,
            Due = random.Next(3) == 0 ? PartialDate.OfMonth(2026, 1 + random.Next(12)) : null,
            KnownOn = random.Next(3) == 0 ? new LocalDate(2026, 1, 1 + random.Next(28)) : null,
            Amount = random.Next(4) == 0 ? null : new Money(Math.Abs(AnyDecimal(random)), currencies[random.Next(4)]),
            Basis = (ValueBasis)random.Next(Enum.GetValues<ValueBasis>().Length),
            PriceDate = random.Next(3) == 0 ? PartialDate.OfYear(2024) : null,
            Quantity = random.Next(3) == 0 ? new QuantityRange(low, low + random.Next(3), random.Next(2) == 0 ? "piece" : "round") : null,
            Follows = random.Next(3) == 0 ? ["x" + random.Next(9), "y"] : [],
            Restates = random.Next(6) == 0 ? "old" : "",
            Condition = random.Next(6) == 0 ? "peace and not attack" : "",
            Standing = (Standing)random.Next(3),
            Cites = random.Next(2) == 0 ? "Doc" : "",
            Row = new ItemRow("items.csv", number + 2),
        };
    }

    /// <summary>Reads a ledger's table; every row is among the items or the quarantined lines.</summary>
    public static async Task<(LedgerReading Reading, List<LedgerItem> Items)> ReadAsync(
        string table,
        string series = "ledger",
        string cites = ""
    )
    {
        var items = new List<LedgerItem>();
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(table));
        var reading = await LedgerFile.ReadAsync(
            "items.csv",
            content,
            series,
            cites,
            item =>
            {
                items.Add(item);
                return ValueTask.CompletedTask;
            },
            null,
            TestContext.Current.CancellationToken
        );
        return (reading, items);
    }

    public const string Terms = """
        fact peace "there is peace" determined by UA
        undertaking DE.howitzers "German howitzers"
            by DE to UA
            kind military
            standing illustrative
            cites illustrative
            in force when peace
            may deploy "deploy"
        end
        """;

    public const string Packages = """
        packages:
          - { id: P1, donor: DE, title: "Howitzers", date: 2025-01-10, undertaking: DE.howitzers, standing: attributed, cites: Doc }
        """;

    public const string ItemsHeader =
        "id,donor,kind,stage,date,amount,currency,quantity,unit,package,due,follows,standing,cites,condition,beneficiary";

    public const string Items =
        ItemsHeader
        + "\np1,DE,equipment,pledge,2025-01-10,100,EUR,10,piece,P1,2025-06,,attributed,Doc,,UA"
        + "\nd1,DE,equipment,delivery,2025-03-02,40,EUR,4,piece,P1,,p1,attributed,Doc,peace,UA\n";

    /// <summary>The files of a small mission with a ledger; some replaced, left out where the text is null.</summary>
    public static ImmutableArray<MissionFile> Files(params (string Path, string? Text)[] instead)
    {
        var files = new SortedDictionary<string, string?>(StringComparer.Ordinal)
        {
            ["mission.yaml"] = """
                title: "A truce"
                summary: "Made for tests."
                exposure: public
                zone: Europe/Kyiv
                period: { from: 2025-01-01T00:00:00+02:00, until: 2026-12-31T00:00:00+02:00 }
                parties:
                  - { id: UA, name: "Ukraine" }
                references:
                  - { id: Doc, title: "A document", publisher: "A publisher", url: "https://example.org/doc" }
                sources:
                  - { id: s, title: "Source", group: g, affiliation: mission, reliability: A }
                sectors: [field]
                """,
            ["terms.clauses"] = Terms,
            ["zones/z.geojson"] = """
                { "type": "FeatureCollection", "features": [
                  { "type": "Feature", "properties": { "name": "field", "kind": "area", "title": "Field", "caption": "made up", "standing": "illustrative", "source": "illustrative" },
                    "geometry": { "type": "Polygon", "coordinates": [[[24, 48], [32, 48], [32, 52], [24, 52], [24, 48]]] } } ] }
                """,
            ["nations/DE.yaml"] = "nation: DE\nname: Germany\n",
            ["support/packages.yaml"] = Packages,
            ["support/items.csv"] = Items,
            ["support/rates.csv"] = "currency,date,per_euro,standing,cites\nUSD,2025-03,1.08,attributed,Doc\n",
        };
        foreach (var (path, text) in instead)
        {
            files[path] = text;
        }
        return
        [
            .. files
                .Where(f => f.Value is not null)
                .Select(f => new MissionFile(
                    f.Key,
                    Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(f.Value ?? ""))),
                    f.Value ?? ""
                )),
        ];
    }

    public static (Mission? Mission, ImmutableArray<Diagnostic> Diagnostics) Read(params (string Path, string? Text)[] instead) =>
        MissionReader.Read("test", Files(instead));

    public static Mission Mission(params (string Path, string? Text)[] instead)
    {
        var (mission, diagnostics) = Read(instead);
        return mission ?? throw new InvalidOperationException(string.Join('\n', diagnostics));
    }

    private static QuantityRange Quantity(string text)
    {
        var (range, unit) = (text.Split(' ')[0].Split('-'), text.Split(' ')[1]);
        return new QuantityRange(
            decimal.Parse(range[0], CultureInfo.InvariantCulture),
            decimal.Parse(range[^1], CultureInfo.InvariantCulture),
            unit
        );
    }
}
