using System.Text.Json;
using Microsoft.Playwright;

namespace Holdfast.Browser;

/// <summary>axe-core over a page: WCAG 2.0 to 2.2, levels A and AA, and its best practices; only what it calls serious or critical.</summary>
internal static class Axe
{
    public static readonly string Script = Path.Combine(AppContext.BaseDirectory, "axe.min.js");

    private const string Run = """
        async () => {
          const found = await axe.run(document, { resultTypes: ['violations'] });
          return JSON.stringify(found.violations
            .filter(v => v.impact === 'serious' || v.impact === 'critical')
            .map(v => `${v.id}: ${v.help}: ${v.nodes.slice(0, 4).map(n => n.target.join(' ') + ' [' + (n.any[0]?.message ?? '') + ']').join('; ')}`));
        }
        """;

    /// <summary>One line for each kind of fault.</summary>
    public static async Task<string[]> FaultsAsync(IPage page)
    {
        await page.EvaluateAsync(await File.ReadAllTextAsync(Script, TestContext.Current.CancellationToken));
        return JsonSerializer.Deserialize<string[]>(await page.EvaluateAsync<string>(Run)) ?? [];
    }
}
