using System.Collections.Immutable;
using Holdfast.App.Briefing.Wording;
using Holdfast.App.Missions;
using Holdfast.Core.Briefing.Questions;
using Holdfast.Core.Missions;
using Holdfast.Core.Missions.Questions;
using Holdfast.Core.Values;

namespace Holdfast.App.Briefing.Questions;

/// <summary>
/// Answers a mission's plain questions from its files and its record, as released for the reader. Nothing is written in an answer that no datum says: what is not found is
/// "not known".
/// </summary>
public sealed class QuestionDesk(Workspace workspace)
{
    private Mission Mission => workspace.Mission;

    public async Task<ImmutableArray<QuestionAnswer>> AnswerAllAsync(
        Reader reader,
        AnswerRequest request,
        CancellationToken cancellation = default
    )
    {
        var answers = ImmutableArray.CreateBuilder<QuestionAnswer>();
        foreach (var question in Mission.Questions)
        {
            answers.Add(await AnswerAsync(reader, question, request, cancellation));
        }
        return answers.ToImmutable();
    }

    public async Task<QuestionAnswer> AnswerAsync(
        Reader reader,
        PlainQuestion question,
        AnswerRequest request,
        CancellationToken cancellation = default
    )
    {
        var parts = ImmutableArray.CreateBuilder<AnswerPart>();
        var gathering = new Gathering(workspace, reader, question.Mode, request, PhraseBook.Of(request.Language));
        foreach (var rule in question.Rules)
        {
            var (items, why) = await ItemsAsync(gathering, rule.Selector, cancellation);
            var (lead, language) = rule.Lead.In(request.Language.Tag);
            parts.Add(new AnswerPart(lead, language, rule.Claims, new SoughtText(gathering).Of(rule.Selector), why, items));
        }
        var (asks, asksLanguage) = question.Asks.In(request.Language.Tag);
        return new QuestionAnswer(
            question.Id,
            asks,
            asksLanguage,
            Mission.Name,
            Mission.Title,
            question.Mode,
            request.Language.Tag,
            Mission.Languages.IsEmpty ? "en" : Mission.Languages[0],
            request.At,
            request.Known,
            Mission.Zone,
            parts.ToImmutable()
        );
    }

    private static async Task<(ImmutableArray<AnswerItem> Items, string Why)> ItemsAsync(
        Gathering g,
        AnswerSelector selector,
        CancellationToken cancellation
    ) =>
        selector switch
        {
            AnswerSelector.Positions positions => (DeclaredItems.Of(g, positions), ""),
            AnswerSelector.Events events => (DeclaredItems.Of(g, events), ""),
            AnswerSelector.Calendar calendar => (DeclaredItems.Of(g, calendar), ""),
            AnswerSelector.Documents documents => (DeclaredItems.Of(g, documents), ""),
            AnswerSelector.Offers offers => (DeclaredItems.Of(g, offers), ""),
            AnswerSelector.Fact fact => await StatedItems.OfAsync(g, fact, cancellation),
            AnswerSelector.Undertakings undertakings => (await StatedItems.OfAsync(g, undertakings, cancellation), ""),
            AnswerSelector.Incidents incidents => await CountedItems.OfAsync(g, incidents, cancellation),
            AnswerSelector.Support support => (await CountedItems.OfAsync(g, support, cancellation), ""),
            _ => throw new InvalidOperationException("AnswerSelector is a closed union."),
        };
}
