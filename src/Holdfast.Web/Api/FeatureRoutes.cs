using System.Collections.Immutable;
using System.Text.Json;
using Holdfast.App.Missions;
using Holdfast.Web.Frame;
using Holdfast.Web.Watch;

namespace Holdfast.Web.Api;

/// <summary>
/// Incidents and violations as OGC API - Features, Part 1 (OGC 17-069r4). Each mission gives two collections, <c>MISSION.incidents</c> and
/// <c>MISSION.violations</c>; <c>incidents</c> and <c>violations</c> are those of the first mission.
/// </summary>
internal static class FeatureRoutes
{
    private const string Base = "/api/v1";

    private static readonly string[] Conforms =
    [
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    ];

    public static void MapFeatures(this IEndpointRouteBuilder routes)
    {
        var features = routes.MapGroup(Base).WithMetadata(RoutePolicy.PublicRead).WithTags("features");
        features.MapGet("", Landing).WithName("landingPage").WithSummary("OGC API - Features landing page.").Produces<LandingPage>();
        features.MapGet("/conformance", () => Api(new Conformance([.. Conforms]))).WithName("conformance").Produces<Conformance>();
        features
            .MapGet("/collections", (IMissionDirectory missions, HttpContext context) => Api(All(missions, Root(context))))
            .WithName("listCollections")
            .Produces<Collections>();
        features.MapGet("/collections/{collection}", One).WithName("getCollection").Produces<CollectionItem>();
        features
            .MapGet("/collections/{collection}/items", FeatureItems.ListAsync)
            .WithName("listFeatures")
            .WithSummary("Features as GeoJSON: bbox, datetime, limit and offset, and every filter of the pages.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        features.MapGet("/collections/{collection}/items/{fid}", FeatureItems.OneAsync).WithName("getFeature");
    }

    internal static IResult Api<T>(T value) => Results.Json(value, CamelCase);

    // The standard's own names are in camelCase, unlike ours.
    internal static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    internal static string Root(HttpContext context) => $"{context.Request.Scheme}://{context.Request.Host}{Base}";

    private static IResult Landing(HttpContext context)
    {
        var root = Root(context);
        return Api(
            new LandingPage(
                "Holdfast",
                "Incidents and apparent violations of ceasefires, from observation to obligation. Machines find, people determine: a violation here is alleged.",
                [
                    new ApiLink($"{root}", "self", "application/json", "This document"),
                    new ApiLink(
                        $"{root}/openapi.json",
                        "service-desc",
                        "application/vnd.oai.openapi+json;version=3.0",
                        "The API's definition"
                    ),
                    new ApiLink($"{root}/conformance", "conformance", "application/json", "What it conforms to"),
                    new ApiLink($"{root}/collections", "data", "application/json", "The collections"),
                    new ApiLink($"{root}/missions", "related", "application/json", "The missions"),
                ]
            )
        );
    }

    private static IResult One(string collection, IMissionDirectory missions, HttpContext context) =>
        FeatureCollectionName.Find(collection, missions) is { } found
            ? Api(Describe(found, Root(context)))
            : NoSuch(collection, missions).ToResult(context);

    internal static Refusal NoSuch(string collection, IMissionDirectory missions)
    {
        var names = missions.All.SelectMany(w => new[] { $"{w.Mission.Name}.incidents", $"{w.Mission.Name}.violations" });
        var nearest = Core.Values.NearestWord.To(collection, names.Append("incidents").Append("violations"));
        return Refusal.NotFound($"There is no collection '{collection}'." + (nearest is null ? "" : $" Did you mean '{nearest}'?"));
    }

    private static Collections All(IMissionDirectory missions, string root) =>
        new(
            [new ApiLink($"{root}/collections", "self", "application/json", "This document")],
            [
                .. missions.All.SelectMany(w =>
                    new[] { "incidents", "violations" }.Select(kind =>
                        Describe(new FeatureCollectionName($"{w.Mission.Name}.{kind}", kind, w), root)
                    )
                ),
            ]
        );

    private static CollectionItem Describe(FeatureCollectionName name, string root)
    {
        var mission = name.Workspace.Mission;
        var shapes = mission.Atlas.Shapes.Values.Select(s => s.Geometry.EnvelopeInternal).ToArray();
        double[] box =
            shapes.Length == 0
                ? [-180, -90, 180, 90]
                : [shapes.Min(s => s.MinX), shapes.Min(s => s.MinY), shapes.Max(s => s.MaxX), shapes.Max(s => s.MaxY)];
        var here = $"{root}/collections/{name.Id}";
        return new CollectionItem(
            name.Id,
            $"{mission.Title}: {name.Kind}",
            CountingRules.ShortFor(name.Kind),
            "feature",
            ["http://www.opengis.net/def/crs/OGC/1.3/CRS84"],
            new Extent(
                new SpatialExtent([
                    [.. box],
                ]),
                new TemporalExtent([
                    [Clock.Machine(mission.Period.Earliest), Clock.Machine(mission.Period.Latest)],
                ])
            ),
            [
                new ApiLink(here, "self", "application/json", "This document"),
                new ApiLink($"{here}/items", "items", "application/geo+json", "Its features"),
            ]
        );
    }
}

public sealed record ApiLink(string Href, string Rel, string Type, string Title);

public sealed record LandingPage(string Title, string Description, ImmutableArray<ApiLink> Links);

public sealed record Conformance(ImmutableArray<string> ConformsTo);

public sealed record SpatialExtent(ImmutableArray<ImmutableArray<double>> Bbox);

public sealed record TemporalExtent(ImmutableArray<ImmutableArray<string>> Interval);

public sealed record Extent(SpatialExtent Spatial, TemporalExtent Temporal);

public sealed record CollectionItem(
    string Id,
    string Title,
    string Description,
    string ItemType,
    ImmutableArray<string> Crs,
    Extent Extent,
    ImmutableArray<ApiLink> Links
);

public sealed record Collections(
    ImmutableArray<ApiLink> Links,
    [property: System.Text.Json.Serialization.JsonPropertyName("collections")] ImmutableArray<CollectionItem> Items
);

/// <summary>The id of a collection, taken apart.</summary>
internal sealed record FeatureCollectionName(string Id, string Kind, Workspace Workspace)
{
    public static FeatureCollectionName? Find(string id, IMissionDirectory missions)
    {
        var dot = id.LastIndexOf('.');
        var kind = id[(dot + 1)..];
        var workspace = dot < 0 ? missions.First : missions.Find(id[..dot]);
        return kind is "incidents" or "violations" && workspace is not null ? new FeatureCollectionName(id, kind, workspace) : null;
    }
}
