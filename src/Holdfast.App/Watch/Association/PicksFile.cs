using System.Globalization;
using System.Runtime.CompilerServices;
using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Association.Signatures;

namespace Holdfast.App.Watch.Association;

/// <summary>A row of a table of picks: the pick, or why it cannot be one.</summary>
/// <param name="Word">What the row says of the pick beyond its time; null without a pick.</param>
public readonly record struct PickRow(long Line, Arrival? Arrival, string? Fault, long BytesRead, ArrivalWord? Word = null);

/// <summary>
/// Reads picks row by row in bounded memory: columns of this program, of SeisBench, GaMMA and PyOcto. Times are seconds or ISO 8601; then seconds count from 1970 UTC.
/// </summary>
public sealed class PicksFile(string path, WavesModel waves, double leastProbability)
{
    private readonly string name = Path.GetFileName(path);

    /// <summary>Whether the file's times are dates; known once rows were read.</summary>
    public bool HasDates { get; private set; }

    public async IAsyncEnumerable<PickRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var content = File.OpenRead(path);
        var rows = new CsvRows(content, (byte)',', FeedLimits.Default);
        if (!await rows.ReadAsync(cancellation))
        {
            throw FeedErrors.Refuse(name, "empty-file", "Found nothing, expected a header such as: station,phase,time");
        }
        var grammar = new PickGrammar(new TableHeader("associate", name, rows));
        while (await rows.ReadAsync(cancellation))
        {
            var (arrival, word, fault) =
                rows.Flaw == RowFlaw.None ? Read(rows, grammar) : (null, null, $"a row that cannot be read ({rows.Flaw})");
            yield return new PickRow(rows.Line, arrival, fault, rows.BytesRead, word);
        }
    }

    private (Arrival? Arrival, ArrivalWord? Word, string? Fault) Read(CsvRows rows, PickGrammar grammar)
    {
        if (grammar.Read(rows, out var fault) is not { } pick)
        {
            return (null, null, fault?.Reason);
        }
        if (PhaseOf(pick.Phase) is not { } phase)
        {
            return (
                null,
                null,
                $"found the phase '{RowFault.Cut(pick.Phase)}', expected {string.Join(" or ", waves.PickSigmaSeconds.Keys.Order())}"
            );
        }
        if (pick.Probability < leastProbability)
        {
            return (null, null, null);
        }
        HasDates |= pick.Instant is not null;
        Bearing? bearing = pick.AzimuthDegrees is { } degrees
            ? new Bearing(Math.IEEERemainder(degrees * Math.PI / 180, Math.Tau), pick.AzimuthSigmaDegrees * Math.PI / 180)
            : null;
        var id = grammar.HasIds ? pick.Id : rows.Line.ToString(CultureInfo.InvariantCulture);
        // Of one source: a table says nothing of whose its stations are.
        var word = new ArrivalWord("", WaveOf(pick.Phase), pick.Amplitude, pick.Kinds);
        return (
            new Arrival(id, pick.Station, pick.Seconds, pick.SigmaSeconds ?? waves.PickSigmaSeconds[phase], bearing, phase),
            word,
            null
        );
    }

    private static ArrivalPhase WaveOf(string text) =>
        text.ToUpperInvariant() switch
        {
            "MUZZLE" => ArrivalPhase.Muzzle,
            "SHOCK" => ArrivalPhase.Shock,
            "BURST" => ArrivalPhase.Burst,
            _ => ArrivalPhase.Sound,
        };

    private Phase? PhaseOf(string text)
    {
        if (waves.Velocity is null)
        {
            return text.Length == 0 || text.ToUpperInvariant() is "SOUND" or "MUZZLE" or "SHOCK" or "BURST" ? Phase.Sound : null;
        }
        // Pn, Pg, Sn, Sg and the like are the first P and S arrivals that the model computes.
        return text.Length == 0 ? null
            : text[0] is 'P' or 'p' ? Phase.P
            : text[0] is 'S' or 's' ? Phase.S
            : null;
    }
}
