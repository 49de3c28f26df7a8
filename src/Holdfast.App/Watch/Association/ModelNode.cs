using System.Globalization;
using Holdfast.App.Watch.Feeds;
using Holdfast.Core.Values;

namespace Holdfast.App.Watch.Association;

/// <summary>A mapping of a model file; what is wrong is said with its line and column, what was expected and the nearest right word.</summary>
internal sealed class ModelNode
{
    private readonly string file;
    private readonly ClaimsNode node;

    public ModelNode(string file, ClaimsNode node)
    {
        (this.file, this.node) = (file, node);
        if (!node.IsMapping)
        {
            throw Wrong(node, node.Text is { } text ? $"'{text}'" : "a list", "a mapping (key: value)");
        }
    }

    /// <summary>Refuses keys that are not among these.</summary>
    public void Allow(params string[] keys)
    {
        foreach (var (key, member) in node.Members.OrderBy(pair => pair.Value.Line).ThenBy(pair => pair.Value.Column))
        {
            if (!keys.Contains(key, StringComparer.Ordinal))
            {
                throw new FeedFormatException(
                    Diagnostic.Error(
                        file,
                        (int)member.Line,
                        (int)member.Column,
                        "unknown-key",
                        $"Found the key '{key}', expected one of: {string.Join(", ", keys)}.",
                        NearestWord.To(key, keys)
                    )
                );
            }
        }
    }

    /// <summary>Refuses keys that mean nothing for this kind of model.</summary>
    public void Refuse(string kind, params string[] keys)
    {
        foreach (var key in keys)
        {
            if (node.Find(key) is { } member)
            {
                throw Wrong(member, $"the key '{key}'", $"only what an {kind} model knows");
            }
        }
    }

    public ModelNode? Find(string key) => node.Find(key) is { } member ? new ModelNode(file, member) : null;

    public ModelNode Need(string key) => Find(key) ?? throw Wrong(node, "nothing", $"the key '{key}'");

    public IEnumerable<ModelNode> List(string key)
    {
        if (node.Find(key) is not { } member)
        {
            throw Wrong(node, "nothing", $"the key '{key}' with a list");
        }
        if (member.Items.IsDefaultOrEmpty)
        {
            throw Wrong(member, "no list", $"'{key}' as a list of at least one");
        }
        return member.Items.Select(item => new ModelNode(file, item));
    }

    /// <summary>A number in a range; without an alternative it must be there.</summary>
    public double Number(string key, double least, double most, double? otherwise = null)
    {
        var range = string.Create(CultureInfo.InvariantCulture, $"'{key}' as a number from {least} to {most}");
        if (node.Find(key) is not { } member)
        {
            return otherwise ?? throw Wrong(node, "nothing", range);
        }
        var good = double.TryParse(member.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value);
        return good && value >= least && value <= most ? value : throw Wrong(member, $"'{member.Text}'", range);
    }

    /// <summary>One of some words; it must be there.</summary>
    public string Word(string key, params string[] words) => Word(key, null, words);

    public string Word(string key, string? otherwise, string[] words)
    {
        if (node.Find(key) is not { } member)
        {
            return otherwise ?? throw Wrong(node, "nothing", $"the key '{key}' with one of: {string.Join(", ", words)}");
        }
        var text = member.Text ?? "";
        return words.Contains(text, StringComparer.Ordinal)
            ? text
            : throw Wrong(member, $"'{text}'", $"one of: {string.Join(", ", words)}", NearestWord.To(text, words));
    }

    public FeedFormatException Wrong(string key, string found, string expected) => Wrong(node.Find(key) ?? node, found, expected);

    /// <summary>Builds something whose own checks may refuse it, and says where the numbers came from.</summary>
    public T Built<T>(Func<T> build)
    {
        try
        {
            return build();
        }
        catch (ArgumentException problem)
        {
            throw Wrong(node, "numbers that do not go together", problem.Message);
        }
    }

    private FeedFormatException Wrong(ClaimsNode at, string found, string expected, string? nearest = null) =>
        new(Diagnostic.Error(file, (int)at.Line, (int)at.Column, "bad-model", $"Found {found}, expected {expected}.", nearest));
}
