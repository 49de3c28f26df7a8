using Holdfast.Core.Values;

namespace Holdfast.App.Watch.Feeds.Text;

/// <summary>Refusals of an input as a whole.</summary>
internal static class FeedErrors
{
    public static FeedFormatException Refuse(string file, string code, string message, string? suggestion = null, long line = 1) =>
        new(Diagnostic.Error(file, (int)Math.Min(line, int.MaxValue), 1, code, message, suggestion));
}
