using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Holdfast.Core.Nations;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.App.Support.Export;

/// <summary>What a check of a file of IATI found, and what its transactions come to.</summary>
public sealed record IatiChecked(
    long Activities,
    long Transactions,
    ImmutableArray<IatiFinding> Findings,
    ImmutableArray<(string Type, string Currency, ExactSum Sum)> Sums
)
{
    public bool HasErrors => Findings.Any(f => f.Severity == DiagnosticSeverity.Error);
}

/// <summary>
/// The rules of IATI 2.03 that matter for a file of activities, without its schema: elements that must be there, once and in their order; codes of complete lists; dates; values with currency and
/// value-date; sums of shares; identifiers. An activity at a time, so that a file may be of any length. After the standard's schema and its ruleset (iatistandard.org, version 2.03).
/// </summary>
/// <param name="today">What has been done lies on this day or before.</param>
public sealed class IatiRules(LocalDate today)
{
    private readonly IatiFindings _found = new();
    private readonly SortedDictionary<(string Type, string Currency), ExactSum> _sums = [];
    private readonly HashSet<string> _identifiers = new(StringComparer.Ordinal);
    private long _activities;
    private long _transactions;

    public static IatiChecked Check(Stream file, LocalDate today)
    {
        var rules = new IatiRules(today);
        try
        {
            rules.Read(file);
        }
        catch (XmlException problem)
        {
            rules._found.NotXml(problem);
        }
        return new IatiChecked(
            rules._activities,
            rules._transactions,
            rules._found.All,
            [.. rules._sums.Select(s => (s.Key.Type, s.Key.Currency, s.Value))]
        );
    }

    private void Read(Stream file)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        };
        using var reader = XmlReader.Create(file, settings);
        reader.MoveToContent();
        var at = (IXmlLineInfo)reader;
        if (reader.LocalName != "iati-activities" || reader.NamespaceURI.Length > 0)
        {
            Fault("root", at, $"The root is 'iati-activities'; found '{reader.Name}'.");
            return;
        }
        if (reader.GetAttribute("version") is var version && version != IatiCodes.Version)
        {
            Fault("version", at, $"'version' is {IatiCodes.Version}; found '{version}'.");
        }
        reader.Read();
        while (!reader.EOF && reader.NodeType != XmlNodeType.EndElement)
        {
            if (reader.NodeType == XmlNodeType.Element && reader is { LocalName: "iati-activity", NamespaceURI: "" })
            {
                using (var one = reader.ReadSubtree())
                {
                    Activity(XElement.Load(one, LoadOptions.SetLineInfo));
                }
                reader.Read();
                continue;
            }
            if (reader is { NodeType: XmlNodeType.Element, NamespaceURI: "" })
            {
                Fault("unknown-element", at, $"'{reader.LocalName}' stands where an iati-activity is expected.");
                reader.Skip();
                continue;
            }
            reader.Read();
        }
        if (_activities == 0)
        {
            Fault("empty", at, "There is no iati-activity.");
        }
    }

    private void Activity(XElement activity)
    {
        _activities++;
        var identifier = activity.Element("iati-identifier")?.Value ?? "";
        _found.Activity = identifier;
        Order(activity, IatiCodes.ActivityOrder);
        foreach (var name in IatiCodes.ActivityNeeds.Where(n => activity.Element(n) is null))
        {
            Fault("missing-element", activity, $"An activity needs '{name}'.");
        }
        foreach (
            var twice in activity
                .Elements()
                .GroupBy(e => e.Name)
                .Where(g => g.Count() > 1 && IatiCodes.ActivityOnce.Contains(g.Key.ToString()))
        )
        {
            Fault("repeated-element", twice.Last(), $"'{twice.Key}' stands {twice.Count()} times; once is allowed.");
        }
        Identifier(activity, identifier);
        Codes(activity);
        Dates(activity);
        Narratives(activity);
        IatiPlaces.Check(activity, _found);
        foreach (var budget in activity.Elements("budget"))
        {
            Period(budget);
            Value(budget, activity);
        }
        foreach (var transaction in activity.Elements("transaction"))
        {
            Transaction(transaction, activity);
        }
        foreach (var period in activity.Descendants("period"))
        {
            Period(period);
        }
    }

    private void Identifier(XElement activity, string identifier)
    {
        var reporter = activity.Element("reporting-org");
        var reference = reporter?.Attribute("ref")?.Value ?? "";
        if (reporter is not null && (reference.Length == 0 || reporter.Attribute("type") is null))
        {
            Fault("missing-attribute", reporter, "'reporting-org' needs 'ref' and 'type'.");
        }
        if (identifier.Length > 0 && !_identifiers.Add(identifier))
        {
            Fault("duplicate-identifier", activity, $"'{identifier}' stands in the file already.");
        }
        if (identifier.Length > 0 && reference.Length > 0 && !identifier.StartsWith(reference + "-", StringComparison.Ordinal))
        {
            Fault("identifier", activity, $"The identifier begins with '{reference}-', its reporter's; found '{identifier}'.");
        }
        if (identifier.IndexOfAny(['/', '&', '|', '?']) >= 0 || identifier.Any(char.IsWhiteSpace))
        {
            Fault("identifier", activity, $"An identifier has no blank and none of / & | ?; found '{identifier}'.");
        }
    }

    private void Codes(XElement activity)
    {
        foreach (var element in activity.DescendantsAndSelf())
        {
            foreach (var attribute in element.Attributes())
            {
                if (
                    IatiCodes.Lists.TryGetValue((element.Name.LocalName, attribute.Name.LocalName), out var list)
                    && !list.Contains(attribute.Value)
                )
                {
                    Fault(
                        "unknown-code",
                        element,
                        $"'{attribute.Value}' is no value of {element.Name.LocalName}/@{attribute.Name.LocalName} (there are {string.Join(", ", list)})."
                    );
                }
                if (attribute.Name.LocalName is "iso-date" or "value-date" && Day(attribute.Value) is null)
                {
                    Fault("not-a-date", element, $"@{attribute.Name.LocalName} is a day such as 2025-04-10; found '{attribute.Value}'.");
                }
            }
        }
        foreach (var body in activity.Elements("participating-org"))
        {
            if (body.Attribute("role") is null)
            {
                Fault("missing-attribute", body, "'participating-org' needs 'role'.");
            }
            if (body.Attribute("ref") is null && body.Element("narrative") is null)
            {
                Fault("unnamed", body, "'participating-org' needs a 'ref' or a narrative with its name.");
            }
        }
    }

    private void Dates(XElement activity)
    {
        var dates = activity
            .Elements("activity-date")
            .ToLookup(d => d.Attribute("type")?.Value ?? "", d => (At: d, Day: Day(d.Attribute("iso-date")?.Value ?? "")));
        if (activity.Element("activity-date") is { } first && !dates["1"].Any() && !dates[IatiCodes.ActualStart].Any())
        {
            Fault("no-start", first, "An activity needs a planned or an actual start (activity-date of type 1 or 2).");
        }
        foreach (
            var (from, to) in (ReadOnlySpan<(string, string)>)[("1", IatiCodes.PlannedEnd), (IatiCodes.ActualStart, IatiCodes.ActualEnd)]
        )
        {
            foreach (var end in dates[to].Where(e => dates[from].Any(s => s.Day > e.Day)))
            {
                Fault("out-of-order", end.At, "An activity ends before it starts.");
            }
        }
        foreach (var done in dates[IatiCodes.ActualStart].Concat(dates[IatiCodes.ActualEnd]).Where(d => d.Day > today))
        {
            Fault("future", done.At, $"What is actual lies on {Text(today)} or before; found {Text(done.Day)}.");
        }
    }

    private void Narratives(XElement activity)
    {
        foreach (
            var element in activity
                .Descendants()
                .Where(e =>
                    e.Name.LocalName is "title" or "description" or "comment" or "reporting-org" && e.Name.NamespaceName.Length == 0
                )
        )
        {
            if (element.Elements("narrative").All(n => string.IsNullOrWhiteSpace(n.Value)))
            {
                Fault("no-narrative", element, $"'{element.Name.LocalName}' needs a narrative with text.");
            }
        }
        var spoken = activity.Attribute(XNamespace.Xml + "lang") is not null;
        if (!spoken && activity.Descendants("narrative").FirstOrDefault(n => n.Attribute(XNamespace.Xml + "lang") is null) is { } mute)
        {
            Fault("no-language", mute, "A narrative needs xml:lang where its activity has none.");
        }
    }

    private void Transaction(XElement transaction, XElement activity)
    {
        _transactions++;
        Order(transaction, IatiCodes.TransactionOrder);
        foreach (var name in (string[])["transaction-type", "transaction-date", "value"])
        {
            if (transaction.Elements(name).Count() != 1)
            {
                Fault("missing-element", transaction, $"A transaction needs '{name}' once.");
            }
        }
        var date = transaction.Element("transaction-date");
        if (Day(date?.Attribute("iso-date")?.Value ?? "") is { } day && day > today)
        {
            Fault("future", date ?? transaction, $"A transaction lies on {Text(today)} or before; found {Text(day)}.");
        }
        var type = transaction.Element("transaction-type")?.Attribute("code")?.Value ?? "";
        if (Value(transaction, activity) is { } money)
        {
            if (!_sums.TryGetValue((type, money.Currency), out var sum))
            {
                _sums.Add((type, money.Currency), sum = new ExactSum());
            }
            sum.Add(money.Value);
        }
    }

    private Money? Value(XElement parent, XElement activity)
    {
        if (parent.Element("value") is not { } value)
        {
            return null;
        }
        if (value.Attribute("value-date") is null)
        {
            Fault("missing-attribute", value, "'value' needs 'value-date'.");
        }
        var currency = (value.Attribute("currency") ?? activity.Attribute("default-currency"))?.Value ?? "";
        if (!CurrencyCodes.IsKnown(currency))
        {
            Fault(
                "unknown-currency",
                value,
                currency.Length == 0
                    ? "'value' needs a currency of its own or its activity a default-currency."
                    : $"'{currency}' is no currency of ISO 4217." + Meant(CurrencyCodes.Nearest(currency))
            );
        }
        if (LedgerNumbers.Read(value.Value.Trim()) is { } number)
        {
            return new Money(number, currency);
        }
        Fault("not-a-number", value, LedgerNumbers.Complaint("value", value.Value));
        return null;
    }

    private void Period(XElement parent)
    {
        var (from, to) = (
            Day(parent.Element("period-start")?.Attribute("iso-date")?.Value ?? ""),
            Day(parent.Element("period-end")?.Attribute("iso-date")?.Value ?? "")
        );
        if (from is null || to is null)
        {
            Fault("missing-element", parent, $"'{parent.Name.LocalName}' needs 'period-start' and 'period-end', each with an iso-date.");
        }
        else if (to < from)
        {
            Fault("out-of-order", parent, $"A period goes from the earlier day to the later; found {Text(from)} to {Text(to)}.");
        }
        else if (parent.Name.LocalName == "budget" && to >= from.Value.PlusYears(1))
        {
            Fault("too-long", parent, $"A budget's period is a year at most; found {Text(from)} to {Text(to)}.");
        }
    }

    private void Order(XElement parent, ImmutableArray<string> order)
    {
        var (last, name) = (-1, "");
        foreach (var child in parent.Elements().Where(e => e.Name.NamespaceName.Length == 0))
        {
            var at = order.IndexOf(child.Name.LocalName);
            if (at < 0)
            {
                Fault(
                    "unknown-element",
                    child,
                    $"'{parent.Name.LocalName}' has no '{child.Name.LocalName}'." + Meant(NearestWord.To(child.Name.LocalName, order))
                );
            }
            else if (at < last)
            {
                Fault("order", child, $"'{child.Name.LocalName}' stands after '{name}'; the schema wants it before.");
            }
            else
            {
                (last, name) = (at, child.Name.LocalName);
            }
        }
    }

    private void Fault(string code, object at, string message) => _found.Fault(code, at, message);

    private static string Meant(string? nearest) => IatiFindings.Meant(nearest);

    private static LocalDate? Day(string text) => LocalDatePattern.Iso.Parse(text) is { Success: true } day ? day.Value : null;

    private static string Text(LocalDate? day) => day?.ToString("uuuu'-'MM'-'dd", CultureInfo.InvariantCulture) ?? "";
}
