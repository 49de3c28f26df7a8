using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Tests.Web.Access;

/// <summary>
/// Lets a test call from many addresses: the rate limits are for one caller each, and a test of who may call what has thousands of calls to make.
/// </summary>
internal sealed class Addresses : IStartupFilter
{
    public const string Header = "X-Test-From";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            app.Use(
                (context, rest) =>
                {
                    if (System.Net.IPAddress.TryParse(context.Request.Headers[Header], out var address))
                    {
                        context.Connection.RemoteIpAddress = address;
                    }
                    return rest(context);
                }
            );
            next(app);
        };
}
