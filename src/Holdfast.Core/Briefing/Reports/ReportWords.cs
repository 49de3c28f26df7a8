using System.Globalization;
using Holdfast.Core.Briefing.Wording;

namespace Holdfast.Core.Briefing.Reports;

/// <summary>In which language a report is written out. Reports are composed, compared and stored in English; another language is put over what they say (<see cref="PhraseMemory"/>).</summary>
public sealed class ReportWords
{
    /// <summary>Of the keys of what reports say.</summary>
    public const string Prefix = "brief.";

    /// <summary>What stands above a report in another language.</summary>
    public const string Governing =
        "Put into this language phrase by phrase from the English edition, which governs. Names, and what people and sources said, stand in their own words.";

    public static readonly ReportWords English = new();

    private readonly Phrases? _phrases;
    private readonly PhraseMemory? _memory;

    public ReportWords(Phrases english, Phrases target)
    {
        if (target.Language != Language.English)
        {
            (_phrases, _memory) = (target, new PhraseMemory(english, target, Prefix));
        }
    }

    private ReportWords() { }

    public Language Language => _phrases?.Language ?? Language.English;

    public bool IsEnglish => _memory is null;

    /// <summary>A text of the program in this language; data as it stands.</summary>
    public string Of(string text) => _memory?.Of(text) ?? text;

    /// <summary>Whether a text is one that the program wrote, with data in no place but those meant for it. Always so in English.</summary>
    public bool Has(string text) => _memory?.Has(text) ?? true;

    /// <summary>"12 incidents", or "not known".</summary>
    public string Value(decimal? value, string unit)
    {
        if (value is not { } number)
        {
            return Of("not known");
        }
        var key = $"{Prefix}unit.{unit.Replace(' ', '_')}";
        return _phrases is null
                ? $"{number.ToString("#,0.##", CultureInfo.InvariantCulture)} {(number == 1 ? Singular(unit) : unit)}".TrimEnd()
            : unit.Length == 0 ? _phrases.Number(number)
            : _phrases.Has(key) ? _phrases.Text(key, ("count", Math.Round(number, 2)))
            : $"{_phrases.Number(number)} {Of(unit)}";
    }

    private static string Singular(string unit) =>
        unit switch
        {
            "people" => "person",
            "apparent breaches" => "apparent breach",
            "pairs of incident and term" => "pair of incident and term",
            _ => unit.EndsWith('s') ? unit[..^1] : unit,
        };
}
