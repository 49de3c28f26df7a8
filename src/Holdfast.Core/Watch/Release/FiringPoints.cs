using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Release;

/// <summary>
/// Tells observations and incidents whose place is where somebody or something <em>stands</em> from those whose place is where something <em>happened</em>. The
/// former are protected: probable firing points, positions of weapons and troops, places where a monitor was turned back, jammed or listening.
/// </summary>
public static class FiringPoints
{
    private static readonly SearchValues<string> Words = SearchValues.Create(
        [
            "outgoing",
            "launch site",
            "launch point",
            "launch position",
            "launched from",
            "firing position",
            "firing point",
            "firing from",
            "muzzle",
            "fired from",
            // Where a witness was, who took the photo (feed exif).
            "camera stood",
        ],
        StringComparison.OrdinalIgnoreCase
    );
    private static readonly string[] Standing = ["presence", "fortification", "mine_laying", "denial_of_movement", "jamming"];

    /// <summary>Whether the place of a fix is a probable firing point: its direction, description or an attribute calls it outgoing, a muzzle, a launch site.</summary>
    public static bool Is(FixObservation fix) => Says(fix.StatedDirection) || Says(fix.Description) || SaysAny(fix.Attributes);

    /// <summary>
    /// Whether the body of a fix (canonical JSON) may be that of a probable firing point: false only where <see cref="Is"/> is false. One pass over the bytes, without
    /// decoding them: the words are plain ASCII, which canonical JSON never escapes.
    /// </summary>
    public static bool MayBe(ReadOnlySpan<byte> body)
    {
        var text = ArrayPool<char>.Shared.Rent(body.Length);
        Encoding.Latin1.GetChars(body, text);
        var may = text.AsSpan(0, body.Length).ContainsAny(Words);
        ArrayPool<char>.Shared.Return(text);
        return may;
    }

    /// <summary>The attribute of an origin of sound of which nothing says that it was rather the burst than the muzzle.</summary>
    public const string RoleAttribute = "role";

    public const string Undetermined = "undetermined";

    /// <summary>Whether the body of an origin (canonical JSON) says that.</summary>
    public static bool MayTurnOut(ReadOnlySpan<byte> body) => body.IndexOf("\"role\":\"undetermined\""u8) >= 0;

    /// <summary>Whether an event of this kind is placed where somebody stands: such incidents leave the watch room as counts by sector and day only.</summary>
    public static bool IsStandingKind(string kind) => Standing.Any(s => EventKinds.IsKnown(kind) && EventKinds.IsA(kind, s));

    private static bool SaysAny(ImmutableSortedDictionary<string, string> attributes)
    {
        foreach (var (name, value) in attributes)
        {
            if (Says(value) || (value is "true" or "1" or "yes" && Says(name)))
            {
                return true;
            }
        }
        return false;
    }

    private static bool Says(string? text) => text is not null && text.AsSpan().ContainsAny(Words);
}
