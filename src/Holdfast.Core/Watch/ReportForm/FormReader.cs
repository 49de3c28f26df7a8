using System.Collections.Immutable;
using System.Text.Json;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Watch.ReportForm;

/// <summary>Reads members of one JSON object and collects what is wrong with them; gives a stand-in value after an error.</summary>
internal sealed class FormReader(JsonElement form, string prefix, List<FieldError> errors)
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public void Wrong(string field, string code, string message, string? suggestion = null) =>
        errors.Add(new FieldError(prefix + field, code, message, suggestion));

    public bool Has(string field)
    {
        _asked.Add(field);
        return form.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null;
    }

    public string Text(string field, int longest, bool required = true)
    {
        if (!Has(field))
        {
            return required ? Missing(field) : "";
        }
        var value = form.GetProperty(field);
        if (value.ValueKind != JsonValueKind.String || Unpaired(value, out var text))
        {
            Wrong(field, "not-text", $"'{field}' is not a text.");
            return "";
        }
        if (text.Length > longest)
        {
            Wrong(field, "too-long", $"'{field}' has {text.Length:N0} characters; at most {longest:N0} are taken.");
        }
        return required && string.IsNullOrWhiteSpace(text) ? Missing(field) : text.Trim();
    }

    public string Choice(string field, IReadOnlyCollection<string> choices)
    {
        var text = Text(field, 100);
        if (text.Length > 0 && !choices.Contains(text))
        {
            var listed = choices.Count <= 10 ? $"; expected {string.Join(", ", choices)}" : "";
            Wrong(field, "not-a-choice", $"'{field}' is '{text}'{listed}.", NearestWord.To(text, choices));
        }
        return text;
    }

    public int? Whole(string field, int most = 1_000_000, bool required = false)
    {
        if (!Has(field))
        {
            _ = required ? Missing(field) : "";
            return null;
        }
        var value = form.GetProperty(field);
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var number))
        {
            Wrong(field, "not-a-number", $"'{field}' is not a whole number.");
            return null;
        }
        if (number < 0 || number > most)
        {
            Wrong(field, "out-of-range", $"'{field}' is {number}; expected 0 to {most:N0}.");
            return null;
        }
        return number;
    }

    public double? Number(string field, double least, double most, bool required = true)
    {
        if (!Has(field))
        {
            _ = required ? Missing(field) : "";
            return null;
        }
        var value = form.GetProperty(field);
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number) || !double.IsFinite(number))
        {
            Wrong(field, "not-a-number", $"'{field}' is not a number.");
            return null;
        }
        if (number < least || number > most)
        {
            Wrong(field, "out-of-range", FormattableString.Invariant($"'{field}' is {number}; expected {least} to {most}."));
            return null;
        }
        return number;
    }

    public bool Flag(string field)
    {
        if (!Has(field))
        {
            return false;
        }
        var kind = form.GetProperty(field).ValueKind;
        if (kind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Wrong(field, "not-a-choice", $"'{field}' is neither true nor false.");
        }
        return kind == JsonValueKind.True;
    }

    public Instant? Time(string field, bool required)
    {
        var text = Text(field, 64, required);
        if (text.Length == 0)
        {
            return null;
        }
        if (Iso.TryParse(text, out var instant))
        {
            return instant;
        }
        Wrong(field, "not-an-instant", $"'{field}' is '{text}'; expected an instant in UTC such as 2025-04-19T15:00:00Z.");
        return null;
    }

    public FormReader? Nested(string field)
    {
        if (!Has(field))
        {
            _ = Missing(field);
            return null;
        }
        if (form.GetProperty(field).ValueKind == JsonValueKind.Object)
        {
            return new FormReader(form.GetProperty(field), prefix + field + ".", errors);
        }
        Wrong(field, "not-an-object", $"'{field}' is not an object.");
        return null;
    }

    /// <summary>The elements of an array with their positions, at most so many.</summary>
    public ImmutableArray<(JsonElement Element, string Field)> Items(string field, int most, bool required)
    {
        if (!Has(field))
        {
            _ = required ? Missing(field) : "";
            return [];
        }
        var value = form.GetProperty(field);
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > most || (required && value.GetArrayLength() == 0))
        {
            Wrong(field, "out-of-range", $"'{field}' is not a list of {(required ? 1 : 0)} to {most} items.");
            return [];
        }
        return [.. value.EnumerateArray().Select((e, i) => (e, $"{prefix}{field}[{i}]"))];
    }

    /// <summary>Complains about members that nobody asked for.</summary>
    public void Finish()
    {
        foreach (var member in form.EnumerateObject().Where(m => !_asked.Contains(m.Name)))
        {
            var name = member.Name.Length > 60 ? member.Name[..60] : member.Name;
            Wrong(name, "unknown-field", $"There is no field '{name}' in this form.", NearestWord.To(name, _asked));
        }
    }

    private string Missing(string field)
    {
        Wrong(field, "missing", $"'{field}' is missing.");
        return "";
    }

    // An escape for half a surrogate pair is JSON, but no text.
    private static bool Unpaired(JsonElement value, out string text)
    {
        try
        {
            text = value.GetString() ?? "";
            return false;
        }
        catch (InvalidOperationException)
        {
            text = "";
            return true;
        }
    }
}
