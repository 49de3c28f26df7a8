using System.Text;

namespace Holdfast.Core.Clauses.Syntax;

/// <summary>Writes the lines of terms and undertakings and the headers of declarations; a long line is broken before its words <c>and</c> and <c>or</c>.</summary>
internal static class LineText
{
    private const int Width = 110;

    /// <summary>The rows of one line without indentation; rows after the first carry their own.</summary>
    public static IReadOnlyList<string> Of(LineSyntax line) =>
        line switch
        {
            CitesSyntax cites => [Cites(cites)],
            StandingSyntax standing => [$"standing {standing.Standing.ToString().ToLowerInvariant()}{For(standing.For)}"],
            BindsSyntax binds => ["binds " + ConditionText.List(binds.Parties)],
            AppliesSyntax applies => Applies(applies),
            FromSyntax from => ["from " + ConditionText.Of(from.Instant)],
            UntilSyntax until => ["until " + ConditionText.Of(until.Instant)],
            ForbidsSyntax forbids => Forbids(forbids),
            ExceptSyntax except => Broken($"except {except.Name.Text} when ", except.When, Effect(except)),
            SeveritySyntax severity => Severity(severity),
            _ => Undertaking(line),
        };

    private static IReadOnlyList<string> Undertaking(LineSyntax line) =>
        line switch
        {
            ByToSyntax byTo => [$"by {ConditionText.List(byTo.By)} to {ConditionText.List(byTo.To)}"],
            KindLineSyntax kind => ["kind " + ConditionText.List(kind.Kinds)],
            ConditionLineSyntax condition => Broken(Role(condition.Role) + " ", condition.Condition, ""),
            ProcedureSyntax procedure => [Procedure(procedure)],
            TierSyntax tier => Tier(tier),
            DeedSyntax deed => Deed(deed),
            StageSyntax stage => Broken($"stage {stage.Stage.ToString().ToLowerInvariant()} when ", stage.When, ""),
            ExpiresSyntax { After: { } after } => [$"expires {ConditionText.Of(after)} after entry into force"],
            ExpiresSyntax { At: { } at } => ["expires " + ConditionText.Of(at)],
            _ => throw new InvalidOperationException("LineSyntax is a closed union."),
        };

    public static string Quoted(string text) => "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    public static string Title(string? title) => title is null ? "" : " " + Quoted(title);

    private static string For(IEnumerable<string> parts)
    {
        var list = string.Join(", ", parts.Select(Quoted));
        return list.Length == 0 ? "" : " for " + list;
    }

    public static string Cites(CitesSyntax cites) =>
        $"cites {cites.Reference.Text}{(cites.Locator is null ? "" : " " + Locator(cites.Locator))}{For(cites.For)}";

    /// <summary>Words such as <c>paragraph 2</c> stay bare; anything that would not read back the same is quoted.</summary>
    private static string Locator(string locator)
    {
        var probe = FileSyntax.Parse(new ClauseSource("locator", $"term t cites x {locator} end"));
        var same =
            probe.Diagnostics.IsEmpty
            && probe.Tree.Declarations is [TermSyntax { Lines: [CitesSyntax { For.IsEmpty: true } read] }]
            && read.Locator == locator;
        return same && !locator.StartsWith('"') ? locator : Quoted(locator);
    }

    private static IReadOnlyList<string> Applies(AppliesSyntax applies)
    {
        var time =
            (applies.From is null ? "" : " from " + ConditionText.Of(applies.From))
            + (applies.Until is null ? "" : " until " + ConditionText.Of(applies.Until));
        if (applies.Each is { } each)
        {
            var head = $"applies in each window of {each.Schedule.Text}";
            return each.When is null ? [head + time] : Broken(head + " when ", each.When, time);
        }
        var where =
            applies.Shape is { } shape && applies.Distance is { } distance ? $"within {ConditionText.Of(distance)} of {shape.Text}"
            : applies.Areas.IsEmpty ? "everywhere"
            : "in " + string.Join(" or ", applies.Areas.Select(a => a.Text));
        return [$"applies {where}{time}"];
    }

    private static IReadOnlyList<string> Forbids(ForbidsSyntax forbids)
    {
        var rows = new List<string>();
        var row = new StringBuilder("forbids ");
        row.Append(forbids.PresenceOf is null ? ConditionText.List(forbids.Kinds) : "presence of " + ConditionText.Of(forbids.PresenceOf));
        row.Append(forbids.Closer is null ? "" : " " + ConditionText.Of(forbids.Closer));
        rows.Add(row.ToString());
        Clause(rows, "where ", forbids.Where);
        Clause(rows, "unless ", forbids.Unless);
        return rows;
    }

    private static void Clause(List<string> rows, string word, ConditionSyntax? condition)
    {
        if (condition is null)
        {
            return;
        }
        var whole = $" {word}{ConditionText.Of(condition)}";
        if (rows.Count == 1 && rows[0].Length + whole.Length <= Width)
        {
            rows[0] += whole;
            return;
        }
        var broken = Broken(word, condition, "");
        rows.AddRange(broken.Select(b => "    " + b));
    }

    private static string Effect(ExceptSyntax except) => except.Effect == ExceptionEffect.NotApplicable ? " then not applicable" : "";

    private static IReadOnlyList<string> Broken(string head, ConditionSyntax condition, string tail)
    {
        var whole = head + ConditionText.Of(condition) + tail;
        var parts = ConditionText.Parts(condition);
        if (whole.Length <= Width || parts.Count == 1)
        {
            return [whole];
        }
        var rows = new List<string> { head + parts[0] };
        rows.AddRange(parts.Skip(1).Select(p => "    " + p));
        rows[^1] += tail;
        return rows;
    }

    private static List<string> Severity(SeveritySyntax severity)
    {
        var rows = new List<string>();
        foreach (var one in severity.Cases)
        {
            var head = rows.Count == 0 ? "severity " : "         ";
            var level = one.Level.ToString().ToLowerInvariant();
            if (one.When is null)
            {
                rows.Add($"{head}{level}{(severity.Cases.Length > 1 ? " otherwise" : "")}");
                continue;
            }
            var broken = Broken($"{head}{level} when ", one.When, "");
            rows.Add(broken[0]);
            rows.AddRange(broken.Skip(1).Select(b => "         " + b));
        }
        return rows;
    }

    private static string Role(ConditionRole role) =>
        role switch
        {
            ConditionRole.InForceWhen => "in force when",
            ConditionRole.Requires => "requires",
            ConditionRole.Caveat => "caveat",
            ConditionRole.TriggeredWhen => "triggered when",
            ConditionRole.SuspendedWhen => "suspended when",
        };

    private static string Procedure(ProcedureSyntax procedure)
    {
        var text = $"procedure {ConditionText.Of(procedure.Fact)} {(procedure.After ? "after" : "before")} {procedure.Milestone.Text}";
        if (procedure.Least is null || procedure.Most is null)
        {
            return text;
        }
        var takes =
            ReferenceEquals(procedure.Least, procedure.Most) || procedure.Least == procedure.Most
                ? ConditionText.Of(procedure.Least)
                : $"{ConditionText.Of(procedure.Least)} to {ConditionText.Of(procedure.Most)}";
        return $"{text}, takes {takes}" + (procedure.Usual is null ? "" : ", usually " + ConditionText.Of(procedure.Usual));
    }

    private static IReadOnlyList<string> Deed(DeedSyntax deed)
    {
        var head = $"{(deed.Duty ? "shall" : "may")} {deed.Code.Text}{Title(deed.Text)}";
        return deed.When is null ? [head] : Broken(head + " when ", deed.When, "");
    }

    private static IReadOnlyList<string> Tier(TierSyntax tier)
    {
        var origin = tier.From.ToString().ToLowerInvariant();
        var head = $"tier {ConditionText.Of(tier.Number)} within {ConditionText.Of(tier.Within)} from {origin}: {Quoted(tier.Action)}";
        return tier.Unless is null ? [head] : Broken(head + ", unless ", tier.Unless, "");
    }
}
