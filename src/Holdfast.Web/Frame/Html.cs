using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Holdfast.Web.Frame;

/// <summary>Renders a Razor component to a whole page, on the server, once.</summary>
internal static class Html
{
    /// <param name="parameters">An anonymous object whose properties are the component's parameters.</param>
    public static RazorComponentResult Page<TPage>(object parameters, int status = StatusCodes.Status200OK)
        where TPage : IComponent => new RazorComponentResult<TPage>(parameters) { StatusCode = status, PreventStreamingRendering = true };
}
