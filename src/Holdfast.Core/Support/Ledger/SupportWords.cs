using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;

namespace Holdfast.Core.Support.Ledger;

/// <summary>The words of kinds, stages and bases in files, in the record and on pages, and back.</summary>
public static class SupportWords
{
    private static readonly ImmutableArray<(string Word, SupportKind Value)> KindWords = Of<SupportKind>();
    private static readonly ImmutableArray<(string Word, SupportStage Value)> StageWords = Of<SupportStage>();
    private static readonly ImmutableArray<(string Word, ValueBasis Value)> BasisWords = Of<ValueBasis>();

    private static readonly FrozenDictionary<string, SupportKind> KindsByWord = ByWord(KindWords);
    private static readonly FrozenDictionary<string, SupportStage> StagesByWord = ByWord(StageWords);
    private static readonly FrozenDictionary<string, ValueBasis> BasesByWord = ByWord(BasisWords);

    private static readonly byte[][] KindBytes = [.. KindWords.Select(w => Encoding.UTF8.GetBytes(w.Word))];
    private static readonly byte[][] StageBytes = [.. StageWords.Select(w => Encoding.UTF8.GetBytes(w.Word))];

    public static ImmutableArray<string> Kinds { get; } = [.. KindWords.Select(w => w.Word)];
    public static ImmutableArray<string> Stages { get; } = [.. StageWords.Select(w => w.Word)];
    public static ImmutableArray<string> Bases { get; } = [.. BasisWords.Select(w => w.Word)];

    public static string Of(SupportKind kind) => KindWords[(int)kind].Word;

    public static string Of(SupportStage stage) => StageWords[(int)stage].Word;

    public static string Of(ValueBasis basis) => BasisWords[(int)basis].Word;

    /// <summary>Null where it is no such word. Case does not matter.</summary>
    public static SupportKind? Kind(string word) => KindsByWord.TryGetValue(word, out var kind) ? kind : null;

    public static SupportStage? Stage(string word) => StagesByWord.TryGetValue(word, out var stage) ? stage : null;

    public static ValueBasis? Basis(string word) => BasesByWord.TryGetValue(word, out var basis) ? basis : null;

    /// <summary>The same from UTF-8, as files nearly always write it; null for what <see cref="Stage(string)"/> has to look at.</summary>
    internal static SupportStage? StageOf(ReadOnlySpan<byte> word) => At(StageBytes, word) is >= 0 and var at ? (SupportStage)at : null;

    internal static SupportKind? KindOf(ReadOnlySpan<byte> word) => At(KindBytes, word) is >= 0 and var at ? (SupportKind)at : null;

    private static int At(byte[][] words, ReadOnlySpan<byte> word)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (word.SequenceEqual(words[i]))
            {
                return i;
            }
        }
        return -1;
    }

    private static FrozenDictionary<string, T> ByWord<T>(ImmutableArray<(string Word, T Value)> words)
        where T : struct => words.ToFrozenDictionary(w => w.Word, w => w.Value, StringComparer.OrdinalIgnoreCase);

    private static ImmutableArray<(string, T)> Of<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(v => (v.ToString().ToLowerInvariant(), v))];
}
