using Holdfast.App.Cell;
using Holdfast.Core.Cell;
using Holdfast.Core.Cell.Acts;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Web.Cell.Acting;

/// <summary>An act such as a form may make, to ask the law whether the form is to be offered.</summary>
internal static class CellProbe
{
    private const string Any = "x";

    public static CellAct Of(string word, CellSubject? subject, Reader reader, Instant now)
    {
        var nation = subject?.Opening.Act is DecisionProposed proposal
            ? reader.Nationality is { } own && proposal.Among.Contains(own)
                ? own
                : proposal.Among[0]
            : reader.Nationality ?? Any;
        var party = subject?.Opening.Act is WindowProposed window ? window.Parties[0] : Any;
        string Text(string field) =>
            field switch
            {
                "nation" or "by" => nation,
                "party" => party,
                "request" => "inform",
                "window" => "quiet",
                "effect" => "unknown",
                "outcome" => "kept",
                "agrees" => "yes",
                "procedure" => "explicit",
                "stance" => "joins",
                "sort" => "task",
                "from" or "until" => "1 h",
                "at" or "deadline" or "due" or "reply_by" or "effect_from" or "when" or "corrects" or "undertaking" or "then_after" => "",
                "agreements" => "",
                _ => Any,
            };
        return new CellReading(Text, DateTimeZone.Utc, now).Act(word);
    }
}
