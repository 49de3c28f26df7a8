using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Nations;
using Holdfast.Core.Support;
using Holdfast.Core.Support.Financing;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Missions;

/// <summary>The names that files of <c>support/</c> may use.</summary>
/// <param name="Clauses">Null where the clauses did not compile; then conditions are not read.</param>
/// <param name="Actors">Who may give, keep, decide: nations, their bodies, parties.</param>
internal sealed record SupportWords(
    ImmutableArray<SupportRegion> Regions,
    ImmutableArray<string> Nations,
    ImmutableArray<string> Actors,
    ClauseSet? Clauses
)
{
    public IReadOnlyCollection<string> RegionIds { get; } = [.. Regions.Select(r => r.Id)];
}

/// <summary>One item of a file of <c>support/</c>, or a part of one. A part that does not say where it comes from comes from where its item does.</summary>
internal sealed class SupportSection
{
    private static readonly string[] Coordinates = ["longitude", "latitude", "lon", "lat", "coordinates", "point", "position", "geometry"];

    private readonly Section section;
    private readonly string what;
    private readonly Citations citations;
    private readonly SupportWords words;

    /// <param name="parent">Null for an item, which has to say where it comes from.</param>
    public SupportSection(Section section, string what, Citations citations, SupportWords words, SupportSection? parent = null)
    {
        (this.section, this.what, this.citations, this.words) = (section, what, citations, words);
        foreach (var pair in section.Node.Pairs.Where(p => Coordinates.Contains(p.Key.Text)))
        {
            section.Complaints.Error(
                pair.Key,
                "no-coordinates",
                $"{what} is placed at a region (an oblast or a country), never more exactly; found '{pair.Key.Text}'",
                "region"
            );
        }
        var says = parent is null || section.Find("standing") is not null || section.Find("cites") is not null;
        var said = Said(section);
        if (says)
        {
            var item = new ForceSection(section, what, citations);
            (Item, Stated, Figures) = (item, item.Stated with { Said = said }, item.Figures with { Said = said });
            return;
        }
        Stated = parent?.Stated ?? Stated.Illustration;
        Stated = said is null ? Stated : Stated with { Said = said };
        Figures = section.Find("figures") is null ? parent?.Figures ?? Stated.Illustration : Own(Stated, section.Standing("figures"));
        Figures = said is null ? Figures : Figures with { Said = said };
    }

    /// <summary>Where an item or a part of one comes from, and the day on which it was said where that is not its reference's.</summary>
    public static readonly string[] OriginKeys = [.. ForceSection.OriginKeys, "said"];

    private ForceSection? Item { get; }
    public Section Section => section;

    /// <summary>Of the statement itself.</summary>
    public Stated Stated { get; }

    /// <summary>Of its numbers.</summary>
    public Stated Figures { get; }

    public string Id() => Item?.Id() ?? section.Text("id");

    public void Error(string key, string code, string message, string? suggestion = null) =>
        section.Complaints.Error(section.At(key), code, message, suggestion);

    public string Known(string key, string kind, IReadOnlyCollection<string> known)
    {
        var text = section.Text(key);
        if (text.Length > 0)
        {
            Check(text, section.At(key), kind, known);
        }
        return text;
    }

    public ImmutableArray<string> KnownMany(string key, string kind, IReadOnlyCollection<string> known)
    {
        ImmutableArray<(string Text, YamlNode At)> all = section.Find(key) is YamlScalar scalar
            ? [(scalar.Text, scalar)]
            : section.Texts(key);
        foreach (var (text, at) in all)
        {
            Check(text.Trim(), at, kind, known);
        }
        return [.. all.Select(t => t.Text.Trim()).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>Names that are checked later, once all are read.</summary>
    public ImmutableArray<string> Names(string key) =>
        section.Find(key) is YamlScalar scalar
            ? [scalar.Text.Trim()]
            : [.. section.Texts(key).Select(t => t.Text.Trim()).Distinct().Order(StringComparer.Ordinal)];

    public string Region(string key) => Known(key, "region", words.RegionIds);

    public string Actor(string key) => Known(key, "nation, body or party", words.Actors);

    public ImmutableArray<string> Actors(string key) => KnownMany(key, "nation, body or party", words.Actors);

    public string Note() => section.TextOrNull("note")?.Trim() ?? "";

    /// <summary>A range, in the unit given where it writes one.</summary>
    public AmountRange Range(string key, AmountRange? fallback, decimal least, decimal most, string unit = "") =>
        RangeOrNull(key, least, most, unit) ?? (fallback is { } f ? f : Needed(key));

    public AmountRange? RangeOrNull(string key, decimal least, decimal most, string unit = "")
    {
        if (section.Find(key) is null || section.TextOrNull(key) is not { } text)
        {
            return null;
        }
        if (SupportNumbers.Range(text, out var fault) is not { } read)
        {
            Say(key, fault);
            return new AmountRange(least, least);
        }
        if (read.Unit.Length > 0 && read.Unit != unit)
        {
            var expected = unit.Length == 0 ? "this number has no unit" : $"the unit is '{unit}'";
            Error(key, "unknown-unit", $"'{key}' of {what}: {expected}; found '{read.Unit}'", unit.Length == 0 ? null : unit);
        }
        if (read.Range.Low < least || read.Range.High > most)
        {
            Error(
                key,
                "out-of-range",
                string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"'{key}' of {what} lies between {least} and {most}; found {read.Range}"
                )
            );
            return new AmountRange(least, least);
        }
        return read.Range;
    }

    /// <summary>A single number.</summary>
    public decimal Number(string key, decimal? fallback, decimal least, decimal most)
    {
        var range = Range(key, fallback is { } f ? AmountRange.Exactly(f) : null, least, most);
        if (range.Low != range.High)
        {
            Error(key, "wrong-type", $"'{key}' of {what}: expected one number, found the range {range}");
        }
        return range.Low;
    }

    public (AmountRange Range, string Currency)? MoneyRange(string key)
    {
        if (section.Find(key) is null || section.TextOrNull(key) is not { } text)
        {
            return null;
        }
        var read = SupportNumbers.Money(text, out var fault);
        if (read is null)
        {
            Say(key, fault);
        }
        else if (read.Value.Range.Low <= 0)
        {
            Error(key, "out-of-range", $"'{key}' of {what}: an amount lies above 0; found '{text}'");
        }
        return read;
    }

    /// <summary>An amount or a range of amounts; a ceiling counts from nothing to what is written.</summary>
    public MoneyRange? Amount(string key, FinanceBasis basis)
    {
        if (MoneyRange(key) is not { } read)
        {
            return null;
        }
        if (basis != FinanceBasis.Ceiling)
        {
            return new MoneyRange(read.Range, read.Currency);
        }
        if (read.Range.Low != read.Range.High)
        {
            Error(
                key,
                "wrong-type",
                $"'{key}' of {what}: a ceiling is one amount and counts from nothing to that, found the range {read.Range}"
            );
        }
        return new MoneyRange(new AmountRange(0, read.Range.High), read.Currency);
    }

    public Money? Money(string key)
    {
        if (MoneyRange(key) is not { } read)
        {
            return null;
        }
        if (read.Range.Low != read.Range.High)
        {
            Error(key, "wrong-type", $"'{key}' of {what}: expected one amount, found the range {read.Range}");
        }
        return new Money(read.Range.Low, read.Currency);
    }

    public FinancePeriod? Period(string key)
    {
        var text = section.Text(key);
        var period = FinancePeriod.Parse(text);
        if (period is null && text.Length > 0)
        {
            Error(key, "bad-date", $"'{key}' of {what}: expected a quarter, a year or years (2026-Q1, 2026, 2026/2027), found '{text}'");
        }
        return period;
    }

    public YearMonth? Month(string key)
    {
        if (section.Find(key) is null || section.TextOrNull(key) is not { } text)
        {
            return null;
        }
        var month = SupportNumbers.Month(text);
        if (month is null)
        {
            Error(key, "bad-date", $"'{key}' of {what}: expected a month such as 2026-03, found '{text}'");
        }
        return month;
    }

    /// <summary>The conditions under a key, a text or a list of texts; with <c>KEY_standing</c> and <c>KEY_cites</c> where they come from elsewhere than the item.</summary>
    public ImmutableArray<SupportClause> Clauses(string key)
    {
        var said = Said(key);
        ImmutableArray<(string Text, YamlNode At)> all = section.Find(key) is YamlScalar scalar
            ? [(scalar.Text, scalar)]
            : section.Texts(key);
        return [.. all.Select(t => Clause(t.Text.Trim(), t.At, said)).OfType<SupportClause>()];
    }

    public SupportClause? Clause(string text, YamlNode at, Stated said)
    {
        if (words.Clauses is not { } clauses || text.Length == 0)
        {
            return null;
        }
        var (condition, diagnostics) = clauses.Ask(text);
        foreach (var d in diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error))
        {
            section.Complaints.Error(at, d.Code, $"'{text}': {d.Message}", d.Suggestion);
        }
        return condition is null ? null : new SupportClause(condition, said, $"{at.File}:{at.Line}:{at.Column}");
    }

    /// <summary>The items of a list, each a part of this one.</summary>
    public IEnumerable<SupportSection> Parts(string key, string itemIs, params string[] keys) =>
        section.Sections(key, itemIs, keys).Select(s => new SupportSection(s, itemIs, citations, words, this));

    /// <summary>Steps of a capacity by month, ascending, no month twice.</summary>
    public ImmutableArray<CapacityStep> Steps(string key, decimal most, string unit = "")
    {
        section.Need(key);
        var steps = ImmutableArray.CreateBuilder<CapacityStep>();
        foreach (var s in Parts(key, "a step", StepKeys))
        {
            s.Section.Need("from");
            if (s.Month("from") is not { } from)
            {
                continue;
            }
            if (steps.Count > 0 && steps[^1].From >= from)
            {
                s.Error(
                    "from",
                    "overlap",
                    $"steps of {what} go forward in time, each from a later month than the one before ({Text(steps[^1].From)}); found {Text(from)}"
                );
                continue;
            }
            steps.Add(new CapacityStep(from, s.Range("per_month", null, 0, most, unit), s.Figures));
        }
        return steps.ToImmutable();
    }

    public static readonly string[] StepKeys = ["from", "per_month", .. OriginKeys];

    private static LocalDate? Said(Section section)
    {
        if (section.PartialDateOrNull("said") is not { } date)
        {
            return null;
        }
        if (date.Precision != DatePrecision.Day)
        {
            section.Complaints.Error(section.At("said"), "bad-date", $"'said' is a day such as 2025-12-19, found '{date}'");
        }
        return date.Latest;
    }

    private static string Text(YearMonth month) => NodaTime.Text.YearMonthPattern.Iso.Format(month);

    private Stated Said(string key)
    {
        var standing = section.Standing($"{key}_standing", Stated.Standing);
        return section.Find($"{key}_cites") is not null ? new Stated(standing, citations.Of(section, standing, $"{key}_cites"))
            : section.Find($"{key}_standing") is null ? Stated
            : standing == Standing.Illustrative ? Stated.Illustration
            : Stated with { Standing = standing };
    }

    private Stated Own(Stated stated, Standing figures) =>
        section.Find("figures_cites") is not null ? new Stated(figures, citations.Of(section, figures, "figures_cites"))
        : figures == Standing.Illustrative ? Stated.Illustration
        : stated with { Standing = figures };

    private AmountRange Needed(string key)
    {
        section.Need(key);
        return AmountRange.None;
    }

    private void Say(string key, TextFault? fault)
    {
        if (fault is not null)
        {
            Error(key, fault.Code, $"'{key}' of {what}: {fault.Message}", fault.Suggestion);
        }
    }

    private void Check(string text, YamlNode at, string kind, IReadOnlyCollection<string> known)
    {
        if (!known.Contains(text))
        {
            var all = known.Count is > 0 and <= 12 ? $" (there are {string.Join(", ", known)})" : "";
            section.Complaints.Error(at, "unknown-name", $"{what}: there is no {kind} '{text}'{all}", NearestWord.To(text, known));
        }
    }
}
