using System.Collections.Immutable;
using Holdfast.App.Briefing.Wording;
using Holdfast.Core.Briefing.Wording;
using Shouldly;

namespace Holdfast.Tests.Briefing.Wording;

/// <summary>Every language has the same keys with the same places to fill, and each gives the plural forms that it needs.</summary>
public sealed class PhraseBookTests
{
    [Fact]
    public void Every_file_exists_in_every_language_and_reads_without_a_fault()
    {
        var rooms = Rooms(Language.English);
        rooms.ShouldNotBeEmpty();
        foreach (var language in Language.All)
        {
            Rooms(language).ShouldBe(rooms, $"files of {language}");
            PhraseBook.Files(language).SelectMany(f => PhraseFile.Read(f.Name, f.Text, language).Faults).ShouldBeEmpty();
        }
    }

    [Fact]
    public void Every_language_has_the_same_keys_and_fills_the_same_places()
    {
        var english = Own(Language.English);
        foreach (var language in Language.All)
        {
            var own = Own(language);
            own.Keys.ShouldBe(english.Keys, ignoreOrder: true, $"keys of {language}");
            foreach (var (key, message) in english)
            {
                own[key].Names.ShouldBe(message.Names, $"places of '{key}' in {language}");
            }
        }
    }

    [Fact]
    public void A_key_stands_in_one_file_only()
    {
        foreach (var language in Language.All)
        {
            Texts(language).GroupBy(t => t.Key).Where(g => g.Count() > 1).Select(g => g.Key).ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("uk", 1, "1 інцидент")]
    [InlineData("uk", 3, "3 інциденти")]
    [InlineData("uk", 5, "5 інцидентів")]
    [InlineData("uk", 11, "11 інцидентів")]
    [InlineData("uk", 14, "14 інцидентів")]
    [InlineData("uk", 21, "21 інцидент")]
    [InlineData("uk", 112, "112 інцидентів")]
    [InlineData("en", 0, "0 incidents")]
    [InlineData("en", 1, "1 incident")]
    [InlineData("fr", 0, "0 incident")]
    [InlineData("fr", 2, "2 incidents")]
    [InlineData("de", 1, "1 Vorfall")]
    [InlineData("de", 1204, "1.204 Vorfälle")]
    public void A_number_takes_its_form(string language, int count, string expected) =>
        Of(language).Text("count.incidents", ("count", count)).ShouldBe(expected);

    [Fact]
    public void A_fraction_takes_the_form_of_fractions() => Of("uk").Text("count.days", ("count", 1.5m)).ShouldBe("1,5 дня");

    [Fact]
    public void A_key_that_one_language_lacks_is_answered_in_English_and_one_that_none_has_is_a_fault()
    {
        var german = new Phrases(Language.German, ImmutableSortedDictionary<string, Message>.Empty, Of("en"));
        german.Text("count.days", ("count", 2)).ShouldBe("2 days");
        Should.Throw<ArgumentException>(() => german.Text("no.such.key")).Message.ShouldContain("no.such.key");
        Should.Throw<ArgumentException>(() => german.Text("count.days")).Message.ShouldContain("count");
    }

    [Theory]
    [InlineData("a = {x")]
    [InlineData("a = {x, plural, one {y}}")]
    [InlineData("a = {x, plural, single {y} other {z}}")]
    [InlineData("a = {x, date}")]
    [InlineData("a = }")]
    [InlineData("a")]
    [InlineData("a = b\na = c")]
    public void A_faulty_text_is_complained_about_with_its_line(string text) =>
        PhraseFile.Read("x.en.txt", text, Language.English).Faults.ShouldHaveSingleItem().ShouldStartWith("x.en.txt:");

    [Fact]
    public void A_plural_that_lacks_a_form_of_its_language_is_complained_about() =>
        PhraseFile
            .Read("x.uk.txt", "a = {n, plural, one {#} few {#} other {#}}", Language.Ukrainian)
            .Faults.ShouldHaveSingleItem()
            .ShouldContain("many");

    [Fact]
    public void A_text_goes_on_in_lines_that_begin_with_a_blank() =>
        PhraseFile.Read("x.en.txt", "# remark\na = one\n  two\n\nb = c", Language.English).Texts.Select(t => t.Key).ShouldBe(["a", "b"]);

    internal static Phrases Of(string language) => PhraseBook.Of(Language.Find(language) ?? Language.English);

    private static string[] Rooms(Language language) => [.. PhraseBook.Files(language).Select(f => f.Name.Split('.')[0])];

    private static IEnumerable<KeyValuePair<string, Message>> Texts(Language language) =>
        PhraseBook.Files(language).SelectMany(f => PhraseFile.Read(f.Name, f.Text, language).Texts);

    private static Dictionary<string, Message> Own(Language language) => Texts(language).DistinctBy(t => t.Key).ToDictionary();
}
