using System.Collections.Immutable;
using System.Globalization;
using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Association;
using YamlDotNet.Core;

namespace Holdfast.App.Watch.Association;

/// <summary>How waves travel, who hears what, and how the engine works: what the model file of <c>associate</c> says.</summary>
/// <param name="Air">For sound: the air by sectors; empty for seismic waves.</param>
/// <param name="Velocity">For seismic waves: their speeds; null for sound.</param>
/// <param name="Parameters">The engine's parameters.</param>
/// <param name="PickSigmaSeconds">Sigma of a pick that states none, by phase.</param>
public sealed record WavesFile(
    ImmutableArray<AirSector> Air,
    VelocityModel? Velocity,
    AssociationParameters Parameters,
    ImmutableDictionary<Phase, double> PickSigmaSeconds
)
{
    private const int LargestCharacters = 256 * 1024;

    /// <summary>Reads a model file; throws <see cref="FeedFormatException"/> with its place where it is wrong.</summary>
    public static WavesFile Parse(string name, string text)
    {
        if (text.Length > LargestCharacters)
        {
            throw FeedErrors.Refuse(name, "too-large", $"A model has at most {LargestCharacters} characters.");
        }
        try
        {
            var top = new ModelNode(name, ClaimsYaml.Read(text));
            top.Allow("model", "air", "layers", "depth-km", "station-sigma-s", "pick-sigma-s", "detection", "engine");
            var kind = top.Word("model", "acoustic", "seismic");
            return kind == "acoustic" ? Acoustic(top) : Seismic(top);
        }
        catch (YamlException problem)
        {
            throw FeedErrors.Refuse(name, "bad-yaml", problem.Message, line: problem.Start.Line);
        }
    }

    private static WavesFile Acoustic(ModelNode top)
    {
        top.Refuse("acoustic", "layers", "depth-km", "station-sigma-s");
        var air = top.List("air")
            .Select(sector =>
            {
                sector.Allow("from-east-km", "temperature-c", "wind-east", "wind-north", "temperature-sigma", "wind-sigma");
                return new AirSector(
                    1_000 * sector.Number("from-east-km", -1e5, 1e5, 0),
                    sector.Number("temperature-c", -80, 80),
                    sector.Number("wind-east", -100, 100, 0),
                    sector.Number("wind-north", -100, 100, 0),
                    sector.Number("temperature-sigma", 0, 80, 2),
                    sector.Number("wind-sigma", 0, 100, 2)
                );
            })
            .ToImmutableArray();
        var sigma = top.Number("pick-sigma-s", 0.0001, 59, 0.03);
        var parameters = Engine(top, new AssociationParameters { Detection = Detection(top, 0.12, 0.25, 0) });
        return new WavesFile(air, null, parameters, ImmutableDictionary<Phase, double>.Empty.Add(Phase.Sound, sigma));
    }

    private static WavesFile Seismic(ModelNode top)
    {
        top.Refuse("seismic", "air");
        var layers = top.List("layers")
            .Select(layer =>
            {
                layer.Allow("top-km", "p", "s");
                return new VelocityLayer(
                    1_000 * layer.Number("top-km", -10, 700, 0),
                    1_000 * layer.Number("p", 0.1, 20),
                    1_000 * layer.Number("s", 0.05, 20)
                );
            })
            .ToArray();
        var depth = top.Find("depth-km");
        depth?.Allow("least", "greatest");
        var velocity = top.Built(() =>
            new VelocityModel(
                layers,
                1_000 * (depth?.Number("least", 0, 700, 0) ?? 0),
                1_000 * (depth?.Number("greatest", 0, 700, 30) ?? 30),
                top.Number("station-sigma-s", 0, 9, 0)
            )
        );
        var sigmas = top.Find("pick-sigma-s");
        sigmas?.Allow("p", "s");
        var start = new AssociationParameters
        {
            Detection = Detection(top, 0.2, 0, 3_000),
            RelativeTravelSigma = 0.015,
            WideFactor = 3,
            MinimumArrivals = 8,
            WindowSeconds = 900,
            MarginSeconds = 30,
            Mission = null,
            CellMetres = 4_000,
            SpeedScale = 4_500,
        };
        return new WavesFile(
            [],
            velocity,
            Engine(top, start),
            ImmutableDictionary<Phase, double>
                .Empty.Add(Phase.P, sigmas?.Number("p", 0.0001, 59, 0.1) ?? 0.1)
                .Add(Phase.S, sigmas?.Number("s", 0.0001, 59, 0.15) ?? 0.15)
        );
    }

    private static DetectionModel Detection(ModelNode top, double width, double wind, double leastWidth)
    {
        var node = top.Need("detection");
        node.Allow("ceiling", "width", "least-width-km", "wind-effect", "loudness");
        var classes = node.List("loudness")
            .Select(loudness =>
            {
                loudness.Allow("half-range-km", "share");
                return new LoudnessClass(1_000 * loudness.Number("half-range-km", 0.01, 1_000), loudness.Number("share", 0.0001, 1));
            })
            .ToArray();
        var total = classes.Sum(loudness => loudness.Share);
        if (Math.Abs(total - 1) > 1e-6)
        {
            throw node.Wrong("loudness", string.Create(CultureInfo.InvariantCulture, $"the shares sum to {total}"), "shares that sum to 1");
        }
        return new DetectionModel(
            classes,
            node.Number("ceiling", 0.02, 0.99, 0.85),
            node.Number("width", 0.001, 1, width),
            node.Number("wind-effect", 0, 0.99, wind),
            1_000 * node.Number("least-width-km", 0, 1_000, leastWidth / 1_000)
        );
    }

    private static AssociationParameters Engine(ModelNode top, AssociationParameters start)
    {
        if (top.Find("engine") is not { } node)
        {
            return start;
        }
        node.Allow("minimum-arrivals", "travel-sigma", "cell-km", "step-s", "window-s", "margin-s", "missions", "minimum-evidence");
        var least = node.Number("minimum-evidence", -10, 1_000, start.StageEvidence[^1]);
        var built = start with
        {
            MinimumArrivals = (int)node.Number("minimum-arrivals", 3, 1_000, start.MinimumArrivals),
            RelativeTravelSigma = node.Number("travel-sigma", 0, 0.49, start.RelativeTravelSigma),
            CellMetres = 1_000 * node.Number("cell-km", 0.01, 50, start.CellMetres / 1_000),
            StepSeconds = node.Number("step-s", 0.01, 60, start.StepSeconds),
            WindowSeconds = node.Number("window-s", 1, 86_400, start.WindowSeconds),
            MarginSeconds = node.Number("margin-s", 0, 86_400, start.MarginSeconds),
            StageEvidence = [.. start.StageEvidence.Where(stage => stage > least), least],
            Mission = node.Word("missions", start.Mission is null ? "no" : "yes", ["yes", "no"]) == "yes" ? start.Mission ?? new() : null,
        };
        return node.Built(() =>
        {
            built.Check();
            return built;
        });
    }
}
