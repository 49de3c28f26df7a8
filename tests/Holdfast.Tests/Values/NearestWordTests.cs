using Holdfast.Core.Values;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Values;

public sealed class NearestWordTests
{
    private static readonly string[] Sizes = ["size-20k", "size-15-30k", "size-30-40k", "size-60-100k", "size-150k"];

    [Theory]
    [InlineData("size-20", "size-20k")] // one letter away
    [InlineData("sieze-150k", "size-150k")]
    [InlineData("20k", "size-20k")] // a part of one alone
    [InlineData("60-100K", "size-60-100k")]
    [InlineData("30", null)] // a part of two
    [InlineData("5", null)] // too short to be a part
    [InlineData("battalion", null)]
    [InlineData("", null)]
    public void It_is_a_few_letters_away_or_the_only_one_that_holds_the_word(string word, string? nearest) =>
        NearestWord.To(word, Sizes).ShouldBe(nearest);
}
