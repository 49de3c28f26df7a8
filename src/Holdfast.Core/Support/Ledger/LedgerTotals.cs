using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Nations;

namespace Holdfast.Core.Support.Ledger;

/// <summary>By what items are grouped.</summary>
public enum LedgerField
{
    Series,
    Donor,
    Beneficiary,
    Channel,
    Kind,
    ItemClass,
    Stage,
    Package,
    Basis,

    /// <summary>Of the item's date: <c>2024-03</c>, the year where only that is known, or <c>undated</c>.</summary>
    Month,
    Year,
}

/// <summary>One group: the values of its fields in the order asked for, and what its items come to.</summary>
public sealed record LedgerGroup(ImmutableArray<string> Key, MoneyTotals Totals);

/// <summary>
/// Totals of items by up to <see cref="MaximumFields"/> fields; takes one item after another, so that a ledger of any length needs no more memory than its groups. Items of
/// different series or stages are never added together: both always belong to the key.
/// </summary>
public sealed class LedgerTotals
{
    public const int MaximumFields = 4;
    private const int Bits = 21;
    private const string Undated = "undated";

    private readonly ImmutableArray<LedgerField> _fields;
    private readonly Dictionary<string, int>[] _codes;
    private readonly Dictionary<UInt128, MoneyTotals> _groups = [];
    private readonly Dictionary<int, int> _months = [];

    /// <summary>Throws <see cref="ArgumentException"/> for more than four fields beside series and stage, or the same twice.</summary>
    public LedgerTotals(params ReadOnlySpan<LedgerField> by)
    {
        LedgerField[] asked = [.. by];
        if (asked.Length > MaximumFields || asked.Distinct().Count() != asked.Length)
        {
            throw new ArgumentException($"At most {MaximumFields} fields, each once.", nameof(by));
        }
        _fields = [LedgerField.Series, LedgerField.Stage, .. asked.Except([LedgerField.Series, LedgerField.Stage])];
        _codes = [.. _fields.Select(_ => new Dictionary<string, int>(StringComparer.Ordinal))];
    }

    /// <summary>The fields of each key: series and stage first.</summary>
    public ImmutableArray<LedgerField> Fields => _fields;

    public void Add(LedgerItem item) => Add(LedgerPart.Of(item));

    public void Add(in LedgerPart item)
    {
        UInt128 key = 0;
        for (var i = 0; i < _fields.Length; i++)
        {
            key = (key << Bits) | (uint)Code(in item, i);
        }
        if (!_groups.TryGetValue(key, out var totals))
        {
            _groups.Add(key, totals = new MoneyTotals());
        }
        totals.Add(in item);
    }

    /// <summary>The groups, sorted by their keys.</summary>
    public ImmutableArray<LedgerGroup> Groups()
    {
        var texts = Enumerable.Range(0, _fields.Length).Select(Texts).ToArray();
        return [.. _groups.Select(g => new LedgerGroup(Key(g.Key, texts), g.Value)).Order(Comparer<LedgerGroup>.Create(Compare))];
    }

    private ImmutableArray<string> Key(UInt128 key, string[][] texts)
    {
        var parts = new string[_fields.Length];
        for (var i = _fields.Length - 1; i >= 0; i--)
        {
            parts[i] = texts[i][(int)(uint)(key & ((1u << Bits) - 1))];
            key >>= Bits;
        }
        return [.. parts];
    }

    private static int Compare(LedgerGroup a, LedgerGroup b)
    {
        for (var i = 0; i < a.Key.Length; i++)
        {
            if (string.CompareOrdinal(a.Key[i], b.Key[i]) is var order and not 0)
            {
                return order;
            }
        }
        return 0;
    }

    // Words of closed lists are their own numbers; a month's text is looked up by its number, an item's other texts by themselves.
    private int Code(in LedgerPart item, int field) =>
        _fields[field] switch
        {
            LedgerField.Kind => (int)item.Kind,
            LedgerField.Stage => (int)item.Stage,
            LedgerField.Basis => (int)item.Basis,
            LedgerField.Month => MonthCode(item.Date, _codes[field]),
            var other => Code(_codes[field], Text(in item, other)),
        };

    private static int Code(Dictionary<string, int> codes, string text)
    {
        if (!codes.TryGetValue(text, out var code))
        {
            if (codes.Count == 1 << Bits)
            {
                throw new InvalidOperationException($"More than {1 << Bits} values in one field of a grouping.");
            }
            codes.Add(text, code = codes.Count);
        }
        return code;
    }

    private static string Text(in LedgerPart item, LedgerField field) =>
        field switch
        {
            LedgerField.Series => item.Series,
            LedgerField.Donor => item.Donor,
            LedgerField.Beneficiary => item.Beneficiary,
            LedgerField.Channel => item.Channel,
            LedgerField.ItemClass => item.ItemClass,
            LedgerField.Package => item.Package,
            LedgerField.Year => item.Date is { } date ? date.Earliest.Year.ToString("0000", CultureInfo.InvariantCulture) : Undated,
            LedgerField.Kind or LedgerField.Stage or LedgerField.Basis or LedgerField.Month => throw new InvalidOperationException(
                "These have numbers of their own."
            ),
            _ => throw new InvalidOperationException("LedgerField is a closed enumeration."),
        };

    private int MonthCode(PartialDate? stated, Dictionary<string, int> codes)
    {
        var number =
            stated is not { } date ? int.MinValue
            : date.Precision == DatePrecision.Year ? -date.Earliest.Year
            : (date.Earliest.Year * 12) + date.Earliest.Month - 1;
        if (!_months.TryGetValue(number, out var code))
        {
            code = Code(
                codes,
                number == int.MinValue ? Undated
                    : number < 0 ? (-number).ToString("0000", CultureInfo.InvariantCulture)
                    : string.Create(CultureInfo.InvariantCulture, $"{number / 12:0000}-{(number % 12) + 1:00}")
            );
            _months.Add(number, code);
        }
        return code;
    }

    private string[] Texts(int field) =>
        _fields[field] switch
        {
            LedgerField.Kind => [.. SupportWords.Kinds],
            LedgerField.Stage => [.. SupportWords.Stages],
            LedgerField.Basis => [.. SupportWords.Bases],
            _ => [.. _codes[field].OrderBy(p => p.Value).Select(p => p.Key)],
        };
}
