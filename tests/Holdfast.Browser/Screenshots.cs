using Microsoft.Playwright;

namespace Holdfast.Browser;

/// <summary>The guide's pictures, taken anew when somebody asks for them: <c>HOLDFAST_SCREENSHOTS=1</c>.</summary>
public sealed class Screenshots(Stage stage)
{
    private const string Wish = "HOLDFAST_SCREENSHOTS";

    private static readonly string Images = Path.Combine(HoldfastServer.Root, "docs", "guide", "images");

    [Theory]
    [InlineData("situation", "/m/ukraine", ColorScheme.Light, 1280, 1500)]
    [InlineData("claims", "/m/easter-truce-2025", ColorScheme.Light, 1280, 1100)]
    [InlineData("report", "/m/ukraine/report", ColorScheme.Light, 390, 844)]
    public async Task Takes_the_guides_pictures(string name, string path, ColorScheme scheme, int width, int height)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(Wish) == "1", $"Pictures are taken when {Wish}=1.");
        await using var window = await stage.OpenAsync(scheme, width, height);
        await window.GoAsync(path);
        await window.Page.EvaluateAsync("() => document.fonts.ready.then(() => true)");
        await window.Page.WaitForTimeoutAsync(1500);
        Directory.CreateDirectory(Images);
        var file = Path.Combine(Images, name + ".png");
        await window.Page.ScreenshotAsync(new PageScreenshotOptions { Path = file });
        new FileInfo(file).Length.ShouldBeGreaterThan(10_000);
    }
}
