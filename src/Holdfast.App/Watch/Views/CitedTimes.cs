using Holdfast.Core.Record;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Operators;
using NodaTime;

namespace Holdfast.App.Watch.Views;

/// <summary>When the observations begin that operators decided about: what hangs on them is fused again.</summary>
internal static class CitedTimes
{
    /// <param name="database">Holds the observations; those that it does not hold (yet, or for this reader) have no time.</param>
    /// <param name="journal">The mode's journal, with these acts.</param>
    /// <param name="acts">New acts of the mode.</param>
    public static IReadOnlyList<Instant> Of(ViewDatabase database, OperatorJournal journal, IEnumerable<Entry> acts)
    {
        var cited = acts.Select(OperatorDeed.TryOf)
            .OfType<OperatorDeed>()
            .Select(deed => deed.Act)
            .SelectMany(act =>
                act is ActWithdrawn w ? journal.Lines.Where(l => l.Deed.Entry == w.Entry).SelectMany(l => l.Deed.Act.Cited) : act.Cited
            )
            .Select(journal.NowOf)
            .Distinct()
            .Order()
            .ToArray();
        ViewDatabase.Execute(database.Writer, "CREATE INDEX IF NOT EXISTS observation_name ON observation(message, producer)");
        using var read = new Statement(database.Writer, "SELECT t0 FROM observation WHERE message=$0 AND producer=$1", 2);
        var times = new List<Instant>();
        foreach (var id in cited)
        {
            using var rows = read.Query(id.MessageId, id.Producer);
            while (rows.Read())
            {
                times.Add(Ticks.Back(rows.GetInt64(0)));
            }
        }
        return times;
    }
}
