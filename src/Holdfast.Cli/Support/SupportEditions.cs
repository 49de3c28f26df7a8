using Holdfast.Core.Support.Editions;
using Holdfast.Core.Values;

namespace Holdfast.Cli.Support;

/// <summary>Finds an edition by the name somebody gives it.</summary>
internal static class SupportEditions
{
    /// <summary>By its id, or by the only id that ends with or contains the text. Throws <see cref="ArgumentException"/> naming the nearest.</summary>
    public static EditionItems Named(SupportBook book, string name)
    {
        var containing = book.Editions.Where(e => e.Edition.Id.Contains(name, StringComparison.OrdinalIgnoreCase)).ToArray();
        return book.Find(name)
            ?? (containing.Length == 1 ? containing[0] : null)
            ?? throw new ArgumentException(
                $"There is no edition '{name}' (there are {string.Join(", ", book.Editions.Select(e => e.Edition.Id))})."
                    + (Nearest(book, name) is { } near ? $" Did you mean '{near}'?" : "")
            );
    }

    // By its id, or by the day with which the last part of most ids begins.
    private static string? Nearest(SupportBook book, string name)
    {
        var ids = book.Editions.Select(e => e.Edition.Id).ToArray();
        static string Day(string id) => id[(id.LastIndexOf('/') + 1)..].Split('_')[0];
        return NearestWord.To(name, ids)
            ?? (NearestWord.To(name, ids.Select(Day)) is { } day ? ids.FirstOrDefault(id => Day(id) == day) : null);
    }
}
