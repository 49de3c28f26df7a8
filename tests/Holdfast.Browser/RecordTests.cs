using System.Text;
using Microsoft.Playwright;

namespace Holdfast.Browser;

/// <summary>The record's page as somebody meets it who does not trust the server, and as two persons who release an entry.</summary>
public sealed class RecordTests(Stage stage)
{
    private const string Record = "/m/ukraine/record";

    [Fact]
    public async Task The_whole_log_is_checked_at_the_press_of_a_button()
    {
        await using var window = await stage.OpenAsync(ColorScheme.Dark, width: 360, height: 720);
        await GoWhenSignedAsync(window, Record);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Check every entry" }).ClickAsync();
        // The page renews itself until the check is done.
        var result = window.Page.Locator("section:has(#log-title) .notice");
        await Assertions.Expect(result).ToContainTextAsync("Nothing is wrong.", new() { Timeout = 60_000 });
        (await Axe.FaultsAsync(window.Page)).ShouldBeEmpty();
        window.Troubles.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_browser_proves_an_entry_itself_and_refuses_one_changed_character_of_proof_or_key()
    {
        await using var window = await stage.OpenAsync(signedIn: false);
        await GoWhenSignedAsync(window, Record);
        var verdict = window.Page.Locator("hf-verify [role=status]");
        var press = window.Page.GetByRole(AriaRole.Button, new() { Name = "Check it in this browser" });
        await window.Page.Locator("#v-index").FillAsync("2");
        await press.ClickAsync();
        await Assertions.Expect(verdict).ToContainTextAsync("Proved, by this browser alone");
        await Assertions.Expect(window.Page.Locator("hf-verify li")).ToHaveCountAsync(4);
        (await Axe.FaultsAsync(window.Page)).ShouldBeEmpty();

        var answer = await window.Page.APIRequest.GetAsync($"{stage.Address}/api/v1/missions/ukraine/record/proof/2");
        var proof = await answer.TextAsync();
        var leaf = proof.IndexOf("\"leaf_hash\":\"", StringComparison.Ordinal) + "\"leaf_hash\":\"".Length;
        var bent = proof[..leaf] + (proof[leaf] == '0' ? '1' : '0') + proof[(leaf + 1)..];
        await DropAsync(window, proof);
        await Assertions.Expect(verdict).ToContainTextAsync("Proved, by this browser alone");
        await DropAsync(window, bent);
        await Assertions.Expect(verdict).ToContainTextAsync("does not lead from the leaf of entry 2 to the signed root");

        // A verdict does not outlive the key under which it was given.
        var key = window.Page.Locator("#v-key");
        var trusted = await key.InputValueAsync();
        await key.FillAsync(trusted[..^2] + (trusted[^2] == 'A' ? 'E' : 'A') + trusted[^1]);
        await Assertions.Expect(verdict).ToBeEmptyAsync();
        await press.ClickAsync();
        await Assertions.Expect(verdict).ToContainTextAsync("Not proved");
        window.Troubles.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_person_proposes_a_release_and_another_confirms_it()
    {
        await using var server = await stage.StartAsync("ukraine");
        await using var owner = await stage.OpenAsync(server, signedIn: true);
        await using var second = await stage.OpenAsync(server, signedIn: false, width: 390);
        await NewAccount.SetPasswordAsync(second, await NewAccount.MakeAsync(owner, "iryna", "restricted", "watch officer"));
        await NewAccount.EnterAsync(second, "iryna");

        await ProposeAsync(owner, "restricted", "The source asked for it");
        await Assertions.Expect(Said(owner)).ToContainTextAsync("needs one person");
        await ProposeAsync(owner, "public", "The source agrees by now");
        await Assertions.Expect(Said(owner)).ToContainTextAsync("another person with the right has to confirm it");
        await Assertions.Expect(Act(owner, "Confirm")).ToHaveCountAsync(0);
        (await Axe.FaultsAsync(owner.Page)).ShouldBeEmpty();

        await second.GoAsync(Record);
        (await Axe.FaultsAsync(second.Page)).ShouldBeEmpty();
        await Act(second, "Confirm").ClickAsync();
        await Assertions.Expect(Said(second)).ToContainTextAsync("Entry 2 is read under 'public' from now on");
        var widths = await second.Page.EvaluateAsync<int[]>("() => [document.documentElement.scrollWidth, innerWidth]");
        widths[0].ShouldBeLessThanOrEqualTo(widths[1]);
        owner.Troubles.ShouldBeEmpty();
        second.Troubles.ShouldBeEmpty();
    }

    private static ILocator Said(Window window) => window.Page.Locator("section:has(#releases-title) > .notice");

    private static ILocator Act(Window window, string name) =>
        window.Page.Locator("section:has(#releases-title) table").GetByRole(AriaRole.Button, new() { Name = name });

    private static async Task ProposeAsync(Window window, string label, string reason)
    {
        await window.GoAsync(Record);
        await window.Page.Locator("#p-entry").FillAsync("2");
        await window.Page.Locator("#p-to").FillAsync(label);
        await window.Page.Locator("#p-reason").FillAsync(reason);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Propose", Exact = true }).ClickAsync();
    }

    private static Task DropAsync(Window window, string proof) =>
        window
            .Page.Locator("#v-file")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "proof-2.json",
                    MimeType = "application/json",
                    Buffer = Encoding.UTF8.GetBytes(proof),
                }
            );

    /// <summary>The first checkpoint is signed a while after the first entries.</summary>
    private static async Task GoWhenSignedAsync(Window window, string path)
    {
        for (var tries = 0; tries < 60; tries++)
        {
            await window.GoAsync(path);
            if (await window.Page.Locator("#check-title").CountAsync() > 0)
            {
                return;
            }
            await window.Page.WaitForTimeoutAsync(1500);
        }
        throw new TimeoutException("No checkpoint was signed.");
    }
}
