using System.Globalization;
using System.Text;
using System.Xml;
using Holdfast.Core.Record;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.App.Support.Export;

/// <summary>Writes activities as an XML file of IATI 2.03, children in the order of its schema.</summary>
public static class IatiWriter
{
    private const string Measured = "1";
    private const string Output = "1";

    /// <param name="generated">When the file is made.</param>
    public static void Write(Stream to, IatiReport report, Instant generated)
    {
        var settings = new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            Indent = true,
            NewLineChars = "\n",
            CloseOutput = false,
        };
        using var xml = XmlWriter.Create(to, settings);
        xml.WriteStartDocument();
        xml.WriteStartElement("iati-activities");
        xml.WriteAttributeString("version", IatiCodes.Version);
        xml.WriteAttributeString("generated-datetime", InstantPattern.ExtendedIso.Format(generated));
        foreach (var activity in report.Activities)
        {
            Activity(xml, report.Reporter, activity);
        }
        xml.WriteEndElement();
        xml.WriteEndDocument();
    }

    private static void Activity(XmlWriter xml, IatiReporter reporter, IatiActivity a)
    {
        xml.WriteStartElement("iati-activity");
        xml.WriteAttributeString("xml", "lang", null, "en");
        if (a.IsHumanitarian)
        {
            xml.WriteAttributeString("humanitarian", "1");
        }
        xml.WriteElementString("iati-identifier", Clean(a.Identifier));
        xml.WriteStartElement("reporting-org");
        xml.WriteAttributeString("ref", reporter.Reference);
        xml.WriteAttributeString("type", reporter.Type);
        xml.WriteAttributeString("secondary-reporter", "1");
        Narrative(xml, reporter.Name);
        xml.WriteEndElement();
        Told(xml, "title", a.Title);
        Told(xml, "description", a.Description, ("type", "1"));
        foreach (var body in a.Participants)
        {
            xml.WriteStartElement("participating-org");
            if (body.Type.Length > 0)
            {
                xml.WriteAttributeString("type", body.Type);
            }
            xml.WriteAttributeString("role", body.Role);
            Narrative(xml, body.Name);
            xml.WriteEndElement();
        }
        Coded(xml, "activity-status", ("code", a.Status));
        Coded(xml, "activity-date", ("type", IatiCodes.ActualStart), ("iso-date", Day(a.Start)));
        if (a.PlannedEnd is { } planned)
        {
            Coded(xml, "activity-date", ("type", IatiCodes.PlannedEnd), ("iso-date", Day(planned)));
        }
        if (a.ActualEnd is { } ended)
        {
            Coded(xml, "activity-date", ("type", IatiCodes.ActualEnd), ("iso-date", Day(ended)));
        }
        if (a.RecipientCountry.Length > 0)
        {
            Coded(xml, "recipient-country", ("code", a.RecipientCountry));
        }
        var parted = a.Kinds.Length > 1 && a.Transactions.Length > 0;
        if (!parted)
        {
            Sector(xml, string.Join('+', a.Kinds.Select(SupportWords.Of)));
        }
        Money(xml, a, parted);
        Rest(xml, a);
        xml.WriteEndElement();
    }

    private static void Money(XmlWriter xml, IatiActivity a, bool parted)
    {
        foreach (var budget in a.Budgets)
        {
            xml.WriteStartElement("budget");
            xml.WriteAttributeString("type", "1");
            xml.WriteAttributeString("status", "2");
            Coded(xml, "period-start", ("iso-date", Day(budget.Start)));
            Coded(xml, "period-end", ("iso-date", Day(budget.End)));
            Value(xml, budget.Sum.ToString(), budget.Currency, budget.ValueDate);
            xml.WriteEndElement();
        }
        foreach (var t in a.Transactions)
        {
            xml.WriteStartElement("transaction");
            xml.WriteAttributeString("ref", Clean(t.Reference));
            if (!a.IsHumanitarian && t.Kind == SupportKind.Humanitarian)
            {
                xml.WriteAttributeString("humanitarian", "1");
            }
            Coded(xml, "transaction-type", ("code", t.Type));
            Coded(xml, "transaction-date", ("iso-date", Day(t.Date)));
            Value(xml, t.Value.Value.ToString(CultureInfo.InvariantCulture), t.Value.Currency, t.ValueDate);
            Told(xml, "description", t.Description);
            Named(xml, "provider-org", t.Provider);
            Named(xml, "receiver-org", t.Receiver);
            if (parted)
            {
                Sector(xml, SupportWords.Of(t.Kind));
            }
            xml.WriteEndElement();
        }
    }

    private static void Rest(XmlWriter xml, IatiActivity a)
    {
        foreach (var left in a.Legacy)
        {
            Coded(xml, "legacy-data", ("name", SupportWords.Of(left.Item.Stage)), ("value", Clean(Text(left.Item))));
        }
        foreach (var condition in a.Conditions)
        {
            Coded(xml, "legacy-data", ("name", "condition"), ("value", Clean(condition)));
        }
        if (!a.Conditions.IsEmpty)
        {
            Coded(xml, "conditions", ("attached", "1"));
        }
        if (a.Measures.IsEmpty)
        {
            return;
        }
        xml.WriteStartElement("result");
        xml.WriteAttributeString("type", Output);
        xml.WriteAttributeString("aggregation-status", "0");
        Told(xml, "title", "Things promised and delivered");
        foreach (var indicator in a.Measures.GroupBy(m => (m.What, m.Unit)))
        {
            xml.WriteStartElement("indicator");
            xml.WriteAttributeString("measure", Measured);
            xml.WriteAttributeString("ascending", "1");
            xml.WriteAttributeString("aggregation-status", "0");
            Told(xml, "title", $"{indicator.Key.What} ({indicator.Key.Unit})");
            foreach (var m in indicator)
            {
                xml.WriteStartElement("period");
                Coded(xml, "period-start", ("iso-date", Day(m.Start)));
                Coded(xml, "period-end", ("iso-date", Day(m.End)));
                xml.WriteStartElement(m.IsTarget ? "target" : "actual");
                xml.WriteAttributeString("value", m.Quantity.Low.ToString(CultureInfo.InvariantCulture));
                Told(xml, "comment", $"{m.Quantity}; item {m.Item}");
                xml.WriteEndElement();
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    /// <summary>What the ledger says of an item, in one line.</summary>
    public static string Text(LedgerItem item)
    {
        string[] parts =
        [
            item.Id,
            item.Date?.ToString() ?? "",
            item.Amount?.ToString() ?? "",
            item.Quantity?.ToString() ?? "",
            item.Title,
            item.Standing == Standing.Recorded ? "" : $"standing: {Words.Of(item.Standing)}",
        ];
        return string.Join("; ", parts.Where(p => p.Length > 0));
    }

    private static void Value(XmlWriter xml, string value, string currency, LocalDate date)
    {
        xml.WriteStartElement("value");
        xml.WriteAttributeString("currency", currency);
        xml.WriteAttributeString("value-date", Day(date));
        xml.WriteString(value);
        xml.WriteEndElement();
    }

    private static void Sector(XmlWriter xml, string kind)
    {
        xml.WriteStartElement("sector");
        xml.WriteAttributeString("vocabulary", IatiCodes.OwnVocabulary);
        xml.WriteAttributeString("code", kind);
        Narrative(xml, kind);
        xml.WriteEndElement();
    }

    private static void Named(XmlWriter xml, string element, string name)
    {
        if (name.Length > 0)
        {
            Told(xml, element, name);
        }
    }

    private static void Told(XmlWriter xml, string element, string text, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        xml.WriteStartElement(element);
        foreach (var (name, value) in attributes)
        {
            xml.WriteAttributeString(name, value);
        }
        Narrative(xml, text);
        xml.WriteEndElement();
    }

    private static void Coded(XmlWriter xml, string element, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        xml.WriteStartElement(element);
        foreach (var (name, value) in attributes)
        {
            xml.WriteAttributeString(name, value);
        }
        xml.WriteEndElement();
    }

    private static void Narrative(XmlWriter xml, string text) => xml.WriteElementString("narrative", Clean(text));

    private static string Day(LocalDate day) => LocalDatePattern.Iso.Format(day);

    // XML has no control characters, and no half of a pair: they become the sign for what cannot be shown.
    private static string Clean(string text)
    {
        try
        {
            return XmlConvert.VerifyXmlChars(text);
        }
        catch (XmlException)
        {
            var clean = new StringBuilder(text.Length);
            foreach (var rune in text.EnumerateRunes())
            {
                clean.Append(
                    rune.Value >= 0x20 && rune.Value is not (0xFFFE or 0xFFFF) || rune.Value is '\t' or '\n' or '\r'
                        ? rune
                        : Rune.ReplacementChar
                );
            }
            return clean.ToString();
        }
    }
}
