using Holdfast.Core.Briefing.Wording;
using Holdfast.Core.Nations;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Briefing.Wording;

/// <summary>Numbers, dates and the choice of a language.</summary>
public sealed class CultureTextTests
{
    private static readonly LocalDate Day = new(2026, 3, 1);

    [Theory]
    [InlineData("en", "1,234,567.5", "12.5%", "1 March 2026", "March 2026")]
    [InlineData("uk", "1\u00a0234\u00a0567,5", "12,5%", "1 березня 2026\u00a0р.", "березень 2026\u00a0р.")]
    [InlineData("fr", "1\u202f234\u202f567,5", "12,5\u202f%", "1er mars 2026", "mars 2026")]
    [InlineData("de", "1.234.567,5", "12,5\u00a0%", "1. März 2026", "März 2026")]
    public void Numbers_shares_and_dates_follow_the_language(string tag, string number, string percent, string day, string month)
    {
        var language = Language.Find(tag).ShouldNotBeNull();
        CultureText.Number(language, 1234567.5m).ShouldBe(number);
        CultureText.Percent(language, 0.125m, 1).ShouldBe(percent);
        CultureText.Date(language, Day).ShouldBe(day);
        CultureText.Date(language, PartialDate.OfMonth(2026, 3)).ShouldBe(month);
        CultureText.Date(language, PartialDate.OfYear(2026)).ShouldStartWith("2026");
    }

    [Fact]
    public void Small_and_negative_numbers_keep_their_digits()
    {
        CultureText.Number(Language.English, -1234m).ShouldBe("\u22121,234");
        CultureText.Number(Language.German, 0.05m).ShouldBe("0,05");
        CultureText.Number(Language.German, 999m).ShouldBe("999");
    }

    [Fact]
    public void A_moment_names_its_zone() =>
        CultureText
            .Moment(Language.German, Instant.FromUtc(2026, 3, 1, 22, 30), DateTimeZoneProviders.Tzdb["Europe/Kyiv"])
            .ShouldBe("2. März 2026, 00:30 (Europe/Kyiv)");

    [Theory]
    [InlineData(null, "en")]
    [InlineData("", "en")]
    [InlineData("uk-UA,uk;q=0.9,en;q=0.8", "uk")]
    [InlineData("es,fr-CA;q=0.4,de;q=0.6", "de")]
    [InlineData("de;q=0,fr;q=0.1", "fr")]
    [InlineData("es-ES, *;q=0.1", "en")]
    [InlineData(";;;q=x,,fr", "fr")]
    public void The_language_that_is_asked_for_most_is_taken(string? header, string expected) =>
        Language.Negotiate(header).Tag.ShouldBe(expected);
}
