using System.CommandLine;
using System.Text.Json;
using Holdfast.App.Record.Proofs;
using Holdfast.Cli;
using Holdfast.Tests.House;
using Shouldly;

namespace Holdfast.Tests.Commission;

/// <summary>A case of the reference mission from its allegation to a decision with a dissent and a remedy, at the terminal.</summary>
public sealed class CaseVerbTests : IDisposable
{
    private static readonly string Reference = Path.Combine(Repository.Root, "missions", "ukraine");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-caseverb-");

    // The reference mission's rules of procedure and one fact: it loads quickly.
    public CaseVerbTests()
    {
        var mission = _folder.CreateSubdirectory("small");
        File.Copy(Path.Combine(Reference, "commission.yaml"), Path.Combine(mission.FullName, "commission.yaml"));
        File.WriteAllText(Path.Combine(mission.FullName, "facts.clauses"), "fact armed_attack(actor)");
        File.WriteAllText(
            Path.Combine(mission.FullName, "mission.yaml"),
            """
            title: T
            summary: S
            exposure: historical
            mode: exercise
            zone: Europe/Kyiv
            period: {from: 2025-01-01, until: 2025-02-01}
            parties: [{id: UA, name: Ukraine}, {id: RU, name: Russia}]
            """
        );
    }

    private string Mission => At("small");

    public void Dispose()
    {
        foreach (var file in _folder.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            file.Attributes = FileAttributes.Normal;
        }
        _folder.Delete(recursive: true);
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private async Task<(int Code, string Output, string Error)> Run(string by, params string[] args)
    {
        string[] all = ["case", .. args, "--mission", Mission, "--record", At("r.db"), "--as", by];
        return await Raw(all);
    }

    private static async Task<(int Code, string Output, string Error)> Raw(string[] all)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await Program
            .Root()
            .Parse(all)
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    private async Task Do(string by, params string[] args)
    {
        var (code, _, error) = await Run(by, args);
        code.ShouldBe(0, $"{by}: {string.Join(' ', args)}: {error}");
    }

    private const string Proposal = """
        {
          "provisional": false,
          "findings": [{
            "allegation": "A1", "violation": "established", "standard": "clear_and_convincing", "attribution": "largely_attributed",
            "hypothesis": "H1", "reasons": "Craters and fragments agree.", "evidence": ["E1", "S1"]
          }],
          "facts": [{ "fact": "armed_attack", "arguments": ["RU"], "value": "true", "valid_from": "2026-03-01T04:00:00Z", "valid_to": null }],
          "remedies": [{ "id": "R1", "addressee": "RU", "text": "Rebuild the school", "due": "2099-01-01T00:00:00Z", "check": "A visit" }]
        }
        """;

    private const string Points = """
        [{"allegation":"A1","text":"Shells struck from the north.","supporting_items":2,"contradicting_items":0}]
        """;

    [Fact]
    public async Task A_case_goes_from_its_allegation_to_a_decision_that_starts_a_tier()
    {
        await Do("rep-ua", "open", "Shelling", "--allegation", "40 shells", "--from", "party", "--by", "UA", "--against", "RU");
        var id = $"{TimeProvider.System.GetUtcNow().Year}-0001";
        await Inquire(id);
        await Hear(id);
        await File.WriteAllTextAsync(At("p.json"), Proposal, TestContext.Current.CancellationToken);
        await Do("gb", "vote", "open", id, "V1", At("p.json"));
        foreach (var (member, choice) in new[] { ("fr", "for"), ("gb", "for"), ("de", "for"), ("pl", "against") })
        {
            await Do(member, "vote", "cast", id, "V1", choice);
        }
        (await Run("ua", "vote", "cast", id, "V1", "for")).Error.ShouldContain("appointed by a party");
        await Do("pl", "dissent", id, "V1", "One crater does not suffice.", "--publish");
        await Do("gb", "decide", id);
        (await Run("gb", "publish", id, "V1")).Error.ShouldContain("proposes it first");
        await Do("fr", "release", id, "V1");
        await Do("gb", "publish", id, "V1");
        await Do("secretary", "move", id, "remedy-monitoring", "--reason", "A remedy was ordered");
        await Do("secretary", "remedy", id, "R1", "complied", "--note", "The school is open");
        await Do("secretary", "move", id, "closed", "--reason", "Complied with");

        using var shown = JsonDocument.Parse((await Run("public", "show", id, "--format", "json")).Output);
        var only = shown.RootElement.GetProperty("acts").EnumerateArray().Single();
        only.GetProperty("kind").GetString().ShouldBe("case.published/2");
        only.GetProperty("act").GetProperty("dissents")[0].GetProperty("member").GetString().ShouldBe("pl");
        (await Run("secretary", "evidence", "check")).Output.ShouldStartWith("3 files, 1 key, 0 wrong, 0 left over.");
        (await Run("secretary", "refused")).Output.ShouldContain("3 refused, 0 irregular.");
        await TierIsTriggered(id);
        await BundleIsWhole(id);
    }

    private async Task BundleIsWhole(string id)
    {
        (await Run("secretary", "bundle", id, At("whole.zip"))).Output.ShouldEndWith("2 evidence files.\n");
        (await Run("public", "bundle", id, At("public.zip"))).Output.ShouldBe("public.zip: 2 entries, 0 evidence files.\n");
        await using var zip = await System.IO.Compression.ZipFile.OpenReadAsync(At("whole.zip"), TestContext.Current.CancellationToken);
        var (facts, words) = (0, 0);
        foreach (var entry in zip.Entries)
        {
            using var reader = new StreamReader(await entry.OpenAsync(TestContext.Current.CancellationToken));
            var text = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
            facts += text.Contains("\"fact/1\"", StringComparison.Ordinal) ? 1 : 0;
            words +=
                text.Contains("content of said", StringComparison.Ordinal) || text.Contains("content of who", StringComparison.Ordinal)
                    ? 1
                    : 0;
        }
        (facts, words).ShouldBe((1, 0));
        string[] key = ["--key", Path.Combine(LogKey.FolderFor(At("r.db")), "log.pub")];
        (await Raw(["record", "verify", At("whole.zip"), .. key])).Code.ShouldBe(0);
    }

    private async Task Inquire(string id)
    {
        await Do("secretary", "move", id, "preliminary", "--reason", "Registered");
        (await Run("secretary", "move", id, "decided", "--reason", "Be quick")).Error.ShouldContain("Lawful now: admissibility");
        await Do(
            "gb",
            "act",
            id,
            "admissibility",
            "--json",
            """{"admissible":true,"grounds":[{"ground":"terms","met":true,"reason":"It is"}]}"""
        );
        foreach (var name in new[] { "crater.jpg", "said.txt", "who.txt" })
        {
            await File.WriteAllTextAsync(At(name), $"content of {name}", TestContext.Current.CancellationToken);
        }
        await Do(
            "investigator-1",
            "evidence",
            "add",
            id,
            "E1",
            At("crater.jpg"),
            "--title",
            "Crater",
            "--type",
            "image/jpeg",
            "--grade",
            "B2"
        );
        string[] person = ["--pseudonym", "Heron", "--language", "uk", "--consent", "members", "--risk", "low"];
        await Do("investigator-1", ["statement", "add", id, "S1", At("said.txt"), At("who.txt"), .. person]);
        (await Run("gb", "statement", "read", id, "S1")).Output.Trim().ShouldBe("content of said.txt");
        await Do("investigator-1", "hypothesis", id, "H1", "Artillery from the north", "--actor", "RU");
        await Do("investigator-1", "weigh", id, "H1", "E1", "consistent", "--why", "They point north", "--ratio", "4");
        await Do("investigator-1", "evidence", "copy", id, "E1", At("work.jpg"));
    }

    private async Task Hear(string id)
    {
        await Do("secretary", "act", id, "draft", "--json", """{"id":"D1","text":"We find.","redactions":[]}""");
        await File.WriteAllTextAsync(At("points.json"), Points, TestContext.Current.CancellationToken);
        foreach (var (draft, party) in new[] { ("P1", "UA"), ("P2", "RU") })
        {
            await Do("secretary", "summary", "draft", id, draft, party, At("points.json"));
            await Do("gb", "summary", "review", id, draft, "approve");
            if (party == "UA")
            {
                (await Run("secretary", "summary", "send", id, party, "--due", "2099-01-01T00:00:00Z")).Error.ShouldContain("1 did so far");
            }
            await Do("pl", "summary", "review", id, draft, "approve", "--note", "Nothing tells a source");
            await Do("secretary", "summary", "send", id, party, "--due", "2099-01-01T00:00:00Z");
        }
        await Do("rep-ru", "receipt", id, "RU", "1");
        await Do("rep-ru", "correction", "request", id, "RU", "C1", "It was the second of March.");
        await Do("secretary", "correction", "answer", id, "C1", "decline", "Two sources say the first.");
        await Do("rep-ua", "reply", id, "UA", "We agree.");
        await Do("rep-ru", "reply", id, "RU", "We deny it.");
        await Do("fr", "move", id, "deliberation", "--reason", "Both were heard");
        await Do("gb", "note", id, "The craters convince me.");
    }

    [Fact]
    public async Task An_inquiry_is_planned_kept_and_begun_again_by_verbs_of_its_own()
    {
        await Do("secretary", "open", "T", "--allegation", "x", "--by", "secretary");
        var id = $"{TimeProvider.System.GetUtcNow().Year}-0001";
        await Do("secretary", "move", id, "preliminary", "--reason", "Registered");
        await Do("secretary", "plan", id, "Visit the village, ask the hospital");
        await Do("secretary", "task", "set", id, "T1", "Ask", "--owner", "investigator-1", "--due", "2099-03-08T12:00:00Z");
        await Do("investigator-1", "task", "done", id, "T1", "Three wounded");
        (await Run("investigator-1", "task", "done", id, "T1", "Again")).Error.ShouldContain("'T1' is done");
        await Do("investigator-1", "search", id, "--where", "images", "--for", "craters", "--outcome", "none");
        (await Run("gb", "admissibility", id, "admissible", "--met", "terms")).Error.ShouldContain("a ground and why");
        await Do("gb", "admissibility", id, "admissible", "--met", "terms: it is");
        await File.WriteAllTextAsync(At("d.txt"), "We find that he said so.", TestContext.Current.CancellationToken);
        (await Run("secretary", "draft", id, "D1", At("d.txt"), "--redact", "x: y")).Error.ShouldContain("a passage and why");
        await Do("secretary", "draft", id, "D1", At("d.txt"), "--redact", "13-15: names a source");
        (await Run("gb", "note", id, "Sealed")).Error.ShouldContain("'note' is not lawful while the case is draft");

        await Do("secretary", "open", "U", "--allegation", "y", "--by", "secretary");
        var other = id[..^1] + "2";
        await Do("secretary", "move", other, "preliminary", "--reason", "Registered");
        await Do("gb", "admissibility", other, "inadmissible", "--unmet", "area: outside", "--met", "terms: it is");
        string[] reopen = ["reopen", other, "E1", At("d.txt"), "--title", "New", "--type", "text/plain", "--grade", "B2"];
        await Do("gb", [.. reopen, "--reason", "It was inside"]);
        (await Run("gb", "show", other)).Output.ShouldContain("E1");
        (await Run("secretary", "evidence", "check")).Output.ShouldStartWith("1 file, 0 keys, 0 wrong, 0 left over.");
    }

    [Fact]
    public async Task A_verb_called_wrongly_answers_with_the_reason_alone()
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await Program
            .Read(["case", "evidence", "add", "2026-0001", "E1", "f", "--grade", "Z9"])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        code.ShouldBe(1);
        error.ToString().ShouldContain("'Z9' is no grade");
        output.ToString().Trim().ShouldBeEmpty();
    }

    private async Task TierIsTriggered(string id)
    {
        string[] ask = ["guarantees", "--mission", Reference, "--record", At("r.db"), "--mode", "exercise", "--format", "json"];
        var asked = await Raw(ask);
        asked.Code.ShouldBe(0, asked.Error);
        using var board = JsonDocument.Parse(asked.Output);
        board
            .RootElement.GetProperty("tiers")
            .EnumerateArray()
            .Where(t => t.GetProperty("undertaking").GetString() == "GB.presence")
            .SelectMany(t => t.GetProperty("rests_on").EnumerateArray())
            .ShouldContain(said => said.GetProperty("source").GetString() == $"case {id}" && said.GetProperty("entry").GetInt64() > 0);
        var explained = await Raw(["explain", "GB.presence", .. ask[1..^2]]);
        explained.Output.ShouldContain($"rests on case {id} by Commission (entry ");
    }

    [Fact]
    public async Task Who_could_stall_is_computed_from_the_rules_and_told_to_the_commission_alone()
    {
        using var stall = JsonDocument.Parse((await Run("fr", "stall", "--format", "json", "--without", "ua")).Output);
        var provisional = stall.RootElement.GetProperty("paths")[0];
        provisional.GetProperty("longest_hours").GetDouble().ShouldBe(18);
        provisional.GetProperty("blocked_by").GetArrayLength().ShouldBe(0);
        (await Run("rep-ru", "stall")).Code.ShouldBe(1);
        (await Run("fr", "stall", "--without", "ua", "--without", "us", "--without", "de")).Output.ShouldContain(
            "can be blocked by fr, gb, pl, tr alone"
        );
    }

    [Fact]
    public async Task An_unknown_state_names_the_nearest_and_an_unknown_case_the_ones_there_are()
    {
        await Do("secretary", "open", "T", "--allegation", "x", "--by", "secretary");
        (await Run("secretary", "move", "1", "prelimnary", "--reason", "x")).Code.ShouldBe(1);
        (await Run("secretary", "show", "2000-0001")).Error.ShouldContain("no case '2000-0001'");
    }

    [Fact]
    public async Task A_capture_made_elsewhere_is_entered_with_what_is_known_of_it_and_what_the_file_looks_like()
    {
        await Do("secretary", "open", "T", "--allegation", "x", "--by", "secretary");
        var id = FormattableString.Invariant(
            $"{DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()).Year}-0001"
        );
        await Do("secretary", "move", id, "preliminary", "--reason", "Registered");
        await File.WriteAllTextAsync(At("page.jpg"), "<!doctype html><p>x", TestContext.Current.CancellationToken);
        string[] add =
        [
            "evidence",
            "add",
            id,
            "E1",
            At("page.jpg"),
            "--title",
            "Page",
            "--type",
            "image/jpeg",
            "--capture-meta",
            At("meta.json"),
        ];
        const string Known = """{"url":"https://example.org/a","captured_at":"2026-03-01T10:00:00Z","tool":"wget 1.21","status":200}""";
        foreach (
            var (meta, reason) in new[]
            {
                (Known.Replace("\"tool\"", "\"tol\""), "tol"),
                (Known.Replace("https:", "ftp:"), "no address"),
                ("[]", "no JSON object"),
            }
        )
        {
            await File.WriteAllTextAsync(At("meta.json"), meta, TestContext.Current.CancellationToken);
            var (code, _, error) = await Run("investigator-1", add);
            (code, error.Contains(reason, StringComparison.Ordinal)).ShouldBe((1, true), error);
        }
        await File.WriteAllTextAsync(At("meta.json"), Known, TestContext.Current.CancellationToken);
        await Do("investigator-1", add);
        var shown = (await Run("investigator-1", "show", id)).Output;
        shown.ShouldContain("looks like text/html, not image/jpeg");
        shown.ShouldContain("captured 2026-03-01T10:00Z from https://example.org/a");
        (await Run("investigator-1", "evidence", "capture", id, "E2", "http://127.0.0.1:9/", "--title", "Inside")).Error.ShouldContain(
            "not captured"
        );
    }

    [Fact]
    public async Task A_bundle_holds_what_its_reader_may_read_and_any_changed_byte_of_its_evidence_is_found()
    {
        await Do("secretary", "open", "T", "--allegation", "x", "--by", "secretary", "--against", "RU");
        var id = FormattableString.Invariant($"{TimeProvider.System.GetUtcNow().Year}-0001");
        await Do("secretary", "move", id, "preliminary", "--reason", "Registered");
        await File.WriteAllTextAsync(At("a.jpg"), "<script>alert(1)</script>", TestContext.Current.CancellationToken);
        await Do(
            "investigator-1",
            "evidence",
            "add",
            id,
            "E1",
            At("a.jpg"),
            "--title",
            "<script>alert(2)</script>",
            "--type",
            "image/jpeg"
        );
        await Do("secretary", "act", id, "notified", "--json", """{"party":"RU","notice":"A case concerns you."}""");
        (await Run("secretary", "bundle", id, At("all.zip"))).Output.ShouldBe("all.zip: 4 entries, 1 evidence files.\n");
        (await Run("rep-ru", "bundle", id, At("party.zip"))).Output.ShouldBe("party.zip: 1 entries, 0 evidence files.\n");
        (await Run("rep-ua", "bundle", id, At("none.zip"))).Code.ShouldBe(1);
        string[] key = ["--key", Path.Combine(LogKey.FolderFor(At("r.db")), "log.pub")];
        (await Raw(["record", "verify", At("all.zip"), .. key])).Code.ShouldBe(0);
        (await Raw(["record", "verify", At("party.zip"), .. key])).Code.ShouldBe(0);
        await using (
            var zip = await System.IO.Compression.ZipFile.OpenAsync(
                At("all.zip"),
                System.IO.Compression.ZipArchiveMode.Update,
                TestContext.Current.CancellationToken
            )
        )
        {
            using (
                var index = new StreamReader(
                    await zip.Entries.Single(e => e.Name == "index.html").OpenAsync(TestContext.Current.CancellationToken)
                )
            )
            {
                (await index.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldNotContain("<script");
            }
            zip.Entries.ShouldAllBe(e => !e.FullName.Contains("..", StringComparison.Ordinal) && !e.FullName.StartsWith('/'));
            await using var evidence = await zip
                .Entries.Single(e => e.FullName.StartsWith("evidence/", StringComparison.Ordinal))
                .OpenAsync(TestContext.Current.CancellationToken);
            evidence.WriteByte((byte)'[');
        }
        var (code, output, _) = await Raw(["record", "verify", At("all.zip"), .. key]);
        (code, output.Contains("evidence", StringComparison.Ordinal)).ShouldBe((2, true), output);
    }
}
