using Holdfast.Core.Values;

namespace Holdfast.Tests.Access;

/// <summary>
/// Who may read what, written a second time from the guide and in another manner: over the label's text, as a list of demands that are struck out one by one. Shares no
/// code with the decision function.
/// </summary>
internal static class PlainModel
{
    private static readonly string[] Levels = ["public", "restricted", "confidential"];

    public static bool MayRead(Reader reader, string label)
    {
        var demands = new List<Func<bool>>();
        foreach (var word in label.Split(' '))
        {
            var at = word.IndexOf(':', StringComparison.Ordinal);
            var (key, items) = at < 0 ? (word, (string[])[]) : (word[..at], word[(at + 1)..].Split(','));
            demands.Add(
                key switch
                {
                    "policy" => () => reader.Policies.Count(items.Contains) == 1,
                    "cat" => () => items.Except(reader.Categories).Count() == 0,
                    "any" => () => items.Length > items.Except(reader.Categories).Count(),
                    "rel" => () => Array.IndexOf(items, reader.Nationality ?? "(none)") >= 0,
                    _ => () =>
                        Levels.Contains(key)
                        && Array.IndexOf(Levels, key) <= (int)reader.Clearance
                        && (int)reader.Clearance < Levels.Length,
                }
            );
        }
        return demands.TrueForAll(met => met());
    }
}
