using System.Collections.Immutable;
using System.Globalization;
using Holdfast.App.Watch.Association;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.App.Watch.Feeds.Picks;

/// <summary>Rows of picks as arrivals. What the table does not date cannot be placed in the world: seconds must count from 1970.</summary>
internal sealed class PickRows(TableHeader header, FeedInput input) : RowReader(header, input)
{
    // Seconds below this are those of a run of its own, not of a calendar: 1e8 is in 1973.
    private const double LeastSeconds = 1e8;

    private readonly PickGrammar _grammar = new(header);

    public override Observation? Read(CsvRows row, out RowFault? fault)
    {
        if (_grammar.Read(row, out fault) is not { } pick)
        {
            fault = fault is null
                ? null
                : Guessed(fault with { Reason = char.ToUpperInvariant(fault.Reason[0]) + fault.Reason[1..] + "." });
            return null;
        }
        if (ArrivalPhases.Of(pick.Phase) is not { } phase)
        {
            fault = new RowFault(
                "phase",
                "bad-code",
                $"Found the phase '{RowFault.Cut(pick.Phase)}', expected {ArrivalPhases.Expected}.{ArrivalPhases.Hint(pick.Phase)}"
            );
            return null;
        }
        if (pick.Kind.Length > 0 && !EventKinds.IsKnown(pick.Kind))
        {
            fault = ObservationCheck.UnknownKind(pick.Kind);
            return null;
        }
        if (At(pick, out fault) is not { } at)
        {
            return null;
        }
        var attributes = NoAttributes.ToBuilder();
        if (pick.Probability is { } probability)
        {
            attributes["probability"] = probability.ToString("R", CultureInfo.InvariantCulture);
        }
        if (pick.SigmaSeconds is null)
        {
            attributes["sigma"] = "not stated by the table";
        }
        NoteEncoding(attributes, row);
        var arrival = new ArrivalObservation
        {
            Id = new ObservationId(Input.Source.Id, Id(pick, at)),
            SourceId = Input.Source.Id,
            When = TimeRange.At(at),
            Credibility = 3,
            Standing = Input.Standing,
            Mode = Input.Mode,
            Label = Input.ArrivalLabel,
            Citation = Cite(row),
            Attributes = attributes.ToImmutable(),
            Sensor = pick.Station,
            SigmaSeconds = pick.SigmaSeconds ?? ArrivalPhases.DefaultSigmaSeconds(phase),
            Phase = phase,
            Amplitude = pick.Amplitude,
            Kinds = pick.Kinds,
            Azimuth = pick.AzimuthDegrees is { } degrees ? new MeasuredAzimuth((degrees + 720) % 360, pick.AzimuthSigmaDegrees) : null,
        };
        fault = ArrivalCheck.FaultOf(arrival, Input) is { } wrong ? wrong with { Column = Column(wrong.Column) } : null;
        return fault is null ? arrival : null;
    }

    private static string Column(string member) =>
        member switch
        {
            "earliest" => "time",
            "sigmaSeconds" => "sigma_s",
            _ => member,
        };

    private Instant? At(StatedPick pick, out RowFault? fault)
    {
        fault = null;
        var at = pick.Instant;
        if (at is null && pick.Seconds >= LeastSeconds)
        {
            at = NodaConstants.UnixEpoch + Duration.FromTicks((long)Math.Round(pick.Seconds * 1e6) * 10);
        }
        if (at is not { } known)
        {
            fault = new RowFault(
                "time",
                "bad-time",
                $"Found the time '{pick.Seconds.ToString("R", CultureInfo.InvariantCulture)}', expected a date as 2016-10-14T00:00:08.11 or seconds since 1970."
            );
        }
        else if (known > Input.Now)
        {
            fault = RowFault.Future("time", Iso.Format(known));
        }
        fault = fault is null ? null : Guessed(fault);
        return fault is null ? at : null;
    }

    /// <summary>What a number that is no time was probably meant to be: nanoseconds, a year.</summary>
    private RowFault Guessed(RowFault fault) =>
        fault.Column == "time" ? fault with { Reason = fault.Reason + LineFault.Guess(fault.Reason, Input.Now) } : fault;

    private static string Id(StatedPick pick, Instant at) => pick.Id.Length > 0 ? pick.Id : $"{pick.Station}/{pick.Phase}/{Iso.Format(at)}";
}
