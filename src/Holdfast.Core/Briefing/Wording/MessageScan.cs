using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Holdfast.Core.Briefing.Wording;

/// <summary>Reads one message from left to right.</summary>
internal sealed class MessageScan(string text, int mostDepth)
{
    private int at;

    public ImmutableArray<MessagePart> Read()
    {
        var parts = Parts(0, inPlural: false);
        return at == text.Length ? parts : throw Fault("a '}' closes nothing");
    }

    private ImmutableArray<MessagePart> Parts(int depth, bool inPlural)
    {
        if (depth > mostDepth)
        {
            throw Fault("plurals are nested too deeply");
        }
        var (parts, plain) = (ImmutableArray.CreateBuilder<MessagePart>(), new StringBuilder());
        while (at < text.Length && text[at] != '}')
        {
            if (text[at] == '{' || (text[at] == '#' && inPlural))
            {
                Flush(plain, parts);
                parts.Add(text[at] == '#' ? Hash() : Placeholder(depth));
            }
            else
            {
                plain.Append(text[at++]);
            }
        }
        Flush(plain, parts);
        return parts.ToImmutable();
    }

    private static void Flush(StringBuilder plain, ImmutableArray<MessagePart>.Builder parts)
    {
        if (plain.Length > 0)
        {
            parts.Add(new MessagePart.Verbatim(plain.ToString()));
            plain.Clear();
        }
    }

    private MessagePart.Number Hash()
    {
        at++;
        return new MessagePart.Number();
    }

    private MessagePart Placeholder(int depth)
    {
        Expect('{');
        var name = Word();
        if (Peek() == '}')
        {
            at++;
            return new MessagePart.Value(name);
        }
        Expect(',');
        if (Word() is var kind && kind != "plural")
        {
            throw Fault($"'{kind}' is not known; only 'plural' is");
        }
        Expect(',');
        var forms = ImmutableSortedDictionary.CreateBuilder<PluralForm, ImmutableArray<MessagePart>>();
        while (Peek() != '}')
        {
            var form = Form(Word());
            Expect('{');
            if (!forms.TryAdd(form, Parts(depth + 1, inPlural: true)))
            {
                throw Fault($"the form '{form}' is given twice");
            }
            Expect('}');
        }
        at++;
        return forms.ContainsKey(PluralForm.Other)
            ? new MessagePart.Plural(name, forms.ToImmutable())
            : throw Fault("a plural needs the form 'other'");
    }

    private PluralForm Form(string word) =>
        word switch
        {
            "one" => PluralForm.One,
            "few" => PluralForm.Few,
            "many" => PluralForm.Many,
            "other" => PluralForm.Other,
            _ => throw Fault($"'{word}' is no plural form (one, few, many, other)"),
        };

    private char Peek()
    {
        while (at < text.Length && text[at] == ' ')
        {
            at++;
        }
        return at < text.Length ? text[at] : throw Fault("a '{' is not closed");
    }

    private void Expect(char wanted)
    {
        if (Peek() != wanted)
        {
            throw Fault($"'{wanted}' expected, found '{text[at]}'");
        }
        at++;
    }

    private string Word()
    {
        Peek();
        var from = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_'))
        {
            at++;
        }
        return at > from ? text[from..at] : throw Fault("a name expected");
    }

    private FormatException Fault(string why) => new(string.Create(CultureInfo.InvariantCulture, $"character {at + 1}: {why}"));
}
