using Holdfast.Web.Frame;

namespace Holdfast.Web.Watch;

/// <summary>
/// Reads a filter from the address and sees to it that the address is the canonical one: a form sends its empty fields too, and a permalink should
/// not carry them.
/// </summary>
internal static class Canonical
{
    public static (FilterQuery? Query, IResult Otherwise) Read(Visit visit)
    {
        var (query, refusal) = FilterQuery.Parse(visit.Query, visit.Mission);
        if (query is null)
        {
            return (null, (refusal ?? Refusal.BadRequest("")).ToResult(visit.Context));
        }
        var address = visit.Context.Request.Path + query.ToString();
        if (visit.Context.Request.Headers.ContainsKey("HX-Request"))
        {
            visit.Context.Response.Headers["HX-Push-Url"] = address;
            return (query, Results.Empty);
        }
        var hasEmptyFields = visit.Query.Any(p => p.Value.All(string.IsNullOrWhiteSpace));
        return hasEmptyFields ? (null, Results.LocalRedirect(address)) : (query, Results.Empty);
    }
}
