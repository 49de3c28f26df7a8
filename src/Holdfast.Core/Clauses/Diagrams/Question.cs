using System.Collections.Immutable;
using Holdfast.Core.Clauses.Binding;
using Holdfast.Core.Clauses.Evaluation;

namespace Holdfast.Core.Clauses.Diagrams;

/// <summary>
/// One thing that conditions ask about: a fact, a number with its comparisons, the time that has passed since an instant. Its atoms are neighbouring
/// variables of the diagram, and its ways are how they can turn out together: what is impossible is no way (a depth below 5 km and above 10 km).
/// </summary>
/// <param name="First">The level of its first atom.</param>
/// <param name="Atoms">In the order of their levels.</param>
/// <param name="Ways">Each gives a value per atom. All differ.</param>
internal sealed record Question(int First, ImmutableArray<AskedAtom> Atoms, ImmutableArray<ImmutableArray<bool>> Ways)
{
    /// <summary>The atom that carries the name: what the question is about.</summary>
    public AskedAtom Lead => Atoms[0];

    /// <summary>The fact it is about; null for a question about an incident, a place or a fixed date.</summary>
    public FactSlot? Fact { get; init; }

    /// <summary>The fact as a clause writes it, the name of an undertaking, or else the question as asked.</summary>
    public string Name =>
        Fact is null ? Lead.Text
        : ClauseProgram.UndertakingOf(Fact.Declaration.Name) is { } undertaking ? undertaking
        : Fact.Identity;

    /// <summary>The function for one way of this question.</summary>
    public int Fix(DecisionDiagram diagram, int f, ImmutableArray<bool> way) => diagram.Fix(f, First, way.AsSpan());

    /// <summary>What is so in a way, as a text: <c>true</c>, <c>false</c>, or the comparisons that hold.</summary>
    public string Describe(ImmutableArray<bool> way)
    {
        if (Lead.Atom is FactAtom or WindowAtom)
        {
            return way[0] ? "true" : "false";
        }
        return string.Join(" and ", Atoms.Select((a, i) => way[i] ? a.Text : $"not ({a.Text})"));
    }
}

/// <summary>An atom with the compilation that numbered its fact, and the words in which it was first asked.</summary>
internal sealed record AskedAtom(Atom Atom, ClauseProgram Program, string Text)
{
    /// <summary>The origin of the time it asks about, and how long after it, where that is known before any fact is.</summary>
    public InstantOrigin? Time => Atom is AfterAtom after ? InstantOrigin.Of(Program.Instants[after.Index]) : null;

    /// <summary>Atoms with the same key are about one thing and not independent.</summary>
    public string About =>
        Time is { } time ? "time " + (time.Origin < 0 ? "" : Program.Slots[time.Origin].Identity)
        : Atom is FactAtom or FactNumberAtom ? Atom.GetType().Name + " " + Atom.Variable
        : Atom.Variable;

    /// <summary>Indexes of the facts it reads.</summary>
    public ImmutableArray<int> Slots =>
        Atom is AfterAtom after ? [.. Program.Instants[after.Index].Slots.Distinct()]
        : Atom.Slot >= 0 ? [Atom.Slot]
        : [];
}
