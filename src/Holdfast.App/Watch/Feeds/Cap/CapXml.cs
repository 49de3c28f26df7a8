using System.Xml;

namespace Holdfast.App.Watch.Feeds.Cap;

/// <summary>Reads one alert as a tree. No document type, no resolver, bounded depth and number; names count without their prefix.</summary>
internal static class CapXml
{
    private const int MostLevels = 12;
    private const int MostElements = 20_000;

    /// <summary>Throws <see cref="XmlException"/> with line and column where the text is not well-formed.</summary>
    public static CapElement Read(string text)
    {
        // The piece was cut out of its document, where its prefixes may have been declared: they are not looked up.
        using var xml = new XmlTextReader(new StringReader(text))
        {
            Namespaces = false,
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            EntityHandling = EntityHandling.ExpandCharEntities,
        };
        var open = new Stack<CapElement>();
        CapElement? root = null;
        var count = 0;
        while (xml.Read())
        {
            switch (xml.NodeType)
            {
                case XmlNodeType.Element:
                    var element = new CapElement(xml.Name[(xml.Name.LastIndexOf(':') + 1)..]);
                    if (++count > MostElements || open.Count > MostLevels)
                    {
                        throw new XmlException(
                            $"more than {MostElements:N0} elements or {MostLevels} levels",
                            null,
                            xml.LineNumber,
                            xml.LinePosition
                        );
                    }
                    (open.Count > 0 ? open.Peek().Children : []).Add(element);
                    root ??= element;
                    if (!xml.IsEmptyElement)
                    {
                        open.Push(element);
                    }
                    break;
                case XmlNodeType.EndElement:
                    open.Pop();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace when open.Count > 0:
                    open.Peek().Append(xml.Value);
                    break;
                case XmlNodeType.EntityReference:
                    throw new XmlException(
                        $"the entity '{RowFault.Cut(xml.Name)}' is not declared",
                        null,
                        xml.LineNumber,
                        xml.LinePosition
                    );
                default:
                    break;
            }
        }
        return root ?? throw new XmlException("no element");
    }
}
