namespace Holdfast.Web.Frame;

/// <summary>An answer that is not what was asked for: a status, a title and what to do about it.</summary>
public sealed record Refusal(int Status, string Title, string Detail)
{
    public static Refusal BadRequest(string detail) => new(StatusCodes.Status400BadRequest, "The request could not be read", detail);

    public static Refusal NotFound(string detail) => new(StatusCodes.Status404NotFound, "Nothing here", detail);
}

/// <summary>Writes a refusal: problem+json (RFC 9457) for programs, a calm page for people.</summary>
internal static class RefusalExtensions
{
    public static IResult ToResult(this Refusal refusal, HttpContext context) =>
        WantsProblem(context)
            ? Results.Problem(refusal.Detail, statusCode: refusal.Status, title: refusal.Title)
            : Html.Page<RefusalPage>(new { Refusal = refusal, Frame = PageFrame.Of(context, refusal.Title) }, refusal.Status);

    public static Task WriteAsync(this Refusal refusal, HttpContext context) => refusal.ToResult(context).ExecuteAsync(context);

    private static bool WantsProblem(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        // Undertakings have dots in their names; elsewhere a dot asks for a file.
        var isFile = path.Contains('.', StringComparison.Ordinal) && !path.Contains("/guarantees/", StringComparison.Ordinal);
        if (path.StartsWith("/api/", StringComparison.Ordinal) || isFile)
        {
            return true;
        }
        var accept = context.Request.Headers.Accept.ToString();
        return accept.Contains("json", StringComparison.Ordinal) && !accept.Contains("text/html", StringComparison.Ordinal);
    }
}
