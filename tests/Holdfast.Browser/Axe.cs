using System.Text.Json;
using Microsoft.Playwright;

namespace Holdfast.Browser;

/// <summary>axe-core over a page: WCAG 2.0 to 2.2, levels A and AA, and its best practices; only what it calls serious or critical.</summary>
internal static class Axe
{
    public static readonly string Script = Path.Combine(AppContext.BaseDirectory, "axe.min.js");

    private const string Run = """
        async rules => {
          // Colours that still change are no colours yet; what moves without end is not waited for.
          const moving = document.getAnimations().filter(a => a instanceof CSSTransition);
          await Promise.all(moving.map(a => a.finished.catch(() => undefined)));
          const found = await axe.run(document, { resultTypes: ['violations'], ...(rules ? { runOnly: { type: 'rule', values: rules } } : {}) });
          return JSON.stringify(found.violations
            .filter(v => v.impact === 'serious' || v.impact === 'critical')
            .map(v => `${v.id}: ${v.help}: ${v.nodes.slice(0, 4).map(n => n.target.join(' ') + ' [' + (n.any[0]?.message ?? '') + ']').join('; ')}`));
        }
        """;

    /// <summary>One line for each kind of fault.</summary>
    public static Task<string[]> FaultsAsync(IPage page) => FaultsAsync(page, null);

    /// <summary>The rules that another colour scheme can break, over a page that <see cref="FaultsAsync(IPage)"/> has looked at.</summary>
    public static Task<string[]> FaultsOfColoursAsync(IPage page) => FaultsAsync(page, ["color-contrast", "link-in-text-block"]);

    private static async Task<string[]> FaultsAsync(IPage page, string[]? rules)
    {
        // What a form led to may be there before its style sheets are.
        await page.WaitForLoadStateAsync(LoadState.Load);
        if (rules is null)
        {
            await page.EvaluateAsync(await File.ReadAllTextAsync(Script, TestContext.Current.CancellationToken));
        }
        return JsonSerializer.Deserialize<string[]>(await page.EvaluateAsync<string>(Run, rules)) ?? [];
    }
}
