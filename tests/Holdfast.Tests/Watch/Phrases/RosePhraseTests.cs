using FsCheck;
using FsCheck.Fluent;
using Holdfast.Core.Watch.Phrases;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Phrases;

public sealed class RosePhraseTests
{
    private static readonly double Sector = 22.5 / Math.Sqrt(12);

    [Fact]
    public void A_report_of_the_mission_becomes_kind_direction_range_and_what_was_not_told()
    {
        var phrase = RosePhrase.Parse("explosion, 5\u20137 km SE, undetermined");
        phrase.IsUnderstood.ShouldBeTrue();
        phrase.Kinds.ShouldHaveSingleItem().Kind.ShouldBe("explosion");
        phrase.Count.ShouldBeNull();
        phrase.Azimuth.ShouldBe(new PhraseAzimuth(135, Sector));
        phrase.Range.ShouldBe(new PhraseRange(5_000, 7_000));
        phrase.Direction.ShouldBe(PhraseDirection.Undetermined);
    }

    [Theory]
    [InlineData("3-5km WNW", 292.5, 3_000, 5_000)]
    [InlineData("0.5-1,5 km N", 0, 500, 1_500)]
    [InlineData("500m-1.5km NNE", 22.5, 500, 1_500)]
    [InlineData("800-1,200m S", 180, 800, 1_200)]
    [InlineData("at an assessed range of 2 km to the north-west", 315, 1_500, 2_500)]
    [InlineData("between 2 and 4 kilometres south-south-east", 157.5, 2_000, 4_000)]
    [InlineData("2 to 4 km ENE", 67.5, 2_000, 4_000)]
    [InlineData("7-5km E", 90, 5_000, 7_000)]
    [InlineData("up to 2 km SW", 225, 0, 2_000)]
    [InlineData("more than 5km W", 270, 5_000, RosePhrase.FarthestMetres)]
    [InlineData("about 10km northerly", 0, 5_000, 15_000)]
    [InlineData("2-3km E-SE", 112.5, 2_000, 3_000)]
    public void Distances_and_directions_are_intervals(string text, double degrees, double low, double high)
    {
        var phrase = RosePhrase.Parse(text);
        phrase.Unread.ShouldBeEmpty(text);
        phrase.Azimuth.ShouldNotBeNull().Degrees.ShouldBe(degrees, 1e-9);
        phrase.Azimuth.ShouldNotBeNull().SigmaDegrees.ShouldBe(text.Contains("E-SE") ? 67.5 / Math.Sqrt(12) : Sector, 1e-9);
        phrase.Range.ShouldBe(new PhraseRange(low, high));
    }

    [Theory]
    [InlineData("undetermined distance N", 0)]
    [InlineData("at an unknown range to the SSW", 202.5)]
    public void A_distance_said_to_be_unknown_is_understood_as_none(string text, double degrees)
    {
        var phrase = RosePhrase.Parse(text);
        phrase.IsUnderstood.ShouldBeTrue();
        phrase.Range.ShouldBeNull();
        phrase.Azimuth.ShouldNotBeNull().Degrees.ShouldBe(degrees);
        phrase.Direction.ShouldBe(PhraseDirection.Unstated);
    }

    [Theory]
    [InlineData("12 bursts of heavy machine-gun fire, 2-3km N, outgoing", 12, "burst", "small_arms", PhraseDirection.Outgoing)]
    [InlineData("an explosion of an 82mm mortar round, impact", 1, "explosion", "mortar", PhraseDirection.Impact)]
    [InlineData("Two illumination flares", 2, "illumination flare", "event", PhraseDirection.Unstated)]
    [InlineData("3 undetermined explosions", 3, "explosion", "explosion", PhraseDirection.Undetermined)]
    [InlineData("4 explosions, assessed as a live-fire exercise", 4, "explosion", "live_fire_exercise", PhraseDirection.Unstated)]
    [InlineData("projectile, W to E", null, "projectile", "fire", PhraseDirection.Unstated)]
    [InlineData("several shots of small-arms, incoming", null, "shot", "small_arms", PhraseDirection.Incoming)]
    [InlineData("muzzle flash, N/K", null, "muzzle flash", "fire", PhraseDirection.Unstated)]
    public void Counts_kinds_and_directions_of_fire_are_told_apart(
        string text,
        int? count,
        string observation,
        string kind,
        PhraseDirection direction
    )
    {
        var phrase = RosePhrase.Parse(text);
        phrase.Unread.ShouldBeEmpty(text);
        (phrase.Count, phrase.Observation, phrase.Kinds[0].Kind, phrase.Direction).ShouldBe((count, observation, kind, direction));
    }

    [Theory]
    [InlineData("explosion, 5-7 cm SE", "5-7 cm")]
    [InlineData("explosion, 5-7 SE", "5-7")]
    [InlineData("3 SE", "3")]
    [InlineData("explosion and a burst", "burst")]
    [InlineData("explosion SE, NW", "NW")]
    [InlineData("NW-SE", "NW-SE")]
    [InlineData("900 km N", "900 km")]
    [InlineData("explosion 2-3 km SE of the mission's base hum", "mission|s base hum")]
    [InlineData("вибух 2 km S", "вибух")]
    [InlineData("outgoing, incoming", "incoming")]
    [InlineData("82mm 120mm mortar", "120mm")]
    [InlineData("explosion ±2 km S", "±")]
    public void What_is_not_understood_is_named_by_its_exact_stretch(string text, string unread) =>
        string.Join('|', RosePhrase.Parse(text).Unread).ShouldBe(unread);

    [Fact]
    public void A_place_from_which_the_distance_is_meant_is_named()
    {
        var phrase = RosePhrase.Parse("About 1.5km NW of Zolote-4/Rodina");
        (phrase.Of, phrase.Range).ShouldBe(("Zolote-4", new PhraseRange(1_125, 1_875)));
        RosePhrase.Parse("3km S of the camera").Of.ShouldBe("");
        RosePhrase.Parse("3km S of SMM position").Of.ShouldBe("");
    }

    /// <summary>What is written from values in any of the spellings is read back as those values.</summary>
    [Fact]
    public void Generated_phrases_are_read_back() =>
        Prop.ForAll(
                Phrases().ToArbitrary(),
                written =>
                {
                    var read = RosePhrase.Parse(written.Text);
                    return read.IsUnderstood
                        && read.Count == written.Count
                        && read.Observation == "explosion"
                        && Math.Abs((read.Azimuth?.Degrees ?? -1) - (written.Point * 22.5)) < 1e-9
                        && Math.Abs((read.Range?.LowMetres ?? -1) - written.Low) < 1e-6
                        && Math.Abs((read.Range?.HighMetres ?? -1) - written.High) < 1e-6
                        && read.Direction == written.Direction;
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    /// <summary>Any text is read: the stretches lie within it, in order, apart, and everything else is within bounds.</summary>
    [Fact]
    public void Any_text_is_read_within_its_bounds() =>
        Prop.ForAll(
                Garbage().ToArbitrary(),
                text =>
                {
                    var read = RosePhrase.Parse(text);
                    var end = -1;
                    foreach (var span in read.NotUnderstood)
                    {
                        if (span.Start <= end || span.Length <= 0 || span.Start + span.Length > text.Length)
                        {
                            return false;
                        }
                        end = span.Start + span.Length;
                    }
                    return read is { Count: null or (> 0 and <= 100_000) }
                        && read.Azimuth is null or { Degrees: >= 0 and < 360, SigmaDegrees: > 0 and <= 104 }
                        && (
                            read.Range is null
                            || (read.Range.Value.LowMetres >= 0 && read.Range.Value.HighMetres >= read.Range.Value.LowMetres)
                        );
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

    private sealed record Written(string Text, int? Count, int Point, double Low, double High, PhraseDirection Direction);

    private static Gen<Written> Phrases()
    {
        string[] words =
        [
            "north",
            "north-north-east",
            "northeast",
            "eastnortheast",
            "easterly",
            "ESE",
            "SE",
            "south south-east",
            "southern",
            "SSW",
            "SW",
            "west-southwest",
            "W",
            "WNW",
            "northwesterly",
            "NNW",
        ];
        string[] dashes = ["-", " - ", "\u2013", "\u2014", "\u2212", " to "];
        string[] units = ["km", " km", " kilometres", "\u00A0km"];
        (string Text, PhraseDirection Direction)[] ends =
        [
            ("", PhraseDirection.Unstated),
            (", undetermined", PhraseDirection.Undetermined),
            (" (outgoing)", PhraseDirection.Outgoing),
            ("; assessed as impacts", PhraseDirection.Impact),
        ];
        return from count in Gen.Choose(0, 40)
            from low in Gen.Choose(1, 90)
            from width in Gen.Choose(1, 60)
            from point in Gen.Choose(0, 15)
            from dash in Gen.Elements(dashes)
            from unit in Gen.Elements(units)
            from end in Gen.Elements(ends)
            let from0 = low / 10m
            let to0 = (low + width) / 10m
            let head = count == 0 ? "several explosions"
            : count == 1 ? "an explosion"
            : $"{count} explosions"
            let text = FormattableString.Invariant($"{head}, {from0:0.#}{dash}{to0:0.#}{unit} {words[point]}{end.Text}")
            select new Written(text, count == 0 ? null : count, point, (double)from0 * 1_000, (double)to0 * 1_000, end.Direction);
    }

    private static Gen<string> Garbage()
    {
        string[] pieces =
        [
            "explosion",
            "5",
            "-",
            "7 km",
            "SE",
            " of ",
            "N/K",
            "\u2013",
            "1,2,3",
            "9".PadLeft(400, '9'),
            "\0",
            "\uD800",
            "mm",
            "82",
            "to",
            "between",
            "and",
            " ",
            "north",
            "-",
            "E-W",
            "undetermined",
            "range",
            "a",
            "'s",
            "more than",
            "½",
            "ü",
            "\r\n",
            "(",
            "0 km",
        ];
        return from parts in Gen.ListOf(Gen.Elements(pieces)) from text in Gen.Elements("", " ", ", ") select string.Join(text, parts);
    }
}
