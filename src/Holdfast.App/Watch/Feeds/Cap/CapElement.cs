namespace Holdfast.App.Watch.Feeds.Cap;

/// <summary>An element of an alert: its name without a prefix, its own text, its children in order.</summary>
internal sealed class CapElement(string name)
{
    public string Name { get; } = name;
    public string Text { get; private set; } = "";
    public List<CapElement> Children { get; } = [];

    private const int MostText = 64 * 1024;

    public void Append(string text)
    {
        if (Text.Length < MostText)
        {
            Text += text;
        }
    }

    public string this[string child] => Children.Find(c => c.Name == child)?.Text.Trim() ?? "";

    public IEnumerable<CapElement> All(string child) => Children.Where(c => c.Name == child);
}
