using Holdfast.Core.Access;
using Microsoft.Playwright;
using NodaTime;

namespace Holdfast.Browser;

/// <summary>From an account that the owner of the machine makes to its holder signing in and out, in a real browser.</summary>
public sealed class SignInTests(Stage stage)
{
    private const string Password = "seven brown geese over the weir";

    [Fact]
    public async Task A_new_account_comes_in_by_its_first_link_password_and_code()
    {
        await using var owner = await stage.OpenAsync();
        await owner.GoAsync("/accounts");
        await owner.Page.GetByLabel("Name: a to z").FillAsync("olena");
        await owner.Page.GetByLabel("auditor", new() { Exact = true }).CheckAsync();
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Make the account" }).ClickAsync();
        var link = await owner.Page.Locator(".notice code.secret").InnerTextAsync();

        await using var holder = await stage.OpenAsync(ColorScheme.Dark, width: 390, height: 844, signedIn: false);
        await holder.GoAsync(new Uri(link).PathAndQuery);
        await holder.Page.GetByLabel("Password: at least 12").FillAsync(Password);
        await holder.Page.GetByLabel("The same again").FillAsync(Password);
        await holder.Page.GetByRole(AriaRole.Button, new() { Name = "Set the password" }).ClickAsync();
        await Assertions.Expect(holder.Page.Locator("svg.qr")).ToBeVisibleAsync();
        (await Axe.FaultsAsync(holder.Page)).ShouldBeEmpty();
        var secret = Totp.FromBase32(await holder.Page.Locator("code.secret").First.InnerTextAsync()).ShouldNotBeNull();
        await holder.Page.GetByLabel("Six digits").FillAsync(Totp.Code(secret, Step()));
        await holder.Page.GetByRole(AriaRole.Button, new() { Name = "Open the account" }).ClickAsync();

        await holder.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("olena");
        await holder.Page.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
        // The code that opened the account is used up; that of the next half minute is taken a little early.
        await holder.Page.GetByLabel("Code: the six digits").FillAsync(Totp.Code(secret, Step() + 1));
        await holder.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(holder.Page.Locator(".who")).ToContainTextAsync("olena");
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

    private static long Step() => Totp.StepAt(SystemClock.Instance.GetCurrentInstant());
}
