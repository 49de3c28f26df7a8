using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Holdfast.Core.Clauses;
using Holdfast.Core.Nations;
using Holdfast.Core.Values;

namespace Holdfast.Core.Missions;

/// <summary>What the <c>conditions</c> of positions name: remembered with their places while the nations are read, resolved once the clauses are compiled.</summary>
internal sealed partial class ConditionNames(Complaints complaints)
{
    private readonly Dictionary<(string Nation, string Position), ImmutableArray<(string Text, YamlNode At)>> written = [];

    public void Note(Position position, Section section) => written.TryAdd((position.Nation, position.Id), section.Texts("conditions"));

    /// <param name="clauses">Null when the clauses did not compile; then nothing is resolved.</param>
    public ImmutableArray<ConditionName> Resolve(Position position, ClauseSet? clauses) =>
        clauses is null
            ? []
            : [.. written[(position.Nation, position.Id)].Select(w => Resolve(w.Text, w.At, clauses)).OfType<ConditionName>()];

    private ConditionName? Resolve(string text, YamlNode at, ClauseSet clauses)
    {
        if (Shape().Match(text.Trim()) is not { Success: true } match)
        {
            complaints.Error(at, "bad-condition", $"expected a name, with its arguments in brackets, such as mandate(UN); found '{text}'");
            return null;
        }
        var name = match.Groups["name"].Value;
        ImmutableArray<string> arguments = match.Groups["args"].Success
            ? [.. match.Groups["args"].Value.Split(',').Select(a => a.Trim())]
            : [];
        if (clauses.Undertakings.Any(u => u.Name == name))
        {
            return Plain(ConditionTarget.Undertaking, "an undertaking", name, arguments, at);
        }
        if (clauses.Definitions.Contains(name))
        {
            return Plain(ConditionTarget.Definition, "a definition", name, arguments, at);
        }
        if (clauses.Fact(name) is { } fact)
        {
            return Fact(fact, arguments, at);
        }
        var known = clauses.Undertakings.Select(u => u.Name).Concat(clauses.Definitions).Concat(clauses.Facts.Select(f => f.Name));
        complaints.Error(
            at,
            "unknown-condition",
            $"the clauses declare no undertaking, definition or fact '{name}'",
            NearestWord.To(name, known)
        );
        return null;
    }

    private ConditionName? Plain(ConditionTarget target, string what, string name, ImmutableArray<string> arguments, YamlNode at)
    {
        if (arguments.IsEmpty)
        {
            return new ConditionName(target, name, arguments);
        }
        complaints.Error(at, "wrong-arguments", $"'{name}' is {what} and takes no arguments", name);
        return null;
    }

    private ConditionName? Fact(FactDeclaration fact, ImmutableArray<string> arguments, YamlNode at)
    {
        if (arguments.Length != fact.Parameters.Length)
        {
            var takes = fact.Parameters.IsEmpty ? "no arguments" : $"({string.Join(", ", fact.Parameters)})";
            complaints.Error(at, "wrong-arguments", $"the fact '{fact.Name}' takes {takes}; found {arguments.Length} arguments");
            return null;
        }
        for (var i = 0; i < arguments.Length; i++)
        {
            var allowed = i < fact.Allowed.Length ? fact.Allowed[i] : [];
            if (!allowed.IsEmpty && !allowed.Contains(arguments[i]))
            {
                complaints.Error(
                    at,
                    "unknown-word",
                    $"'{fact.Parameters[i]}' of the fact '{fact.Name}' is one of {string.Join(", ", allowed)}; found '{arguments[i]}'",
                    NearestWord.To(arguments[i], allowed)
                );
                return null;
            }
        }
        return new ConditionName(ConditionTarget.Fact, fact.Name, arguments);
    }

    [GeneratedRegex(@"^(?<name>[A-Za-z_][A-Za-z0-9_.]*)\s*(\(\s*(?<args>[^()]+?)\s*\))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
