using Holdfast.Core.Values;

namespace Holdfast.Core.Briefing.Reports;

/// <summary>Which report it is. All have one model and the same written forms.</summary>
public enum ReportKind
{
    /// <summary>A day, in the structure of the OSCE SMM's.</summary>
    Daily,

    /// <summary>Seven days up to a day, adjusted for what could be seen.</summary>
    Weekly,

    /// <summary>Which promises are in force, what is missing, and whose it is.</summary>
    Readiness,

    /// <summary>The commission's docket.</summary>
    Commission,

    /// <summary>Force and support.</summary>
    Support,

    /// <summary>What happened and what was said, in order.</summary>
    Chronology,
}

/// <summary>Kinds in words.</summary>
public static class ReportKinds
{
    /// <summary>As verbs, addresses and entries write it.</summary>
    public static string Of(ReportKind kind) => kind.ToString().ToLowerInvariant();

    public static IEnumerable<string> All => Enum.GetValues<ReportKind>().Select(Of);

    public static string Title(ReportKind kind) =>
        kind switch
        {
            ReportKind.Daily => "Daily report",
            ReportKind.Weekly => "Weekly trend",
            ReportKind.Readiness => "Guarantee readiness",
            ReportKind.Commission => "Commission digest",
            ReportKind.Support => "Force and support",
            ReportKind.Chronology => "Chronology",
            _ => throw new InvalidOperationException("ReportKind is a closed enumeration."),
        };

    /// <summary>Throws <see cref="FormatException"/> naming the words and the nearest right one.</summary>
    public static ReportKind Parse(string word)
    {
        foreach (var kind in Enum.GetValues<ReportKind>())
        {
            if (Of(kind) == word)
            {
                return kind;
            }
        }
        var near = NearestWord.To(word, All);
        throw new FormatException(
            $"'{word}' is no kind of report; expected one of {string.Join(", ", All)}." + (near is null ? "" : $" Did you mean '{near}'?")
        );
    }
}
