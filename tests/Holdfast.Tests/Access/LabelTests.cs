using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Shouldly;

namespace Holdfast.Tests.Access;

/// <summary>The text form of labels: what was written before reads and writes the same, letter by letter, since leaf hashes rest on it.</summary>
public sealed class LabelTests
{
    [Theory]
    [InlineData("public")]
    [InlineData("restricted")]
    [InlineData("restricted rel:FR,GB")]
    [InlineData("confidential cat:COMMISSION rel:UA")]
    [InlineData("confidential cat:COMMISSION,SEAL.2026-0001")]
    [InlineData("restricted cat:PARTY.UA")]
    [InlineData("policy:NATO confidential cat:A,B any:X,Y rel:FR")]
    [InlineData("restricted any:X")]
    [InlineData("policy:EU public")]
    public void A_canonical_text_reads_and_writes_the_same(string text)
    {
        Label.TryParse(text, out var label).ShouldBeTrue();
        label.ToString().ShouldBe(text);
        EntryRules.FaultOf(label).ShouldBeNull();
    }

    [Theory]
    [InlineData("PUBLIC", "public")]
    [InlineData("  restricted   rel:GB,FR  rel:UA ", "restricted rel:FR,GB,UA")]
    [InlineData("Confidential rel:UA cat:B cat:A,B", "confidential cat:A,B rel:UA")]
    [InlineData("restricted any:Y any:X cat:C", "restricted cat:C any:X,Y")]
    public void Other_spellings_read_as_the_canonical_one(string text, string canonical)
    {
        Label.TryParse(text, out var label).ShouldBeTrue();
        label.ToString().ShouldBe(canonical);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("secret")]
    [InlineData("1")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("public,restricted")]
    [InlineData("restricted cat:")]
    [InlineData("restricted any:")]
    [InlineData("restricted any:,")]
    [InlineData("restricted rel:")]
    [InlineData("restricted for:FR")]
    [InlineData("policy: restricted")]
    [InlineData("policy:NATO")]
    [InlineData("restricted policy:NATO")]
    [InlineData("policy:A policy:B restricted")]
    public void What_is_no_label_is_not_read_as_one(string text) => Label.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("restricted any:A,B", "confidential any:B,C", "confidential any:B")]
    [InlineData("restricted any:A", "restricted cat:K", "restricted cat:K any:A")]
    [InlineData("restricted any:A", "restricted any:B", "restricted cat:CONFLICT")]
    [InlineData("policy:NATO public", "restricted", "policy:NATO restricted")]
    [InlineData("policy:NATO public", "policy:EU public", "policy:NATO public cat:CONFLICT")]
    public void The_stricter_of_two_labels_asks_for_both(string a, string b, string both) =>
        ConflictBody.Stricter(Of(a), Of(b)).ToString().ShouldBe(both);

    internal static Label Of(string text) => Label.TryParse(text, out var label) ? label : throw new FormatException(text);
}
