using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Holdfast.Web.Frame;

/// <summary>Styles, scripts and base map, built from <c>Assets/</c> into <c>wwwroot</c> and served under <c>/assets</c>.</summary>
internal sealed class BuiltAssets(string directory)
{
    private static readonly FileExtensionContentTypeProvider Types = new();

    private readonly string _root = Path.GetFullPath(directory);

    public bool AreBuilt => File.Exists(Path.Combine(_root, "app.css"));

    public IResult Serve(string path)
    {
        var file = Path.GetFullPath(Path.Combine(_root, path));
        var inside = file.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        var info = new FileInfo(file);
        if (!inside || !info.Exists)
        {
            return Results.Problem($"There is no asset '{path}'.", statusCode: 404, title: "Nothing here");
        }
        var type = Types.TryGetContentType(file, out var known) ? known : "application/octet-stream";
        var written = new DateTimeOffset(info.LastWriteTimeUtc);
        var tag = new EntityTagHeaderValue($"\"{info.LastWriteTimeUtc.Ticks:x}-{info.Length:x}\"");
        return Results.File(file, type, lastModified: written, entityTag: tag);
    }
}

internal static class AssetRoutes
{
    public static void MapAssets(this IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(
                "/assets/{**path}",
                (string path, BuiltAssets assets, HttpContext context) =>
                {
                    context.Response.Headers.CacheControl = "no-cache";
                    return assets.Serve(path);
                }
            )
            .WithMetadata(RoutePolicy.PublicRead)
            .ExcludeFromDescription();
        // The service worker's scope is the folder it is served from: it must stand at the root.
        routes
            .MapGet("/sw.js", (BuiltAssets assets) => assets.Serve("sw.js"))
            .WithMetadata(RoutePolicy.PublicRead)
            .ExcludeFromDescription();
        routes
            .MapGet("/favicon.ico", () => Results.LocalRedirect("/assets/icon.svg", permanent: false))
            .WithMetadata(RoutePolicy.PublicRead)
            .ExcludeFromDescription();
    }
}
