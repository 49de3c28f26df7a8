using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Holdfast.Core.Clauses.Syntax;

/// <summary>The words of the language that cannot be plain names. <c>docs/guide/clauses.md</c> lists them; a test compares.</summary>
public static class Words
{
    public static readonly FrozenSet<string> Reserved =
        "all and any applies as at before binds body both by cites closer complete define determined earlier end exactly except fact false for forbids from grave in inside is kind later least major minor most none not of or otherwise outside severity standing term than them then to true undertaking unless until when where within after"
            .Split(' ')
            .ToFrozenSet(StringComparer.Ordinal);

    internal static readonly ImmutableArray<string> Declarations = ["body", "define", "fact", "term", "undertaking"];

    internal static readonly ImmutableArray<string> TermLines =
    [
        "applies",
        "binds",
        "cites",
        "except",
        "forbids",
        "from",
        "severity",
        "standing",
        "until",
    ];

    internal static readonly ImmutableArray<string> UndertakingLines =
    [
        "by",
        "caveat",
        "cites",
        "expires",
        "in",
        "kind",
        "may",
        "procedure",
        "requires",
        "shall",
        "stage",
        "standing",
        "suspended",
        "tier",
        "triggered",
    ];
}
