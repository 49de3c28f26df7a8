using System.Collections.Immutable;
using Holdfast.Core.Commission.Acts;

namespace Holdfast.Web.Commission.Forms;

/// <summary>Where on a case's page a form is offered.</summary>
public enum CaseSection
{
    Head,
    Alleged,
    Plan,
    Evidence,
    Searches,
    Statements,
    Hypotheses,
    Drafts,
    Parties,
    Deliberation,
    Decisions,
    Remedies,
}

/// <summary>A form for one act of a case, about one thing.</summary>
/// <param name="Word">The act's word (<see cref="Core.Commission.Codec.CaseCodec.WordOf"/>): the end of the address that the form is sent to.</param>
/// <param name="Title">What doing it means, as a person would say it: "Add evidence".</param>
/// <param name="Probe">An act such as the form may make. The form is offered exactly where the law of the docket takes this act from this seat now.</param>
public sealed record ActForm(string Word, string Title, string Button, CaseSection Section, CaseAct Probe, ImmutableArray<FormField> Fields)
{
    /// <summary>What it is about (a party, a vote, a cell of the matrix), where there is a form for each.</summary>
    public string Target { get; init; } = "";

    /// <summary>Said above the fields.</summary>
    public string Hint { get; init; } = "";

    /// <summary>Whether what it does cannot be taken back and asks for a confirmation.</summary>
    public bool Grave { get; init; }

    /// <summary>Whether it is drawn by its section in a place of its own, and not in the list below the section.</summary>
    public bool InPlace { get; init; }

    public bool HasFile => Fields.Any(f => f.Kind == FieldKind.File);

    /// <summary>Unique on the page.</summary>
    public string Key => Target.Length == 0 ? Word : $"{Word}.{Target}";

    public static readonly FormField Confirmation = new("confirm", "Yes, this is meant", FieldKind.Flag);
}
