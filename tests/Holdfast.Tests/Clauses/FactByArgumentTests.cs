using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Clauses;

/// <summary>A fact whose first parameter says who determines it: the Commons speaks for <c>vote(GB.Commons)</c> and for nothing else.</summary>
public sealed class FactByArgumentTests
{
    private const string Text = """
        body GB "United Kingdom"
        body DE "Germany"
        fact vote(house) "the house has authorised it" determined by house house in GB.Commons, DE.Bundestag
        term watched "Watched"
            cites illustrative
            binds UA
            applies everywhere
            forbids fire where vote(GB.Commons) or vote(DE.Bundestag)
        end
        """;

    [Fact]
    public void Each_argument_determines_its_own_fact()
    {
        var fact = Compile(Text).Clauses.Fact("vote").ShouldNotBeNull();
        fact.DeterminedBy.ShouldBeNull();
        fact.Authority(["GB.Commons"]).ShouldNotBeNull().Names.ShouldBe(["GB.Commons"]);
        fact.Authority(["DE.Bundestag"]).ShouldNotBeNull().Names.ShouldBe(["DE.Bundestag"]);
    }

    [Fact]
    public void A_value_that_is_nobody_is_an_error_at_its_place()
    {
        var diagnostic = Compile(Text.Replace("body DE \"Germany\"", "", StringComparison.Ordinal)).Diagnostics.ShouldHaveSingleItem();
        diagnostic.Code.ShouldBe("unknown-party");
        diagnostic.Message.ShouldContain("DE.Bundestag");
    }

    [Fact]
    public void Without_listed_values_the_parameter_is_an_unknown_name()
    {
        var text = Text.Replace(" house in GB.Commons, DE.Bundestag", "", StringComparison.Ordinal);
        Compile(text).Diagnostics.ShouldContain(d => d.Code == "unknown-party" && d.Message.Contains("'house'"));
    }

    private static (ClauseSet Clauses, IReadOnlyList<Diagnostic> Diagnostics) Compile(string text)
    {
        var (set, diagnostics) = ClauseSet.Compile([new ClauseSource("a.clauses", text)], new ClauseVocabulary(Atlas.Empty, ["UA"], []));
        return (set ?? ClauseSet.Empty, diagnostics);
    }
}
