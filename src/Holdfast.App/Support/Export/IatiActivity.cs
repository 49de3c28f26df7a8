using System.Collections.Immutable;
using Holdfast.Core.Nations;
using Holdfast.Core.Support.Ledger;
using NodaTime;

namespace Holdfast.App.Support.Export;

/// <summary>Who reports. The reference should be an IATI organisation identifier; one that is not registered is told as such.</summary>
/// <param name="Type">Of the codelist OrganisationType.</param>
public sealed record IatiReporter(string Reference, string Name, string Type)
{
    /// <summary>What stands where nobody named a reporter: it is in no register.</summary>
    public static IatiReporter Unregistered { get; } =
        new("XX-HOLDFAST", "holdfast, not a registered publisher", IatiCodes.OtherOrganisation);
}

/// <summary>An organisation in a role of the codelist OrganisationRole.</summary>
public readonly record struct IatiParticipant(string Role, string Name, string Type);

/// <summary>One transaction.</summary>
/// <param name="Stated">The date as the ledger has it; <paramref name="Date"/> is the last day that it can mean.</param>
/// <param name="Value">Negative for what was cancelled of an earlier pledge or commitment.</param>
public sealed record IatiTransaction(
    string Reference,
    string Type,
    LocalDate Date,
    PartialDate Stated,
    Money Value,
    LocalDate ValueDate,
    string Description,
    string Provider,
    string Receiver,
    SupportKind Kind
);

/// <summary>What was allocated in a month or a year, in one currency.</summary>
public sealed record IatiBudget(LocalDate Start, LocalDate End, LocalDate ValueDate, string Currency, ExactSum Sum, int Items);

/// <summary>A number of things of a class that was promised (<paramref name="IsTarget"/>) or came.</summary>
public sealed record IatiMeasure(
    string What,
    string Unit,
    LocalDate Start,
    LocalDate End,
    bool IsTarget,
    QuantityRange Quantity,
    string Item
);

/// <summary>An item, or a part of one, for which the standard has no element: it is kept in the file as <c>legacy-data</c>, where its activity is in the file.</summary>
/// <param name="Code">Why: <c>no-transaction</c>, <c>no-date</c>, <c>no-amount</c>, <c>later</c>, <c>no-dated-item</c>.</param>
/// <param name="InFile">Whether <c>legacy-data</c> has it; otherwise its whole activity could not be written.</param>
public sealed record IatiLeftOut(LedgerItem Item, string Code, string Reason, bool InFile);

/// <summary>One activity: a package, or what one donor gives of one kind to one beneficiary.</summary>
public sealed record IatiActivity(
    string Identifier,
    string Title,
    string Description,
    ImmutableArray<IatiParticipant> Participants,
    string Status,
    LocalDate Start,
    LocalDate? PlannedEnd,
    LocalDate? ActualEnd,
    string RecipientCountry,
    ImmutableArray<SupportKind> Kinds,
    ImmutableArray<IatiBudget> Budgets,
    ImmutableArray<IatiTransaction> Transactions,
    ImmutableArray<IatiLeftOut> Legacy,
    ImmutableArray<string> Conditions,
    ImmutableArray<IatiMeasure> Measures
)
{
    public bool IsHumanitarian => Kinds.All(k => k == SupportKind.Humanitarian);
}

/// <summary>What a ledger's series comes to in IATI's terms, and what of it has no place there.</summary>
public sealed record IatiReport(
    IatiReporter Reporter,
    string Series,
    LocalDate On,
    long Items,
    ImmutableArray<IatiActivity> Activities,
    ImmutableArray<IatiLeftOut> LeftOut
)
{
    /// <summary>Sums of the transactions by type and currency, exact.</summary>
    public ImmutableArray<(string Type, string Currency, ExactSum Sum)> Sums =>
        [
            .. Activities
                .SelectMany(a => a.Transactions)
                .GroupBy(t => (t.Type, t.Value.Currency))
                .OrderBy(g => g.Key.Type, StringComparer.Ordinal)
                .ThenBy(g => g.Key.Currency, StringComparer.Ordinal)
                .Select(g => (g.Key.Type, g.Key.Currency, new ExactSum(g.Select(t => t.Value.Value)))),
        ];
}
