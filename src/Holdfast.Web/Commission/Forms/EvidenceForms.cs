using System.Collections.Immutable;
using Holdfast.App.Commission;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Values;

namespace Holdfast.Web.Commission.Forms;

/// <summary>Items of evidence and what is done with them.</summary>
internal static class EvidenceForms
{
    private static readonly string Unhashed = new('0', 64);

    public static readonly ActKind Add = ActKind.For(
        scene => new ActForm(
            ActKind.WordOf<EvidenceAdded>(),
            "Add evidence",
            "Add it",
            CaseSection.Evidence,
            new EvidenceAdded(Probe(scene)),
            [.. ItemFields(scene)]
        )
        {
            Hint = "A file of any size, observations of the watch, or both. The file is stored once, under its SHA-256, and never changed.",
        },
        (scene, form) => new EvidenceAdded(ReadItem(scene, form))
    );

    public static readonly ActKind Custody = ActKind.For<CustodyRecorded>(
        scene =>
            scene
                .Of.Evidence.Take(1)
                .Select(first => new ActForm(
                    ActKind.WordOf<CustodyRecorded>(),
                    "Record who handled it",
                    "Record it",
                    CaseSection.Evidence,
                    new CustodyRecorded(first.Id, CustodyEvent.Examined, scene.Seat, "", null),
                    [
                        FormField.OneOf("evidence", "Item", scene.Of.Evidence.Select(e => (e.Id, $"{e.Id} {e.Title}"))),
                        FormField.Word("event", "What was done", CustodyEvent.Examined),
                        new FormField("holder", "Who holds it now") { Value = scene.Seat },
                        new FormField("note", "Note") { Required = false },
                        new FormField("sha256", "SHA-256 of a working copy")
                        {
                            Required = false,
                            Hint = "Where it is not the evidentiary copy.",
                        },
                    ]
                )),
        (_, form) =>
            new CustodyRecorded(
                form.Text("evidence"),
                form.Word<CustodyEvent>("event"),
                form.Text("holder"),
                form.Text("note"),
                form.Optional("sha256")
            )
    );

    public static readonly ActKind Reopen = ActKind.For(
        scene => new ActForm(
            ActKind.WordOf<CaseReopened>(),
            "Reopen it on new evidence",
            "Reopen it",
            CaseSection.Head,
            new CaseReopened("x", [Probe(scene)]),
            [new FormField("reason", "Why"), .. ItemFields(scene)]
        ),
        (scene, form) => new CaseReopened(form.Text("reason"), [ReadItem(scene, form)])
    );

    /// <summary>The act with the file that came with it.</summary>
    public static CaseAct With(CaseAct act, StoredFile file, string mediaType) =>
        act switch
        {
            EvidenceAdded added => new EvidenceAdded(With(added.Item, file, mediaType)),
            CaseReopened reopened => reopened with { NewEvidence = [With(reopened.NewEvidence[0], file, mediaType)] },
            _ => act,
        };

    private static EvidenceItem With(EvidenceItem item, StoredFile file, string mediaType) =>
        item with
        {
            Sha256 = file.Sha256,
            Bytes = file.Bytes,
            MediaType = mediaType,
            Looks = file.Looks,
        };

    private static EvidenceItem Probe(FormScene scene) =>
        new(
            Next(scene),
            "x",
            Unhashed,
            1,
            "application/octet-stream",
            Reliability.F,
            InformationCredibility.CannotBeJudged,
            scene.Seat,
            [],
            null
        );

    private static string Next(FormScene scene) => FormScene.Next("E", scene.Of.EvidenceIds);

    private static IEnumerable<FormField> ItemFields(FormScene scene)
    {
        const string web = "A capture of a page";
        return
        [
            FormField.Id("Its id", Next(scene)),
            new FormField("title", "What it is"),
            FormField.OneOf("source", "Source", Enum.GetValues<Reliability>().Select(r => (r.ToString(), $"{r}: {Meaning(r)}")), "F"),
            FormField.OneOf(
                "credibility",
                "Information",
                Enum.GetValues<InformationCredibility>().Select(c => (CaseWords.Of(c), $"{(int)c}: {CaseWords.Plain(c)}")),
                CaseWords.Of(InformationCredibility.CannotBeJudged)
            ),
            new FormField("collected_by", "Collected by") { Value = scene.Seat },
            new FormField("observations", "Observations of the watch it rests on")
            {
                Required = false,
                Hint = "Their ids, parted by spaces.",
            },
            new FormField("url", "Address")
            {
                Group = web,
                Folded = true,
                Required = false,
            },
            new FormField("captured_at", "Captured at", FieldKind.Moment)
            {
                Group = web,
                Folded = true,
                Required = false,
            },
            new FormField("tool", "With which tool")
            {
                Group = web,
                Folded = true,
                Required = false,
            },
            new FormField("final_url", "Address after redirections")
            {
                Group = web,
                Folded = true,
                Required = false,
            },
            new FormField("status", "Status of the answer", FieldKind.Count)
            {
                Group = web,
                Folded = true,
                Required = false,
            },
            new FormField("headers", "Headers, one a line", FieldKind.Text)
            {
                Group = web,
                Folded = true,
                Required = false,
            },
            // Last: what stands before it in the form has been read when the file comes.
            new FormField("file", "The file", FieldKind.File) { Required = false, Hint = "None where the item is observations alone." },
        ];
    }

    private static EvidenceItem ReadItem(FormScene scene, FormReader form)
    {
        if (!Enum.TryParse<Reliability>(form.Text("source"), out var source))
        {
            throw new FormatException($"'source' is '{form.Text("source")}'; expected a letter from A to F.");
        }
        var capture = form.Optional("url") is { } url
            ? new WebCapture(
                url,
                form.Moment("captured_at"),
                form.Text("tool"),
                form.Optional("final_url"),
                form.Optional("status") is null ? null : form.Count("status"),
                form.Optional("headers")
            )
            : null;
        return new EvidenceItem(
            form.Text("id"),
            form.Text("title"),
            null,
            0,
            "",
            source,
            form.Word<InformationCredibility>("credibility"),
            form.Optional("collected_by") ?? scene.Seat,
            form.List("observations"),
            capture
        );
    }

    private static string Meaning(Reliability reliability) =>
        reliability switch
        {
            Reliability.A => "completely reliable",
            Reliability.B => "usually reliable",
            Reliability.C => "fairly reliable",
            Reliability.D => "not usually reliable",
            Reliability.E => "unreliable",
            Reliability.F => "cannot be judged",
        };
}
