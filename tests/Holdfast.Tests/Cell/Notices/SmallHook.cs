using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Holdfast.Tests.Cell.Notices;

/// <summary>A server that takes webhooks on a free port of this machine, and answers as it is told.</summary>
internal sealed class SmallHook : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SmallHook(WebApplication app) => _app = app;

    public ConcurrentQueue<(string Body, string Signature, string Key)> Taken { get; private init; } = new();

    public Uri Address => new(_app.Urls.First() + "/hook");

    /// <param name="answer">The status of the n-th request, from 1; 0 to hang.</param>
    public static async Task<SmallHook> StartAsync(Func<int, int>? answer = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var taken = new ConcurrentQueue<(string, string, string)>();
        var count = 0;
        app.MapPost(
            "/hook",
            async context =>
            {
                using var reader = new StreamReader(context.Request.Body);
                var body = await reader.ReadToEndAsync(context.RequestAborted);
                var status = answer?.Invoke(Interlocked.Increment(ref count)) ?? 204;
                if (status == 0)
                {
                    await Task.Delay(Timeout.Infinite, context.RequestAborted);
                }
                context.Response.StatusCode = status;
                if (status is >= 300 and < 400)
                {
                    context.Response.Headers.Location = "/elsewhere";
                }
                if (status is >= 200 and < 300)
                {
                    taken.Enqueue(
                        (
                            body,
                            context.Request.Headers["Holdfast-Signature"].ToString(),
                            context.Request.Headers["Idempotency-Key"].ToString()
                        )
                    );
                }
            }
        );
        app.MapPost(
            "/elsewhere",
            context => throw new InvalidOperationException(context.TraceIdentifier.ToString(CultureInfo.InvariantCulture))
        );
        await app.StartAsync();
        return new SmallHook(app) { Taken = taken };
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
