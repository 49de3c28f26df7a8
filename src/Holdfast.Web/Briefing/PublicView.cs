using System.Collections.Immutable;
using Holdfast.App.Briefing;
using Holdfast.App.Briefing.Questions;
using Holdfast.App.Briefing.Wording;
using Holdfast.Core.Briefing.Editions;
using Holdfast.Core.Briefing.Publication;
using Holdfast.Core.Briefing.Questions;
using Holdfast.Core.Briefing.Wording;
using Holdfast.Core.Missions;
using Holdfast.Core.Missions.Questions;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Web.Briefing;

/// <summary>A page for people without an account: in which language, as of when.</summary>
/// <param name="Lang">What the address keeps of the language: empty where the browser chose it.</param>
public sealed record PublicView(Mission Mission, AnswerRequest Request, string Lang)
{
    public Phrases Phrases { get; } = PhraseBook.Of(Request.Language);

    public string Root => $"/m/{Mission.Name}";

    public string Text(string key, params ReadOnlySpan<(string Name, object Value)> values) => Phrases.Text(key, values);

    /// <summary>A public page of the mission in the same language, as of the same instant where one was asked for.</summary>
    public string To(string page) => $"{Root}/{page}?lang={Request.Language.Tag}{Instants}";

    /// <summary>This page in another language.</summary>
    public string In(Language language, string page) => $"{Root}/{page}?lang={language.Tag}{Instants}";

    /// <summary>The instant and the knowledge that the address names.</summary>
    public string Instants { get; init; } = "";

    /// <summary>What a request asks, or why it cannot be answered.</summary>
    internal static (PublicView? View, Refusal? Refusal) Of(Visit visit, TimeProvider clock)
    {
        if (QueryText.CheckSizes(visit.Query) is { } tooLong)
        {
            return (null, tooLong);
        }
        var (language, refusal) = PublicLanguage.Of(visit.Context);
        if (refusal is not null)
        {
            return (null, refusal);
        }
        var (at, known) = (Instant.FromDateTimeOffset(clock.GetUtcNow()), (Instant?)null);
        var kept = "";
        foreach (var name in new[] { "at", "known" })
        {
            if (QueryText.Single(visit.Query, name) is not { } text)
            {
                continue;
            }
            if (!QueryText.TryInstant(text, visit.Mission.Zone, endOfDay: true, out var instant))
            {
                return (null, Refusal.BadRequest(QueryText.InstantExpected(name, text)));
            }
            (at, known) = name == "at" ? (instant, known) : (at, instant);
            kept += $"&{name}={Uri.EscapeDataString(text)}";
        }
        var request = new AnswerRequest(at, known, language);
        return (new PublicView(visit.Mission, request, QueryText.Single(visit.Query, PublicLanguage.Key) ?? "") { Instants = kept }, null);
    }
}

/// <summary>What the public page tells of a mission.</summary>
/// <param name="Truce">Whether a ceasefire is in effect, one answer for each activity that the mission holds.</param>
/// <param name="Promises">Undertakings with their state.</param>
/// <param name="Counts">Incidents as released, with coverage.</param>
/// <param name="Released">Public editions that two people released, withdrawn ones too, the latest first.</param>
public sealed record PublicAccount(
    ImmutableArray<QuestionAnswer> Truce,
    QuestionAnswer Promises,
    QuestionAnswer Counts,
    QuestionAnswer Ahead,
    LocalDate LastDay,
    ImmutableArray<(Brief Brief, ImmutableArray<Brief> Corrigenda)> Released
)
{
    // The names under which missions of this collection declare it.
    private static readonly ImmutableArray<string> TruceFacts = ["ceasefire.in_effect", "ceasefire.effective"];

    internal static async Task<PublicAccount> OfAsync(Visit visit, PublicView view, TimeProvider clock)
    {
        var book = await new BriefDesk(visit.Workspace, clock).BookAsync(visit.Reader, view.Request.Known, visit.Cancellation);
        var desk = new QuestionDesk(visit.Workspace);
        var mission = visit.Mission;
        Task<QuestionAnswer> Ask(Mode mode, params AnswerSelector[] selectors) =>
            desk.AnswerAsync(
                visit.Reader,
                new PlainQuestion("", LocalText.None, mode, [.. selectors.Select(s => new AnswerRule(LocalText.None, s, false))]),
                view.Request,
                visit.Cancellation
            );
        var declared = TruceFacts.FirstOrDefault(f => mission.Clauses.Fact(f) is not null);
        var truce = ImmutableArray.CreateBuilder<QuestionAnswer>();
        foreach (var mode in new[] { Mode.Actual, mission.Mode }.Distinct())
        {
            truce.Add(await Ask(mode, declared is null ? [] : [new AnswerSelector.Fact(declared, [])]));
        }
        return new PublicAccount(
            truce.ToImmutable(),
            await Ask(Mode.Actual, new AnswerSelector.Undertakings([], [])),
            await Ask(mission.Mode, new AnswerSelector.Incidents(null, null, "")),
            await Ask(Mode.Actual, new AnswerSelector.Calendar([])),
            mission.Period.Latest.Minus(Duration.Epsilon).InZone(mission.Zone).Date,
            // Whoever looks: this page is about what everybody may read.
            [
                .. book
                    .Briefs.Values.Where(b => b.Proposed.Edition == Edition.Public.Name && b.ReleasedBy is not null && !b.IsCorrigendum)
                    .OrderByDescending(b => b.Entry)
                    .Select(b => (b, book.CorrigendaOf(b.Id))),
            ]
        );
    }

    /// <summary>How many undertakings stand in each state, those in force first.</summary>
    public IEnumerable<(string State, ImmutableArray<AnswerItem> Items)> States =>
        Promises
            .Items.GroupBy(i => i.Word, StringComparer.Ordinal)
            .OrderBy(g => g.Key is "state.in_effect" or "state.triggered" ? 0 : 1)
            .ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.Key, g.ToImmutableArray()));

    public static string Day(LocalDate day) => LocalDatePattern.Iso.Format(day);
}
