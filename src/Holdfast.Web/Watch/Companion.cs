using Holdfast.Web.Frame;

namespace Holdfast.Web.Watch;

/// <summary>
/// The file that goes with a CSV (W3C CSV on the Web): what each column means, which question was asked, and how it was counted.
/// </summary>
internal static class Companion
{
    public static IResult Of<T>(Visit visit, string name)
    {
        var (query, refusal) = FilterQuery.Parse(visit.Query, visit.Mission);
        if (query is null)
        {
            return (refusal ?? Refusal.BadRequest("")).ToResult(visit.Context);
        }
        var mission = visit.Mission;
        var about = new Dictionary<string, object>
        {
            ["@context"] = "http://www.w3.org/ns/csvw",
            ["url"] = $"/m/{mission.Name}/{name}.csv{query.Permalink}",
            ["dc:title"] = $"{mission.Title}: {name}",
            ["dc:description"] = CountingRules.ShortFor(name),
            ["holdfast:mission_revision"] = mission.Revision,
            ["holdfast:filter"] = query.Narrowing.ToDictionary(n => n.Name, n => n.Value),
            ["holdfast:zone"] = mission.Zone.Id,
            ["holdfast:fusion"] = mission.Fusion.ToString(),
            ["holdfast:thresholds"] = mission.Thresholds.ToString(),
            ["holdfast:released_view"] = visit.IsVeiled,
            ["rdfs:seeAlso"] = $"/m/{mission.Name}/counting",
            ["tableSchema"] = new
            {
                columns = Columns<T>.All.Select(c => new Dictionary<string, string> { ["name"] = c.Name, ["dc:description"] = c.Meaning }),
            },
        };
        return Results.Json(about, contentType: "application/csvm+json");
    }
}
