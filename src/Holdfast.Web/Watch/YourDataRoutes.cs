using System.Security.Cryptography;
using System.Text.Json;
using Holdfast.App.Missions;
using Holdfast.App.Watch;
using Holdfast.App.Watch.Feeds;
using Holdfast.Core.Access;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;
using Microsoft.AspNetCore.Antiforgery;
using NodaTime;

namespace Holdfast.Web.Watch;

/// <summary>
/// Somebody's own table: its columns are guessed, confirmed by a person, and the table becomes a mission of its own under <c>var/</c>, not listed
/// anywhere, reachable by its address, which the same file with the same columns always gets again.
/// </summary>
internal static class YourDataRoutes
{
    private const long MostBytes = 64L << 20;
    private const int SampleBytes = 300 * 1024;
    private const int NameBytes = 8;

    public static void MapYourData(this IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/m/{mission}/data", (Visit visit, IAntiforgery forgery) => Page(visit, forgery))
            .WithMetadata(RoutePolicy.PublicRead)
            .ExcludeFromDescription();
        var api = routes.MapGroup("/api/v1/tables").WithTags("your data").WithMetadata(RoutePolicy.Changes(Right.WriteObservations));
        api.MapPost("/guess", (Delegate)GuessAsync)
            .WithName("guessColumns")
            .WithSummary("The beginning of a table: what its columns probably mean, why, and what a person must decide.")
            .Produces<TableSample>();
        api.MapPost("", ImportAsync)
            .WithName("importTable")
            .WithSummary("A whole table with confirmed columns: becomes a mission of its own; the answer says where.")
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MostBytes));
        routes
            .MapPost("/m/{mission}/data", FromFormAsync)
            .WithMetadata(RoutePolicy.Changes(Right.WriteObservations))
            .ExcludeFromDescription();
    }

    private static IResult Page(Visit visit, IAntiforgery forgery) =>
        Html.Page<YourDataPage>(
            new
            {
                MostBytes,
                Forgery = visit.May(Right.WriteObservations) ? forgery.GetAndStoreTokens(visit.Context).RequestToken : null,
                Frame = PageFrame.Of(visit.Context, "Your data", "data"),
            }
        );

    private static async Task<IResult> GuessAsync(HttpContext context)
    {
        var head = new MemoryStream();
        await Bounded.CopyAsync(context.Request.Body, head, SampleBytes, context.RequestAborted);
        head.Position = 0;
        try
        {
            return Results.Text(
                JsonSerializer.Serialize(await ColumnGuess.SampleAsync(FileName(context), head, context.RequestAborted), GuessJson),
                "application/json"
            );
        }
        catch (FeedFormatException e)
        {
            return Refusal.BadRequest(e.Diagnostic.Message).ToResult(context);
        }
    }

    private static Task<IResult> FromFormAsync(Visit visit, HoldfastWebOptions options, IMissionDirectory missions, TimeProvider clock) =>
        ImportAsync(visit.Context, options, missions, clock);

    private static async Task<IResult> ImportAsync(
        HttpContext context,
        HoldfastWebOptions options,
        IMissionDirectory missions,
        TimeProvider clock
    )
    {
        var form = await context.Request.FormAsync(context.RequestAborted);
        if (form.Files.GetFile("file") is not { Length: > 0 } file || options.VarDirectory is not { } var)
        {
            return Refusal.BadRequest("Choose a table to send.").ToResult(context);
        }
        try
        {
            var table = new MemoryStream();
            await using (var content = file.OpenReadStream())
            {
                await Bounded.CopyAsync(content, table, MostBytes, context.RequestAborted);
            }
            var reading = await ReadingAsync(form, file.FileName, table, context.RequestAborted);
            var name = await MakeAsync(Path.GetFileName(file.FileName), table, reading, var, missions, clock, context.RequestAborted);
            var location = $"/m/{name}";
            return context.Request.Headers.Accept.ToString().Contains("json", StringComparison.Ordinal)
                ? Results.Json(new { location })
                : Results.LocalRedirect(location);
        }
        catch (Exception e) when (e is FeedFormatException or JsonException or FormatException or InvalidDataException)
        {
            var reason = e is FeedFormatException format ? format.Diagnostic.Message : e.Message;
            return new Refusal(StatusCodes.Status400BadRequest, "The table could not be used", reason).ToResult(context);
        }
    }

    /// <summary>How a table is read, and the text that tells one way of reading from another.</summary>
    private readonly record struct TableReading(IFeed Feed, string Key);

    /// <summary>By the confirmed mapping or the feed that was named; without either by the feed that knows the header, else by the guess, if it leaves nothing open.</summary>
    private static async Task<TableReading> ReadingAsync(
        IFormCollection form,
        string file,
        MemoryStream table,
        CancellationToken cancellation
    )
    {
        if (form["mapping"].ToString() is { Length: > 0 } json)
        {
            return Mapped(ColumnMapping.FromJson(json));
        }
        table.Position = 0;
        var sample = await ColumnGuess.SampleAsync(file, table, cancellation);
        if (sample.Feed is { } known && form["feed"].ToString() is var named && (named.Length == 0 || named == known))
        {
            // What sensors heard is no event until it is associated, which needs a mission that declares them.
            return known == "picks"
                ? throw new InvalidDataException(
                    "This is a table of picks: holdfast associate makes events of it, holdfast import reads it into a mission with sensors."
                )
                : new TableReading(FeedRegistry.Find(known), "feed " + known);
        }
        return sample.Guess.Questions.IsEmpty
            ? Mapped(sample.Guess.Mapping)
            : throw new InvalidDataException("The columns cannot be guessed without doubt: " + string.Join(' ', sample.Guess.Questions));
    }

    private static TableReading Mapped(ColumnMapping mapping) => new(new CsvFeed(mapping), mapping.ToJson());

    private static async Task<string> MakeAsync(
        string file,
        MemoryStream table,
        TableReading reading,
        string var,
        IMissionDirectory missions,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        var digest = SHA256.HashData([.. SHA256.HashData(table.ToArray()), .. System.Text.Encoding.UTF8.GetBytes(reading.Key)]);
        var name = "local-" + Convert.ToHexStringLower(digest)[..(2 * NameBytes)];
        if (missions.Find(name) is not null)
        {
            return name;
        }
        var folder = Path.Combine(var, "local", name);
        var now = Instant.FromDateTimeOffset(clock.GetUtcNow());
        FeedInput Input() =>
            new(
                file,
                new MemoryStream(table.ToArray()),
                LocalMission.Source(file),
                Mode.Actual,
                Standing.Attributed,
                Label.Public,
                DateTimeZone.Utc,
                Atlas.Empty,
                now
            );
        var feed = reading.Feed;
        var span = await LocalMission.SpanAsync(feed, Input(), cancellation);
        await LocalMission.WriteAsync(folder, file, span, cancellation);
        var workspace = await WorkspaceOpener.OpenAsync(folder, var, clock, cancellation);
        await new FeedImport(workspace.Record).RunAsync(feed, Input(), table.Length, null, cancellation);
        missions.AddUnlisted(workspace);
        return name;
    }

    private static string FileName(HttpContext context) =>
        Path.GetFileName(Uri.UnescapeDataString(context.Request.Headers["X-File-Name"].ToString())) is { Length: > 0 } name
            ? name
            : "table.csv";

    private static readonly JsonSerializerOptions GuessJson = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
