using Holdfast.Core.Support.Editions;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;
using NodaTime.Text;

namespace Holdfast.Web.Support;

/// <summary>One item under <c>/api/v1</c>. Decimals are strings, so that no digit is lost on the way.</summary>
public sealed record SupportItem(
    string Series,
    string Id,
    string Donor,
    SupportStage Stage,
    SupportKind Kind,
    string? Class,
    string? Title,
    string? Date,
    string? Due,
    string? Amount,
    string? Currency,
    ValueBasis Basis,
    string? QuantityLow,
    string? QuantityHigh,
    string? Unit,
    string? Package,
    IReadOnlyList<string> Follows,
    Standing Standing,
    string? Cites,
    string Row
)
{
    internal static SupportItem Of(LedgerItem i) =>
        new(
            i.Series,
            i.Id,
            i.Donor,
            i.Stage,
            i.Kind,
            NullIfEmpty(i.ItemClass),
            NullIfEmpty(i.Title),
            i.Date?.ToString(),
            i.Due?.ToString(),
            i.Amount is { } amount ? new ExactSum([amount.Value]).ToString() : null,
            i.Amount?.Currency,
            i.Basis,
            i.Quantity is { } low ? new ExactSum([low.Low]).ToString() : null,
            i.Quantity is { } high ? new ExactSum([high.High]).ToString() : null,
            i.Quantity?.Unit,
            NullIfEmpty(i.Package),
            i.Follows,
            i.Standing,
            NullIfEmpty(i.Cites),
            i.Row.ToString()
        );

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}

/// <summary>A total in euro, with what is in no sum.</summary>
public sealed record EuroItem(int Items, string Eur, int WithoutAmount, int WithoutRate, Standing Standing)
{
    internal static EuroItem Of(EuroTotal t) => new(t.Items, t.Euro.ToString(), t.Unvalued, t.Unconverted, t.Standing);
}

/// <summary>One account from promise to deed.</summary>
public sealed record FlowItem(
    string Series,
    string? Edition,
    SupportStage Main,
    EuroItem Total,
    IReadOnlyList<FlowItem.DonorItem> Donors,
    IReadOnlyList<FlowItem.MonthItem> Months
)
{
    public sealed record DonorItem(
        string Donor,
        IReadOnlyDictionary<string, EuroItem> Stages,
        IReadOnlyDictionary<string, EuroItem> Kinds,
        decimal? PercentOfGdp
    );

    public sealed record MonthItem(string Month, IReadOnlyDictionary<string, EuroItem> Kinds);

    internal static FlowItem Of(FlowTable flow, SupportEdition? edition) =>
        new(
            flow.Series,
            edition?.Id,
            flow.Main,
            EuroItem.Of(flow.Total),
            [
                .. flow.Donors.Select(d => new DonorItem(
                    d.Donor,
                    d.Stages.ToDictionary(s => SupportWords.Of(s.Key), s => EuroItem.Of(s.Value)),
                    d.Kinds.ToDictionary(k => SupportWords.Of(k.Key), k => EuroItem.Of(k.Value)),
                    d.GdpShare
                )),
            ],
            [
                .. flow.Months.Select(m => new MonthItem(
                    m.Month,
                    m.Kinds.ToDictionary(k => SupportWords.Of(k.Key), k => EuroItem.Of(k.Value))
                )),
            ]
        );
}

/// <summary>An edition of a source, with the figures that its own rows do not give.</summary>
public sealed record EditionItem(
    string Id,
    string Source,
    string Label,
    string KnownOn,
    IReadOnlyList<string> Series,
    IReadOnlyList<string> Carries,
    long Items,
    long Compared,
    IReadOnlyList<EditionFile> Files,
    IReadOnlyList<EditionItem.Residual> Residuals,
    IReadOnlyList<EditionNote> Notes
)
{
    public sealed record Residual(string Figure, string Published, string Computed, string Difference, string Unit, string Row);

    internal static EditionItem Of(SupportEdition e) =>
        new(
            e.Id,
            e.Source,
            e.Label,
            LocalDatePattern.Iso.Format(e.KnownOn),
            e.Series,
            e.Carries,
            e.Items,
            e.Compared,
            e.Files,
            [
                .. e.Residuals.Select(c => new Residual(
                    c.What,
                    new ExactSum([c.Published]).ToString(),
                    new ExactSum([c.Computed]).ToString(),
                    new ExactSum([c.Residual]).ToString(),
                    c.Unit,
                    c.Row.ToString()
                )),
            ],
            e.Notes
        );
}

/// <summary>What one edition restates of another, by donor.</summary>
public sealed record RestatementItem(
    string Before,
    string After,
    int Compared,
    IReadOnlyList<string> NotBefore,
    IReadOnlyList<string> NotAfter,
    IReadOnlyList<RestatementItem.Group> Groups
)
{
    public sealed record Group(
        string Series,
        SupportStage Stage,
        SupportKind Kind,
        string Donor,
        string Currency,
        int Added,
        int Dropped,
        int Restated,
        int BeyondPeriod,
        string Before,
        string After,
        string CutOff,
        string Change
    );

    internal static RestatementItem Of(Restatement r) =>
        new(
            r.Before.Id,
            r.After.Id,
            r.Compared,
            r.NotBefore,
            r.NotAfter,
            [
                .. r.Groups.Select(g => new Group(
                    g.Series,
                    g.Stage,
                    g.Kind,
                    g.Donor,
                    g.Currency,
                    g.Added,
                    g.Dropped,
                    g.Restated,
                    g.BeyondPeriod,
                    g.Before.ToString(),
                    g.After.ToString(),
                    g.CutOff.ToString(),
                    g.Change.ToString()
                )),
            ]
        );
}

/// <summary>A promise and what became of it.</summary>
public sealed record PromiseItem(
    string Series,
    string Id,
    string Donor,
    PromiseState State,
    decimal? Fraction,
    int? DaysToLast,
    int? DaysLate,
    IReadOnlyList<string> Deeds
)
{
    internal static PromiseItem Of(PromiseChain c) =>
        new(c.Promise.Series, c.Promise.Id, c.Promise.Donor, c.State, c.Fraction, c.DaysToLast, c.DaysLate, [.. c.Deeds.Select(d => d.Id)]);
}
