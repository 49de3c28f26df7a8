using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Association.Signatures;

/// <summary>
/// What an event was, from what classifiers say of its arrivals and how loud it was at its source: a logarithmic opinion pool (Genest and Zidek 1986) of the classifiers' first words, each as sure as its
/// source is found to be (<see cref="VoiceBook"/>), over the kinds that anybody names and the rest, which is none of them. What fools all alike is a part of the model: however many agree, so much stays with the base rates.
/// </summary>
public static class KindOpinion
{
    /// <summary>Classifiers that hear one event err together: n count for n / (1 + (n - 1) r) (Kish 1965, design effect).</summary>
    private const double Correlation = 0.05;

    /// <summary>How often an event fools all classifiers alike.</summary>
    private const double CommonError = 0.1;

    /// <summary>
    /// Weights over the kinds that are named and <paramref name="otherwise"/>, the rest; sorted by kind, summing to 1. The rest alone where nobody names a kind, or all know but one kind.
    /// </summary>
    /// <param name="said">What classifiers say.</param>
    /// <param name="book">How good they are.</param>
    /// <param name="level">How loud it was at its source; null where nobody measured that.</param>
    /// <param name="otherwise">What an event is of which nobody can say more.</param>
    public static ImmutableArray<KindWeight> Of(IEnumerable<KindVoice> said, VoiceBook book, SourceLevel? level, string otherwise)
    {
        ArgumentNullException.ThrowIfNull(said);
        ArgumentNullException.ThrowIfNull(book);
        var voices = VoiceBook.Sorted(said);
        var kinds = VoiceBook.KindsOf(voices).Where(kind => kind != otherwise).ToArray();
        if (kinds.Length == 0)
        {
            return [new KindWeight(otherwise, 1)];
        }
        // Where one kind alone is named there is still the rest to choose from.
        var among = Math.Max(2, kinds.Length);
        var prior = kinds.Select(kind => (1 - VoiceBook.RestShare) * book.BaseRate(kind, kinds.Length)).ToArray();
        var scale = (1 - VoiceBook.RestShare) / prior.Sum();
        var logs = prior
            .Select((share, k) => Math.Log(share * scale) + LevelOf(level, kinds[k]))
            .Append(Math.Log(VoiceBook.RestShare) + LevelOf(level, otherwise))
            .ToArray();
        var worth = 1 / (1 + ((voices.Count - 1) * Correlation));
        foreach (var voice in voices)
        {
            var right = VoiceBook.Accuracy(voice, among, book.PowerOf(voice.Source));
            for (var k = 0; k < kinds.Length; k++)
            {
                logs[k] += worth * Math.Log(voice.First.Kind == kinds[k] ? right : (1 - right) / (among - 1));
            }
            logs[^1] += worth * Math.Log(voice.First.Kind == otherwise ? right : book.BaseRate(voice.First.Kind, among));
        }
        var most = logs.Max();
        var total = logs.Sum(log => Math.Exp(log - most));
        return
        [
            .. kinds
                .Append(otherwise)
                .Select(
                    (kind, k) =>
                        new KindWeight(
                            kind,
                            ((1 - CommonError) * Math.Exp(logs[k] - most) / total)
                                + (CommonError * (k < kinds.Length ? prior[k] * scale : VoiceBook.RestShare))
                        )
                )
                .OrderBy(weight => weight.Kind, StringComparer.Ordinal),
        ];
    }

    private static double LevelOf(SourceLevel? level, string kind) => level is null ? 0 : LevelsOfKinds.Log(kind, level);
}
