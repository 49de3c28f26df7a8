using System.Xml.Linq;
using Holdfast.Core.Nations;
using Holdfast.Core.Support.Ledger;

namespace Holdfast.App.Support.Export;

/// <summary>Whom an activity is for and what about: at the activity or at every transaction, never both; the shares of several add up to a hundred.</summary>
internal static class IatiPlaces
{
    public static void Check(XElement activity, IatiFindings found)
    {
        var whole = activity.Elements().Where(e => e.Name.LocalName is "recipient-country" or "recipient-region").ToList();
        var transactions = activity.Elements("transaction").ToList();
        var parts = transactions
            .Where(t => t.Element("recipient-country") is not null || t.Element("recipient-region") is not null)
            .ToList();
        if (whole.Count == 0 && (parts.Count == 0 || parts.Count != transactions.Count))
        {
            found.Warn("no-recipient", activity, "Neither the activity nor every transaction names a recipient country or region.");
        }
        if (whole.Count > 0 && parts.Count > 0)
        {
            found.Fault("recipient-twice", parts[0], "Recipients stand at the activity or at its transactions, not at both.");
        }
        foreach (var country in activity.Descendants("recipient-country"))
        {
            var code = country.Attribute("code")?.Value ?? "";
            if (code.Length != 2 || !NationCodes.IsKnown(code))
            {
                found.Fault(
                    "unknown-code",
                    country,
                    $"'{code}' is no country of ISO 3166-1 alpha-2." + IatiFindings.Meant(NationCodes.Nearest(code))
                );
            }
        }
        Shares(whole, "recipients", found);
        var sectors = activity.Elements("sector").ToList();
        var sectored = transactions.Count(t => t.Element("sector") is not null);
        if (sectors.Count == 0 && (sectored == 0 || sectored != transactions.Count))
        {
            found.Fault("no-sector", activity, "Either the activity or every transaction needs a sector.");
        }
        if (sectors.Count > 0 && sectored > 0)
        {
            found.Fault("sector-twice", activity, "Sectors stand at the activity or at its transactions, not at both.");
        }
        foreach (var vocabulary in sectors.GroupBy(s => s.Attribute("vocabulary")?.Value ?? "1"))
        {
            Shares([.. vocabulary], $"sectors of vocabulary {vocabulary.Key}", found);
        }
    }

    private static void Shares(List<XElement> elements, string what, IatiFindings found)
    {
        if (elements.Count == 0 || (elements.Count == 1 && elements[0].Attribute("percentage") is null))
        {
            return;
        }
        var sum = new ExactSum();
        foreach (var element in elements)
        {
            if (LedgerNumbers.Read(element.Attribute("percentage")?.Value ?? "") is not { } share || share is < 0 or > 100)
            {
                found.Fault("percentage", element, $"Each of several {what} needs a percentage from 0 to 100.");
                return;
            }
            sum.Add(share);
        }
        if (sum.ToString() != "100")
        {
            found.Fault("sum", elements[^1], $"The percentages of the {what} add up to 100; found {sum}.");
        }
    }
}
