using System.Text.RegularExpressions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;

namespace Holdfast.App.Watch.Feeds.Picks;

/// <summary>Names of phases as tables and sensors write them. Pn, Pg, Sn, Sg and the like are P and S.</summary>
internal static partial class ArrivalPhases
{
    public const string Expected = "P, S, sound, muzzle, shock or burst";

    private static readonly string[] Names = ["P", "S", "sound", "muzzle", "shock", "burst"];

    public static ArrivalPhase? Of(string text) =>
        text.ToLowerInvariant() switch
        {
            "" or "sound" or "acoustic" => ArrivalPhase.Sound,
            "muzzle" => ArrivalPhase.Muzzle,
            "shock" => ArrivalPhase.Shock,
            "burst" => ArrivalPhase.Burst,
            var name when Seismic().IsMatch(name) => name[0] == 'p' ? ArrivalPhase.P : ArrivalPhase.S,
            _ => null,
        };

    public static string Hint(string text) => NearestWord.To(text, Names) is { } near ? $" Did you mean '{near}'?" : "";

    /// <summary>For a pick that states no sigma. Parameters of ours, of the order by which automatic pickers differ from people; the observation says that it was not stated.</summary>
    public static double DefaultSigmaSeconds(ArrivalPhase phase) =>
        phase switch
        {
            ArrivalPhase.P => 0.1,
            ArrivalPhase.S => 0.2,
            _ => 0.05,
        };

    [GeneratedRegex("^[ps](?:[ngbdik]|m[ps]|[ps]|\\*|[0-9])?$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Seismic();
}
