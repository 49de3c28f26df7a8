using System.Collections.Immutable;
using Holdfast.Core.Clauses.Evaluation;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Values;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace Holdfast.Core.Clauses.Binding;

/// <summary>Binds expressions for instants.</summary>
internal sealed class InstantBinder(string file, Symbols symbols, FactBinder facts)
{
    private static readonly ImmutableArray<OffsetDateTimePattern> WithOffset =
    [
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss;FFFFFFFFFo<Z+HH:mm>"),
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mmo<Z+HH:mm>"),
    ];

    private static readonly ImmutableArray<LocalDateTimePattern> Local =
    [
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss;FFFFFFFFF"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd"),
    ];

    /// <summary>Names as the tz database spells them today: an old spelling is read and not suggested.</summary>
    private static IEnumerable<string> CurrentZones => TzdbDateTimeZoneSource.Default.CanonicalIdMap.Values.Distinct();

    private readonly Amounts _amounts = new(file, symbols.Diagnostics);

    /// <summary>Null after a complaint.</summary>
    public InstantExpression? Bind(InstantSyntax syntax) =>
        syntax switch
        {
            InstantLiteralSyntax literal => Literal(literal),
            InstantFactSyntax fact => facts.Slot(fact.Fact, FactType.Instant) is { } slot ? new InstantOfFact(slot) : null,
            InstantPickSyntax pick => Pick(pick),
            InstantMoveSyntax move => Move(move),
            _ => throw new InvalidOperationException("InstantSyntax is a closed union."),
        };

    private InstantPick? Pick(InstantPickSyntax pick)
    {
        var of = pick.Of.Select(Bind).ToList();
        return of.Contains(null) ? null : new InstantPick(pick.Later, [.. of.OfType<InstantExpression>()]);
    }

    private InstantMove? Move(InstantMoveSyntax move)
    {
        var from = Bind(move.From);
        var (elapsed, calendar) = _amounts.Time(move.By);
        var zone = move.Zone is null ? DateTimeZone.Utc : Zone(move.Zone);
        if (elapsed is not null && move.Zone is not null)
        {
            symbols.Diagnostics.Error(
                file,
                move.Zone.Span,
                "unit",
                $"'{Amounts.Written(move.By)}' is an elapsed duration and has no time zone; write 'calendar days' to count on the calendar."
            );
        }
        if (Mixes(move))
        {
            symbols.Diagnostics.Error(
                file,
                move.By.Span,
                "unit",
                "Elapsed durations and calendar periods cannot be added to one instant: the outcome would depend on their order."
            );
            return null;
        }
        if (from is null || zone is null || (elapsed is null && calendar is null))
        {
            return null;
        }
        var back = move.Back;
        var elapsedSigned = elapsed is { } e ? (back ? -e : e) : (Duration?)null;
        var calendarSigned = calendar is { } c && back ? Period.FromMonths(-c.Months) + Period.FromDays(-c.Days) : calendar;
        return new InstantMove(from, elapsedSigned, calendarSigned, zone);
    }

    private static bool Mixes(InstantMoveSyntax move)
    {
        Dimension? Of(AmountSyntax amount) => Units.Find(amount.Unit)?.Dimension;
        return move.From is InstantMoveSyntax inner && Of(inner.By) is { } before && Of(move.By) is { } now && before != now;
    }

    private InstantConstant? Literal(InstantLiteralSyntax literal)
    {
        if (literal.Zone is null)
        {
            foreach (var pattern in WithOffset)
            {
                if (pattern.Parse(literal.Text) is { Success: true } parsed)
                {
                    return new InstantConstant(parsed.Value.ToInstant());
                }
            }
        }
        foreach (var pattern in Local)
        {
            if (pattern.Parse(literal.Text) is { Success: true } parsed)
            {
                return literal.Zone is null ? NoZone(literal) : InZone(literal, parsed.Value);
            }
        }
        var expected = literal.Zone is null ? "2025-04-19T15:00:00Z" : "2025-04-19T18:00";
        symbols.Diagnostics.Error(file, literal.Span, "bad-date", $"'{literal.Text}' is not a date or a date and time such as {expected}.");
        return null;
    }

    private InstantConstant? NoZone(InstantLiteralSyntax literal)
    {
        symbols.Diagnostics.Error(
            file,
            literal.Span,
            "no-zone",
            $"'{literal.Text}' has no time zone, and the zone can decide the date: add 'Z', an offset such as '+03:00', or 'in Europe/Kyiv'."
        );
        return null;
    }

    private InstantConstant? InZone(InstantLiteralSyntax literal, LocalDateTime local)
    {
        if (literal.Zone is null || Zone(literal.Zone) is not { } zone)
        {
            return null;
        }
        var mapping = zone.MapLocal(local);
        if (mapping.Count == 1)
        {
            return new InstantConstant(mapping.Single().ToInstant());
        }
        var why = mapping.Count == 0 ? "does not exist" : "occurs twice";
        symbols.Diagnostics.Error(
            file,
            literal.Span,
            "bad-date",
            $"{literal.Text} {why} in {zone.Id}, where the clocks change; give an offset instead."
        );
        return null;
    }

    private DateTimeZone? Zone(NameSyntax name)
    {
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(name.Text) is { } zone)
        {
            return zone;
        }
        var hint = NearestWord.To(name.Text, CurrentZones);
        symbols.Diagnostics.Error(file, name.Span, "unknown-zone", $"'{name.Text}' is not a time zone of the tz database.", hint);
        return null;
    }
}
