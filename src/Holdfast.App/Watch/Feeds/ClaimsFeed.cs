using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Values;
using YamlDotNet.Core;

namespace Holdfast.App.Watch.Feeds;

/// <summary>Parties' claims: a YAML list of statements, each with the numbers stated on that occasion. Every number is one claim.</summary>
internal sealed class ClaimsFeed : IFeed
{
    private const int MostBytes = 4 * 1024 * 1024;

    public string Name => "claims";

    public string Summary => "Parties' claims (YAML): who stated which number, when, about what span.";

    internal FeedLimits Limits { get; init; } = FeedLimits.Default;

    public async IAsyncEnumerable<FeedItem> ReadAsync(FeedInput input, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var text = await TextAsync(input, cancellation);
        var root = Parse(input.File, text);
        if (root.Find("statements") is not { Items.IsDefault: false } statements)
        {
            throw FeedErrors.Refuse(
                input.File,
                "missing-key",
                "A claims file needs the key 'statements' with a list.",
                NearestWord.To("statements", root.Members.Keys),
                root.Line
            );
        }
        var reader = new ClaimReader(Name, input, text.Split('\n'));
        foreach (
            var (statement, next) in statements.Items.Select(
                (s, i) => (s, i + 1 < statements.Items.Length ? statements.Items[i + 1].Line : long.MaxValue)
            )
        )
        {
            foreach (var item in reader.Statement(statement, next))
            {
                cancellation.ThrowIfCancellationRequested();
                if (item.Line > input.ResumeAfterLine)
                {
                    yield return item;
                }
            }
        }
    }

    private static ClaimsNode Parse(string file, string text)
    {
        try
        {
            return ClaimsYaml.Read(text);
        }
        catch (YamlException e)
        {
            throw Syntax(file, e.Start.Line, e.Start.Column, e.InnerException?.Message ?? e.Message);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // The library's scanner trips over some texts instead of refusing them.
            throw Syntax(file, 1, 1, e.Message);
        }
    }

    private static FeedFormatException Syntax(string file, long line, long column, string message) =>
        new(Diagnostic.Error(file, (int)Math.Max(1, line), (int)Math.Max(1, column), "yaml-syntax", "Not valid YAML here: " + message));

    private async Task<string> TextAsync(FeedInput input, CancellationToken cancellation)
    {
        await using var stream = await FeedText.OpenAsync(input.File, input.Content, Limits, cancellation);
        var bytes = new byte[MostBytes + 1];
        var length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        if (length > MostBytes)
        {
            throw FeedErrors.Refuse(input.File, "too-large", $"A claims file has at most {MostBytes:N0} bytes.");
        }
        var ignored = false;
        return MixedText.Decode(bytes.AsSpan(0, length), ref ignored);
    }
}
