using System.Threading.RateLimiting;
using Holdfast.App.Missions;
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
        services.AddSingleton(new Sessions(options.ApiToken, options.OnSignInPath));
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
            forgery.HeaderName = "X-Holdfast-Forgery";
            forgery.FormFieldName = "forgery";
            forgery.SuppressXFrameOptionsHeader = true;
        });
        services.AddSignIn();
        services.AddRateLimiter(limiter =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(Limit);
            limiter.OnRejected = (rejected, _) =>
                new ValueTask(new Refusal(429, "Too many requests", "Wait a second, then ask again.").WriteAsync(rejected.HttpContext));
        });
    }

    private static IEnumerable<string> Compressed =>
        ResponseCompressionDefaults.MimeTypes.Concat(["application/geo+json", "application/problem+json", "image/svg+xml"]);

    private static void AddSignIn(this IServiceCollection services) =>
        services
            .AddAuthentication(Sessions.Scheme)
            .AddCookie(
                Sessions.Scheme,
                cookie =>
                {
                    cookie.Cookie.Name = "hf-session";
                    cookie.Cookie.HttpOnly = true;
                    cookie.Cookie.SameSite = SameSiteMode.Strict;
                    cookie.ExpireTimeSpan = TimeSpan.FromHours(12);
                    cookie.SlidingExpiration = true;
                }
            );

    public static void UseHoldfast(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseExceptionHandler(failed => failed.Run(Failed));
        app.UseResponseCompression();
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseMiddleware<Gate>();
    }

    /// <summary>The host boundary: what nobody expected is logged and answered calmly, without its innards.</summary>
    private static Task Failed(HttpContext context)
    {
        var error = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        return error is BadHttpRequestException bad
            ? new Refusal(bad.StatusCode, "The request could not be read", bad.Message).WriteAsync(context)
            : new Refusal(
                500,
                "Something went wrong here",
                "It has been logged. Nothing was lost: what was acknowledged is in the record."
            ).WriteAsync(context);
    }

    private static string AssetsDirectory(HoldfastWebOptions options)
    {
        var root = options.AssetsDirectory ?? Path.Combine(AppContext.BaseDirectory, "wwwroot");
        var nested = Path.Combine(root, "assets");
        return Directory.Exists(nested) ? nested : root;
    }

    // Generous for a person and a page full of islands; a wall for a loop gone wild. Writes have a smaller bucket of their own.
    private static RateLimitPartition<string> Limit(HttpContext context)
    {
        var caller = context.Connection.RemoteIpAddress?.ToString() ?? "local";
        var writes = !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method);
        return RateLimitPartition.GetTokenBucketLimiter(
            (writes ? "write " : "read ") + caller,
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = writes ? 120 : 2000,
                TokensPerPeriod = writes ? 20 : 400,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                QueueLimit = 0,
                AutoReplenishment = true,
            }
        );
    }
}
