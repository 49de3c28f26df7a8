using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Sensors;
using NodaTime;

namespace Holdfast.Core.Missions;

/// <summary>Reads <c>sensing.yaml</c>: who may read arrivals and origins, how late arrivals may be, and the model of each region.</summary>
/// <param name="sources">The mission's sources: origins stand under one of them.</param>
internal sealed partial class SensingFile(Complaints complaints, ImmutableArray<Source> sources)
{
    public const string Name = "sensing.yaml";

    public static readonly string[] Keys = ["label", "origins", "watermark", "source", "kind", "regions"];
    public static readonly string[] RegionKeys = ["id", "box", "source", "kind", .. WavesReader.Keys];
    public static readonly string[] BoxKeys = ["west", "south", "east", "north"];

    /// <summary>Half of the widest region: a transverse Mercator projection about its middle stretches lengths by a thousandth there.</summary>
    private const double WidestHalfMetres = 285_000;

    private static readonly (string, double)[] Units = [("s", 1), ("seconds", 1), ("minutes", 60), ("h", 3_600), ("hours", 3_600)];

    /// <summary>Null where the mission has no such file, or it says nothing that can be used.</summary>
    public SensingModel? Read(MissionFile? file)
    {
        if (file is null || YamlText.Read(file.Path, file.Text, complaints) is not { } root)
        {
            return null;
        }
        var s = new Section(root, complaints, "sensing", Keys);
        s.Need("regions");
        var arrivals = Labelled(s, "label", SensorAccess.DefaultLabel);
        var origins = Labelled(s, "origins", Label.Public);
        var watermark = s.Quantity("watermark", 90, Units);
        if (s.Find("watermark") is { } node && watermark is <= 0 or > 86_400)
        {
            complaints.Error(s.At("watermark"), "out-of-range", "a watermark is longer than nothing and at most a day");
        }
        var regions = ImmutableArray.CreateBuilder<SensingRegion>();
        foreach (var section in s.Sections("regions", "a region", RegionKeys))
        {
            if (Region(section, s) is not { } region)
            {
                continue;
            }
            if (regions.Any(r => r.Id == region.Id))
            {
                complaints.Error(section.At("id"), "duplicate-name", $"there is a region '{region.Id}' already");
                continue;
            }
            regions.Add(region);
        }
        return regions.Count == 0 ? null : new SensingModel(arrivals, origins, Duration.FromSeconds(watermark), regions.ToImmutable());
    }

    private SensingRegion? Region(Section region, Section top)
    {
        var id = region.Text("id");
        if (id.Length > 0 && !Ids().IsMatch(id))
        {
            complaints.Error(region.At("id"), "bad-name", $"a region's id is lower-case letters, digits and hyphens; found '{id}'");
        }
        region.Need("box");
        var box = Box(region);
        var source = Source(region.Find("source") is null ? top : region);
        var kind = Kind(region.Find("kind") is null ? top : region);
        var waves = WavesReader.Read(region);
        return box is { } b && waves is { } w ? new SensingRegion(id, b, source, kind, w) : null;
    }

    private RegionBox? Box(Section region)
    {
        if (region.Child("box", "a box", BoxKeys) is not { } s)
        {
            return null;
        }
        foreach (var key in BoxKeys)
        {
            s.Need(key);
        }
        var box = new RegionBox(
            s.Number("west", 0, -180, 180),
            s.Number("south", 0, -85, 85),
            s.Number("east", 0, -180, 180),
            s.Number("north", 0, -85, 85)
        );
        if (!(box.West < box.East) || !(box.South < box.North))
        {
            complaints.Error(region.At("box"), "bad-box", "'west' lies west of 'east' and 'south' south of 'north'");
            return null;
        }
        var nearest = box.South <= 0 && box.North >= 0 ? 0 : Math.Min(Math.Abs(box.South), Math.Abs(box.North));
        if ((box.East - box.West) / 2 * 111_195 * Math.Cos(nearest * Math.PI / 180) > WidestHalfMetres)
        {
            complaints.Error(
                region.At("box"),
                "region-too-wide",
                $"a region is at most {2 * WidestHalfMetres / 1000:0} km from west to east: beyond that its plane would stretch lengths by more than a thousandth; make two of it"
            );
        }
        return box;
    }

    private string Source(Section s)
    {
        var id = s.Text("source");
        if (id.Length > 0 && !sources.Any(source => source.Id == id))
        {
            complaints.Error(
                s.At("source"),
                "unknown-source",
                $"'{id}' is not among the sources",
                NearestWord.To(id, sources.Select(source => source.Id))
            );
        }
        return id;
    }

    private string Kind(Section s)
    {
        var kind = s.TextOrNull("kind")?.Trim() ?? "explosion";
        if (!EventKinds.IsKnown(kind))
        {
            complaints.Error(s.At("kind"), "unknown-kind", $"'{kind}' is not a kind of event", NearestWord.To(kind, EventKinds.All));
        }
        return kind;
    }

    private Label Labelled(Section s, string key, Label otherwise)
    {
        if (s.TextOrNull(key)?.Trim() is not { } text)
        {
            return otherwise;
        }
        if (text == "public")
        {
            return Label.Public;
        }
        if (Label.TryParse(text, out var label))
        {
            return label;
        }
        complaints.Error(
            s.At(key),
            "bad-label",
            $"'{text}' is no label such as 'restricted cat:{SensorAccess.Category}'",
            NearestWord.To(text.Split(' ')[0], ["public", "restricted", "confidential"])
        );
        return otherwise;
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,62}$")]
    private static partial Regex Ids();
}
