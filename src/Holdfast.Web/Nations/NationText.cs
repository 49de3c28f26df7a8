using Holdfast.Core.Missions;
using Holdfast.Core.Nations;
using Holdfast.Web.Frame;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Web.Nations;

/// <summary>The words in which pages show what nations said.</summary>
internal static class NationText
{
    private static readonly LocalDatePattern Month = LocalDatePattern.CreateWithInvariantCulture("MMM uuuu");

    /// <summary>What is asked, as the head of a column and as a question.</summary>
    public static (string Head, string Asks) Of(Question question) =>
        question switch
        {
            Question.Support => ("Support", "Does it support the coalition?"),
            Question.Consensus => ("Consensus", "Are government, parliament, opposition and public of one mind?"),
            Question.Tasks => ("Tasks", "Which tasks should the coalition have?"),
            Question.Contribution => ("Contribution", "What does it contribute, and why?"),
            Question.Conditions => ("Conditions", "On what does it make this depend?"),
            Question.Procedure => ("Procedure", "Who decides, before or after, for how long?"),
            Question.Calendar => ("Calendar", "Which dates bear on it?"),
            Question.Opinion => ("Opinion", "What does the public think?"),
            Question.RedLines => ("Red lines", "What does it rule out?"),
            Question.Dependence => ("Dependence", "How far does it depend on the United States?"),
        };

    /// <summary>A shape and a tone for each stance; the word always stands beside them.</summary>
    public static (string Symbol, string Tone) Of(Stance stance) =>
        stance switch
        {
            Stance.Offered => ("+", "for"),
            Stance.Yes => ("✓", "for"),
            Stance.Conditional => ("◐", "if"),
            Stance.Partly => ("◑", "if"),
            Stance.Divided => ("≠", "if"),
            Stance.Refused => ("×", "against"),
            Stance.No => ("×", "against"),
            Stance.Open => ("○", "open"),
            Stance.Silent => ("–", "open"),
            Stance.Unknown => ("?", "open"),
        };

    public static (string Word, string Many, string Meaning) Of(PositionKind kind) =>
        kind switch
        {
            PositionKind.Own => ("own statement", "Own statements", "An official of the nation said so."),
            PositionKind.Reported => ("reported", "Reported", "Somebody reports what officials or the public say."),
            PositionKind.Inference => ("inference", "Experts' inferences", "An expert concludes so; nobody of the nation said it."),
        };

    public static string Of(MeetingFormat format) =>
        format == MeetingFormat.ChiefsOfDefence ? "chiefs of defence" : format.ToString().ToLowerInvariant();

    public static string Of(PartialDate date) =>
        date.Precision switch
        {
            DatePrecision.Day => Clock.Date(date.Earliest),
            DatePrecision.Month => Month.Format(date.Earliest),
            DatePrecision.Year => date.ToString(),
        };

    /// <summary>Where an undertaking has its page.</summary>
    public static string Guarantee(string root, string undertaking) => $"{root}/guarantees/{Uri.EscapeDataString(undertaking)}";

    /// <summary>The days on which the matrix can change: where a date may begin and where it has surely come.</summary>
    public static IEnumerable<LocalDate> Days(IEnumerable<Nation> nations) =>
        nations.SelectMany(n => n.Positions).Select(p => p.Date.Latest).Distinct().Order();
}
