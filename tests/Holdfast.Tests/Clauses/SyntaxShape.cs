using System.Collections;
using System.Globalization;
using System.Text;
using Holdfast.Core.Clauses.Syntax;

namespace Holdfast.Tests.Clauses;

/// <summary>A tree as text without its places, by reflection: independent of the formatter it checks.</summary>
internal static class SyntaxShape
{
    public static string Of(FileSyntax file)
    {
        var text = new StringBuilder();
        Write(text, file.Declarations);
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append('~');
                break;
            case string or Enum or bool or int:
                text.Append(value);
                break;
            case decimal number:
                text.Append(number.ToString("0.######", CultureInfo.InvariantCulture));
                break;
            case IEnumerable list:
                text.Append('[');
                foreach (var item in list)
                {
                    Write(text, item);
                    text.Append(';');
                }
                text.Append(']');
                break;
            default:
                text.Append(value.GetType().Name).Append('(');
                foreach (var property in value.GetType().GetProperties().OrderBy(p => p.Name, StringComparer.Ordinal))
                {
                    if (property.PropertyType != typeof(SourceSpan) && property.Name != "EqualityContract")
                    {
                        text.Append(property.Name).Append('=');
                        Write(text, property.GetValue(value));
                        text.Append(' ');
                    }
                }
                text.Append(')');
                break;
        }
    }
}
