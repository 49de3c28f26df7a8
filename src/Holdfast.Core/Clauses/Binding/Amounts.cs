using System.Globalization;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Clauses.Binding;

/// <summary>Reads amounts with their units, and complains where the unit measures something else.</summary>
internal sealed class Amounts(string file, DiagnosticBag diagnostics)
{
    /// <summary>The amount in base units (metres, seconds, pieces); null after a complaint.</summary>
    public decimal? Of(AmountSyntax amount, Dimension wanted)
    {
        if (Unit(amount) is not { } unit)
        {
            return null;
        }
        if (unit.Dimension != wanted)
        {
            Mismatch(amount, unit, Described(wanted));
            return null;
        }
        if (amount.Number > 1_000_000_000m)
        {
            diagnostics.Error(file, amount.Span, "bad-number", $"{Written(amount)} is larger than anything that is measured here.");
            return null;
        }
        return amount.Number * unit.Factor;
    }

    /// <summary>A whole number without a unit, or with one of things counted.</summary>
    public int? Whole(AmountSyntax amount)
    {
        if (Of(amount, Dimension.Count) is not { } number)
        {
            return null;
        }
        if (number != Math.Truncate(number) || number > 1_000_000)
        {
            diagnostics.Error(file, amount.Span, "bad-number", "A whole number up to 1000000 is expected here.");
            return null;
        }
        return (int)number;
    }

    /// <summary>An amount of time: exactly one of the two is set, or neither after a complaint.</summary>
    public (Duration? Elapsed, Period? Calendar) Time(AmountSyntax amount)
    {
        if (Unit(amount) is not { } unit)
        {
            return (null, null);
        }
        if (unit.Dimension == Dimension.Duration && amount.Number * unit.Factor <= 20_000_000_000m)
        {
            return (Duration.FromNanoseconds((double)(amount.Number * unit.Factor * 1_000_000_000m)), null);
        }
        if (unit.Dimension == Dimension.Period && Units.Calendar(amount.Number, unit) is { } period)
        {
            return (null, period);
        }
        if (unit.Dimension is Dimension.Duration or Dimension.Period)
        {
            diagnostics.Error(
                file,
                amount.Span,
                "bad-number",
                $"{Written(amount)} is not a usable amount of time: calendar periods are whole, and all are under 600 years."
            );
        }
        else
        {
            Mismatch(amount, unit, "an amount of time such as '14 days' or '3 months'");
        }
        return (null, null);
    }

    private Unit? Unit(AmountSyntax amount)
    {
        if (Units.Find(amount.Unit) is { } unit)
        {
            return unit;
        }
        diagnostics.Error(file, amount.Span, "unknown-unit", $"'{amount.Unit}' is not a unit.", NearestWord.To(amount.Unit, Units.Names));
        return null;
    }

    private void Mismatch(AmountSyntax amount, Unit unit, string expected)
    {
        var found = unit.Name.Length == 0 ? $"{Written(amount)} has no unit" : $"{Written(amount)} is {Article(unit.Dimension)}";
        diagnostics.Error(file, amount.Span, "unit", $"{found}; {expected} is expected here.");
    }

    public static string Written(AmountSyntax amount) =>
        amount.Number.ToString("0.##################", CultureInfo.InvariantCulture) + (amount.Unit.Length > 0 ? " " + amount.Unit : "");

    private static string Article(Dimension dimension) =>
        dimension switch
        {
            Dimension.Count => "a count",
            Dimension.Length => "a length",
            Dimension.Duration => "an elapsed duration",
            Dimension.Period => "a calendar period",
        };

    private static string Described(Dimension dimension) =>
        dimension switch
        {
            Dimension.Count => "a plain number",
            Dimension.Length => "a length such as '100 mm' or '25 km'",
            Dimension.Duration => "an elapsed duration such as '24 h' or '14 days'",
            Dimension.Period => "a calendar period such as '3 months'",
        };
}
