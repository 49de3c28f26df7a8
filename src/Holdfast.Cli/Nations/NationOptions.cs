using System.CommandLine;
using System.CommandLine.Parsing;
using Holdfast.App.Missions;
using Holdfast.Core.Missions;
using Holdfast.Core.Nations;
using Holdfast.Core.Values;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Cli.Nations;

/// <summary>The options that the verbs about nations and the timeline take alike.</summary>
internal static class NationOptions
{
    public static Option<string> Mission() =>
        new("--mission") { Description = "The mission's folder.", DefaultValueFactory = _ => Path.Combine("missions", "ukraine") };

    public static Option<LocalDate?> Day(string name, string description) =>
        new(name) { Description = description + " A date such as 2025-04-10.", CustomParser = Parse };

    public static async Task<Mission> LoadAsync(string folder, CancellationToken cancellation) =>
        (await MissionFolder.LoadAsync(folder, cancellation)).OrThrow();

    /// <summary>Throws <see cref="ArgumentException"/> naming the nearest right word when one of the words is not known.</summary>
    public static void Check(string option, IEnumerable<string> given, IReadOnlyCollection<string> known)
    {
        foreach (var word in given.Where(w => !known.Contains(w, StringComparer.Ordinal)))
        {
            var nearest =
                NationCodes.Nearest(word) is { } code && known.Contains(code, StringComparer.Ordinal) ? code : NearestWord.To(word, known);
            throw new ArgumentException(
                $"{option} is '{word}'; "
                    + (known.Count == 0 ? "this mission has none." : $"expected one of {string.Join(", ", known.Take(40))}.")
                    + (nearest is null ? "" : $" Did you mean '{nearest}'?")
            );
        }
    }

    private static LocalDate? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (LocalDatePattern.Iso.Parse(text) is { Success: true } date)
        {
            return date.Value;
        }
        result.AddError($"'{text}' is not a date such as 2025-04-10.");
        return null;
    }
}
