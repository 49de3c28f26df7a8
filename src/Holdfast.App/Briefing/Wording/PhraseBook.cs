using System.Collections.Immutable;
using System.Reflection;
using Holdfast.Core.Briefing.Wording;

namespace Holdfast.App.Briefing.Wording;

/// <summary>
/// The texts that the program carries: <c>Texts/NAME.LANGUAGE.txt</c> beside this file, one NAME for each room that writes (report, questions, public). Read once.
/// </summary>
public static class PhraseBook
{
    private const string Suffix = ".txt";
    private static readonly string Prefix = "Holdfast.App.Briefing.Wording.Texts.";
    private static readonly Lazy<ImmutableDictionary<Language, Phrases>> Books = new(ReadAll);

    public static Phrases Of(Language language) => Books.Value[language];

    public static Phrases English => Of(Language.English);

    /// <summary>The files of a language: name and text, sorted by name.</summary>
    public static ImmutableArray<(string Name, string Text)> Files(Language language)
    {
        var assembly = typeof(PhraseBook).Assembly;
        var end = $".{language.Tag}{Suffix}";
        return
        [
            .. assembly
                .GetManifestResourceNames()
                .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal) && n.EndsWith(end, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(n => (n[Prefix.Length..], Text(assembly, n))),
        ];
    }

    private static ImmutableDictionary<Language, Phrases> ReadAll()
    {
        var english = Read(Language.English, null);
        return Language.All.ToImmutableDictionary(l => l, l => l == Language.English ? english : Read(l, english));
    }

    private static Phrases Read(Language language, Phrases? fallback)
    {
        var texts = ImmutableSortedDictionary.CreateBuilder<string, Message>(StringComparer.Ordinal);
        foreach (var (name, text) in Files(language))
        {
            var (found, faults) = PhraseFile.Read(name, text, language);
            if (!faults.IsEmpty)
            {
                throw new InvalidDataException(string.Join('\n', faults));
            }
            texts.AddRange(found);
        }
        return new Phrases(language, texts.ToImmutable(), fallback);
    }

    private static string Text(Assembly assembly, string name)
    {
        using var stream =
            assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource '{name}' is listed and cannot be opened.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
