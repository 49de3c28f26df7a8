using System.Collections.Immutable;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Briefing.Questions;

/// <summary>A part of an answer. Without items nothing is known of what was looked for: that is said, and nothing is put in its place.</summary>
/// <param name="Lead">A heading with the language it is in; may be empty.</param>
/// <param name="Claims">Figures claimed on different days: each stands for itself.</param>
/// <param name="Sought">What was looked for, in the language of the answer.</param>
/// <param name="Why">Why it is not known, where the data say so; otherwise empty. What was stated all the same stands among the items.</param>
public sealed record AnswerPart(string Lead, string LeadLanguage, bool Claims, string Sought, string Why, ImmutableArray<AnswerItem> Items)
{
    public bool IsUnknown => Items.IsEmpty || Why.Length > 0;
}

/// <summary>The answer to a plain question, put together from data at one instant, as known at one, for one reader.</summary>
/// <param name="Asks">The question, with the language it is in.</param>
/// <param name="Language">Of the answer's own sentences, BCP 47.</param>
/// <param name="DataLanguage">Of what the mission's files say.</param>
/// <param name="Known">Null for everything that is known.</param>
public sealed record QuestionAnswer(
    string Id,
    string Asks,
    string AsksLanguage,
    string Mission,
    string MissionTitle,
    Mode Mode,
    string Language,
    string DataLanguage,
    Instant At,
    Instant? Known,
    DateTimeZone Zone,
    ImmutableArray<AnswerPart> Parts
)
{
    /// <summary>Nothing in the data answers it.</summary>
    public bool IsUnknown => Parts.All(p => p.IsUnknown);

    /// <summary>All that it rests on.</summary>
    public IEnumerable<AnswerItem> Items => Parts.SelectMany(p => p.Items);
}
