using System.Collections.Immutable;
using Holdfast.Core.Missions.Questions;
using Holdfast.Core.Nations;
using Holdfast.Core.Support.Ledger;
using NodaTime;

namespace Holdfast.App.Briefing.Questions;

/// <summary>What a selector looks for, in words: what is said to be not known when it finds nothing.</summary>
internal sealed class SoughtText(Gathering gathering)
{
    public string Of(AnswerSelector selector) =>
        selector switch
        {
            AnswerSelector.Positions p => Text(
                "sought.positions",
                ("who", Names(p.Nations.IsEmpty ? [.. p.Ids.Select(i => i.Split('/')[0]).Distinct()] : p.Nations, p.Groups, p.Speakers)),
                ("topics", Topics(p))
            ),
            AnswerSelector.Events e => Text("sought.events", ("who", Names(e.Who, e.Words)), ("period", Days(e.From, e.Until))),
            AnswerSelector.Calendar c => Text("sought.calendar", ("who", Names(c.Nations))),
            AnswerSelector.Fact f => Text("sought.fact", ("fact", Fact(f))),
            AnswerSelector.Undertakings u => Text("sought.undertakings", ("who", Names(u.Names, u.By))),
            AnswerSelector.Offers o => Text("sought.offers", ("who", Names(o.Nations, o.Capabilities))),
            AnswerSelector.Incidents i => Text("sought.incidents", ("period", Period(i.From, i.Until))),
            AnswerSelector.Support s => Text(
                "sought.support",
                ("who", Names(s.Donors)),
                (
                    "stages",
                    s.Stages.IsEmpty ? Text("sought.any") : string.Join(", ", s.Stages.Select(x => Text($"stage.{SupportWords.Of(x)}")))
                )
            ),
            AnswerSelector.Documents d => Text("sought.documents", ("who", string.Join(", ", d.Ids))),
            _ => throw new InvalidOperationException("AnswerSelector is a closed union."),
        };

    private string Names(params ImmutableArray<string>[] ids)
    {
        var named = ids.SelectMany(i => i).Select(gathering.NameOf).ToArray();
        return named.Length == 0 ? Text("sought.any") : string.Join(", ", named);
    }

    private string Topics(AnswerSelector.Positions p)
    {
        var topics = p
            .Questions.Select(q => Text($"topic.{NationWords.Of(q)}"))
            .Concat(p.Stances.Select(s => Text($"stance.{NationWords.Of(s)}")));
        return string.Join(", ", topics.DefaultIfEmpty(Text("sought.any")));
    }

    // The chronology reaches beyond the mission's period: an open end is any day.
    private string Days(LocalDate? from, LocalDate? until) =>
        from is null && until is null
            ? Text("sought.any_day")
            : $"{(from is { } f ? gathering.Phrases.Date(f) : "")} \u2013 {(until is { } u ? gathering.Phrases.Date(u) : "")}".Trim();

    private string Period(LocalDate? from, LocalDate? until)
    {
        var (zone, period) = (gathering.Mission.Zone, gathering.Mission.Period);
        var first = from ?? period.Earliest.InZone(zone).Date;
        var last = until ?? period.Latest.Minus(Duration.Epsilon).InZone(zone).Date;
        return $"{gathering.Phrases.Date(first)} \u2013 {gathering.Phrases.Date(LocalDate.Max(first, last))}";
    }

    private string Fact(AnswerSelector.Fact fact)
    {
        var written = fact.Arguments.IsEmpty ? fact.Name : $"{fact.Name}({string.Join(", ", fact.Arguments)})";
        return gathering.Mission.Clauses.Fact(fact.Name)?.Title is { Length: > 0 } title ? $"{title} ({written})" : written;
    }

    private string Text(string key, params ReadOnlySpan<(string Name, object Value)> values) => gathering.Phrases.Text(key, values);
}
