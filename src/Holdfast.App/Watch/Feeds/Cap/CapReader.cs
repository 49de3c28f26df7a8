using System.Collections.Immutable;
using System.Xml;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.App.Watch.Feeds.Cap;

/// <summary>
/// An alert as observations of kind <c>alert</c>, one for each area: danger was expected there, from its onset until it expired. It does not say that anything happened. Infos that
/// differ in language alone count once. An update or a cancellation ends those that it refers to, in whatever file they stand (<see cref="Succession"/>).
/// </summary>
internal sealed class CapReader(FeedInput input)
{
    private const int MostAreas = 500;

    private static readonly string[] Statuses = ["Actual", "Exercise", "System", "Test", "Draft"];
    private static readonly string[] Types = ["Alert", "Update", "Cancel", "Ack", "Error"];

    // CAP leaves it to whoever receives an alert without 'expires' when it ends: a day, or when it is updated or cancelled.
    private static readonly Duration Unstated = Duration.FromDays(1);

    private readonly CapAreas _areas = new(input);

    public (IReadOnlyList<Observation> Observations, RowFault? Fault) Read(string text, long line)
    {
        try
        {
            return Read(CapXml.Read(text), line);
        }
        catch (XmlException e)
        {
            var at = e.LineNumber > 0 ? $"Line {line + e.LineNumber - 1}, column {e.LinePosition}: " : "";
            return ([], new RowFault("", "bad-xml", at + e.Message));
        }
    }

    private (IReadOnlyList<Observation> Observations, RowFault? Fault) Read(CapElement alert, long line)
    {
        foreach (var required in new[] { "identifier", "sender", "sent", "status", "msgType" })
        {
            if (alert[required].Length == 0)
            {
                return ([], RowFault.Missing(required));
            }
        }
        if (CapTimes.Read(alert["sent"]) is not { } sent)
        {
            return ([], RowFault.Date("sent", alert["sent"], "2022-03-15T16:10:34+02:00"));
        }
        if (Unfit(alert) is { } unfit)
        {
            return ([], unfit);
        }
        var observations = new List<Observation>();
        foreach (var info in Infos(alert))
        {
            var fault = Info(alert, info, sent, line, observations);
            if (fault is not null)
            {
                return ([], fault);
            }
        }
        return observations.Count > 0
            ? (observations, null)
            : ([], new RowFault("info", "missing-field", "The alert has no 'info' with an 'area': it says neither what nor where."));
    }

    private RowFault? Unfit(CapElement alert)
    {
        var (status, type) = (alert["status"], alert["msgType"]);
        Mode? mode = status switch
        {
            "Actual" => Mode.Actual,
            "Exercise" => Mode.Exercise,
            "Test" => Mode.Test,
            _ => null,
        };
        if (!Statuses.Contains(status))
        {
            return Code("status", status, Statuses);
        }
        if (!Types.Contains(type))
        {
            return Code("msgType", type, Types);
        }
        if (mode is null || type is "Ack" or "Error")
        {
            var what = mode is null ? $"status {status}" : $"message type {type}";
            return new RowFault(mode is null ? "status" : "msgType", "not-an-alert", $"A message of {what} alerts nobody.");
        }
        return mode == input.Mode
            ? null
            : new RowFault("status", "mode-mismatch", $"The alert says {status}, the input is {input.Mode}: modes are never mixed.");
    }

    private static RowFault Code(string column, string found, string[] expected)
    {
        var near = NearestWord.To(found, expected) is { } word ? $" Did you mean '{word}'?" : "";
        return new RowFault(column, "bad-code", $"'{column}' is '{RowFault.Cut(found)}', not {string.Join(", ", expected)}.{near}");
    }

    // English first where one info comes in several languages; what differs in more than words stays.
    private static IEnumerable<CapElement> Infos(CapElement alert) =>
        alert
            .All("info")
            .Take(100)
            .GroupBy(i =>
                (i["onset"], i["effective"], i["expires"], i["severity"], string.Join('|', i.All("area").Select(CapAreas.Geometry)))
            )
            .Select(g => g.FirstOrDefault(i => i["language"].StartsWith("en", StringComparison.OrdinalIgnoreCase)) ?? g.First());

    private RowFault? Info(CapElement alert, CapElement info, Instant sent, long line, List<Observation> observations)
    {
        if (When(alert, info, sent, out var when) is { } fault)
        {
            return fault;
        }
        foreach (var area in info.All("area"))
        {
            if (observations.Count >= MostAreas)
            {
                return new RowFault("area", "too-many-fields", $"The alert names more than {MostAreas} areas.");
            }
            if (_areas.Make(area, out var wrong) is not { } where)
            {
                return wrong;
            }
            var id = $"{CapTimes.Key(alert["sender"], alert["identifier"], alert["sent"])}#{observations.Count + 1}";
            var headline =
                info["headline"] is { Length: > 0 } h ? h
                : info["event"] is { Length: > 0 } e ? e
                : "Alert";
            observations.Add(
                new FixObservation
                {
                    Id = new ObservationId(input.Source.Id, id),
                    SourceId = input.Source.Id,
                    When = when,
                    ReportedAt = sent,
                    Supersedes = Superseded(alert, sent),
                    // CAP's certainty: Observed, Likely, Possible, Unlikely, Unknown.
                    Credibility = info["certainty"] switch
                    {
                        "Observed" => 2,
                        "Likely" => 3,
                        "Possible" => 4,
                        "Unlikely" => 5,
                        _ => 6,
                    },
                    Standing = input.Standing,
                    Mode = input.Mode,
                    Label = input.Label,
                    Description = Cut($"{(alert["msgType"] == "Cancel" ? "Cancelled: " : "")}{headline}: {area["areaDesc"]}", 300),
                    Citation = $"CAP {Cut(alert["identifier"], 100)}; {input.File}:{line}",
                    Attributes = Attributes(alert, info),
                    Where = where,
                    Kinds = [new KindWeight("alert", 1)],
                }
            );
        }
        return null;
    }

    private static ImmutableArray<Supersession> Superseded(CapElement alert, Instant sent) =>
        alert["msgType"] is "Update" or "Cancel"
            ?
            [
                .. CapTimes
                    .References(alert["references"])
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal)
                    .Select(key => new Supersession(key, sent)),
            ]
            : [];

    // A cancellation is the moment in which it was sent; an alert runs from its onset until it expires.
    private RowFault? When(CapElement alert, CapElement info, Instant sent, out TimeRange when)
    {
        when = TimeRange.At(sent);
        foreach (var name in new[] { "effective", "onset", "expires" })
        {
            if (info[name].Length > 0 && CapTimes.Read(info[name]) is null)
            {
                return RowFault.Date(name, info[name], "2022-03-15T16:10:34+02:00");
            }
        }
        if (alert["msgType"] != "Cancel")
        {
            var start = CapTimes.Read(info["onset"]) ?? CapTimes.Read(info["effective"]) ?? sent;
            var expires = CapTimes.Read(info["expires"]);
            if (expires < start)
            {
                return new RowFault("expires", "bad-date", "'expires' lies before the alert begins.");
            }
            when = new TimeRange(start, expires ?? start + Unstated);
        }
        return sent > input.Now ? RowFault.Future("sent", alert["sent"]) : null;
    }

    private static ImmutableSortedDictionary<string, string> Attributes(CapElement alert, CapElement info)
    {
        var attributes = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (element, name) in new[] { "msgType", "scope", "source", "references", "incidents" }.Select(n => (alert, n)))
        {
            Add(name, element[name]);
        }
        foreach (
            var name in new[] { "category", "event", "urgency", "severity", "certainty", "responseType", "senderName", "language", "web" }
        )
        {
            Add(name, info[name]);
        }
        return attributes.ToImmutable();

        void Add(string name, string value)
        {
            if (value.Length > 0)
            {
                attributes["cap " + name] = Cut(value, 1_000);
            }
        }
    }

    private static string Cut(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)] + "...";
}
