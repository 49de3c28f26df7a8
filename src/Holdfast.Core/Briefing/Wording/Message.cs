using System.Collections.Immutable;
using System.Text;

namespace Holdfast.Core.Briefing.Wording;

/// <summary>A piece of a message.</summary>
internal abstract record MessagePart
{
    private MessagePart() { }

    public sealed record Verbatim(string Text) : MessagePart;

    public sealed record Value(string Name) : MessagePart;

    /// <summary>The number of the plural around it.</summary>
    public sealed record Number : MessagePart;

    public sealed record Plural(string Name, ImmutableSortedDictionary<PluralForm, ImmutableArray<MessagePart>> Forms) : MessagePart;
}

/// <summary>
/// A text with places to fill, in a part of ICU MessageFormat: <c>{name}</c>, and <c>{count, plural, one {# event} other {# events}}</c>, where <c>#</c> is the
/// number. Nothing else is special; a brace of its own is not needed by any text.
/// </summary>
public sealed record Message
{
    private const int MostDepth = 8;

    private Message(ImmutableArray<MessagePart> parts)
    {
        Parts = parts;
        Names = [.. Walk(parts).SelectMany(Named).Distinct().Order(StringComparer.Ordinal)];
    }

    internal ImmutableArray<MessagePart> Parts { get; }

    /// <summary>What has to be given, sorted; a number that chooses a form is marked <c>name#</c>.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>The forms of every plural in it.</summary>
    internal IEnumerable<ImmutableArray<PluralForm>> Forms =>
        Walk(Parts).OfType<MessagePart.Plural>().Select(p => p.Forms.Keys.ToImmutableArray());

    /// <summary>Throws <see cref="FormatException"/> that says what is wrong, and at which character.</summary>
    public static Message Parse(string text)
    {
        var reader = new MessageScan(text, MostDepth);
        return new Message(reader.Read());
    }

    internal string Fill(Func<string, string> value, Func<string, (PluralForm Form, string Text)> number)
    {
        var text = new StringBuilder();
        Fill(text, Parts, value, number, "");
        return text.ToString();
    }

    private static void Fill(
        StringBuilder text,
        ImmutableArray<MessagePart> parts,
        Func<string, string> value,
        Func<string, (PluralForm Form, string Text)> number,
        string counted
    )
    {
        foreach (var part in parts)
        {
            switch (part)
            {
                case MessagePart.Verbatim verbatim:
                    text.Append(verbatim.Text);
                    break;
                case MessagePart.Value named:
                    text.Append(value(named.Name));
                    break;
                case MessagePart.Number:
                    text.Append(counted);
                    break;
                case MessagePart.Plural plural:
                    var (form, shown) = number(plural.Name);
                    Fill(text, plural.Forms.GetValueOrDefault(form, plural.Forms[PluralForm.Other]), value, number, shown);
                    break;
            }
        }
    }

    private static IEnumerable<MessagePart> Walk(ImmutableArray<MessagePart> parts) =>
        parts.SelectMany(p => p is MessagePart.Plural plural ? plural.Forms.Values.SelectMany(Walk).Prepend(p) : [p]);

    private static IEnumerable<string> Named(MessagePart part) =>
        part switch
        {
            MessagePart.Value value => [value.Name],
            MessagePart.Plural plural => [plural.Name + "#"],
            _ => [],
        };

    public bool Equals(Message? other) => other is not null && Parts.SequenceEqual(other.Parts);

    public override int GetHashCode() => Parts.Length;
}
