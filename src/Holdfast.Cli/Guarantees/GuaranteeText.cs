using Holdfast.App.Guarantees;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Cli.Guarantees;

/// <summary>Lines that several verbs about guarantees print.</summary>
internal static class GuaranteeText
{
    /// <summary>One line: name, state, since when.</summary>
    public static string State(UndertakingLife life, LifeSpan span)
    {
        var title = life.Undertaking.Title.Length > 0 ? $"  {life.Undertaking.Title}" : "";
        var since = span.From == Instant.MinValue ? "" : $" since {Asked.Shown(span.From)}";
        return $"{life.Undertaking.Name}: {StateTexts.Of(span.State)}{since}{title}";
    }

    /// <summary>One line: the fact, what it is, what it has to be, whose word that takes.</summary>
    public static string Missing(MissingFact missing)
    {
        var reasons = string.Join(", ", StateTexts.Reasons(missing.Value.Reasons));
        var now = missing.Value.IsUnknown ? $"unknown ({reasons})" : ItemTexts.Of(missing.Value);
        var wanted = missing.Wanted ? "" : ", must not hold";
        var by = missing.Fact.By is { } who ? $"; by {who}" : "";
        var via = missing.Via.IsEmpty ? "" : $"; through {string.Join(" > ", missing.Via)}";
        var title = missing.Fact.Declaration.Title.Length > 0 ? $" ({missing.Fact.Declaration.Title})" : "";
        return $"{(missing.Alternative ? "or " : "")}{missing.Text}{title}: {now}{wanted}{by}{via}";
    }
}
