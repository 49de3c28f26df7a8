using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Holdfast.Browser;

/// <summary>Finds every page of the running program by following links from the front page and from addresses that no link gives, one page for each shape of address: a thousand incidents are one page.</summary>
internal static partial class SiteMap
{
    private const int MostPages = 100;

    // An item and a package of the ledger are named in the question of their address: without it there is none.
    private const string Links = """
        () => [...document.querySelectorAll('a[href]')]
          .filter(a => !a.hasAttribute('download') && a.origin === location.origin)
          .map(a => a.pathname + (/\/support\/(item|package)$/.test(a.pathname) ? a.search : ''))
        """;

    public static async Task<IReadOnlyList<string>> PagesAsync(Window window, params string[] more)
    {
        var (pages, shapes, waiting) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal), new Queue<string>(["/", .. more]));
        // Addresses that no link gives, since they hold a seat or a secret, have to be right.
        foreach (var start in more)
        {
            (await window.GoAsync(start)).Status.ShouldBe(200, start);
        }
        while (waiting.Count > 0 && pages.Count < MostPages)
        {
            var path = waiting.Dequeue();
            if (!shapes.Add(Shape(path)) || Skipped().IsMatch(path))
            {
                continue;
            }
            var answer = await window.Page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.DOMContentLoaded });
            if (answer?.Headers.GetValueOrDefault("content-type", "").StartsWith("text/html", StringComparison.Ordinal) != true)
            {
                continue;
            }
            pages.Add(path);
            foreach (var link in await window.Page.EvaluateAsync<string[]>(Links))
            {
                waiting.Enqueue(link);
            }
        }
        return pages;
    }

    /// <summary>The address with ids, days, long numbers, nations and undertakings blanked.</summary>
    private static string Shape(string path) => Varying().Replace(path.Split('?')[0].TrimEnd('/'), "/*");

    [GeneratedRegex(@"/(?:[0-9a-f]{16,}|\d{4}-\d{2}-\d{2}|\d+|[A-Z]{2,4}|[A-Z]\w*\.\w+|(?<=/sensors/)[^/]+)(?=/|$)")]
    private static partial Regex Varying();

    // Files, addresses that do something rather than show it, and the intake, which is there for a seat only.
    [GeneratedRegex(@"\.(csv|ics|atom|json|geojson|md|pdf|xml|txt|html|svg|lp)$|^/preferences/|^/sign-out|^/api/|/commission/intake$")]
    private static partial Regex Skipped();
}
