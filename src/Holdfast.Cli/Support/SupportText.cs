using System.Collections.Immutable;
using System.Globalization;
using Holdfast.App.Watch.Feeds;
using Holdfast.Core.Support.Editions;
using Holdfast.Core.Support.Ledger;
using NodaTime.Text;

namespace Holdfast.Cli.Support;

/// <summary>Editions, checks and sums as lines of text.</summary>
internal static class SupportText
{
    public static void Edition(TextWriter output, SupportEdition edition, int most)
    {
        output.WriteLine(
            $"{edition.Id}  {edition.Source}, {edition.Label}, known on {LocalDatePattern.Iso.Format(edition.KnownOn)}: {edition.Items:N0} items"
        );
        foreach (var file in edition.Files)
        {
            output.WriteLine($"  {file.Name}: {file.Rows:N0} rows, {file.Quarantined:N0} in quarantine, SHA-256 {file.Sha256[..12]}");
        }
        var residuals = edition.Residuals.ToArray();
        output.WriteLine(
            $"  {edition.Compared:N0} published figures compared: {edition.Compared - residuals.Length:N0} agree within the files' own rounding, {residuals.Length:N0} do not"
        );
        foreach (var check in residuals.OrderByDescending(c => Math.Abs(c.Residual)).Take(most))
        {
            output.WriteLine("    " + Check(check));
        }
        if (residuals.Length > most)
        {
            output.WriteLine(
                $"    {(most == 0 ? "each of them" : $"and {residuals.Length - most:N0} more")}: holdfast support editions {edition.Id}"
            );
        }
        foreach (var note in edition.Notes)
        {
            output.WriteLine("  " + note.Text + (note.Rows > 0 ? $" ({note.Rows:N0} rows)" : ""));
        }
    }

    public static string Check(EditionCheck check) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{check.Row}  {check.What}: published {check.Published}, computed {check.Computed}, residual {check.Residual} {check.Unit} (rounding hides {check.Tolerance:0.#############})"
        );

    public static void Quarantined(TextWriter output, ImmutableArray<QuarantinedLine> lines, int most)
    {
        foreach (var line in lines.Take(most))
        {
            output.WriteLine($"  {line.File}:{line.Line}  {line.Column}  {line.Code}: {line.Reason}");
        }
        if (lines.Length > most)
        {
            output.WriteLine($"  and {lines.Length - most:N0} more lines in quarantine");
        }
    }

    /// <summary><c>1 item</c>, <c>2 items</c>.</summary>
    public static string Count(long number, string noun) => $"{number:N0} {noun}{(number == 1 ? "" : "s")}";

    /// <summary>An exact sum for reading: in millions where it is large, with the digits that are left.</summary>
    public static string Sum(ExactSum sum)
    {
        var text = sum.ToString();
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var (whole, rest) = point < 0 ? (text, "") : (text[..point], text[point..]);
        return Thousands(whole) + (rest.Length > 3 ? rest[..3] + "…" : rest);
    }

    private static string Thousands(string whole)
    {
        var sign = whole.StartsWith('-') ? "-" : "";
        var digits = whole[sign.Length..];
        var first = digits.Length % 3;
        var groups = Enumerable.Range(0, digits.Length / 3).Select(i => digits.Substring(first + (3 * i), 3));
        return sign + string.Join(' ', (first > 0 ? [digits[..first]] : Array.Empty<string>()).Concat(groups));
    }
}
