using System.Collections.Immutable;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Briefing.Wording;

namespace Holdfast.App.Briefing.Wording;

/// <summary>Reports in the languages that the program carries.</summary>
public static class ReportLanguage
{
    private static readonly Lazy<ImmutableDictionary<Language, ReportWords>> Words = new(() =>
        Language.All.ToImmutableDictionary(l => l, l => new ReportWords(PhraseBook.English, PhraseBook.Of(l)))
    );

    public static ReportWords Of(Language language) => Words.Value[language];

    /// <summary>The report in a language, for a form that people read; what machines read is English in every language (docs/guide/languages.md).</summary>
    public static ReportModel In(this ReportModel model, Language language, string format = "html") =>
        ReportFormats.IsForPeople(format) ? model.In(Of(language)) : model;
}
