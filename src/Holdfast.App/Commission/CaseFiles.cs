using System.Text;
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

    /// <summary>Stores a file and enters it into the case. A refused act leaves a file that nothing cites.</summary>
    /// <param name="item">Its hash and length are filled in from the content.</param>
    public async ValueTask<CaseAnswer> AddAsync(
        string id,
        string by,
        EvidenceItem item,
        Stream content,
        CancellationToken cancellation = default
    )
    {
        var stored = await store.AddAsync(content, cancellation);
        return await desk.ActAsync(id, by, new EvidenceAdded(item with { Sha256 = stored.Sha256, Bytes = stored.Bytes }), cancellation);
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
        var sha256 = (await desk.Registry.FindAsync(by, id, cancellation))?.Evidence.FirstOrDefault(e => e.Id == evidence)?.Sha256;
        var act = new CustodyRecorded(evidence, CustodyEvent.Copied, by, "A working copy was made", sha256);
        var answer = await desk.ActAsync(id, by, act, cancellation);
        if (answer.Refusal is not null)
        {
            return answer;
        }
        if (sha256 is null)
        {
            return answer with
            {
                Case = null,
                Refusal = new CaseRefusal("no-file", $"'{evidence}' is observations alone: there is no file.", []),
            };
        }
        await store.CopyOutAsync(sha256, destination, cancellation);
        return answer;
    }

    /// <summary>Encrypts a statement under a key of its own, stores the ciphertexts and enters their hashes.</summary>
    public async ValueTask<CaseAnswer> TakeStatementAsync(
        string id,
        string by,
        StatementInput input,
        CancellationToken cancellation = default
    )
    {
        var of = await desk.Registry.FindAsync(by, id, cancellation);
        if (of?.Statements.Any(s => s.Id == input.Id) == true)
        {
            return new CaseAnswer(id, null, new CaseRefusal("exists", $"The case has the statement '{input.Id}' already.", []), null);
        }
        var key = KeyOf(id, input.Id);
        var text = await StoreAsync(vault.Encrypt(key, "text", input.Text), cancellation);
        var identity = await StoreAsync(vault.Encrypt(key, "identity", input.Identity), cancellation);
        var act = new StatementTaken(
            input.Id,
            input.Pseudonym,
            text,
            identity,
            input.Language,
            input.Consent,
            input.Risk,
            input.Interpreter
        );
        return await desk.ActAsync(id, by, act, cancellation);
    }

    /// <summary>The words of a statement, or why they cannot be read. Every reading is open only to those who may see the statement's entry.</summary>
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

    private static string KeyOf(string id, string statement) => new StringBuilder(id).Append('/').Append(statement).ToString();
}
