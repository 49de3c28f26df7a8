using System.Collections.Immutable;
using Holdfast.Core.Support;
using Holdfast.Core.Support.Depots;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;

namespace Holdfast.Core.Missions;

/// <summary>Reads <c>support/depots.yaml</c>: regions, classes of stock, depots, routes, limits of throughput, requirements.</summary>
internal sealed class DepotsFile(Complaints complaints, Citations citations)
{
    private const decimal MostUnits = 1_000_000_000;
    private const decimal MostKilograms = 1_000_000;
    private const decimal MostHours = 10_000;

    public const string Name = SupportFiles.Folder + "depots.yaml";
    public static readonly string[] Keys = ["regions", "classes", "depots", "routes", "limits", "requirements"];
    public static readonly string[] RegionKeys = ["id", "name", "nation", .. SupportSection.OriginKeys];
    public static readonly string[] ClassKeys = ["id", "name", "unit", "kind", "kilograms", .. SupportSection.OriginKeys];
    public static readonly string[] DepotKeys =
    [
        "id",
        "name",
        "region",
        "by",
        "draw_hours",
        "access",
        "stock",
        .. SupportSection.OriginKeys,
    ];
    public static readonly string[] AccessKeys = ["for", "when", "when_standing", "when_cites", .. SupportSection.OriginKeys];
    public static readonly string[] StockKeys = ["class", "quantity", "per_month", .. SupportSection.OriginKeys];
    public static readonly string[] RouteKeys =
    [
        "from",
        "to",
        "by",
        "hours",
        "distance",
        "when",
        "when_standing",
        "when_cites",
        .. SupportSection.OriginKeys,
    ];
    public static readonly string[] LimitKeys = ["to", "by", "tonnes_per_day", .. SupportSection.OriginKeys];
    public static readonly string[] RequirementKeys = ["id", "title", "to", "units", "lines", .. SupportSection.OriginKeys];
    public static readonly string[] LineKeys = ["class", "once", "per_day", .. SupportSection.OriginKeys];

    public static readonly (string Word, DistanceClass Value)[] Distances =
    [
        ("local", DistanceClass.Local),
        ("near", DistanceClass.Near),
        ("far", DistanceClass.Far),
        ("remote", DistanceClass.Remote),
    ];

    public static readonly (string Word, SupportKind Value)[] Kinds =
    [
        ("equipment", SupportKind.Equipment),
        ("ammunition", SupportKind.Ammunition),
        ("works", SupportKind.Works),
        ("humanitarian", SupportKind.Humanitarian),
        ("unspecified", SupportKind.Unspecified),
    ];

    /// <summary>The regions that the file declares; read first, since every other file may place things there.</summary>
    public ImmutableArray<SupportRegion> Regions(YamlMapping? root, IReadOnlyCollection<string> nations) =>
        root is null
            ? []
            :
            [
                .. SupportFiles.Unique(
                    Top(root)
                        .Sections("regions", "a region", RegionKeys)
                        .Select(s => new SupportSection(s, "a region", citations, new SupportWords([], [], [], null)))
                        .Select(s => (s, new SupportRegion(s.Id(), s.Section.Text("name"), s.Known("nation", "nation", nations)))),
                    r => r.Id,
                    "a region"
                ),
            ];

    public SupportModel Read(YamlMapping root, SupportModel model, SupportWords words)
    {
        var top = Top(root);
        IEnumerable<SupportSection> Items(string key, string what, string[] keys) =>
            top.Sections(key, what, keys).Select(s => new SupportSection(s, what, citations, words));
        // Classes and requirements keep their order: it is the order in which transport takes them.
        var classes = SupportFiles.Distinct(
            Items("classes", "a class of stock", ClassKeys).Select(s => (s, Class(s))),
            c => c.Id,
            "a class of stock"
        );
        var units = classes.ToDictionary(c => c.Id, c => c.Unit, StringComparer.Ordinal);
        var depots = Items("depots", "a depot", DepotKeys).Select(s => (Section: s, Item: Depot(s, units))).ToArray();
        var routes = Items("routes", "a route", RouteKeys).Select(s => (Section: s, Item: Route(s))).ToArray();
        CheckEnds(depots, routes);
        return model with
        {
            StockClasses = classes,
            Depots = SupportFiles.Unique(depots, d => d.Id, "a depot"),
            Routes = SupportFiles.Unique(routes, r => $"{r.From} - {r.To} by {r.By}", "a route", "to"),
            Limits = SupportFiles.Unique(
                Items("limits", "a limit of throughput", LimitKeys).Select(s => (s, Limit(s))),
                l => $"{l.To} by {l.By}",
                "a limit of throughput",
                "to"
            ),
            Requirements = SupportFiles.Distinct(
                Items("requirements", "a requirement", RequirementKeys).Select(s => (s, Requirement(s, units))),
                r => r.Id,
                "a requirement"
            ),
        };
    }

    // Routes are not put together on the way: one that begins where no depot lies carries nothing, and a depot without one is never drawn from elsewhere.
    private void CheckEnds((SupportSection Section, Depot Item)[] depots, (SupportSection Section, DepotRoute Item)[] routes)
    {
        string[] from = [.. depots.Select(d => d.Item.Region).Where(r => r.Length > 0).Distinct()];
        foreach (var (section, route) in routes.Where(r => r.Item.From.Length > 0 && !from.Contains(r.Item.From)))
        {
            complaints.Warn(
                section.Section.At("from"),
                "unused-route",
                $"no depot lies in '{route.From}', so that nothing goes this way (routes are not put together: state the whole way from a depot's region)",
                NearestWord.To(route.From, from)
            );
        }
        string[] begins = [.. routes.Select(r => r.Item.From).Distinct()];
        foreach (var (section, depot) in depots.Where(d => d.Item.Region.Length > 0 && !begins.Contains(d.Item.Region)))
        {
            complaints.Warn(
                section.Section.At("region"),
                "no-route",
                $"no route leads out of '{depot.Region}', so that this depot helps nobody elsewhere",
                NearestWord.To(depot.Region, begins)
            );
        }
    }

    /// <summary>A requirement of somebody's own: a file that holds nothing but <c>requirements</c>.</summary>
    public ImmutableArray<DepotRequirement> Own(string path, string text, SupportModel model, SupportWords words)
    {
        if (YamlText.Read(path, text, complaints) is not { } root)
        {
            return [];
        }
        var top = new Section(root, complaints, "a file of requirements", "requirements");
        top.Need("requirements");
        var units = model.StockClasses.ToDictionary(c => c.Id, c => c.Unit, StringComparer.Ordinal);
        return SupportFiles.Distinct(
            top.Sections("requirements", "a requirement", RequirementKeys)
                .Select(s => new SupportSection(s, "a requirement", citations, words))
                .Select(s => (s, Requirement(s, units))),
            r => r.Id,
            "a requirement"
        );
    }

    private Section Top(YamlMapping root) => new(root, complaints, "the file of depots", Keys);

    private static StockClass Class(SupportSection s) =>
        new(
            s.Id(),
            s.Section.Text("name"),
            s.Section.Text("unit"),
            s.Section.Choice("kind", null, Kinds),
            s.Number("kilograms", null, 0.001m, MostKilograms),
            s.Stated,
            s.Figures
        );

    private static Depot Depot(SupportSection s, Dictionary<string, string> units)
    {
        s.Section.Need("stock");
        var access = s.Parts("access", "an access rule", AccessKeys)
            .Select(a =>
            {
                a.Section.Need("when");
                return (For: a.Actors("for"), When: a.Clauses("when"));
            })
            .SelectMany(a => a.When.Select(w => new AccessRule(a.For, w)));
        return new Depot(
            s.Id(),
            s.Section.Text("name"),
            s.Region("region"),
            s.Actor("by"),
            [.. access],
            s.Range("draw_hours", AmountRange.None, 0, MostHours),
            SupportFiles.Unique(
                s.Parts("stock", "a stock", StockKeys)
                    .Select(p =>
                    {
                        var (item, unit) = ClassOf(p, units);
                        return (
                            p,
                            new DepotStock(
                                item,
                                p.Range("quantity", null, 0, MostUnits, unit),
                                p.Range("per_month", AmountRange.None, 0, MostUnits, unit),
                                p.Figures
                            )
                        );
                    }),
                d => d.Class,
                "a stock",
                "class"
            ),
            s.Stated,
            s.Figures
        );
    }

    private static DepotRoute Route(SupportSection s)
    {
        var route = new DepotRoute(
            s.Region("from"),
            s.Region("to"),
            s.Section.Choice<RouteClass>("by", null, ForceAreaFile.Classes),
            s.Range("hours", null, 0.01m, MostHours),
            s.Section.Choice("distance", null, Distances),
            s.Clauses("when"),
            s.Stated,
            s.Figures
        );
        if (route.From == route.To && route.From.Length > 0)
        {
            s.Error("to", "out-of-range", $"a route leads from one region to another; found '{route.From}' twice");
        }
        return route;
    }

    private static ThroughputLimit Limit(SupportSection s) =>
        new(
            s.Region("to"),
            s.Section.Choice<RouteClass>("by", null, ForceAreaFile.Classes),
            s.Range("tonnes_per_day", null, 0, 10_000_000),
            s.Stated,
            s.Figures
        );

    private static DepotRequirement Requirement(SupportSection s, Dictionary<string, string> units)
    {
        s.Section.Need("lines");
        return new DepotRequirement(
            s.Id(),
            s.Section.Text("title"),
            s.Region("to"),
            s.Number("units", 1, 0.01m, 10_000),
            SupportFiles.Distinct(
                s.Parts("lines", "a line", LineKeys).Select(l => (l, Line(l, units))),
                l => l.Class,
                "a line of a requirement",
                "class"
            ),
            s.Stated
        );
    }

    private static RequirementNeed Line(SupportSection l, Dictionary<string, string> units)
    {
        var (item, unit) = ClassOf(l, units);
        var line = new RequirementNeed(
            item,
            l.Range("once", AmountRange.None, 0, MostUnits, unit),
            l.Range("per_day", AmountRange.None, 0, MostUnits, unit),
            l.Figures
        );
        if (line.Once.High == 0 && line.PerDay.High == 0)
        {
            l.Error("class", "missing-key", "a line of a requirement needs 'once' or 'per_day', above 0");
        }
        return line;
    }

    private static (string Class, string Unit) ClassOf(SupportSection s, Dictionary<string, string> units)
    {
        var item = s.Known("class", "class of stock", [.. units.Keys]);
        return (item, units.GetValueOrDefault(item) ?? "");
    }
}
