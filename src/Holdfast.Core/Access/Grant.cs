using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Access;

/// <summary>What an administrator gives an account: roles, clearance, categories, nationality, policies. Seats are given apart.</summary>
/// <param name="Nationality">A code as in labels' <c>rel:</c>, such as FR; null for none.</param>
/// <param name="Policies">Policies beside the installation's own for which the clearance holds.</param>
public sealed record Grant(
    ImmutableArray<Role> Roles,
    Classification Clearance,
    ImmutableArray<string> Categories,
    string? Nationality,
    ImmutableArray<string> Policies
)
{
    /// <summary>The category of the installation's own record; it follows from the right to read it.</summary>
    public const string AuditCategory = "AUDIT";

    private const int MostItems = 64;

    /// <summary>Sorted and without repetition, as the record holds it.</summary>
    public Grant Canonical() =>
        this with
        {
            Roles = [.. Roles.Distinct().Order()],
            Categories = [.. Categories.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Policies = [.. Policies.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        };

    /// <summary>What it lets an account read and do, seats aside.</summary>
    public Reader ReaderFor(string account)
    {
        var reader = new Reader(account, [.. Roles], Clearance, [.. Categories.Where(c => !IsReserved(c))], Nationality)
        {
            Policies = [.. Policies],
        };
        return Rights.Allows(reader, Right.ReadAudit) ? Auditing(reader) : reader;
    }

    /// <summary>Somebody who has the right to read the audit, as a reader of its category; the clearance stays.</summary>
    public static Reader Auditing(Reader reader) => reader with { Categories = reader.Categories.Add(AuditCategory) };

    /// <summary>Categories that follow from seats and roles and are given to nobody by hand.</summary>
    public static bool IsReserved(string category) =>
        category is "COMMISSION" or AuditCategory
        || category.StartsWith("SEAL.", StringComparison.OrdinalIgnoreCase)
        || category.StartsWith("PARTY.", StringComparison.OrdinalIgnoreCase)
        || category.Equals("COMMISSION", StringComparison.OrdinalIgnoreCase)
        || category.Equals(AuditCategory, StringComparison.OrdinalIgnoreCase);

    /// <summary>Why it cannot be given, or null.</summary>
    public AccountRefusal? Fault()
    {
        if (Roles.IsDefaultOrEmpty || Categories.IsDefault || Policies.IsDefault)
        {
            return new AccountRefusal(RefusalCode.NoRole, "An account needs at least one role.");
        }
        if (Roles.FirstOrDefault(r => !Enum.IsDefined(r) || r == Role.PublicReader, (Role)(-1)) is var wrong && wrong != (Role)(-1))
        {
            return new AccountRefusal(RefusalCode.NoRole, $"'{AccessWords.Of(wrong)}' is no role of an account.");
        }
        if (!Enum.IsDefined(Clearance))
        {
            return new AccountRefusal(
                RefusalCode.BadWord,
                "The clearance is none of " + string.Join(", ", AccessWords.All<Classification>()) + "."
            );
        }
        if (Categories.FirstOrDefault(IsReserved) is { } reserved)
        {
            return new AccountRefusal(
                RefusalCode.ReservedCategory,
                $"The category '{reserved}' follows from a seat or a role; nobody gives it by hand."
            );
        }
        if (Categories.Length > MostItems || Policies.Length > MostItems)
        {
            return new AccountRefusal(RefusalCode.TooMany, $"At most {MostItems} categories and {MostItems} policies are given.");
        }
        var words = Categories.Concat(Policies).Concat(Nationality is null ? [] : [Nationality]);
        return words.FirstOrDefault(w => !IsWord(w)) is { } bad
            ? new AccountRefusal(
                RefusalCode.BadWord,
                $"'{AccountName.Printable(bad)}' is no word of a label: letters, digits, '.', '-' and '_'."
            )
            : null;
    }

    // Words of labels: what a label's text form can carry.
    private static bool IsWord(string word) =>
        word.Length is > 0 and <= 64 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
}
