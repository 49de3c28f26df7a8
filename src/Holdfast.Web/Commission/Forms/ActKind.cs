using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Codec;

namespace Holdfast.Web.Commission.Forms;

/// <summary>One kind of act as forms: those that it has in a case, and how what they hand in becomes the act.</summary>
/// <param name="Forms">Candidates; which of them are offered is for the law of the docket to say.</param>
internal sealed record ActKind(string Word, Func<FormScene, IEnumerable<ActForm>> Forms, Func<FormScene, FormReader, CaseAct> Read)
{
    public static ActKind For<T>(Func<FormScene, IEnumerable<ActForm>> forms, Func<FormScene, FormReader, T> read)
        where T : CaseAct => new(WordOf<T>(), forms, read);

    /// <summary>An act of which a case has one form at most.</summary>
    public static ActKind For<T>(Func<FormScene, ActForm> form, Func<FormScene, FormReader, T> read)
        where T : CaseAct => new(WordOf<T>(), scene => [form(scene)], read);

    public static string WordOf<T>()
        where T : CaseAct => CaseCodec.Word(CaseCodec.KindOf(typeof(T)));
}
