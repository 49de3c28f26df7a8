using System.Net;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.App.Record.Proofs;
using Holdfast.Core.Record.Proofs;
using Holdfast.Tests.Record;
using Holdfast.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Web;

/// <summary>The log over HTTP and its page, over a record that hides most of its entries from the public.</summary>
public sealed class RecordPageTests : IAsyncLifetime
{
    private ProvenRecord? _made;
    private Workspace? _workspace;
    private WebApplication? _app;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _made = await ProvenRecord.MakeAsync(30, 300);
        var record = await SqliteRecord.OpenAsync(_made.Path, cancellation: Cancel);
        _workspace = new Workspace(WebWorld.Mission(), _made.Folder, record, new FakeViews(WebWorld.Incidents(3)));
        _app = HoldfastWeb.Build(new Workspaces([_workspace]), new HoldfastWebOptions { Configure = b => b.WebHost.UseTestServer() });
        await _app.StartAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null && _workspace is not null)
        {
            await _app.DisposeAsync();
            await _workspace.DisposeAsync();
        }
        _made?.Dispose();
    }

    private HttpClient Client => _app?.GetTestClient() ?? throw new InvalidOperationException("The server is not started.");

    private static string Name => WebWorld.Mission().Name;

    [Fact]
    public async Task The_page_checks_an_entry_and_a_pasted_proof_and_tells_nothing_of_what_it_says()
    {
        var page = await TextAsync($"/m/{Name}/record?index=2");
        page.ShouldContain("Proved.");
        page.ShouldContain("300");
        page.ShouldNotContain("message &quot;2");
        var proof = await TextAsync($"/api/v1/missions/{Name}/record/proof/2");
        proof.ShouldNotContain("message");
        (await TextAsync($"/m/{Name}/record?proof={Uri.EscapeDataString(proof)}")).ShouldContain("Proved.");
        var bent = proof.Replace("\"index\":\"2\"", "\"index\":\"3\"", StringComparison.Ordinal);
        (await TextAsync($"/m/{Name}/record?proof={Uri.EscapeDataString(bent)}")).ShouldContain("Not proved.");
        (await TextAsync($"/m/{Name}/record?index=x")).ShouldContain("is not an index");
        (await TextAsync($"/m/{Name}/record?index=300")).ShouldContain("is not among them");
    }

    [Fact]
    public async Task A_witness_follows_the_log_over_HTTP()
    {
        var note = SignedNote.Parse(await TextAsync($"/log/{Name}/checkpoint"));
        NoteKey.TryParse(await TextAsync($"/log/{Name}/log.pub"), out var key, out _).ShouldBeTrue();
        var checkpoint = Checkpoint.Open(note, key.ShouldNotBeNull());
        var tiles = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var tile in TilePath.Of(checkpoint.Size))
        {
            tiles[tile.ToString()] = await Client.GetByteArrayAsync($"/log/{Name}/{tile}", Cancel);
        }
        var nodes = LogMirror.Nodes(checkpoint.Size, path => tiles[path]);
        ProofBuilder.Root(nodes, checkpoint.Size).ShouldBe(checkpoint.Root);
        var consistency = await TextAsync($"/api/v1/missions/{Name}/record/consistency?from=30");
        ProofBuilder.Consistency(nodes, 30, 300).ShouldAllBe(h => consistency.Contains(h.ToHex(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/log/{0}/tile/0/001.p/45")]
    [InlineData("/log/{0}/tile/0/000.p/0")]
    [InlineData("/log/{0}/tile/../../record.db")]
    [InlineData("/log/none/checkpoint")]
    public async Task There_is_nothing_beyond_the_tiles(string path) =>
        (await Client.GetAsync(string.Format(null, path, Name), Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

    [Theory]
    [InlineData("proof/300")]
    [InlineData("proof/-1")]
    [InlineData("consistency?from=200&to=100")]
    [InlineData("consistency?from=1&to=301")]
    public async Task Bad_questions_are_refused(string path) =>
        (await Client.GetAsync($"/api/v1/missions/{Name}/record/{path}", Cancel)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

    private async Task<string> TextAsync(string path)
    {
        var answer = await Client.GetAsync(path, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        return await answer.Content.ReadAsStringAsync(Cancel);
    }
}
