using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Core.Access;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Record;

/// <summary>
/// What the auditor is told of something that was refused in a mission: who, in which case, what kind of act, and the reason's stable name. Never what was typed, and never
/// what a label keeps from the auditor: of an act under seal only that there was one.
/// </summary>
/// <param name="Room">Where: <c>case</c>, <c>intake</c> or <c>release</c>.</param>
/// <param name="Who">A person of the commission by id, an account, or <c>somebody</c>.</param>
/// <param name="Act">The act's word; empty where no act could be made out, <see cref="UnderSeal"/> where it is not told.</param>
/// <param name="Case">The number of a case that exists; empty where none is concerned, or the one asked for is not to be seen.</param>
public sealed record AuditedRefusal(string Room, string Who, string Act, string Code, string Case)
{
    /// <summary>Body: <c>act</c>, <c>case</c>, <c>code</c>, <c>room</c>.</summary>
    public const string Kind = "audit.refused/1";

    /// <summary>Stands for the act's word and for the reason where telling them would tell of a deliberation, or of somebody who spoke.</summary>
    public const string UnderSeal = "under-seal";

    private const string Producer = "audit";
    private const int MostNameCharacters = 64;

    /// <summary>The category alone decides: whoever may read the audit may read it, whatever the clearance for what the mission holds.</summary>
    public static readonly Label Label = new(
        Classification.Public,
        [Grant.AuditCategory],
        System.Collections.Immutable.ImmutableSortedSet.Create<string>(StringComparer.Ordinal)
    );

    /// <summary>A name as it may stand in an entry: nothing that a sender made up.</summary>
    public static string NameOf(string by) =>
        by.Length is > 0 and <= MostNameCharacters && by.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or ' ') ? by : "somebody";

    /// <summary>The entry. The same refusal by the same person within a minute is one entry, however often it is tried.</summary>
    public EntryDraft Draft(Mode mode, Instant now)
    {
        var who = NameOf(Who);
        var body = new JsonObject
        {
            ["act"] = Act,
            ["case"] = Case,
            ["code"] = Code,
            ["room"] = Room,
        };
        var minute = (now.ToUnixTimeSeconds() / 60).ToString(CultureInfo.InvariantCulture);
        var id = $"{Core.Record.Words.Of(mode)} {minute} {who} {Room} {Case} {Act} {Code}";
        var bytes = CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(body));
        return new EntryDraft(Producer, id, who, Standing.Recorded, Label, mode, Kind, null, bytes);
    }

    /// <summary>What an entry says, in words; null for an entry of another kind. Throws <see cref="FormatException"/> for a body that is none.</summary>
    public static string? Words(Entry entry)
    {
        if (entry.Kind != Kind)
        {
            return null;
        }
        try
        {
            using var body = JsonDocument.Parse(entry.Body);
            string Text(string name) => body.RootElement.GetProperty(name).GetString() ?? "";
            var act = Text("act") switch
            {
                "" => "an act that could not be made out",
                UnderSeal => "an act under seal",
                var word => $"'{word}'",
            };
            var of = Text("case") is { Length: > 0 } id ? $" in case {id}" : "";
            var why = Text("code") is var code && code == UnderSeal ? "" : $"; {code}";
            return $"Refused: {act}{of} ({Text("room")}){why}";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException($"A body of {entry.Kind} is not as it should be: {e.Message}", e);
        }
    }
}
