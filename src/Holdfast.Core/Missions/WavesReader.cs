using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Association;

namespace Holdfast.Core.Missions;

/// <summary>
/// Reads how waves travel, who hears what and how the engine works: the one grammar of <c>associate --model</c> and of the regions of <c>sensing.yaml</c>
/// (docs/guide/association.md).
/// </summary>
public static class WavesReader
{
    private const int LargestCharacters = 256 * 1024;

    /// <summary>What a model may say.</summary>
    internal static readonly string[] Keys =
    [
        "model",
        "air",
        "layers",
        "depth-km",
        "station-sigma-s",
        "pick-sigma-s",
        "detection",
        "engine",
    ];

    private static readonly string[] EngineKeys =
    [
        "minimum-arrivals",
        "travel-sigma",
        "cell-km",
        "step-s",
        "window-s",
        "margin-s",
        "missions",
        "minimum-evidence",
        "beyond-km",
    ];

    /// <summary>A model file: the model, or null exactly when some diagnostic is an error.</summary>
    public static (WavesModel? Model, ImmutableArray<Diagnostic> Diagnostics) Read(string file, string text)
    {
        if (text.Length > LargestCharacters)
        {
            return (null, [Diagnostic.Error(file, 1, 1, "too-large", $"A model has at most {LargestCharacters} characters.")]);
        }
        var complaints = new Complaints();
        var model = YamlText.Read(file, text, complaints) is { } root ? Read(new Section(root, complaints, "the model", Keys)) : null;
        return (complaints.HasErrors ? null : model, complaints.Sorted());
    }

    /// <summary>The model that a section holds; null after a complaint.</summary>
    internal static WavesModel? Read(Section top)
    {
        var seismic = top.Choice("model", null, ("acoustic", false), ("seismic", true));
        top.Need("detection");
        foreach (var key in seismic ? new[] { "air" } : ["layers", "depth-km", "station-sigma-s"])
        {
            if (top.Find(key) is { } stray)
            {
                top.Complaints.Error(stray, "bad-model", $"'{key}' means nothing to {(seismic ? "a seismic" : "an acoustic")} model");
            }
        }
        return seismic ? Seismic(top) : Acoustic(top);
    }

    private static WavesModel? Acoustic(Section top)
    {
        top.Need("air");
        string[] keys = ["from-east-km", "temperature-c", "wind-east", "wind-north", "temperature-sigma", "wind-sigma"];
        var air = top.Sections("air", "a sector of air", keys)
            .Select(sector =>
            {
                sector.Need("temperature-c");
                return new AirSector(
                    1_000 * sector.Number("from-east-km", 0, -1e5, 1e5),
                    sector.Number("temperature-c", 10, -80, 80),
                    sector.Number("wind-east", 0, -100, 100),
                    sector.Number("wind-north", 0, -100, 100),
                    sector.Number("temperature-sigma", 2, 0, 80),
                    sector.Number("wind-sigma", 2, 0, 100)
                );
            })
            .ToImmutableArray();
        var sigma = top.Number("pick-sigma-s", 0.03, 0.0001, 59);
        if (air.IsEmpty || Detection(top, 0.12, 0.25, 0) is not { } detection)
        {
            return null;
        }
        return Built(
            top.At("air"),
            top.Complaints,
            () =>
            {
                _ = new AirModel(air);
                return Engine(top, new AssociationParameters { Detection = detection }) is { } parameters
                    ? new WavesModel(air, null, parameters, ImmutableDictionary<Phase, double>.Empty.Add(Phase.Sound, sigma))
                    : null;
            }
        );
    }

    private static WavesModel? Seismic(Section top)
    {
        top.Need("layers");
        var sigmas = top.Child("pick-sigma-s", "sigmas of picks", "p", "s");
        var start = Detection(top, 0.2, 0, 3_000) is { } detection
            ? new AssociationParameters
            {
                Detection = detection,
                RelativeTravelSigma = 0.015,
                WideFactor = 3,
                MinimumArrivals = 8,
                WindowSeconds = 900,
                MarginSeconds = 30,
                Mission = null,
                CellMetres = 4_000,
                SpeedScale = 4_500,
            }
            : null;
        var velocity = Velocity(top);
        return start is null || velocity is null || Engine(top, start) is not { } parameters
            ? null
            : new WavesModel(
                [],
                velocity,
                parameters,
                ImmutableDictionary<Phase, double>
                    .Empty.Add(Phase.P, sigmas?.Number("p", 0.1, 0.0001, 59) ?? 0.1)
                    .Add(Phase.S, sigmas?.Number("s", 0.15, 0.0001, 59) ?? 0.15)
            );
    }

    private static VelocityModel? Velocity(Section top)
    {
        var layers = top.Sections("layers", "a layer", "top-km", "p", "s")
            .Select(layer =>
            {
                layer.Need("p");
                layer.Need("s");
                return new VelocityLayer(
                    1_000 * layer.Number("top-km", 0, -10, 700),
                    1_000 * layer.Number("p", 6, 0.1, 20),
                    1_000 * layer.Number("s", 3, 0.05, 20)
                );
            })
            .ToArray();
        var depth = top.Child("depth-km", "depths of sources", "least", "greatest");
        var (least, greatest) = (1_000 * (depth?.Number("least", 0, 0, 700) ?? 0), 1_000 * (depth?.Number("greatest", 30, 0, 700) ?? 30));
        var station = top.Number("station-sigma-s", 0, 0, 9);
        return layers.Length == 0 ? null : Built(top.Node, top.Complaints, () => new VelocityModel(layers, least, greatest, station));
    }

    private static DetectionModel? Detection(Section top, double width, double wind, double leastWidth)
    {
        if (
            top.Child("detection", "the model of detection", "ceiling", "width", "least-width-km", "wind-effect", "loudness")
            is not { } node
        )
        {
            return null;
        }
        node.Need("loudness");
        var classes = node.Sections("loudness", "a class of loudness", "half-range-km", "share")
            .Select(loudness =>
            {
                loudness.Need("half-range-km");
                loudness.Need("share");
                return new LoudnessClass(1_000 * loudness.Number("half-range-km", 1, 0.01, 1_000), loudness.Number("share", 1, 0.0001, 1));
            })
            .ToArray();
        var total = classes.Sum(loudness => loudness.Share);
        if (classes.Length == 0 || Math.Abs(total - 1) > 1e-6)
        {
            var found = string.Create(CultureInfo.InvariantCulture, $"the shares of 'loudness' must sum to 1, not {total}");
            top.Complaints.Error(node.At("loudness"), "bad-model", found);
            return null;
        }
        return new DetectionModel(
            classes,
            node.Number("ceiling", 0.85, 0.02, 0.99),
            node.Number("width", width, 0.001, 1),
            node.Number("wind-effect", wind, 0, 0.99),
            1_000 * node.Number("least-width-km", leastWidth / 1_000, 0, 1_000)
        );
    }

    private static AssociationParameters? Engine(Section top, AssociationParameters start)
    {
        if (top.Child("engine", "the engine", EngineKeys) is not { } node)
        {
            return start;
        }
        var least = node.Number("minimum-evidence", start.StageEvidence[^1], -10, 1_000);
        var built = start with
        {
            MinimumArrivals = (int)node.Number("minimum-arrivals", start.MinimumArrivals, 3, 1_000),
            RelativeTravelSigma = node.Number("travel-sigma", start.RelativeTravelSigma, 0, 0.49),
            CellMetres = 1_000 * node.Number("cell-km", start.CellMetres / 1_000, 0.01, 50),
            StepSeconds = node.Number("step-s", start.StepSeconds, 0.01, 60),
            WindowSeconds = node.Number("window-s", start.WindowSeconds, 1, 86_400),
            SearchBeyondMetres = node.Find("beyond-km") is null ? start.SearchBeyondMetres : 1_000 * node.Number("beyond-km", 0, 0, 10_000),
            MarginSeconds = node.Number("margin-s", start.MarginSeconds, 0, 86_400),
            StageEvidence = [.. start.StageEvidence.Where(stage => stage > least), least],
            Mission = node.Choice<bool>("missions", start.Mission is not null, ("yes", true), ("no", false))
                ? start.Mission ?? new()
                : null,
        };
        return Built(
            node.Node,
            top.Complaints,
            () =>
            {
                built.Check();
                return built;
            }
        );
    }

    // Things check their own numbers together; what they say gets the place in the file.
    private static T? Built<T>(YamlNode at, Complaints complaints, Func<T?> build)
        where T : class
    {
        try
        {
            return build();
        }
        catch (ArgumentException problem)
        {
            complaints.Error(at, "bad-model", $"numbers that do not go together: {problem.Message}");
            return null;
        }
    }
}
