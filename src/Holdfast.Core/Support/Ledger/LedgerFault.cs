namespace Holdfast.Core.Support.Ledger;

/// <summary>Why a row gives no item: the column, a code, and a sentence that says what was found and what was expected, with the nearest right thing where there is one.</summary>
public sealed record LedgerFault(string Column, string Code, string Reason);
