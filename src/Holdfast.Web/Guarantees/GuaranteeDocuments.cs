using System.Collections.Immutable;
using System.Text.Json;
using Holdfast.App.Guarantees;
using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Diagrams;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Guarantees;

/// <summary>Of which question an answer is. Times in UTC; <paramref name="Known"/> is absent where all that is known counts.</summary>
public sealed record AskedItem(string At, string? Known, string Mode, ImmutableArray<string> Assumed)
{
    public static AskedItem Of(GuaranteeView view) =>
        new(
            Iso.Format(view.At),
            view.Asked.Question.Known is { } known ? Iso.Format(known) : null,
            Words.Of(view.Asked.Question.Mode),
            [.. view.Answer.Assumed.Select(ItemTexts.Of)]
        );
}

/// <summary>How far a promise has come by one stage: <c>true</c>, <c>false</c> or <c>unknown</c> with its reasons, among them "stated too long ago".</summary>
public sealed record StageItem(string Stage, string Value, ImmutableArray<string> Reasons, string? Since, string? Until);

public sealed record PromiseItem(string Undertaking, string? Reached, ImmutableArray<StageItem> Stages)
{
    public static PromiseItem Of(PromiseStand stand) =>
        new(
            stand.Undertaking.Name,
            stand.Reached is { } reached ? GuaranteeText.Of(reached) : null,
            [
                .. stand.Stages.Select(s => new StageItem(
                    GuaranteeText.Of(s.Stage),
                    ItemTexts.Of(s.Value),
                    [.. StateTexts.Reasons(s.Value.Reasons)],
                    ItemTexts.Of(s.Since),
                    ItemTexts.Of(s.Until)
                )),
            ]
        );
}

public sealed record DeadlockItem(
    ImmutableArray<string> Circle,
    ImmutableArray<string> Waiting,
    ImmutableArray<ImmutableArray<string>> SignTogether,
    string Sentence
)
{
    public static DeadlockItem Of(Deadlock deadlock) => new(deadlock.Circle, deadlock.Waiting, deadlock.SignTogether, deadlock.Sentence);
}

/// <summary>What would no longer be in force if one grantor withdrew. Restricted by default.</summary>
public sealed record GrantorItem(string Grantor, ImmutableArray<string> Own, ImmutableArray<string> Broken, ImmutableArray<string> Tiers)
{
    public static GrantorItem Of(GrantorWeight weight) =>
        new(weight.Grantor, weight.Own, weight.Broken, [.. weight.Tiers.Select(t => $"{t.Undertaking} {t.Tier}")]);
}

/// <summary>The board. <paramref name="Grantors"/> is absent for readers who may not have it.</summary>
public sealed record BoardDocument(
    AskedItem Asked,
    ImmutableArray<UndertakingItem> Undertakings,
    ImmutableArray<TierItem> Tiers,
    ImmutableArray<PromiseItem> Promises,
    ImmutableArray<DeadlockItem> Deadlocks,
    ImmutableArray<GrantorItem>? Grantors
)
{
    public static BoardDocument Of(GuaranteeView view, BoardModel model) =>
        new(
            AskedItem.Of(view),
            [.. model.Rows.Select(r => UndertakingItem.Of(r.Life, view.At))],
            [.. model.Tiers.Select(TierItem.Of)],
            [.. model.Rows.Select(r => r.Promise).OfType<PromiseStand>().Select(PromiseItem.Of)],
            [.. model.Deadlocks.Select(DeadlockItem.Of)],
            model.Grantors is { } grantors ? [.. grantors.Select(GrantorItem.Of)] : null
        );
}

/// <summary>One line of a promise: its part, its text, where it stands and where it comes from.</summary>
public sealed record ClauseLineItem(string Part, string Text, string Location, string Standing, string Cites)
{
    public static ClauseLineItem Of(LineSource line) =>
        new(
            line.Part,
            line.Text,
            line.Location,
            Words.Of(line.Standing),
            line.Standing == Core.Values.Standing.Illustrative ? "" : line.Cites
        );
}

/// <summary>One stretch of valid time; absent ends are "always" and "for ever".</summary>
public sealed record StateItem(string? From, string? Until, string State, string InForce);

/// <summary>One undertaking: its state, the trace that explains it, what is missing, by reading, its tiers, its text, its states over time.</summary>
/// <param name="Trace">As <c>holdfast explain --format json</c> gives it.</param>
public sealed record UndertakingDocument(
    AskedItem Asked,
    UndertakingItem Undertaking,
    string Paragraph,
    JsonElement Trace,
    ImmutableArray<MissingItem> Missing,
    ImmutableArray<ReadingItem> Readings,
    ImmutableArray<TierItem> Tiers,
    PromiseItem? Promise,
    ImmutableArray<ClauseLineItem> Lines,
    ImmutableArray<StateItem> States,
    ImmutableArray<string> HangsOn,
    ImmutableArray<string> HungOnBy
)
{
    public static UndertakingDocument Of(GuaranteeView view, UndertakingLife life)
    {
        var (network, at, name) = (view.Network, view.At, life.Undertaking.Name);
        var trace = network.Why(name, at);
        using var parsed = JsonDocument.Parse(Explanation.ToJson(trace), new JsonDocumentOptions { MaxDepth = 1024 });
        return new UndertakingDocument(
            AskedItem.Of(view),
            UndertakingItem.Of(life, at),
            Explanation.Paragraph(trace),
            parsed.RootElement.Clone(),
            life.At(at).InForce.IsTrue ? [] : [.. network.Missing(name, at).Select(MissingItem.Of)],
            [.. UndertakingModel.ReadingsOf(network, life, at).Select(r => ReadingItem.Of(r.Reading, r.Span))],
            [.. BoardModel.Sorted(TierBoard.Of(network, life, at), at).Select(TierItem.Of)],
            PromiseDecay.At(network, at).FirstOrDefault(p => p.Undertaking.Name == name) is { } promise ? PromiseItem.Of(promise) : null,
            [.. UndertakingModel.LinesOf(life.Undertaking).Select(ClauseLineItem.Of)],
            [
                .. life.Spans.Select(s => new StateItem(
                    ItemTexts.Of(s.From),
                    ItemTexts.Of(s.Until),
                    GuaranteeText.Slug(s.State),
                    ItemTexts.Of(s.InForce)
                )),
            ],
            life.Undertaking.HangsOn,
            [.. view.Mission.Clauses.Undertakings.Where(u => u.HangsOn.Contains(name)).Select(u => u.Name)]
        );
    }
}

/// <summary>One undertaking without and with the assumptions.</summary>
public sealed record ChangedItem(
    string Undertaking,
    string Before,
    string After,
    string InForceBefore,
    string InForceAfter,
    ImmutableArray<MissingItem> Missing
)
{
    public static ChangedItem Of(WhatIfLine line) =>
        new(
            line.Undertaking.Name,
            GuaranteeText.Slug(line.Before.State),
            GuaranteeText.Slug(line.After.State),
            ItemTexts.Of(line.Before.InForce),
            ItemTexts.Of(line.After.InForce),
            [.. line.Missing.Select(MissingItem.Of)]
        );
}

public sealed record WantedFactItem(MissingItem Fact, ImmutableArray<string> For);

/// <summary>What one nation or body would still have to say.</summary>
public sealed record WantedItem(string Nation, ImmutableArray<WantedFactItem> Facts);

/// <summary>What changes under the assumptions; <paramref name="Unlock"/> only where a condition was asked for.</summary>
public sealed record WhatIfDocument(
    AskedItem Asked,
    ImmutableArray<string> ComesIntoForce,
    ImmutableArray<string> Falls,
    ImmutableArray<ChangedItem> Undertakings,
    ImmutableArray<WantedItem> MissingByNation,
    UnlockItem? Unlock
)
{
    public static WhatIfDocument Of(GuaranteeView view, WhatIfModel model) =>
        new(
            AskedItem.Of(view),
            [.. model.Answer.ComeIntoForce.Select(l => l.Undertaking.Name)],
            [.. model.Answer.Fall.Select(l => l.Undertaking.Name)],
            [.. model.Answer.Lines.Select(ChangedItem.Of)],
            [
                .. model.Answer.ByNation.Select(n => new WantedItem(
                    n.Nation,
                    [.. n.Facts.Select(f => new WantedFactItem(MissingItem.Of(f.Fact), f.For))]
                )),
            ],
            model.Unlock is { } unlock ? UnlockItem.Of(view.Asked.Unlock, unlock) : null
        );
}

/// <summary>A tier that a procedure may fail, by the text alone.</summary>
public sealed record ConflictItem(int Tier, string Of, string Fact, bool Certain, double Probability, double DeadlineDays);

public sealed record TimeDocument(AskedItem Asked, TimeToEffectItem Time, ImmutableArray<ConflictItem> TooSlowForTier);
