using System.Collections.Immutable;
using Holdfast.App.Record;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;

namespace Holdfast.App.Commission;

/// <summary>
/// Whether the observations that an act cites stand in the record, as whoever acts may read it. What they may not read does not exist for them; near ids are named only to people
/// who serve the commission, so that nobody else can feel their way through the watch's sources.
/// </summary>
internal sealed class CitedObservations(IRecord record, Mode mode)
{
    /// <summary>Observations that one act may cite.</summary>
    public const int Most = 1000;

    private const string Prefix = "observation.";
    private const int Shown = 3;
    private const int MaxSlashes = 8;

    /// <summary>Why the act is refused, or null.</summary>
    /// <param name="hints">Whether near ids may be named.</param>
    public async ValueTask<CaseRefusal?> FaultOfAsync(Reader actor, CaseAct act, bool hints, CancellationToken cancellation)
    {
        var cited = Cited(act).Distinct(StringComparer.Ordinal).ToList();
        if (cited.Count > Most)
        {
            return new CaseRefusal("too-many", $"An act cites at most {Most} observations; these are {cited.Count}.", []);
        }
        foreach (var id in cited)
        {
            if (!await ExistsAsync(actor, id, cancellation))
            {
                var near = hints ? await NearAsync(actor, id, cancellation) : [];
                var hint = near.IsEmpty ? "" : $" The nearest are {string.Join(", ", near.Select(n => $"'{n}'"))}.";
                return new CaseRefusal(
                    "unknown-observation",
                    $"There is no observation '{Short(id)}' in the record that you may read.{hint}",
                    []
                );
            }
        }
        return null;
    }

    private static IEnumerable<string> Cited(CaseAct act) =>
        act switch
        {
            Opened o => o.Allegation.Observations,
            AllegationAdded a => a.Allegation.Observations,
            EvidenceAdded e => e.Item.Observations,
            CaseReopened r => r.NewEvidence.SelectMany(e => e.Observations),
            _ => [],
        };

    private async ValueTask<bool> ExistsAsync(Reader actor, string id, CancellationToken cancellation)
    {
        foreach (var (producer, message) in Readings(id))
        {
            if (await record.FindAsync(actor, producer, message, cancellation) is { } entry && IsObservation(entry))
            {
                return true;
            }
        }
        return false;
    }

    private async ValueTask<ImmutableArray<string>> NearAsync(Reader actor, string id, CancellationToken cancellation)
    {
        var near = new List<string>();
        foreach (var (producer, message) in Readings(id))
        {
            var entries = await record.NearbyAsync(actor, producer, message, cancellation);
            near.AddRange(entries.Where(IsObservation).Select(e => new ObservationId(e.Producer, e.MessageId).ToString()));
        }
        return
        [
            .. near.Distinct(StringComparer.Ordinal)
                .OrderBy(n => NearestWord.Edits(n, Short(id)))
                .ThenBy(n => n, StringComparer.Ordinal)
                .Take(Shown),
        ];
    }

    private bool IsObservation(Entry entry) => entry.Kind.StartsWith(Prefix, StringComparison.Ordinal) && entry.Mode == mode;

    // An id is producer, slash, message id; both may hold slashes.
    private static IEnumerable<(string Producer, string Message)> Readings(string id)
    {
        var at = id.IndexOf('/', StringComparison.Ordinal);
        for (var i = 0; at > 0 && i < MaxSlashes; i++)
        {
            yield return (id[..at], id[(at + 1)..]);
            at = id.IndexOf('/', at + 1);
        }
    }

    private static string Short(string id) => id.Length > 120 ? id[..120] : id;
}
