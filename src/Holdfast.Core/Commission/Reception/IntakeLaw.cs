using System.Collections.Immutable;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Rules;

namespace Holdfast.Core.Commission.Reception;

/// <summary>What may be handed in, by whom, and who decides what becomes of it. Every text has a bound; no text has a meaning to the program.</summary>
public static class IntakeLaw
{
    public const int MaxTextCharacters = 20_000;
    public const int MaxWhenAndWhereCharacters = 2_000;
    public const int MaxContactCharacters = 1_000;
    public const int MaxAgainst = 10;
    public const int MaxNameCharacters = 64;
    public const int MaxIncidentCharacters = 128;

    /// <summary>Things that may wait at a time: more are refused until some were dealt with, so that nobody fills the record.</summary>
    public const int MaxWaiting = 10_000;

    /// <summary>Why it is not taken in, or null.</summary>
    public static CaseRefusal? FaultOf(AllegationReceived a) =>
        string.IsNullOrWhiteSpace(a.Text) ? Refuse("empty", "Say what happened.")
        : a.Text.Length > MaxTextCharacters ? TooLong("what happened", a.Text.Length, MaxTextCharacters)
        : a.WhenAndWhere.Length > MaxWhenAndWhereCharacters ? TooLong("when and where", a.WhenAndWhere.Length, MaxWhenAndWhereCharacters)
        : a.Against.Length > MaxAgainst ? Refuse("too-many", $"At most {MaxAgainst} are named as having done it.")
        : a.Against.FirstOrDefault(x => !IsName(x)) is { } wrong
            ? Refuse(
                "bad-id",
                $"'{Short(wrong)}' is not the short name of a party: letters, digits, '.', '-' and '_', at most {MaxNameCharacters}. Say in words who it was."
            )
        : a.Incident is { } i && !IsIncident(i) ? Refuse("bad-id", $"'{Short(i)}' is not an incident's id.")
        : a.By.Length is 0 or > MaxNameCharacters ? Refuse("empty", "Say who alleges it.")
        : null;

    /// <summary>As what a person of the rules, or the public, hands something in; null where the person is unknown.</summary>
    public static (Intake From, string By)? SenderOf(string person, CommissionRules rules) =>
        person == CommissionRules.Public ? (Intake.Public, CommissionRules.Public)
        : rules.Member(person) is not null ? (Intake.Member, person)
        : rules.Officer(person) switch
        {
            { Office: Office.PartyRepresentative, Party: { } party } => (Intake.Party, party),
            { Office: Office.Secretary or Office.Investigator } => (Intake.Own, person),
            _ => null,
        };

    /// <summary>Who makes a case of something handed in, or sets it aside: the secretary, and any member, so that no one office can hold it up.</summary>
    public static bool MayDecide(string person, CommissionRules rules) =>
        rules.Member(person) is not null || rules.Officer(person)?.Office == Office.Secretary;

    /// <summary>Something handed in as the allegation of a case.</summary>
    public static Allegation AsAllegation(IntakeItem item, string id)
    {
        var where = item.What.WhenAndWhere.Length == 0 ? "" : $"\n\nWhen and where: {item.What.WhenAndWhere}";
        return new Allegation(
            id,
            item.What.From,
            item.What.By,
            item.What.Text + where,
            item.What.Against,
            [],
            item.What.Incident,
            null,
            item.Reference
        );
    }

    /// <summary>
    /// Why an allegation of a case that cites a reference is refused, or null: it says what was handed in, by whom, and no more; parties, observations and a term may be added.
    /// </summary>
    public static CaseRefusal? FaultOf(IntakeQueue queue, Allegation allegation)
    {
        if (allegation.Reference is not { } reference)
        {
            return null;
        }
        if (queue.Find(reference) is not { } item)
        {
            var near = Values.NearestWord.To(reference, queue.Order);
            return Refuse(
                "unknown-reference",
                $"Nothing was handed in as '{Short(reference)}'." + (near is null ? "" : $" Did you mean '{near}'?")
            );
        }
        if (item.Fate is IntakeFate.Accepted accepted)
        {
            return Refuse("exists", $"'{reference}' is allegation {accepted.Allegation} of case {accepted.Case}.");
        }
        var said = AsAllegation(item, allegation.Id);
        var same =
            (said.From, said.By, said.Text, said.Incident) == (allegation.From, allegation.By, allegation.Text, allegation.Incident)
            && said.Against.All(allegation.Against.Contains);
        return same ? null : Refuse("other-text", $"What is alleged as '{reference}' is not what was handed in under it.");
    }

    /// <summary>The allegation that an act brings into a case, or null.</summary>
    public static Allegation? AllegationOf(CaseAct act) =>
        act switch
        {
            Opened o => o.Allegation,
            AllegationAdded a => a.Allegation,
            _ => null,
        };

    private static bool IsName(string text) =>
        text.Length is > 0 and <= MaxNameCharacters
        && char.IsAsciiLetterOrDigit(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    private static bool IsIncident(string text) =>
        text.Length is > 0 and <= MaxIncidentCharacters && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ':');

    private static string Short(string text) => text.Length > 80 ? text[..80] : text;

    private static CaseRefusal TooLong(string what, int found, int most) =>
        Refuse("too-long", $"'{what}' has {found} characters; at most {most} are taken.");

    private static CaseRefusal Refuse(string code, string message) => new(code, message, []);
}
