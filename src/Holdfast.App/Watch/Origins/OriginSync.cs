using System.Globalization;
using Holdfast.App.Watch.Origins.Early;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Watch.Origins;

/// <summary>
/// Brings the origins of a store into the tables of one scope, as located observations whose times wait for their settling; what went is taken out of the incidents that it
/// was in. The tables remember how far they are, so that each change is taken once.
/// </summary>
/// <param name="block">Over which fusion estimates.</param>
internal sealed class OriginSync(ViewDatabase database, OriginStore store, Label label, Duration block)
{
    private const int MostAtOnce = 5_000;
    private const string Key = "origins";

    private long _early;

    public OriginStore Store => store;

    public Label Label => label;

    /// <summary>Lets the store take what is new in the record; costs what the engine costs, and touches no table of the scope.</summary>
    /// <param name="whole">False for whoever follows: what is younger than the watermark as far as it is due.</param>
    public Task<bool> ListenAsync(bool whole, IProgress<FoldProgress>? progress, CancellationToken cancellation) =>
        store.AdvanceAsync(progress, cancellation, whole);

    /// <summary>Takes the next changes; false where there were none. To be called by whoever holds the right to write the tables.</summary>
    public async Task<bool> TakeAsync(CancellationToken cancellation)
    {
        var changes = await store.ChangesAsync(Reached(), MostAtOnce, cancellation);
        if (changes.Count == 0)
        {
            return false;
        }
        database.MakeIndexes();
        UnsettledSpans.Prepare(database.Writer);
        using var unit = new Unit(database.Writer);
        var heirs = new Heirs(changes);
        using (var rows = new OriginRows(database))
        {
            foreach (var change in changes)
            {
                rows.Settle(change, label, change.Gone ? heirs.Of(change.Origin) : null);
            }
        }
        foreach (var ofMode in changes.GroupBy(c => c.Origin.Mode))
        {
            var times = ofMode.Select(c => Ticks.Of(c.Origin.AsFix(label).When.Earliest));
            UnsettledSpans.AddTimes(database.Writer, ofMode.Key, times, block);
        }
        database.SetMeta(Key, string.Create(CultureInfo.InvariantCulture, $"{store.Token} {changes[^1].Sequence}"));
        UnsettledSpans.Count(database);
        unit.Commit();
        return true;
    }

    /// <summary>What was heard, or withdrawn, a moment ago since the last time: as far as the settled changes that it speaks of were taken.</summary>
    public IReadOnlyList<EarlyChange> Early()
    {
        var reached = Reached();
        return [.. store.Early.After(_early).TakeWhile(c => c.Settled <= reached)];
    }

    /// <summary>These were taken.</summary>
    public void Took(IReadOnlyList<EarlyChange> changes) => _early = changes[^1].Sequence;

    /// <summary>What was heard up to now is not asked for any more.</summary>
    public void PassOver() => _early = store.Early.Sequence;

    // A store that was made anew counts from the beginning: everything it holds is taken again, which changes nothing that is the same.
    private long Reached() =>
        database.Meta(Key)?.Split(' ') is [var token, var sequence] && token == store.Token
            ? long.Parse(sequence, CultureInfo.InvariantCulture)
            : 0;
}
