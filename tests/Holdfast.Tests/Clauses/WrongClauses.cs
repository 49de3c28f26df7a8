namespace Holdfast.Tests.Clauses;

/// <summary>Clause files with one thing wrong each (or a few, where recovery is what is tested), to be judged by their exact diagnostics.</summary>
internal static class WrongClauses
{
    /// <summary>Lines that most of them need.</summary>
    private const string Term = """
        term t
            cites illustrative
            binds UA
        """;

    public static readonly (string Name, string Text)[] All =
    [
        ("misspelt line", $"{Term}\n    forbid fire\nend"),
        ("misspelt kind", $"{Term}\n    forbids fyre, assault\nend"),
        ("misspelt declaration", "trem t\nend\nfact a\ndefine b as a"),
        ("unknown fact", $"fact ordered\n{Term}\n    forbids fire where orderd and ordered\nend"),
        ("missing end", $"{Term}\n    forbids fire\nfact a\nterm u\n    cites illustrative\n    binds UA\n    forbids fire where a\nend"),
        ("wrong unit", $"{Term}\n    forbids fire where weapon.calibre >= 100 km2\nend"),
        ("no unit", $"{Term}\n    forbids fire where weapon.calibre >= 100\nend"),
        ("duration for a length", $"{Term}\n    forbids fire where within 24 h of line_of_contact\nend"),
        ("period for a duration", $"{Term}\n    forbids fire\n    severity major when at least 5 of them within 1 months and 10 km\nend"),
        ("mixed times", $"fact s instant\n{Term}\n    forbids fire\n    from s + 2 months + 14 days\nend"),
        ("date without a zone", $"{Term}\n    forbids fire\n    from 2025-04-20\nend"),
        ("clock change", $"{Term}\n    forbids fire\n    from 2025-03-30T03:30 in Europe/Kyiv\nend"),
        ("unknown zone", $"{Term}\n    forbids fire\n    from 2025-04-20 in Europe/Kiyv\nend"),
        ("instant as a condition", $"fact s instant\n{Term}\n    forbids fire where s\nend"),
        ("condition as an instant", $"fact s\n{Term}\n    forbids fire\n    from s\nend"),
        ("line where an area is needed", $"{Term}\n    applies in line_of_contact\n    forbids fire\nend"),
        ("unknown shape", $"{Term}\n    applies in security_zne\n    forbids fire\nend"),
        (
            "unknown party",
            "fact a determined by UA or Comission\nterm t\n    cites illustrative\n    binds UK\n    forbids fire where a\nend"
        ),
        ("unknown reference", "term t\n    cites Minsk-I paragraph 2\n    binds UA\n    forbids fire\nend"),
        ("no locator", "term t\n    cites Minsk-II\n    binds UA\n    forbids fire\nend"),
        ("ends before it starts", $"fact s instant\n{Term}\n    forbids fire\n    from s + 30 h\n    until s + 1 days\nend"),
        ("never holds", $"fact a\n{Term}\n    forbids fire where a and not a\nend"),
        ("empty range of calibres", $"{Term}\n    forbids fire where weapon.calibre > 122 mm and weapon.calibre < 100 mm\nend"),
        ("branch that cannot matter", $"fact a\nfact b\n{Term}\n    forbids fire where a or (a and b)\nend"),
        (
            "severity that cannot matter",
            $"{Term}\n    forbids fire\n    severity grave when casualties.civilian > 0 major when casualties.civilian > 5\nend"
        ),
        (
            "overlapping exceptions",
            $"fact a\nfact b\n{Term}\n    forbids fire\n    except x when a\n    except y when b then not applicable\nend"
        ),
        ("circle of definitions", $"define b as c\ndefine c as d or d\ndefine d as b\n{Term}\n    forbids fire where b\nend"),
        (
            "circle of undertakings",
            "undertaking u\n    by GB to UA\n    standing illustrative\n    requires v\nend\nundertaking v\n    by US to UA\n    standing illustrative\n    requires u\nend"
        ),
        (
            "nobody determines",
            "fact armed_attack(actor)\nundertaking u\n    by GB to UA\n    standing illustrative\n    triggered when armed_attack by RU\nend"
        ),
        (
            "arguments",
            $"fact backstop(part) part in airlift, intelligence\n{Term}\n    forbids fire where backstop and backstop(airlft)\nend"
        ),
        ("count outside a severity", $"{Term}\n    forbids fire where at least 50 of them within 24 h and 10 km\nend"),
        ("nothing forbidden", $"{Term}\n    forbids fire where\nend\nterm u\n    cites illustrative\nend"),
        ("said twice", $"fact a\nfact a\n{Term}\n    forbids fire where a\n    forbids assault\nend"),
        ("three slips at once", $"{Term}\n    applies in nowhere\n    forbids fire wher a\n    severity graev\n    except x wen true\nend"),
        ("unclosed text", "fact a \"never closed\ndefine b as a"),
        ("typographic signs", $"{Term}\n    forbids fire where weapon.calibre ≥ 100 mm\nend"),
        ("reserved name", "fact kind\nfact end"),
        ("attribute as a fact", $"fact weapon.calibre length\n{Term}\n    forbids fire where weapon.calibre\nend"),
        ("code compared as a number", $"{Term}\n    forbids fire where weapon.class >= 3\nend"),
        ("at least more than there are", $"fact a\n{Term}\n    forbids fire where at least 3 of {{ a, not a }}\nend"),
        (
            "undertaking: entry contradicts itself",
            "fact a\nundertaking u\n    by GB to UA\n    standing illustrative\n    in force when a\n    requires not a\nend"
        ),
        (
            "undertaking: a condition contradicts itself",
            "fact a\nfact n count\nundertaking u\n    by GB to UA\n    standing illustrative\n    in force when a and n > 5 and n < 3\nend"
        ),
        (
            "undertaking: suspended whenever it comes into force",
            "fact a\nfact b\nundertaking u\n    by GB to UA\n    standing illustrative\n    in force when a and b\n    suspended when a\nend"
        ),
        (
            "undertaking: trigger only while it is suspended",
            "fact a determined by UA\nfact b\nundertaking u\n    by GB to UA\n    standing illustrative\n    in force when b\n    triggered when a\n    suspended when a or not b\nend"
        ),
        (
            "undertaking: a condition that always holds",
            "fact a\nundertaking u\n    by GB to UA\n    standing illustrative\n    in force when a or not a\nend"
        ),
        (
            "undertaking: a branch that cannot matter",
            "fact a\nfact b\nundertaking u\n    by GB to UA\n    standing illustrative\n    in force when a or (a and b)\nend"
        ),
        (
            "undertaking: a line that the others imply",
            "fact a\nfact b\nundertaking u\n    by GB to UA\n    standing illustrative\n    in force when a and b\n    requires at least 1 of { a, b }\nend"
        ),
        (
            "undertaking: duty and liberty at once",
            "fact a\nfact b\nundertaking u\n    by GB to UA\n    standing illustrative\n    in force when a\n    shall airlift when b\n    may airlift\nend"
        ),
        (
            "undertaking: an unless that always holds",
            "fact a determined by UA\nundertaking u\n    by GB to UA\n    standing illustrative\n    in force when true\n    triggered when a\n    tier 1 within 24 h from breach: \"warn\", unless a or not a\nend"
        ),
        (
            "undertaking: a deed that is never due",
            "fact a\nundertaking u\n    by GB to UA\n    standing illustrative\n    in force when a\n    shall airlift when a and not a\nend"
        ),
        (
            "undertaking: a tier that no procedure can keep",
            "fact vote(house)\nfact a determined by UA\nundertaking u\n    by GB to UA\n    standing illustrative\n    in force when true\n    procedure vote(GB.Commons) before deployment, takes 3 to 14 days\n    triggered when a\n    tier 1 within 24 h from breach: \"warn\"\n    tier 2 within 5 days from breach: \"act\"\nend"
        ),
        (
            "undertaking: a fact that is stale at once",
            "fact a stale after 0 days\nundertaking u\n    by GB to UA\n    standing illustrative\n    in force when a\nend"
        ),
        (
            "undertaking: more who determine than there are",
            "fact a determined by at least 3 of (UA, RU)\nundertaking u\n    by GB to UA\n    standing illustrative\n    in force when a\nend"
        ),
        (
            "undertaking: caveats in places apart",
            "undertaking u\n    by GB to UA\n    standing illustrative\n    in force when true\n    caveat inside north\n    caveat inside south and not at(line_of_contact)\nend"
        ),
        (
            "undertaking: caveats that contradict each other",
            "undertaking u\n    by GB to UA\n    standing illustrative\n    in force when true\n    caveat within 5 km of bridge\n    caveat not within 10 km of bridge\nend"
        ),
        (
            "undertaking: a procedure with a negative time",
            "fact vote(house)\nundertaking u\n    by GB to UA\n    standing illustrative\n    in force when true\n    procedure vote(GB.Commons) before deployment, takes -3 to 14 days\nend"
        ),
        (
            "undertaking: a procedure whose times are out of order",
            "fact vote(house)\nundertaking u\n    by GB to UA\n    standing illustrative\n    in force when true\n    procedure vote(GB.Commons) before deployment, takes 14 to 3 days\nend"
        ),
        (
            "undertaking: a date that does not exist",
            "fact a\nundertaking u\n    by GB to UA\n    standing illustrative\n    in force when a and before 2026-02-30T00:00:00Z\n    expires 2025-11-31 in Europe/Kyiv\nend"
        ),
        (
            "undertaking: a condition on itself",
            "fact a\nundertaking u\n    by GB to UA\n    standing illustrative\n    in force when u and a\nend"
        ),
        (
            "undertaking: a condition on its own absence",
            "fact a\nundertaking u\n    by GB to UA\n    standing illustrative\n    in force when a and not u\nend"
        ),
        (
            "undertaking: a tier twice and no action",
            "fact a determined by UA\nundertaking u\n    by GB to UA\n    standing illustrative\n    in force when a\n    triggered when a\n    tier 1 within 24 h from breach: \"warn\"\n    tier 1 within 3 months from breach: \"act\"\n    tier 2 within 24 h from breach:\nend"
        ),
        (
            "undertaking: an origin that is no clock",
            "fact a determined by UA\nundertaking u\n    by GB to UA\n    standing illustrative\n    in force when a\n    triggered when a\n    tier 1 within 24 h from breech: \"warn\"\nend"
        ),
        (
            "undertaking: misspelt lines",
            "fact a\nundertaking u\n    by GB to UA\n    standing illustrative\n    in force wen a\n    requres a\n    suspend when a\n    shal airlift\n    stage pledged when a\nend"
        ),
        (
            "undertaking: an unknown undertaking and an unknown grantor",
            "fact a\nundertaking u\n    by GG to UA\n    standing illustrative\n    in force when v or a\nend"
        ),
        (
            "undertaking: a suspension over a mixed unit",
            "fact d length\nundertaking u\n    by GB to UA\n    standing illustrative\n    in force when true\n    suspended when d > 3 days or d < 100 m\nend"
        ),
        (
            "undertaking: an end that mixes units",
            "fact a\nundertaking u\n    by GB to UA\n    standing illustrative\n    in force when a\n    expires 5 km after entry into force\nend"
        ),
        (
            "undertaking: circles that share members, one of them through not",
            "undertaking a\n    by GB to UA\n    standing illustrative\n    in force when b and not c\nend\nundertaking b\n    by GB to UA\n    standing illustrative\n    in force when d\nend\nundertaking c\n    by GB to UA\n    standing illustrative\n    in force when d\nend\nundertaking d\n    by GB to UA\n    standing illustrative\n    in force when a\nend\n"
        ),
        ("unknown schedule", $"{Term}\n    applies in each window of puases\n    forbids fire\nend"),
        ("misspelt window", $"{Term}\n    applies in each windw of pauses\n    forbids fire\nend"),
        (
            "windows of no schedule and a window that is not there",
            "fact agreed(pause) pause in windows of pause\nfact open(pause) pause in windows of pauses\n"
                + $"{Term}\n    applies in each window of pauses when open(window)\n    forbids fire where open(secnd)\nend"
        ),
        (
            "a condition of windows is complained about once",
            $"fact open(pause)\n{Term}\n    applies in each window of pauses when opn(window) or open\n    forbids fire\nend"
        ),
    ];
}
