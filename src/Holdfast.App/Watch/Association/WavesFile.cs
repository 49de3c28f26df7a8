using Holdfast.App.Watch.Feeds;
using Holdfast.Core.Missions;
using Holdfast.Core.Watch.Association;

namespace Holdfast.App.Watch.Association;

/// <summary>The model file of <c>associate</c>.</summary>
internal static class WavesFile
{
    /// <summary>Reads a model file; throws <see cref="FeedFormatException"/> with the place of its first fault. A key that is wrong comes before one that is missing: it is why.</summary>
    public static WavesModel Parse(string name, string text)
    {
        var (model, faults) = WavesReader.Read(name, text);
        return model ?? throw new FeedFormatException(faults.OrderBy(f => f.Code == "missing-key").First());
    }
}
