using System.Text.Json;

namespace Holdfast.App.Watch.Feeds.SensorThings;

/// <summary>A page of a SensorThings server: its observations and the address of the next.</summary>
internal static class SensorThingsPage
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 32, CommentHandling = JsonCommentHandling.Disallow };

    /// <summary>Where each observation stands: the elements of <c>value</c>, of an array, or the object itself. Throws <see cref="JsonException"/>.</summary>
    public static List<(int Start, int Length, long Line)> Split(ReadOnlySpan<byte> page, long line)
    {
        var parts = new List<(int, int, long)>();
        var json = new Utf8JsonReader(page, Options);
        var found = false;
        var (counted, at) = (0, line);
        json.Read();
        var whole = json.TokenType == JsonTokenType.StartArray;
        while (json.Read())
        {
            var value = !whole && json.CurrentDepth == 1 && json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("value"u8);
            if (value)
            {
                json.Read();
            }
            if (whole || (value && json.TokenType == JsonTokenType.StartArray))
            {
                found = true;
                while (!(whole && json.TokenType == JsonTokenType.EndArray && json.CurrentDepth == 0) && (whole || json.Read()))
                {
                    if (json.TokenType == JsonTokenType.EndArray)
                    {
                        break;
                    }
                    var start = (int)json.TokenStartIndex;
                    json.Skip();
                    at += page[counted..start].Count((byte)'\n');
                    counted = start;
                    parts.Add((start, (int)json.BytesConsumed - start, at));
                    if (whole && !json.Read())
                    {
                        break;
                    }
                }
            }
            else if (json.TokenType is JsonTokenType.PropertyName)
            {
                json.Read();
                json.Skip();
            }
        }
        return found ? parts : [(0, page.Length, line)];
    }

    /// <summary>The address of the next page, or null.</summary>
    public static string? Next(ReadOnlySpan<byte> page)
    {
        var json = new Utf8JsonReader(page, Options);
        while (json.Read())
        {
            if (json.CurrentDepth == 1 && json.TokenType == JsonTokenType.PropertyName)
            {
                var next = json.ValueTextEquals("@iot.nextLink"u8) || json.ValueTextEquals("nextLink"u8);
                json.Read();
                if (next && json.TokenType == JsonTokenType.String)
                {
                    return json.GetString();
                }
                json.Skip();
            }
        }
        return null;
    }
}
