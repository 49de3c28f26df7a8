using System.Globalization;

namespace Holdfast.Tests.Clauses;

/// <summary>Writes random clause files that are syntactically right, with odd line breaks, spare brackets and comments.</summary>
internal sealed class RandomClauses(int seed)
{
    private readonly Random _random = new(seed);

    public string File()
    {
        var count = _random.Next(1, 6);
        return string.Concat(Enumerable.Range(0, count).Select(i => Declaration(i) + Gap()));
    }

    private string One(params string[] options) => options[_random.Next(options.Length)];

    private bool Sometimes(int percent) => _random.Next(100) < percent;

    private string Maybe(int percent, string text) => Sometimes(percent) ? text : "";

    private string List(Func<string> item, int most = 3) =>
        string.Join(One(", ", ",", " , "), Enumerable.Range(0, _random.Next(1, most + 1)).Select(_ => item()));

    private string Comment() => One(" -- said \"so\"\n", "-- x\n", "--\n", "\n   -- a longer remark, with -- hyphens\n");

    private string Gap() => One("\n", "\n\n", "\n\n\n", " \n" + Maybe(60, Comment()));

    private string Space() =>
        Sometimes(85) ? " "
        : Sometimes(60) ? "\n      "
        : Comment();

    private string Name() => One("a", "b.c", "cease.fire", "x_1", "Minsk-II", "ordered", "GB.Commons", "line_of_contact");

    private string Text() => One("\"\"", "\"words\"", "\"with \"\"quotes\"\" and -- hyphens\"", "\"Ümläut € 日本\"");

    private string Number() => One("0", "1", "2", "17", "0.5", "100", "2.50", _random.Next(1, 9999).ToString(CultureInfo.InvariantCulture));

    private string Amount() => Number() + One("", " mm", " km", "km", " h", " days", " calendar days", " months", " people", " min");

    private string Fact() => Name() + Maybe(30, $"({List(Name)})") + Maybe(15, " by RU");

    private string Who(int depth, bool joined)
    {
        var one = _random.Next(depth > 2 ? 1 : 4) switch
        {
            1 => $"both({Who(depth + 1, true)}, {Who(depth + 1, true)})",
            2 => $"any of ({Who(depth + 1, true)}, {Who(depth + 1, true)})",
            3 => $"at least 1 of ({Who(depth + 1, true)}, UA)",
            _ => Name() + Maybe(20, " provisionally"),
        };
        return joined && depth < 2 && Sometimes(30) ? $"{one} {One("and", "or")} {Who(depth + 1, true)}" : one;
    }

    private string Instant(int depth = 0) =>
        One(
            "2025-04-19T15:00:00Z",
            "2025-04-19T18:00 in Europe/Moscow",
            "2025-04-20 in Europe/Kyiv",
            "ceasefire.effective",
            depth < 2 ? $"later of ({Instant(depth + 1)}, {Instant(depth + 1)})" : "x.start"
        ) + Maybe(30, $" {One("+", "-")} {Number()} {One("days", "h", "months", "months in Europe/Kyiv")}");

    public string Condition(int depth = 0)
    {
        if (depth < 4 && Sometimes(45))
        {
            return _random.Next(5) switch
            {
                0 => $"{Operand(depth)}{Space()}and{Space()}{Operand(depth)}{Maybe(30, $" and {Operand(depth)}")}",
                1 => $"{Operand(depth)}{Space()}or{Space()}{Operand(depth)}",
                2 => $"not{Space()}({Condition(depth + 1)})",
                3 => $"not {Leaf()}",
                _ =>
                    $"{One("all", "any", "none", "at least 1", "at most 2", "exactly 1")} of {{{Space()}{List(() => Condition(depth + 1))} }}",
            };
        }
        return Leaf();
    }

    private string Operand(int depth) => Sometimes(70) ? $"({Condition(depth + 1)})" : Leaf();

    private string Leaf() =>
        _random.Next(11) switch
        {
            0 => One("true", "false"),
            1 => $"weapon.calibre {One("=", "!=", "<", "<=", ">", ">=")} {Amount()}",
            2 => $"kind {One("is fire", "in (fire, mlrs)")}",
            3 => $"within {Amount()} of {Name()}",
            4 => $"closer than {Amount()} to {Name()}",
            5 => $"{One("inside", "outside")} {Name()}",
            6 => $"at({Name()}){Maybe(50, " within 5 km")}",
            7 => "at least 50 of them within 24 h and 10 km",
            8 => $"determined({Fact()}) by {Who(0, false)}",
            9 => $"{One("before", "after")} {Instant()}",
            _ => Fact(),
        };

    private string Declaration(int index) =>
        _random.Next(5) switch
        {
            0 => $"body B{index}{Maybe(50, " " + Text())}",
            1 => FactDeclaration(index),
            2 => $"define d{index}{Maybe(50, " " + Text())} as {Condition()}",
            3 => $"term t{index}{Maybe(60, " " + Text())}{Gap()}{Lines(TermLine)}end",
            _ => $"undertaking u{index}{Maybe(60, " " + Text())}{Gap()}{Lines(UndertakingLine)}end",
        };

    private string Lines(Func<string> line) =>
        string.Concat(Enumerable.Range(0, _random.Next(0, 6)).Select(_ => "  " + line() + Maybe(15, Comment()) + Gap()));

    private string FactDeclaration(int index) =>
        $"fact f{index}{Maybe(40, "(p, q)")}{One("", "", " instant", " length", " count")}{Maybe(60, " " + Text())}{Space()}"
        + Maybe(50, $"determined by {Who(0, true)}{Space()}")
        + Maybe(40, $"p in {List(Name)}{Space()}")
        + Maybe(30, "stale after 12 months ")
        + Maybe(30, "complete ")
        + Maybe(30, "cites P paragraph 2 ");

    private string TermLine() =>
        _random.Next(9) switch
        {
            0 => $"cites {Name()}{One("", " paragraph 2", " article 3 point b", " \"somewhere, page 4\"")}{Maybe(30, $" for {Text()}")}",
            1 => $"standing {One("recorded", "attributed", "illustrative")}{Maybe(30, " for \"forbids\"")}",
            2 => $"binds {List(Name)}",
            3 =>
                $"applies {One("everywhere", $"in {Name()} or {Name()}", $"within {Amount()} of {Name()}")}{Maybe(40, $" from {Instant()}")}{Maybe(40, $" until {Instant()}")}",
            4 => $"{One("from", "until")} {Instant()}",
            5 =>
                $"forbids {List(Name)}{Maybe(30, $" closer than {Amount()} to {Name()}")}{Maybe(40, $" where {Condition()}")}{Maybe(30, $" unless {Condition()}")}",
            6 => $"forbids presence of {Condition()}{Maybe(50, $" closer than {Amount()} to {Name()}")}",
            7 => $"except {Name()} when {Condition()}{One("", " then permitted", " then not applicable")}",
            _ => $"severity grave when {Condition()}{Space()}major when {Condition()} minor otherwise",
        };

    private string UndertakingLine() =>
        _random.Next(8) switch
        {
            0 => $"by {List(Name)} to {Name()}",
            1 => $"kind {List(Name)}",
            2 => $"{One("in force when", "requires", "caveat", "triggered when", "suspended when")} {Condition()}",
            3 =>
                $"procedure {Fact()} {One("before", "after")} deployment{Maybe(60, $", takes 3{One("", " to 14")} days{Maybe(40, ", usually 7")}")}",
            4 =>
                $"tier {_random.Next(5)} within 24 h from {One("breach", "notification", "determination")}: {One(Text(), "some plain words")}{Maybe(40, $", unless {Condition()}")}",
            5 => $"expires {One("5 years after entry into force", Instant())}",
            6 => "cites P component 3 for \"kind\"",
            _ => "standing attributed",
        };
}
