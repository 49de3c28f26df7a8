using System.Globalization;
using System.Text.Json;
using Holdfast.App.Access;
using Holdfast.App.Record;
using Holdfast.Core.Access;
using Holdfast.Core.Record;
using Holdfast.Web.Frame;
using NodaTime;

namespace Holdfast.Web.Access;

/// <summary>One line of the audit: an entry in words.</summary>
/// <param name="Who">Its author: who did it.</param>
/// <param name="Concerns">Accounts concerned, where others than the author.</param>
public sealed record AuditLine(long Index, Instant At, string Kind, string Who, IReadOnlyList<string> Concerns, string What)
{
    private const string Refused = "access.refused/1";

    /// <summary>Groups of kinds that the page filters by.</summary>
    public static readonly (string Word, string Title, string Prefix)[] Groups =
    [
        ("sign-ins", "Sign-ins and sessions", "session."),
        ("refusals", "Refusals", "access.refused/"),
        ("accounts", "Accounts and seats", "account."),
        ("tokens", "Tokens", "token."),
    ];

    /// <summary>Whether it tells of something refused.</summary>
    public bool IsRefusal => Kind is Refused or AuditedRefusal.Kind;

    internal static AuditLine Of(Entry entry)
    {
        AuditLine Line(IReadOnlyList<string> concerns, string what) =>
            new(entry.Index, entry.RecordedAt, entry.Kind, entry.Author, concerns, what);
        try
        {
            if (entry.Kind == Refused)
            {
                return OfRefusal(entry);
            }
            if (OperatorSessions.Words(entry) is { } words)
            {
                return Line([], words);
            }
            var happened = AccountCodec.Read(entry.Kind, entry.Body.Span);
            return Line([happened.Account], Words(happened));
        }
        catch (FormatException e)
        {
            return Line([], $"Cannot be read: {e.Message}");
        }
    }

    /// <summary>An entry of a mission's record: who recorded what kind of thing, not what it says.</summary>
    internal static AuditLine OfMission(Entry entry) =>
        new(
            entry.Index,
            entry.RecordedAt,
            entry.Kind,
            entry.Author,
            [],
            RefusedWords(entry) ?? $"{entry.Kind} by {entry.Producer}, {Frame.Words.Of(entry.Mode)}, labelled {entry.Label}"
        );

    private static string? RefusedWords(Entry entry)
    {
        try
        {
            return AuditedRefusal.Words(entry);
        }
        catch (FormatException e)
        {
            return $"Cannot be read: {e.Message}";
        }
    }

    private static AuditLine OfRefusal(Entry entry)
    {
        try
        {
            using var body = JsonDocument.Parse(entry.Body);
            string Text(string name) => body.RootElement.TryGetProperty(name, out var found) ? found.GetString() ?? "" : "";
            var accounts = body.RootElement.TryGetProperty("accounts", out var all)
                ? all.EnumerateArray().Select(a => a.GetString() ?? "").ToList()
                : [];
            var count = Text("count") is "1" or "" ? "" : $" {Text("count")} times more within that minute";
            var from = Text("from").Length == 0 ? "" : $", from {Text("from")}";
            var who = accounts.Count == 0 ? "nobody known" : string.Join(", ", accounts);
            return new AuditLine(
                entry.Index,
                entry.RecordedAt,
                entry.Kind,
                who,
                accounts,
                $"Refused{count}: {Text("what")}; {Text("why")}{from}"
            );
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new AuditLine(entry.Index, entry.RecordedAt, entry.Kind, entry.Author, [], "Cannot be read.");
        }
    }

    private static string Words(AccountEvent happened) =>
        happened switch
        {
            AccountCreated e => $"Account made: {Words(e.Grant)}",
            AccountChanged e => $"Account changed: {Words(e.Grant)}",
            LinkIssued e => $"First link made, until {Clock.Utc(e.Expires)}",
            LinkRedeemed => "First link opened, password set",
            SecondFactorEnrolled => "Second factor proven",
            PasswordChanged => "Password changed",
            SealKeyMade => "Key pair to seals of deliberations made",
            AccountLocked e => $"Locked after {e.Failures.ToString(CultureInfo.InvariantCulture)} failures, until {Clock.Utc(e.Until)}",
            AccountUnlocked => "Unlocked",
            AccountDisabled e => $"Disabled: {e.Reason}",
            AccountEnabled => "Enabled",
            SeatGiven e => $"Seat given: {e.Person} in {e.Mission}, {AccessWords.Plain(e.Kind)}",
            SeatConfirmed e => $"Seat confirmed: {e.Person} in {e.Mission}",
            SeatTaken e => $"Seat taken in {e.Mission}",
            SessionBegun e => $"Signed in{(e.From.Length == 0 ? "" : " from " + e.From)}",
            SessionEnded => "Session ended",
            TokenIssued e => $"Token '{e.Name}' made for {string.Join(", ", e.Scopes)}, until {Clock.Utc(e.Expires)}",
            TokenRevoked e => $"Token {e.Token} revoked",
            _ => "An event that this page does not know",
        };

    private static string Words(Grant grant) =>
        string.Join(
            "; ",
            new[]
            {
                string.Join(", ", grant.Roles.Select(AccessWords.Plain)),
                AccessWords.Plain(grant.Clearance),
                grant.Categories.IsEmpty ? "" : "categories " + string.Join(", ", grant.Categories),
                grant.Nationality is { } nation ? "nationality " + nation : "",
                grant.Policies.IsEmpty ? "" : "policies " + string.Join(", ", grant.Policies),
            }.Where(part => part.Length > 0)
        );
}
