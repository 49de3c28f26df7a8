using Holdfast.App.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Fusion;
using Holdfast.Core.Watch.Operators;

namespace Holdfast.App.Watch.Views;

public sealed partial class WatchViews
{
    /// <summary>At most so many observations that operators cited are looked through for an old name, the last first.</summary>
    private const int MostCited = 20_000;

    /// <summary>
    /// The incident that now holds what an id once stood for, by what operators cited: an incident is named by its least observation, and whoever merges, splits or joins cites all
    /// of them. So an old address leads on after the tables were folded from nothing, when no alias is left of it. Null where no act that this reader may read tells.
    /// </summary>
    private async Task<string?> HeirAsync(Reader reader, ViewQuery query, string id, CancellationToken cancellation)
    {
        var acts = new List<Core.Record.Entry>();
        await foreach (var entry in _record.ReadAsync(reader, new RecordQuery(Kinds: OperatorCodec.Kinds, Mode: query.Mode), cancellation))
        {
            acts.Add(entry);
        }
        acts.Reverse();
        var cited = acts.Select(OperatorDeed.TryOf)
            .OfType<OperatorDeed>()
            .SelectMany(deed => deed.Act.Cited)
            .Distinct()
            .Take(MostCited)
            .ToArray();
        foreach (var observation in cited)
        {
            using var rows = query.Read(
                "SELECT m.incident, o.kind, o.body FROM observation o JOIN member m ON m.idx=o.idx WHERE o.message=$message AND o.producer=$producer",
                ("$message", observation.MessageId),
                ("$producer", observation.Producer)
            );
            while (rows.Read())
            {
                if (Named(ObservationCodec.Decode(rows.GetString(1), (byte[])rows.GetValue(2))) is { } name && name.Value == id)
                {
                    return rows.GetString(0);
                }
            }
        }
        return null;
    }

    private static IncidentId? Named(Observation observation) =>
        observation switch
        {
            FixObservation fix => IncidentName.Of(fix),
            BearingObservation bearing => IncidentName.Of(bearing.AsFix()),
            _ => null,
        };
}
