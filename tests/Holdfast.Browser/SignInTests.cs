using Microsoft.Playwright;

namespace Holdfast.Browser;

/// <summary>From an account that the owner of the machine makes to its holder signing in and out, in a real browser.</summary>
public sealed class SignInTests(Stage stage)
{
    [Fact]
    public async Task A_new_account_comes_in_by_its_first_link_password_and_code()
    {
        await using var owner = await stage.OpenAsync();
        var link = await NewAccount.MakeAsync(owner, "olena", "public", "auditor");

        await using var holder = await stage.OpenAsync(ColorScheme.Dark, width: 390, height: 844, signedIn: false);
        await NewAccount.SetPasswordAsync(holder, link);
        (await Axe.FaultsAsync(holder.Page)).ShouldBeEmpty();
        await NewAccount.EnterAsync(holder, "olena");
        foreach (var path in new[] { "/account", "/audit", "/seats" })
        {
            await holder.GoAsync(path);
            (await Axe.FaultsAsync(holder.Page)).ShouldBeEmpty(path);
        }
        await holder.GoAsync("/audit?kind=sign-ins");
        await Assertions.Expect(holder.Page.Locator("tbody")).ToContainTextAsync("Signed in");
        await holder.GoAsync("/account");
        await holder.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(holder.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in" })).ToBeVisibleAsync();
        holder.Troubles.ShouldBeEmpty();
        owner.Troubles.ShouldBeEmpty();
    }
}
