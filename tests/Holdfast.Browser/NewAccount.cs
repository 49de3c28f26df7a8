using Holdfast.Core.Access;
using Microsoft.Playwright;
using NodaTime;

namespace Holdfast.Browser;

/// <summary>An account as its holder meets it: from the link that the owner of the machine is given to the first page after signing in.</summary>
internal static class NewAccount
{
    private const string Password = "seven brown geese over the weir";

    /// <summary>Makes the account in the owner's window, with roles by their plain names; the answer is its first link.</summary>
    public static async Task<string> MakeAsync(Window owner, string name, string clearance, params string[] roles)
    {
        await owner.GoAsync("/accounts");
        await owner.Page.GetByLabel("Name: a to z").FillAsync(name);
        foreach (var role in roles)
        {
            await owner.Page.GetByLabel(role, new() { Exact = true }).CheckAsync();
        }
        await owner.Page.GetByLabel("Clearance").SelectOptionAsync(clearance);
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Make the account" }).ClickAsync();
        return await owner.Page.Locator(".notice code.secret").InnerTextAsync();
    }

    /// <summary>Opens the link, sets the password and leaves the page at the secret for the codes.</summary>
    public static async Task SetPasswordAsync(Window holder, string link)
    {
        await holder.GoAsync(new Uri(link).PathAndQuery);
        await holder.Page.GetByLabel("Password: at least 12").FillAsync(Password);
        await holder.Page.GetByLabel("The same again").FillAsync(Password);
        await holder.Page.GetByRole(AriaRole.Button, new() { Name = "Set the password" }).ClickAsync();
        await Assertions.Expect(holder.Page.Locator("svg.qr")).ToBeVisibleAsync();
    }

    /// <summary>Gives the first code and signs in.</summary>
    public static async Task EnterAsync(Window holder, string name)
    {
        var secret = Totp.FromBase32(await holder.Page.Locator("code.secret").First.InnerTextAsync()).ShouldNotBeNull();
        await holder.Page.GetByLabel("Six digits").FillAsync(Totp.Code(secret, Step()));
        await holder.Page.GetByRole(AriaRole.Button, new() { Name = "Open the account" }).ClickAsync();
        await holder.Page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await holder.Page.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
        // The code that opened the account is used up; that of the next half minute is taken a little early.
        await holder.Page.GetByLabel("Code: the six digits").FillAsync(Totp.Code(secret, Step() + 1));
        await holder.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(holder.Page.Locator(".who")).ToContainTextAsync(name);
    }

    private static long Step() => Totp.StepAt(SystemClock.Instance.GetCurrentInstant());
}
