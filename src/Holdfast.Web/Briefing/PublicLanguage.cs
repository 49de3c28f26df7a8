using Holdfast.App.Briefing.Wording;
using Holdfast.Core.Briefing.Wording;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Briefing;

/// <summary>In which language a reader without an account is answered: <c>?lang=</c>, then what the browser asks for, then English.</summary>
internal static class PublicLanguage
{
    public const string Key = "lang";

    /// <summary>The language, or a refusal that names the nearest right word; the answer says which language it is in.</summary>
    public static (Language Language, Refusal? Refusal) Of(HttpContext context)
    {
        context.Response.Headers.Append("Vary", "Accept-Language");
        return Named(context, Language.Negotiate(context.Request.Headers.AcceptLanguage.ToString()));
    }

    /// <summary>In the rooms, which are English, a report is so too unless another language is asked for by name.</summary>
    public static (Language Language, Refusal? Refusal) Asked(HttpContext context) => Named(context, Language.English);

    private static (Language Language, Refusal? Refusal) Named(HttpContext context, Language otherwise)
    {
        var asked = QueryText.Single(context.Request.Query, Key);
        var language = asked is null ? otherwise : Language.Find(asked);
        if (language is null)
        {
            var tags = Language.All.Select(l => l.Tag).ToArray();
            var shown = asked is { Length: > 20 } ? asked[..20] : asked ?? "";
            var near = NearestWord.To(shown, tags);
            return (
                Language.English,
                Refusal.BadRequest(
                    $"'{Key}' is '{shown}'; expected one of {string.Join(", ", tags)}." + (near is null ? "" : $" Did you mean '{near}'?")
                )
            );
        }
        context.Response.Headers.ContentLanguage = language.Tag;
        return (language, null);
    }

    public static Phrases Phrases(Language language) => PhraseBook.Of(language);
}
