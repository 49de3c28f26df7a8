using System.Threading.RateLimiting;
using Holdfast.App.Forces;
using Holdfast.App.Missions;
using Holdfast.Core.Access;
using Holdfast.Web.Access.Bearer;
using Holdfast.Web.Forces;
using Holdfast.Web.Watch;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.ResponseCompression;

namespace Holdfast.Web.Frame;

/// <summary>Wires the server: limits, sign-in, anti-forgery, headers, the gate. Rooms add their routes after it.</summary>
internal static class Hosting
{
    private const long LargestRequestBytes = 32L << 20;

    public static void AddHoldfast(this WebApplicationBuilder builder, Workspaces workspaces, HoldfastWebOptions options)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.Configure<Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestRequestBytes;
            kestrel.Limits.MaxRequestLineSize = 8192;
            kestrel.Listen(System.Net.IPAddress.Loopback, options.Port);
        });
        // A name that resolves to this machine must not let another site's pages in (DNS rebinding).
        builder.Configuration["AllowedHosts"] = "127.0.0.1;localhost;[::1]";
        var services = builder.Services;
        services.AddSingleton(options);
        services.AddSingleton(options.Clock);
        services.AddSingleton<IMissionDirectory>(new MissionDirectory(workspaces));
        services.AddCallers(options);
        if (options.FollowsRecords)
        {
            services.AddHostedService<LiveWatch>();
            services.AddHostedService<Briefing.TrendWatch>();
            services.AddHostedService<Briefing.CorrigendaWatch>();
            services.AddSingleton<Cell.NoticePump>();
            services.AddHostedService(p => p.GetRequiredService<Cell.NoticePump>());
            services.AddHostedService<Cell.Acting.CellClock>();
        }
        services.AddSingleton(_ => ForceShelf.Open(options.VarDirectory, options.Clock));
        services.AddSingleton(p => new ForceRuns(p.GetRequiredService<TimeProvider>(), shelf: p.GetRequiredService<ForceShelf>()));
        services.AddSingleton<OfferDrafts>();
        services.AddSingleton<Func<IMixedSolver>>(() => new CbcProcess(new CbcOptions()));
        services.AddSingleton(new BuiltAssets(AssetsDirectory(options)));
        services.AddRazorComponents();
        services.AddHttpContextAccessor();
        services.AddProblemDetails();
        services.AddOpenApi("v1", api => api.ShouldInclude = d => d.RelativePath?.StartsWith("api/v1", StringComparison.Ordinal) == true);
        services.ConfigureHttpJsonOptions(json => JsonText.Configure(json.SerializerOptions));
        services.AddResponseCompression(compression => compression.MimeTypes = Compressed);
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAntiforgery(forgery =>
        {
            forgery.Cookie.Name = "hf-forgery";
            forgery.Cookie.SameSite = SameSiteMode.Strict;
            forgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            forgery.HeaderName = WriteCheck.Header;
            forgery.FormFieldName = WriteCheck.Field;
            forgery.SuppressXFrameOptionsHeader = true;
        });
        services.AddRateLimiter(limiter =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(Limit);
            limiter.OnRejected = async (rejected, _) =>
            {
                var context = rejected.HttpContext;
                await context.RequestServices.GetRequiredService<RefusalNotes>().NoteAsync(context, RefusalKind.TooMany, "rate limit");
                await new Refusal(StatusCodes.Status429TooManyRequests, "Too many requests", "Wait a little, then ask again.").WriteAsync(
                    context
                );
            };
        });
    }

    private static IEnumerable<string> Compressed =>
        ResponseCompressionDefaults.MimeTypes.Concat(["application/geo+json", "application/problem+json", "image/svg+xml"]);

    /// <summary>Who calls, whether a write was meant, and the notes of what was refused.</summary>
    private static void AddCallers(this IServiceCollection services, HoldfastWebOptions options)
    {
        services.AddSingleton(new OperatorDoor(options.Clock, options.OnSignInPath));
        services.AddSingleton(_ => new BearerTokens(
            options.Accounts?.Issuers ?? Issuers.None,
            options.Accounts?.Folder ?? "",
            options.Clock,
            options.IssuerChannel
        ));
        services.AddSingleton<Sessions>();
        services.AddSingleton<RefusalNotes>();
        services.AddSingleton<WriteCheck>();
        services.AddSingleton<FormNonces>();
        services.AddSingleton<IAntiforgeryAdditionalDataProvider>(provider => provider.GetRequiredService<FormNonces>());
    }

    public static void UseHoldfast(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseExceptionHandler(failed => failed.Run(Failed));
        app.UseResponseCompression();
        app.UseRouting();
        app.UseRateLimiter();
        app.UseMiddleware<Gate>();
    }

    /// <summary>The host boundary: what nobody expected is logged and answered calmly, without its innards.</summary>
    private static async Task Failed(HttpContext context)
    {
        var error = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        if (error is not BadHttpRequestException bad)
        {
            const string Detail = "It has been logged. Nothing was lost: what was acknowledged is in the record.";
            await new Refusal(500, "Something went wrong here", Detail).WriteAsync(context);
            return;
        }
        var notes = context.RequestServices.GetRequiredService<RefusalNotes>();
        await notes.NoteAsync(context, RefusalKind.Unreadable, "the request could not be read");
        await new Refusal(bad.StatusCode, "The request could not be read", bad.Message).WriteAsync(context);
    }

    private static string AssetsDirectory(HoldfastWebOptions options)
    {
        var root = options.AssetsDirectory ?? Path.Combine(AppContext.BaseDirectory, "wwwroot");
        var nested = Path.Combine(root, "assets");
        return Directory.Exists(nested) ? nested : root;
    }

    // Generous for a person and a page full of islands; a wall for a loop gone wild. Writes have a smaller bucket of their own, and signing in, which costs this
    // machine a long computation each time, the smallest.
    private static RateLimitPartition<string> Limit(HttpContext context)
    {
        var caller = context.Connection.RemoteIpAddress?.ToString() ?? "local";
        var writes = !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method);
        // Programs that send many small pieces are held back by the intake's own queue.
        writes &= context.GetEndpoint()?.Metadata.GetMetadata<StreamedIntake>() is null;
        var signsIn = writes && context.GetEndpoint()?.Metadata.GetMetadata<SecretForm>() is not null;
        if (writes && context.GetEndpoint()?.Metadata.GetMetadata<PublicForm>() is not null)
        {
            return PublicForm.Limit(caller);
        }
        return RateLimitPartition.GetTokenBucketLimiter(
            (
                signsIn ? "sign-in "
                : writes ? "write "
                : "read "
            ) + caller,
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit =
                    signsIn ? 20
                    : writes ? 120
                    : 2000,
                TokensPerPeriod =
                    signsIn ? 1
                    : writes ? 20
                    : 400,
                ReplenishmentPeriod = signsIn ? TimeSpan.FromSeconds(3) : TimeSpan.FromSeconds(1),
                QueueLimit = 0,
                AutoReplenishment = true,
            }
        );
    }
}

/// <summary>A route to which programs send all the time; it has a bounded queue of its own, so that it counts as reading.</summary>
internal sealed record StreamedIntake
{
    public static readonly StreamedIntake Instance = new();
}

/// <summary>A form in which somebody proves who they are: attempts are few.</summary>
internal sealed record SecretForm
{
    public static readonly SecretForm Instance = new();
}
