using System.Buffers;
using System.Text;
using Holdfast.Core.Values;

namespace Holdfast.Core.Record;

/// <summary>What an entry must satisfy before the record takes it. Bounds are generous and fixed; a store may rely on them.</summary>
public static class EntryRules
{
    public const int MaxNameCharacters = 256;
    public const int MaxMessageIdCharacters = 1024;
    public const int MaxBodyBytes = CanonicalJson.MaxBytes;

    /// <summary>Kind of the entry that records a conflict.</summary>
    public const string ConflictKind = "record.conflict/1";

    /// <summary>The producer that the record itself uses; nobody else may.</summary>
    public const string RecordProducer = "record";

    private static readonly SearchValues<char> KindCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-/");

    /// <summary>Why the draft cannot be recorded, in words, or null when it can.</summary>
    public static string? FaultOf(EntryDraft draft)
    {
        if (draft.Producer == RecordProducer)
        {
            return $"the producer '{RecordProducer}' is the record's own";
        }
        return Name("producer", draft.Producer, MaxNameCharacters)
            ?? Name("message id", draft.MessageId, MaxMessageIdCharacters)
            ?? Name("author", draft.Author, MaxNameCharacters)
            ?? Kind(draft.Kind)
            ?? Valid(draft.Valid)
            ?? Body(draft.Body.Span);
    }

    /// <summary>Why a label cannot be recorded: its text must read back as the same label.</summary>
    public static string? FaultOf(Label label)
    {
        var text = label.ToString();
        return text.Length <= 4 * MaxNameCharacters && Label.TryParse(text, out var back) && back.Equals(label)
            ? null
            : $"the label '{text}' does not read back as itself";
    }

    private static string? Name(string what, string text, int limit)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return $"the {what} is empty";
        }
        if (text.Length > limit)
        {
            return $"the {what} has {text.Length} characters; at most {limit} are allowed";
        }
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar || Rune.IsControl(rune))
            {
                return $"the {what} holds a control character or is not valid Unicode";
            }
        }
        return null;
    }

    private static string? Kind(string kind)
    {
        var slash = kind.IndexOf('/');
        var named =
            kind.Length <= MaxNameCharacters
            && slash > 0
            && char.IsAsciiLetterLower(kind[0])
            && kind.AsSpan().IndexOfAnyExcept(KindCharacters) < 0
            && slash + 1 < kind.Length
            && kind[slash + 1] != '0'
            && kind.AsSpan(slash + 1).IndexOfAnyExceptInRange('0', '9') < 0;
        return named ? null : $"'{kind}' is not a kind with its version, such as fact/1";
    }

    private static string? Valid(TimeRange? valid) =>
        valid is null || (InstantText.IsWritable(valid.Value.Earliest) && InstantText.IsWritable(valid.Value.Latest))
            ? null
            : "the valid time lies outside the years 1 to 9999";

    private static string? Body(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty || body[0] != '{')
        {
            return "the body is not a JSON object";
        }
        return CanonicalJson.FaultOf(body) is { } fault ? "the body " + fault : null;
    }
}
