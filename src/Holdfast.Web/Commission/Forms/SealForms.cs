using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;

namespace Holdfast.Web.Commission.Forms;

/// <summary>The key to a case's seal.</summary>
internal static class SealForms
{
    public static readonly ActKind Admit = ActKind.For<SealAdmitted>(
        scene =>
            SealState.Of(scene.Of) is not null && Others(scene).ToList() is [var first, ..] others
                ?
                [
                    new ActForm(
                        ActKind.WordOf<SealAdmitted>(),
                        "Admit a member's new key to the seal",
                        "Give the key",
                        CaseSection.Deliberation,
                        new SealAdmitted(first.Id, "", []),
                        [FormField.OneOf("person", "Member", others, first.Id)]
                    )
                    {
                        Hint =
                            "After a new first link a member has a new key pair, and reads nothing of what was sealed before until another member gives it the keys. Be sure that it is the member who asks.",
                    },
                ]
                : [],
        (_, form) => new SealAdmitted(form.Text("person"), "", [])
    );

    private static IEnumerable<(string Id, string Name)> Others(FormScene scene) =>
        scene.Rules.Eligible(scene.Of.Recused, scene.Of.Parties).Where(m => m.Id != scene.Seat).Select(m => (m.Id, m.Name));
}
