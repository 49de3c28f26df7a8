using System.Collections.Immutable;
using Holdfast.Core.Support;
using Holdfast.Core.Support.Financing;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;

namespace Holdfast.Core.Missions;

/// <summary>Reads <c>support/financing.yaml</c>: instruments with their schedules and legal states, stated needs, and the rates that schedules are converted with.</summary>
internal sealed class FinancingFile(Complaints complaints, Citations citations)
{
    public const string Name = SupportFiles.Folder + "financing.yaml";
    public static readonly string[] Keys = ["instruments", "needs", "rates"];
    public static readonly string[] InstrumentKeys =
    [
        "id",
        "title",
        "provider",
        "kind",
        "when",
        "when_standing",
        "when_cites",
        "total",
        "basis",
        "schedule",
        "covers",
        "restates",
        "note",
        .. SupportSection.OriginKeys,
    ];
    public static readonly string[] ScheduleKeys = ["period", "amount", "basis", .. SupportSection.OriginKeys];
    public static readonly string[] NeedKeys = ["id", "title", "by", "period", "amount", "restates", .. SupportSection.OriginKeys];
    public static readonly string[] RateKeys = ["currency", "period", "per_euro", .. SupportSection.OriginKeys];

    public static readonly (string Word, InstrumentKind Value)[] Kinds =
    [
        ("loan", InstrumentKind.Loan),
        ("grant", InstrumentKind.Grant),
        ("mixed", InstrumentKind.Mixed),
        ("guarantee", InstrumentKind.Guarantee),
        ("asset_proceeds", InstrumentKind.AssetProceeds),
    ];

    public static readonly (string Word, FinanceBasis Value)[] Bases =
    [
        ("face", FinanceBasis.Face),
        ("ceiling", FinanceBasis.Ceiling),
        ("estimate", FinanceBasis.Estimate),
        ("market", FinanceBasis.Market),
        ("book", FinanceBasis.Book),
    ];

    public SupportModel Read(YamlMapping root, SupportModel model, SupportWords words)
    {
        var top = new Section(root, complaints, "the file of financing", Keys);
        IEnumerable<SupportSection> Items(string key, string what, string[] keys) =>
            top.Sections(key, what, keys).Select(s => new SupportSection(s, what, citations, words));
        var instruments = Items("instruments", "an instrument", InstrumentKeys).Select(s => (Section: s, Item: Instrument(s))).ToArray();
        CheckCovers(instruments);
        CheckRestated(instruments, i => i.Id, i => i.Restates, "instrument");
        var needs = Items("needs", "a need", NeedKeys)
            .SelectMany(s => Need(s) is { } need ? new[] { (Section: s, Item: need) } : [])
            .ToArray();
        CheckRestated(needs, n => n.Id, n => n.Restates, "need");
        return model with
        {
            Financing = SupportFiles.Unique(instruments, i => i.Id, "an instrument"),
            Needs = SupportFiles.Unique(needs, n => n.Id, "a need"),
            PlanningRates = Rates(Items("rates", "a rate", RateKeys)),
        };
    }

    // A guarantee stands behind money of this file; it is none itself.
    private static void CheckCovers((SupportSection Section, Instrument Item)[] instruments)
    {
        string[] money = [.. instruments.Where(i => i.Item.Kind != InstrumentKind.Guarantee).Select(i => i.Item.Id)];
        foreach (var (section, item) in instruments.Where(i => !i.Item.Covers.IsEmpty))
        {
            if (item.Kind != InstrumentKind.Guarantee)
            {
                section.Error("covers", "unknown-key", $"only a guarantee covers something; '{item.Id}' is none");
                continue;
            }
            section.KnownMany("covers", "instrument that is money", money);
        }
    }

    private static void CheckRestated<T>(
        (SupportSection Section, T Item)[] items,
        Func<T, string> id,
        Func<T, string> restates,
        string what
    )
    {
        foreach (var (section, item) in items.Where(i => restates(i.Item).Length > 0))
        {
            section.Known("restates", $"other {what}", [.. items.Select(i => id(i.Item)).Where(other => other != id(item))]);
        }
    }

    private static Instrument Instrument(SupportSection s)
    {
        var basis = Basis(s, FinanceBasis.Unstated);
        var instrument = new Instrument(
            s.Id(),
            s.Section.Text("title"),
            s.Actor("provider"),
            s.Section.Choice("kind", null, Kinds),
            s.Clauses("when"),
            s.Amount("total", basis),
            basis,
            Schedule(s, basis),
            s.Names("covers"),
            s.Section.TextOrNull("restates")?.Trim() ?? "",
            s.Note(),
            s.Stated,
            s.Figures
        );
        if (instrument is { Total: { } total, Unscheduled: not null } && instrument.Scheduled > total.Range.High)
        {
            s.Error(
                "schedule",
                "out-of-range",
                $"the schedule of '{instrument.Id}' comes to {instrument.Scheduled - total.Range.High} {total.Currency} more than its total of {total}"
            );
        }
        return instrument;
    }

    private static ImmutableArray<ScheduledAmount> Schedule(SupportSection s, FinanceBasis basis)
    {
        var kept = ImmutableArray.CreateBuilder<ScheduledAmount>();
        foreach (var part in s.Parts("schedule", "a scheduled amount", ScheduleKeys))
        {
            part.Section.Need("amount");
            var own = Basis(part, basis);
            if (part.Period("period") is not { } period || part.Amount("amount", own) is not { } amount)
            {
                continue;
            }
            if (kept.FirstOrDefault(k => k.Period.Overlaps(period)) is { } other)
            {
                part.Error("period", "overlap", $"the schedule already has an amount for {other.Period}, which overlaps {period}");
                continue;
            }
            kept.Add(new ScheduledAmount(period, amount, own, part.Figures));
        }
        return [.. kept.OrderBy(k => k.Period)];
    }

    private static FinanceBasis Basis(SupportSection s, FinanceBasis otherwise) =>
        s.Section.Find("basis") is null ? otherwise : s.Section.Choice("basis", null, Bases);

    private static FinancingNeed? Need(SupportSection s)
    {
        s.Section.Need("amount");
        var id = s.Id();
        var (title, by) = (s.Section.Text("title"), s.Section.Text("by"));
        return s.Period("period") is { } period && s.MoneyRange("amount") is { } amount
            ? new FinancingNeed(id, title, by, period, amount.Range, amount.Currency, s.Stated, s.Figures)
            {
                Restates = s.Section.TextOrNull("restates")?.Trim() ?? "",
            }
            : null;
    }

    private static ImmutableArray<PlanningRate> Rates(IEnumerable<SupportSection> sections)
    {
        var kept = ImmutableArray.CreateBuilder<PlanningRate>();
        foreach (var s in sections)
        {
            var currency = s.Section.Text("currency");
            if (currency.Length > 0 && (!CurrencyCodes.IsKnown(currency) || currency == Support.Ledger.Rates.Euro))
            {
                s.Error(
                    "currency",
                    "unknown-currency",
                    currency == Support.Ledger.Rates.Euro
                        ? "a euro is a euro: it needs no rate"
                        : $"'{currency}' is not a currency of ISO 4217",
                    currency == Support.Ledger.Rates.Euro ? null : CurrencyCodes.Nearest(currency)
                );
            }
            var rate = s.Number("per_euro", null, 0.000001m, 1_000_000);
            if (s.Period("period") is not { } period)
            {
                continue;
            }
            if (kept.FirstOrDefault(k => k.Currency == currency && k.Period.Overlaps(period)) is { } other)
            {
                s.Error("period", "overlap", $"there is already a rate of {currency} for {other.Period}, which overlaps {period}");
                continue;
            }
            kept.Add(new PlanningRate(currency, period, rate, s.Figures));
        }
        return [.. kept.OrderBy(k => k.Currency, StringComparer.Ordinal).ThenBy(k => k.Period)];
    }
}
