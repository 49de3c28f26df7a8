using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Missions.Questions;

/// <summary>A sentence of a mission in several languages, by BCP 47 tag; English is always there.</summary>
public sealed record LocalText(ImmutableSortedDictionary<string, string> ByLanguage)
{
    public static readonly LocalText None = new(ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal));

    public bool IsEmpty => ByLanguage.IsEmpty;

    /// <summary>The text and the language it is in: the one asked for where there is one, English otherwise.</summary>
    public (string Text, string Language) In(string tag) =>
        ByLanguage.TryGetValue(tag, out var text) ? (text, tag) : (ByLanguage.GetValueOrDefault("en", ""), "en");
}

/// <summary>A part of an answer: which data are put together, under which heading.</summary>
/// <param name="Lead">What the data are, as a heading; may be empty.</param>
/// <param name="Claims">Its items are figures claimed on different days by different people: each stands for itself, none replaces another.</param>
public sealed record AnswerRule(LocalText Lead, AnswerSelector Selector, bool Claims);

/// <summary>A question that people ask in plain words, with the rules by which its answer is put together from the data. No answer is written down.</summary>
/// <param name="Mode">The activity that it asks about; no answer mixes two.</param>
public sealed record PlainQuestion(string Id, LocalText Asks, Mode Mode, ImmutableArray<AnswerRule> Rules);
