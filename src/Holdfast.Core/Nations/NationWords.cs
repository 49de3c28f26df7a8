using System.Collections.Immutable;

namespace Holdfast.Core.Nations;

/// <summary>The words of the files, addresses and programs for the enumerations of this room, and which stance answers which question.</summary>
public static class NationWords
{
    public static readonly ImmutableArray<Question> Questions = [.. Enum.GetValues<Question>()];
    public static readonly ImmutableArray<Stance> Stances = [.. Enum.GetValues<Stance>()];
    public static readonly ImmutableArray<PositionKind> Kinds = [.. Enum.GetValues<PositionKind>()];
    public static readonly ImmutableArray<Domain> Domains = [.. Enum.GetValues<Domain>()];

    public static string Of(Question question) => question == Question.RedLines ? "red_lines" : question.ToString().ToLowerInvariant();

    public static string Of(Stance stance) => stance.ToString().ToLowerInvariant();

    public static string Of(PositionKind kind) => kind.ToString().ToLowerInvariant();

    public static string Of(Domain domain) => domain.ToString().ToLowerInvariant();

    public static string Of(ConditionTarget target) => target.ToString().ToLowerInvariant();

    public static Question? AsQuestion(string word) => Find(Questions, word, Of);

    public static Stance? AsStance(string word) => Find(Stances, word, Of);

    public static PositionKind? AsKind(string word) => Find(Kinds, word, Of);

    /// <summary>
    /// Whether a stance can answer a question: only what is asked for can be offered, only what is asked for or proposed refused, a contribution is
    /// offered or refused rather than yes or no, and neither a calendar nor a poll can be silent.
    /// </summary>
    public static bool Fits(Question question, Stance stance) =>
        stance switch
        {
            Stance.Offered => question is Question.Support or Question.Tasks or Question.Contribution or Question.Conditions,
            Stance.Refused => question
                is Question.Support
                    or Question.Tasks
                    or Question.Contribution
                    or Question.Conditions
                    or Question.RedLines,
            Stance.Yes or Stance.No => question is not Question.Contribution,
            Stance.Silent => question is not Question.Calendar and not Question.Opinion,
            _ => true,
        };

    /// <summary>The stances that can answer a question, in the order of <see cref="Stance"/>.</summary>
    public static ImmutableArray<Stance> Fitting(Question question) => [.. Stances.Where(s => Fits(question, s))];

    private static T? Find<T>(ImmutableArray<T> all, string word, Func<T, string> of)
        where T : struct
    {
        foreach (var value in all)
        {
            if (of(value) == word)
            {
                return value;
            }
        }
        return null;
    }
}
