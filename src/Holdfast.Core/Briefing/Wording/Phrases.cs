using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Nations;
using NodaTime;

namespace Holdfast.Core.Briefing.Wording;

/// <summary>
/// The texts of one language by key. Values are written as the language writes them: whole and decimal numbers, days, and <see cref="PartialDate"/>; a text stands
/// as it is. A key that the language lacks is answered in English; a key that no file has is a fault of the program and throws.
/// </summary>
public sealed class Phrases
{
    private readonly ImmutableSortedDictionary<string, Message> texts;
    private readonly Phrases? fallback;

    public Phrases(Language language, ImmutableSortedDictionary<string, Message> texts, Phrases? fallback = null)
    {
        (Language, this.texts, this.fallback) = (language, texts, fallback);
    }

    public Language Language { get; }

    /// <summary>Sorted.</summary>
    public IEnumerable<string> Keys => texts.Keys;

    public bool Has(string key) => texts.ContainsKey(key) || fallback?.Has(key) == true;

    /// <summary>The message of a key, or null.</summary>
    public Message? Find(string key) => texts.GetValueOrDefault(key) ?? fallback?.Find(key);

    /// <summary>
    /// The text of a key with its places filled. Values: <see cref="string"/>, <see cref="int"/>, <see cref="long"/>, <see cref="decimal"/>,
    /// <see cref="LocalDate"/>, <see cref="PartialDate"/>. Throws <see cref="ArgumentException"/> for a key that is not there or a place without a value.
    /// </summary>
    public string Text(string key, params ReadOnlySpan<(string Name, object Value)> values)
    {
        if (Find(key) is not { } message)
        {
            throw new ArgumentException($"No text has the key '{key}'.", nameof(key));
        }
        var given = values.ToArray();
        object Given(string name) =>
            Array.Find(given, v => v.Name == name).Value
            ?? throw new ArgumentException($"The text '{key}' has a place '{name}' for which nothing is given.", nameof(key));
        return message.Fill(name => Written(Given(name)), name => Counted(key, name, Given(name)));
    }

    /// <summary>One of a closed set of words by its key, or the word itself where no text has the key: data of a mission may use words of its own.</summary>
    public string Word(string prefix, string word) => Find($"{prefix}.{word}") is null ? word : Text($"{prefix}.{word}");

    public string Number(decimal value, int decimals = 2) => CultureText.Number(Language, value, decimals);

    public string Percent(decimal share, int decimals = 0) => CultureText.Percent(Language, share, decimals);

    public string Date(LocalDate date) => CultureText.Date(Language, date);

    public string Date(PartialDate date) => CultureText.Date(Language, date);

    public string Moment(Instant at, DateTimeZone zone) => CultureText.Moment(Language, at, zone);

    private string Written(object value) =>
        value switch
        {
            string text => text,
            int number => Number(number),
            long number => Number(number),
            decimal number => Number(number),
            LocalDate date => Date(date),
            PartialDate date => Date(date),
            _ => throw new ArgumentException($"A value of the type {value.GetType().Name} cannot be written.", nameof(value)),
        };

    private (PluralForm Form, string Text) Counted(string key, string name, object value) =>
        value is int or long or decimal
            ? Counted(Convert.ToDecimal(value, CultureInfo.InvariantCulture))
            : throw new ArgumentException($"The place '{name}' of the text '{key}' takes a number.", nameof(value));

    private (PluralForm Form, string Text) Counted(decimal number) => (Plurals.Of(Language, number), Number(number));
}
