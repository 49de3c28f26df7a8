using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Nations;
using Holdfast.Core.Record;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Support.Export;

/// <summary>The items of one activity, sorted into what the standard has elements for.</summary>
/// <param name="items">By date; at least one dated.</param>
internal sealed class IatiItems(LedgerItem[] items, LedgerChains chains, LocalDate on, IReadOnlyDictionary<string, string> names)
{
    private readonly ImmutableArray<IatiTransaction>.Builder _transactions = ImmutableArray.CreateBuilder<IatiTransaction>();
    private readonly SortedDictionary<(LocalDate, LocalDate, string), (ExactSum Sum, int Items)> _budgets = [];
    private readonly ImmutableArray<IatiMeasure>.Builder _measures = ImmutableArray.CreateBuilder<IatiMeasure>();
    private readonly ImmutableArray<IatiLeftOut>.Builder _left = ImmutableArray.CreateBuilder<IatiLeftOut>();

    public IatiActivity Activity(string identifier, SupportPackage? package, PromiseChain[] promises)
    {
        foreach (var item in items)
        {
            Sort(item);
        }
        var status = StatusOf(promises);
        var due = items.Max(i => i.Due?.Latest);
        LocalDate start = items.Where(i => i.Date is { } d && d.Earliest <= on).Min(i => i.Date.GetValueOrDefault().Earliest);
        ImmutableArray<SupportKind> kinds = [.. items.Select(i => i.Kind).Distinct().Order()];
        var country = items[0].Beneficiary;
        return new IatiActivity(
            identifier,
            package is { Title.Length: > 0 } ? package.Title : TitleOf(kinds),
            Describe(package),
            [.. Participants()],
            status,
            start,
            due >= start ? due : null,
            status == IatiCodes.Closed ? promises.SelectMany(p => p.Deeds).Max(d => Day(d.Date)) : null,
            country.Length == 2 && NationCodes.IsKnown(country) && country != "EU" ? country : "",
            kinds,
            [
                .. _budgets.Select(b => new IatiBudget(
                    b.Key.Item1,
                    b.Key.Item2,
                    b.Key.Item2 <= on ? b.Key.Item2 : on,
                    b.Key.Item3,
                    b.Value.Sum,
                    b.Value.Items
                )),
            ],
            _transactions.ToImmutable(),
            _left.ToImmutable(),
            [.. items.Select(i => i.Condition).Append(package?.Condition ?? "").Where(c => c.Length > 0).Distinct()],
            _measures.ToImmutable()
        );
    }

    private void Sort(LedgerItem item)
    {
        var type = item.Stage switch
        {
            SupportStage.Pledge => IatiCodes.Pledge,
            SupportStage.Commitment => IatiCodes.Commitment,
            SupportStage.Disbursement => IatiCodes.Disbursement,
            SupportStage.Delivery => IatiCodes.Expenditure,
            SupportStage.Guarantee => IatiCodes.CreditGuarantee,
            SupportStage.Cancelled => TypeOfCancelled(item),
            SupportStage.Need
            or SupportStage.Request
            or SupportStage.Refused
            or SupportStage.Paused
            or SupportStage.Blocked
            or SupportStage.Allocation => null,
            _ => throw new InvalidOperationException("SupportStage is a closed enumeration."),
        };
        if (type is null && item.Stage != SupportStage.Allocation)
        {
            Leave(item, "no-transaction", $"The standard has no transaction for '{SupportWords.Of(item.Stage)}'.");
        }
        else if (item.Date is not { } date)
        {
            Leave(item, "no-date", "A transaction, a budget and a result need a date; the source gives none.");
        }
        else if (Day(date) is not { } day)
        {
            Leave(item, "later", $"Its date ({date}) is after the day of the export.");
        }
        else if (item.Amount is null && item.Quantity is null)
        {
            Leave(item, "no-amount", "It states neither an amount nor a quantity.");
        }
        else
        {
            Put(item, type, date, day);
        }
    }

    private void Put(LedgerItem item, string? type, PartialDate date, LocalDate day)
    {
        if (item.Amount is { } amount && type is not null)
        {
            _transactions.Add(
                new IatiTransaction(
                    item.Id,
                    type,
                    day,
                    date,
                    item.Stage == SupportStage.Cancelled ? amount with { Value = -amount.Value } : amount,
                    Day(item.PriceDate) ?? day,
                    Describe(item),
                    NameOf(item.Donor),
                    NameOf(item.Beneficiary),
                    item.Kind
                )
            );
        }
        else if (item.Amount is { } allocated)
        {
            // Budgets are of months or years: a day is counted in its month.
            var period = date.Precision == DatePrecision.Day ? PartialDate.OfMonth(date.Earliest.Year, date.Earliest.Month) : date;
            var key = (period.Earliest, period.Latest, allocated.Currency);
            var (sum, count) = _budgets.GetValueOrDefault(key, (new ExactSum(), 0));
            sum.Add(allocated.Value);
            _budgets[key] = (sum, count + 1);
        }
        if (item.Quantity is { } quantity && item.Stage != SupportStage.Cancelled)
        {
            var promise = item.Stage.IsPromise();
            var end = promise && item.Due?.Latest is { } due && due > date.Latest ? due : date.Latest;
            var what = item.ItemClass.Length > 0 ? item.ItemClass : SupportWords.Of(item.Kind);
            _measures.Add(new IatiMeasure(what, quantity.Unit, date.Earliest, end, promise, quantity, item.Id));
        }
    }

    private void Leave(LedgerItem item, string code, string reason) => _left.Add(new IatiLeftOut(item, code, reason, true));

    // The standard takes back a pledge or a commitment with a negative one.
    private string? TypeOfCancelled(LedgerItem item)
    {
        var earlier = item.Follows.Select(f => chains.Find(item.Series, f)).OfType<LedgerItem>().ToArray();
        return item.Amount is null || earlier.Length == 0 ? null
            : earlier.All(e => e.Stage == SupportStage.Pledge) ? IatiCodes.Pledge
            : earlier.All(e => e.Stage == SupportStage.Commitment) ? IatiCodes.Commitment
            : earlier.All(e => e.Stage == SupportStage.Guarantee) ? IatiCodes.CreditGuarantee
            : null;
    }

    private LocalDate? Day(PartialDate? date) =>
        date is not { } d ? null
        : d.Latest <= on ? d.Latest
        : d.Earliest <= on ? on
        : null;

    private string StatusOf(PromiseChain[] promises)
    {
        var last = items.Last(i => i.Date is not null).Stage;
        return promises.Length == 0
            ? items.Any(i => i.Stage.IsDeed() || i.Stage == SupportStage.Guarantee)
                ? IatiCodes.Implementation
                : last is SupportStage.Paused or SupportStage.Blocked
                    ? IatiCodes.Suspended
                    : last is SupportStage.Cancelled or SupportStage.Refused
                        ? IatiCodes.Cancelled
                        : IatiCodes.Pipeline
            : promises.All(p => p.State == PromiseState.Kept)
                ? IatiCodes.Closed
                : promises.All(p => p.State == PromiseState.Cancelled)
                    ? IatiCodes.Cancelled
                    : promises.All(p => p.State is PromiseState.Stopped or PromiseState.Cancelled)
                        ? IatiCodes.Suspended
                        : promises.All(p => p.Promise.Stage == SupportStage.Pledge && p.Deeds.IsEmpty)
                            ? IatiCodes.Pipeline
                            : IatiCodes.Implementation;
    }

    private IEnumerable<IatiParticipant> Participants()
    {
        var donors = Distinct(i => i.Donor);
        foreach (var donor in donors)
        {
            yield return new IatiParticipant(IatiCodes.Funding, NameOf(donor), TypeOf(donor));
        }
        // Where nobody has promised yet, the one who needs it is the one that answers for it.
        foreach (var body in donors.Length > 0 ? donors : Distinct(i => i.Beneficiary).DefaultIfEmpty("not stated"))
        {
            yield return new IatiParticipant(IatiCodes.Accountable, NameOf(body), TypeOf(body));
        }
        foreach (var channel in Distinct(i => i.Channel))
        {
            yield return new IatiParticipant(IatiCodes.Extending, NameOf(channel), TypeOf(channel));
        }
        foreach (var implementer in Distinct(i => i.Implementer))
        {
            yield return new IatiParticipant(IatiCodes.Implementing, NameOf(implementer), TypeOf(implementer));
        }
    }

    private string[] Distinct(Func<LedgerItem, string> of) =>
        [.. items.Select(of).Where(t => t.Length > 0).Distinct().Order(StringComparer.Ordinal)];

    private static string TypeOf(string code) =>
        code is "EU" or "NATO" or "UN" or "OSCE" ? IatiCodes.Multilateral
        : NationCodes.IsKnown(code) ? IatiCodes.Government
        : "";

    private string NameOf(string code) => names.GetValueOrDefault(code, code);

    private string TitleOf(ImmutableArray<SupportKind> kinds)
    {
        var (from, to) = (
            string.Join(", ", Distinct(i => i.Donor).Select(NameOf)),
            string.Join(", ", Distinct(i => i.Beneficiary).Select(NameOf))
        );
        var what = string.Join(
            ", ",
            kinds.Select(k => k == SupportKind.Unspecified ? "" : SupportWords.Of(k) + " ").Select(k => k + "support")
        );
        return (from.Length > 0 ? from + ": " : "") + what + (to.Length > 0 ? " to " + to : "");
    }

    private string Describe(SupportPackage? package)
    {
        var sources = string.Join(", ", Distinct(i => i.Cites));
        var weakest = items.Max(i => i.Standing);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{items.Length} statement{(items.Length == 1 ? "" : "s")} of the account '{items[0].Series}' as known on {on:uuuu'-'MM'-'dd}."
                + $"{(package is null ? "" : $" Package '{package.Id}'.")}{(sources.Length > 0 ? $" Sources: {sources}." : "")}{(weakest == Standing.Recorded ? "" : $" Standing of the weakest: {Words.Of(weakest)}.")}"
        );
    }

    private static string Describe(LedgerItem item)
    {
        string[] parts =
        [
            item.Title,
            item.ItemClass,
            item.Quantity?.ToString() ?? "",
            item.Basis == ValueBasis.Unstated ? "" : $"valued at {SupportWords.Of(item.Basis)} prices",
            item.Date is { Precision: not DatePrecision.Day } date ? $"date known as {date}" : "",
            $"stage: {SupportWords.Of(item.Stage)}",
            item.Standing == Standing.Recorded ? "" : $"standing: {Words.Of(item.Standing)}",
            $"source row: {item.Row}",
        ];
        return string.Join("; ", parts.Where(p => p.Length > 0));
    }
}
