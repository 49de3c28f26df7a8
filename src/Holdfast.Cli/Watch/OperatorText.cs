using System.Text.Json.Nodes;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Operators;

namespace Holdfast.Cli.Watch;

/// <summary>A line of the journal of operators as JSON.</summary>
internal static class OperatorText
{
    public static object Row(JournalLine line) =>
        new
        {
            line.Deed.Entry,
            At = Iso.Format(line.Deed.At),
            line.Deed.By,
            Kind = OperatorCodec.KindOf(line.Deed.Act),
            Label = line.Deed.Label.ToString(),
            line.Binds,
            line.WithdrawnBy,
            line.Ineffective,
            Body = JsonNode.Parse(OperatorCodec.Write(line.Deed.Act)),
        };
}
