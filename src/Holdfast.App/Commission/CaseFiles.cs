using Holdfast.App.Commission.Capture;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;

namespace Holdfast.App.Commission;

/// <summary>What a person says, before it is encrypted.</summary>
/// <param name="Identity">Who the person is and how to reach them; encrypted apart from the text.</param>
public sealed record StatementInput(
    string Id,
    string Pseudonym,
    string Text,
    string Identity,
    string Language,
    string Consent,
    string Risk,
    string? Interpreter
);

/// <summary>Files and statements of cases: content first, then the act that cites its hash.</summary>
public sealed class CaseFiles(CaseDesk desk, EvidenceStore store, PersonVault vault)
{
    public EvidenceStore Store => store;

    // Stands for a hash that is not known yet, where an act is judged before its content is taken in.
    private static readonly string NotYet = new('0', 64);

    /// <summary>
    /// Stores a file and enters it into the case. An act that would be refused is refused before the content is read; one that is refused only afterwards leaves a file
    /// that nothing cites, which the next sweep removes.
    /// </summary>
    /// <param name="item">Its hash, its length and what it looks like are filled in from the content.</param>
    public async ValueTask<CaseAnswer> AddAsync(
        string id,
        string by,
        EvidenceItem item,
        Stream content,
        CancellationToken cancellation = default
    )
    {
        if (await desk.ForetellAsync(id, by, new EvidenceAdded(item with { Sha256 = NotYet }), cancellation) is { } refusal)
        {
            return new CaseAnswer(id, null, refusal, null);
        }
        var stored = await store.AddAsync(content, cancellation, s => !MediaLooks.IsSeveral(s.Looks));
        var entered = item with { Sha256 = stored.Sha256, Bytes = stored.Bytes, Looks = stored.Looks };
        return await desk.ActAsync(id, by, new EvidenceAdded(entered), cancellation);
    }

    /// <summary>Begins a case again on a new file; like <see cref="AddAsync"/>, refused before the content is read where it can be.</summary>
    /// <param name="item">Its hash, its length and what it looks like are filled in from the content.</param>
    public async ValueTask<CaseAnswer> ReopenAsync(
        string id,
        string by,
        string reason,
        EvidenceItem item,
        Stream content,
        CancellationToken cancellation = default
    )
    {
        if (await desk.ForetellAsync(id, by, new CaseReopened(reason, [item with { Sha256 = NotYet }]), cancellation) is { } refusal)
        {
            return new CaseAnswer(id, null, refusal, null);
        }
        var stored = await store.AddAsync(content, cancellation, s => !MediaLooks.IsSeveral(s.Looks));
        var entered = item with { Sha256 = stored.Sha256, Bytes = stored.Bytes, Looks = stored.Looks };
        return await desk.ActAsync(id, by, new CaseReopened(reason, [entered]), cancellation);
    }

    /// <summary>
    /// Captures a page of the web and enters the WARC file as evidence, with what is known of the capture. Throws <see cref="CaptureException"/> where the page could not be fetched;
    /// nothing is entered then.
    /// </summary>
    /// <param name="item">Its hash, length, media type and capture are filled in.</param>
    public async ValueTask<CaseAnswer> CaptureAsync(
        string id,
        string by,
        EvidenceItem item,
        string url,
        CaptureBounds bounds,
        WebCapturer capturer,
        CancellationToken cancellation = default
    )
    {
        var warc = item with { MediaType = "application/warc" };
        if (await desk.ForetellAsync(id, by, new EvidenceAdded(warc with { Sha256 = NotYet }), cancellation) is { } refusal)
        {
            return new CaseAnswer(id, null, refusal, null);
        }
        await using var file = Scratch.Open();
        var captured = await capturer.CaptureAsync(url, bounds, file, cancellation);
        file.Position = 0;
        return await AddAsync(id, by, warc with { Capture = captured.Capture }, file, cancellation);
    }

    /// <summary>Makes a working copy, its hash checked, and records that somebody holds it. The record comes first: a copy nobody recorded does not exist.</summary>
    public async ValueTask<CaseAnswer> CopyOutAsync(
        string id,
        string by,
        string evidence,
        string destination,
        CancellationToken cancellation = default
    )
    {
        if (File.Exists(destination))
        {
            var there = $"'{Path.GetFileName(destination)}' is there already: working copies never overwrite.";
            return new CaseAnswer(id, null, new CaseRefusal("exists", there, []), null);
        }
        var (answer, item) = await HandleAsync(id, by, evidence, CustodyEvent.Copied, "A working copy was made", cancellation);
        if (item?.Sha256 is { } sha256)
        {
            await store.CopyOutAsync(sha256, destination, cancellation);
        }
        return answer;
    }

    /// <summary>
    /// Opens an item for reading and records that <paramref name="by"/> did: who may see an item may read it, and every reading is a custody event. The content is null
    /// exactly where the answer is a refusal; it checks its own hash (<see cref="EvidenceStore.OpenRead"/>) and is disposed by the caller.
    /// </summary>
    /// <param name="why">The event's note, such as <c>Opened for reading</c>.</param>
    public async ValueTask<(CaseAnswer Answer, EvidenceItem? Item, Stream? Content)> OpenAsync(
        string id,
        string by,
        string evidence,
        string why,
        CancellationToken cancellation = default
    )
    {
        var (answer, item) = await HandleAsync(id, by, evidence, CustodyEvent.Examined, why, cancellation);
        return (answer, item, item?.Sha256 is { } sha256 ? store.OpenRead(sha256) : null);
    }

    /// <summary>Records a custody event of an item that has a file; the item is null where that was refused.</summary>
    private async ValueTask<(CaseAnswer Answer, EvidenceItem? Item)> HandleAsync(
        string id,
        string by,
        string evidence,
        CustodyEvent what,
        string why,
        CancellationToken cancellation
    )
    {
        var item = (await desk.Registry.FindAsync(by, id, cancellation))?.Evidence.FirstOrDefault(e => e.Id == evidence);
        if (item is { Sha256: null })
        {
            var none = new CaseRefusal("no-file", $"'{evidence}' is observations alone: there is no file.", []);
            return (new CaseAnswer(id, null, none, null), null);
        }
        if (item?.Sha256 is { } sha256 && !store.Has(sha256))
        {
            throw new FileNotFoundException($"The evidentiary copy of '{evidence}' is missing: nothing has the hash {sha256}.");
        }
        var answer = await desk.ActAsync(id, by, new CustodyRecorded(evidence, what, by, why, item?.Sha256), cancellation);
        return (answer, answer.Refusal is null ? item : null);
    }

    /// <summary>Encrypts a statement under a key of its own, stores the ciphertexts and enters their hashes.</summary>
    public async ValueTask<CaseAnswer> TakeStatementAsync(
        string id,
        string by,
        StatementInput input,
        CancellationToken cancellation = default
    )
    {
        StatementTaken Act(string text, string identity) =>
            new(input.Id, input.Pseudonym, text, identity, input.Language, input.Consent, input.Risk, input.Interpreter);
        string[] words = [input.Text, input.Identity, input.Consent, input.Risk, input.Pseudonym, input.Language, input.Interpreter ?? ""];
        var marked = words.Select(Markup.FaultOf).FirstOrDefault(f => f is not null);
        if (await desk.ForetellAsync(id, by, Act(NotYet, NotYet), cancellation, marked) is { } refusal)
        {
            return new CaseAnswer(id, null, refusal, null);
        }
        var key = KeyOf(id, input.Id);
        var text = await StoreAsync(vault.Encrypt(key, "text", input.Text), cancellation);
        var identity = await StoreAsync(vault.Encrypt(key, "identity", input.Identity), cancellation);
        return await desk.ActAsync(id, by, Act(text, identity), cancellation);
    }

    /// <summary>
    /// The words of a statement, or why they cannot be read. Every reading is open only to those who may see the statement's entry, and is recorded as a custody event
    /// before a word is shown.
    /// </summary>
    public async ValueTask<(string? Text, string Reason)> ReadStatementAsync(
        string id,
        string by,
        string statement,
        CancellationToken cancellation = default
    )
    {
        var of = await desk.Registry.FindAsync(by, id, cancellation);
        if (of?.Statements.FirstOrDefault(s => s.Id == statement) is not { } taken)
        {
            return (null, $"There is no statement '{statement}' in a case '{id}' that '{by}' may read.");
        }
        if (of.Of<KeyDestroyed>().Any(k => k.Statement == statement))
        {
            // Recorded, but perhaps cut off before the key was gone.
            vault.Destroy(KeyOf(id, statement));
            return (null, "The person's key was destroyed: the words cannot be read any more. Their hash still stands.");
        }
        if (of.IsWithdrawn(statement))
        {
            return (null, "The person withdrew the consent: the statement may not be used.");
        }
        var read = new CustodyRecorded(statement, CustodyEvent.Examined, by, "The words were read", taken.TextSha256);
        if ((await desk.ActAsync(id, by, read, cancellation)).Refusal is { } refusal)
        {
            return (null, refusal.Message);
        }
        await using var content = store.OpenRead(taken.TextSha256);
        using var buffer = new MemoryStream();
        await content.CopyToAsync(buffer, cancellation);
        var text = vault.Decrypt(KeyOf(id, statement), "text", buffer.ToArray());
        return (text, text is null ? "The person's key is not here." : "");
    }

    /// <summary>Destroys a person's key for good. The record comes first; the key follows, at the latest at the next reading.</summary>
    public async ValueTask<CaseAnswer> DestroyKeyAsync(string id, string by, string statement, CancellationToken cancellation = default)
    {
        var answer = await desk.ActAsync(id, by, new KeyDestroyed(statement), cancellation);
        if (answer.Refusal is null)
        {
            vault.Destroy(KeyOf(id, statement));
        }
        return answer;
    }

    private async ValueTask<string> StoreAsync(byte[] ciphertext, CancellationToken cancellation)
    {
        using var stream = new MemoryStream(ciphertext);
        return (await store.AddAsync(stream, cancellation)).Sha256;
    }

    private string KeyOf(string id, string statement) => PersonVault.NameOf(desk.Registry.Mode, id, statement);
}
