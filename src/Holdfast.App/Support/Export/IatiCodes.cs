using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Holdfast.App.Support.Export;

/// <summary>
/// The codes of the IATI standard 2.03 that are written or checked here, from its codelists (iatistandard.org, codelists of 2.03: TransactionType, OrganisationRole, OrganisationType,
/// ActivityStatus, ActivityDateType, BudgetType, BudgetStatus, ResultType, IndicatorMeasure).
/// </summary>
public static class IatiCodes
{
    public const string Version = "2.03";

    public const string Commitment = "2";
    public const string Disbursement = "3";
    public const string Expenditure = "4";
    public const string CreditGuarantee = "10";
    public const string Pledge = "12";

    public const string Funding = "1";
    public const string Accountable = "2";
    public const string Extending = "3";
    public const string Implementing = "4";

    public const string Government = "10";
    public const string Multilateral = "40";
    public const string OtherOrganisation = "90";

    public const string Pipeline = "1";
    public const string Implementation = "2";
    public const string Closed = "4";
    public const string Cancelled = "5";
    public const string Suspended = "6";

    public const string ActualStart = "2";
    public const string PlannedEnd = "3";
    public const string ActualEnd = "4";

    /// <summary>The sector's vocabulary of the reporting organisation itself: kinds of support are not DAC purpose codes and are not made to be.</summary>
    public const string OwnVocabulary = "99";

    /// <summary>Every transaction type of the codelist with its name.</summary>
    public static ImmutableSortedDictionary<string, string> TransactionTypes { get; } =
        new Dictionary<string, string>
        {
            ["1"] = "Incoming Funds",
            [Commitment] = "Outgoing Commitment",
            [Disbursement] = "Disbursement",
            [Expenditure] = "Expenditure",
            ["5"] = "Interest Payment",
            ["6"] = "Loan Repayment",
            ["7"] = "Reimbursement",
            ["8"] = "Purchase of Equity",
            ["9"] = "Sale of Equity",
            [CreditGuarantee] = "Credit Guarantee",
            ["11"] = "Incoming Commitment",
            [Pledge] = "Outgoing Pledge",
            ["13"] = "Incoming Pledge",
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>What values an attribute may have, by element and attribute; only lists that the standard calls complete.</summary>
    public static FrozenDictionary<(string Element, string Attribute), ImmutableArray<string>> Lists { get; } =
        new Dictionary<(string, string), ImmutableArray<string>>
        {
            [("transaction-type", "code")] = [.. TransactionTypes.Keys],
            [("participating-org", "role")] = [Funding, Accountable, Extending, Implementing],
            [("reporting-org", "type")] = Organisations,
            [("participating-org", "type")] = Organisations,
            [("activity-status", "code")] = [Pipeline, Implementation, "3", Closed, Cancelled, Suspended],
            [("activity-date", "type")] = ["1", ActualStart, PlannedEnd, ActualEnd],
            [("budget", "type")] = ["1", "2"],
            [("budget", "status")] = ["1", "2"],
            [("result", "type")] = ["1", "2", "3", "9"],
            [("indicator", "measure")] = ["1", "2", "3", "4", "5"],
            [("activity-scope", "code")] = ["1", "2", "3", "4", "5", "6", "7", "8"],
            [("description", "type")] = ["1", "2", "3", "4"],
            [("condition", "type")] = ["1", "2", "3"],
        }.ToFrozenDictionary();

    /// <summary>The children of an activity in the order of the schema (sequence of <c>iati-activity</c>).</summary>
    public static ImmutableArray<string> ActivityOrder { get; } =
    [
        "iati-identifier",
        "reporting-org",
        "title",
        "description",
        "participating-org",
        "other-identifier",
        "activity-status",
        "activity-date",
        "contact-info",
        "activity-scope",
        "recipient-country",
        "recipient-region",
        "location",
        "sector",
        "tag",
        "country-budget-items",
        "humanitarian-scope",
        "policy-marker",
        "collaboration-type",
        "default-flow-type",
        "default-finance-type",
        "default-aid-type",
        "default-tied-status",
        "budget",
        "planned-disbursement",
        "capital-spend",
        "transaction",
        "document-link",
        "related-activity",
        "legacy-data",
        "conditions",
        "result",
        "crs-add",
        "fss",
    ];

    /// <summary>The children of a transaction in the order of the schema.</summary>
    public static ImmutableArray<string> TransactionOrder { get; } =
    [
        "transaction-type",
        "transaction-date",
        "value",
        "description",
        "provider-org",
        "receiver-org",
        "disbursement-channel",
        "sector",
        "recipient-country",
        "recipient-region",
        "flow-type",
        "finance-type",
        "aid-type",
        "tied-status",
    ];

    /// <summary>Children that an activity must have, and those that it may have once only.</summary>
    public static ImmutableArray<string> ActivityNeeds { get; } =
    ["iati-identifier", "reporting-org", "title", "description", "participating-org", "activity-status", "activity-date"];

    /// <inheritdoc cref="ActivityNeeds"/>
    public static FrozenSet<string> ActivityOnce { get; } =
        FrozenSet.Create(
            StringComparer.Ordinal,
            "iati-identifier",
            "reporting-org",
            "title",
            "activity-status",
            "activity-scope",
            "country-budget-items",
            "collaboration-type",
            "default-flow-type",
            "default-finance-type",
            "default-tied-status",
            "capital-spend",
            "conditions",
            "crs-add",
            "fss"
        );

    private static ImmutableArray<string> Organisations =>
        ["10", "11", "15", "21", "22", "23", "24", "30", "40", "60", "70", "71", "72", "73", "80", "90"];
}
