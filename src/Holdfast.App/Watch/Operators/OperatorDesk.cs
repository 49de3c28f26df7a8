using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Holdfast.App.Record;
using Holdfast.App.Watch.Origins;
using Holdfast.Core.Access;
using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Operators;
using Holdfast.Core.Watch.Sensors;
using NodaTime;

namespace Holdfast.App.Watch.Operators;

/// <summary>What became of an act: its entry, or why it was not done. Exactly one is set.</summary>
/// <param name="Code">A stable code of the refusal, such as <c>no-right</c>, <c>unknown-incident</c>, <c>not-cited</c>, <c>contradicts</c>, <c>too-far-apart</c>, <c>not-a-body</c>.</param>
public sealed record OperatorAnswer(long? Entry, string Code, string Refusal);

/// <summary>
/// The one door for acts of operators: checks the right, that what is cited belongs to incidents that the operator sees, and that nothing that binds says otherwise; then the act is an
/// entry. A refusal records nothing and says what would have to change.
/// </summary>
public sealed class OperatorDesk(Mission mission, IRecord record, IWatchViews watch)
{
    public const string Producer = "operators";

    /// <summary>Every act of the mission's mode that the reader may read, in order, with what became of it.</summary>
    public async ValueTask<OperatorJournal> JournalAsync(Reader reader, CancellationToken cancellation = default)
    {
        var deeds = await DeedsAsync(reader, cancellation);
        var heirs = deeds.Count > 0 ? OriginHeir.Names(await HeirsAsync(cancellation)) : [];
        return OperatorJournal.Of(deeds, mission.Mode, heirs);
    }

    /// <summary>
    /// The acts that bind and of which something is about an event that is called otherwise by now, or that nobody finds any more, with the reason: what they say of that holds for nothing.
    /// </summary>
    public async ValueTask<ImmutableArray<LostAct>> LostAsync(Reader reader, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var deeds = await DeedsAsync(reader, cancellation);
        var heirs = deeds.Count > 0 ? await HeirsAsync(cancellation) : ImmutableDictionary<ObservationId, OriginHeir>.Empty;
        var counts = SensorAccess.MayRead(reader, mission.SensorLabel, mission.Exposure);
        var lost = ImmutableArray.CreateBuilder<LostAct>();
        foreach (var line in OperatorJournal.Of(deeds, mission.Mode).Lines.Where(l => l.Binds))
        {
            foreach (var id in line.Deed.Act.Cited)
            {
                if (heirs.TryGetValue(id, out var heir) && heir.Now is null)
                {
                    lost.Add(new LostAct(line, id, LostAct.WhyGone(heir, counts)));
                }
            }
            if (line.Deed.Act.Renamed(id => heirs.TryGetValue(id, out var heir) ? heir.Now ?? id : id) is null)
            {
                lost.Add(new LostAct(line, line.Deed.Act.Cited.First(), LostAct.WhyOne));
            }
        }
        return lost.ToImmutable();
    }

    private async ValueTask<List<OperatorDeed>> DeedsAsync(Reader reader, CancellationToken cancellation)
    {
        var deeds = new List<OperatorDeed>();
        await foreach (var entry in record.ReadAsync(reader, new RecordQuery(Kinds: OperatorCodec.Kinds), cancellation))
        {
            if (OperatorDeed.TryOf(entry) is { } deed)
            {
                deeds.Add(deed);
            }
        }
        return deeds;
    }

    private async ValueTask<IReadOnlyDictionary<ObservationId, OriginHeir>> HeirsAsync(CancellationToken cancellation) =>
        watch is IOriginsOfActs origins ? await origins.HeirsAsync(cancellation) : ImmutableDictionary<ObservationId, OriginHeir>.Empty;

    /// <summary>Does an act about incidents that the operator named.</summary>
    /// <param name="incidents">Ids; everything that the act cites is an observation of one of them. Empty for a withdrawal.</param>
    public async ValueTask<OperatorAnswer> ActAsync(
        Reader author,
        IReadOnlyCollection<string> incidents,
        OperatorAct act,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(author);
        ArgumentNullException.ThrowIfNull(act);
        if (!MayDecide(author))
        {
            return NoRight(author);
        }
        byte[] body;
        try
        {
            body = OperatorCodec.Write(act);
        }
        catch (ArgumentException e)
        {
            return Refuse("not-a-body", $"The act is not as it should be: {e.Message}.");
        }
        var (cited, refusal) = await CitedAsync(author, incidents, act, cancellation);
        var journal = await JournalAsync(author, cancellation);
        refusal ??=
            journal.Against(act) is { } against ? Refuse("contradicts", $"{char.ToUpperInvariant(against[0])}{against[1..]}.")
            : TooFarApart(journal, act, cited)
                ? Refuse(
                    "too-far-apart",
                    $"Observations that begin {Days(mission.Fusion.MaximumWidth)} apart or more are never one event here (fusion, maximum width)."
                )
            : null;
        return refusal ?? new OperatorAnswer(await AppendAsync(author, act, body, LabelOf(journal, act, cited), cancellation), "", "");
    }

    /// <summary>Does what a form or a command line asks for: its act cites all observations of the named incidents unless it names some.</summary>
    public async ValueTask<OperatorAnswer> AskAsync(Reader author, OperatorWish wish, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(author);
        ArgumentNullException.ThrowIfNull(wish);
        var seen = new SortedSet<ObservationId>();
        if (!MayDecide(author))
        {
            return NoRight(author);
        }
        foreach (var id in wish.Incidents)
        {
            if (await watch.IncidentAsync(author, id, cancellation) is not { } detail)
            {
                return UnknownIncident(author, id);
            }
            seen.UnionWith(detail.Row.Incident.Observations);
        }
        try
        {
            return await ActAsync(author, wish.Incidents, new OperatorReading(wish, seen).Act(), cancellation);
        }
        catch (FormatException e)
        {
            return Refuse("not-a-body", e.Message);
        }
    }

    private async ValueTask<(ImmutableArray<Observation> Cited, OperatorAnswer? Refusal)> CitedAsync(
        Reader author,
        IReadOnlyCollection<string> incidents,
        OperatorAct act,
        CancellationToken cancellation
    )
    {
        var seen = new Dictionary<ObservationId, Observation>();
        foreach (var id in incidents)
        {
            if (await watch.IncidentAsync(author, id, cancellation) is not { } detail)
            {
                return ([], UnknownIncident(author, id));
            }
            foreach (var observation in detail.Observations)
            {
                seen.TryAdd(observation.Id, observation);
            }
        }
        foreach (var id in act.Cited)
        {
            if (!seen.ContainsKey(id))
            {
                var near = NearestWord.To(id.ToString(), seen.Keys.Select(k => k.ToString()));
                return (
                    [],
                    Refuse(
                        "not-cited",
                        $"'{id}' is no observation of {string.Join(" or ", incidents)}."
                            + (near is null ? "" : $" The nearest is '{near}'.")
                    )
                );
            }
        }
        return ([.. act.Cited.Select(id => seen[id])], null);
    }

    // Fusion looks no farther than the widest report; a bond beyond that could not be kept by a stream. Sets of bonds grow, so the cited ones' sets are looked at whole.
    private bool TooFarApart(OperatorJournal journal, OperatorAct act, ImmutableArray<Observation> cited)
    {
        if (act is not (MustLink or IncidentsMerged))
        {
            return false;
        }
        var begins = cited.Select(o => o.When.Earliest).Order().ToArray();
        return begins[^1] - begins[0] >= mission.Fusion.MaximumWidth
            || cited.Any(o => journal.Bonds.SetOf(o.Id) is not null && begins[^1] - begins[0] >= mission.Fusion.MaximumWidth / 2);
    }

    private Label LabelOf(OperatorJournal journal, OperatorAct act, ImmutableArray<Observation> cited) =>
        act is ActWithdrawn w && journal.Lines.FirstOrDefault(l => l.Deed.Entry == w.Entry)?.Deed.Label is { } label ? label
        : cited.IsEmpty ? Label.Public
        : Label.Cover([.. cited.Select(o => o.Label)]);

    private async ValueTask<long> AppendAsync(Reader author, OperatorAct act, byte[] body, Label label, CancellationToken cancellation)
    {
        // The record's length is part of the name, so that the same words at another time are another act.
        var kind = OperatorCodec.KindOf(act);
        var head = (await record.HeadAsync(cancellation)).Count;
        var name = string.Create(CultureInfo.InvariantCulture, $"{head}\n{author.Name}\n{kind}\n");
        var id = Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(name), .. body]))[..16];
        var draft = new EntryDraft(Producer, id, author.Name, Standing.Recorded, label, mission.Mode, kind, null, body);
        var bases = watch is IOriginsOfActs origins ? await origins.BasesAsync(act.Cited, cancellation) : [];
        if (bases.IsEmpty)
        {
            return (await record.AppendAsync([draft], cancellation))[0].Index;
        }
        var basis = new EntryDraft(
            Producer,
            id + "#basis",
            author.Name,
            Standing.Recorded,
            mission.SensorLabel,
            mission.Mode,
            ActBasis.Kind,
            null,
            new ActBasis(new ObservationId(Producer, id), bases).Write()
        );
        // Together: nobody finds the one without the other.
        return (await record.AppendAsync([draft, basis], cancellation))[0].Index;
    }

    private static string Days(Duration width) => string.Create(CultureInfo.InvariantCulture, $"{width.TotalDays:0.##} days");

    /// <summary>Whoever decides sees what it is about: the right alone, outside the watch room, is not enough (a token that was not made for it).</summary>
    public static bool MayDecide(Reader reader) => Rights.Allows(reader, Right.DecideIncidents) && reader.InWatchRoom;

    private static OperatorAnswer NoRight(Reader author) =>
        Refuse(
            "no-right",
            $"'{author.Name}' may read incidents, not decide about them: that takes a watch officer or an analyst in the watch room, and of a token the rights 'decide-incidents' and 'watch-room'."
        );

    private static OperatorAnswer UnknownIncident(Reader author, string id) =>
        Refuse("unknown-incident", $"There is no incident '{id}' that '{author.Name}' may read.");

    private static OperatorAnswer Refuse(string code, string reason) => new(null, code, reason);
}
