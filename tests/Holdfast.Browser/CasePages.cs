using Microsoft.Playwright;

namespace Holdfast.Browser;

/// <summary>A case's page in a window, as a person of an exercise would use it: one seat after another, one form after another.</summary>
internal sealed class CasePages(Window window, string mission)
{
    private IPage Page => window.Page;

    public string Root => $"/m/{mission}/commission";

    /// <summary>Set when a case is opened.</summary>
    public string Id { get; set; } = "";

    public string Address(string seat) => $"{Root}/cases/{Id}?as={seat}";

    public async Task<IPage> LookAsync(string seat)
    {
        await window.GoAsync(Address(seat));
        return Page;
    }

    /// <summary>Opens the form of an act from a seat, fills it in, sends it, and waits until the page says that it was recorded.</summary>
    public async Task DoAsync(string seat, string form, params (string Field, string Value)[] fields)
    {
        await SendAsync(seat, form, fields);
        await Assertions.Expect(Page.Locator("#done")).ToContainTextAsync("Recorded as entry");
    }

    /// <summary>The same for a form that comes back: what the page gives as the reason.</summary>
    public async Task<string> RefusedAsync(string seat, string form, params (string Field, string Value)[] fields)
    {
        await SendAsync(seat, form, fields);
        var refused = Page.Locator(".refused");
        await Assertions.Expect(refused).ToContainTextAsync("Not done");
        return await refused.InnerTextAsync();
    }

    public async Task<bool> OffersAsync(string seat, string form)
    {
        await window.GoAsync(Address(seat));
        return await Form(form).CountAsync() > 0;
    }

    private ILocator Form(string form) => Page.Locator($"form:has(input[name=form][value='{form}'])");

    private async Task SendAsync(string seat, string form, (string Field, string Value)[] fields)
    {
        await window.GoAsync(Address(seat));
        var found = Form(form);
        await OpenAsync(found);
        foreach (var (field, value) in fields)
        {
            await FillAsync(found, field, value);
        }
        await found.Locator("button[type=submit]").ClickAsync();
    }

    // A form lies in folds or, for a cell of the matrix, behind the cell's button.
    private async Task OpenAsync(ILocator form)
    {
        var cell = form.Locator("xpath=ancestor::*[@popover]");
        if (await cell.CountAsync() > 0)
        {
            await Page.Locator($"[popovertarget='{await cell.GetAttributeAsync("id")}']").ClickAsync();
            return;
        }
        var fold = form.Locator("xpath=ancestor::details[not(@open)]");
        if (await fold.CountAsync() > 0)
        {
            await fold.Locator("> summary").ClickAsync();
        }
    }

    private static async Task FillAsync(ILocator form, string field, string value)
    {
        var input = form.Locator($"[name='{field}']:not([type=hidden])");
        switch (await input.First.EvaluateAsync<string>("e => e.type"))
        {
            case "checkbox":
                foreach (var one in value.Split(' '))
                {
                    await form.Locator($"[name='{field}'][value='{one}']").CheckAsync();
                }
                break;
            case "select-one":
                await input.SelectOptionAsync(value);
                break;
            case "file":
                await input.SetInputFilesAsync(value);
                break;
            default:
                await input.FillAsync(value);
                break;
        }
    }
}
