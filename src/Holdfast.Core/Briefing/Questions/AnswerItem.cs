using System.Collections.Immutable;
using Holdfast.Core.Nations;
using Holdfast.Core.Values;

namespace Holdfast.Core.Briefing.Questions;

/// <summary>What a datum of an answer is.</summary>
public enum AnswerKind
{
    Position,
    Event,
    Calendar,
    Fact,
    Undertaking,
    Offer,
    Count,
    Support,
    Document,
}

/// <summary>A number of an answer with its unit; null where there is none: not known is not zero.</summary>
/// <param name="Key">Its text is <c>figure.KEY</c>; stable for machines.</param>
/// <param name="Unit">In words of the data: <c>EUR</c>, <c>percent</c>; empty where the text of the key says it.</param>
public sealed record AnswerFigure(string Key, decimal? Value, string Unit);

/// <summary>One datum that an answer rests on, with its citation and the way to it.</summary>
/// <param name="Subject">Whom or what it is about: the id of a nation, a fact, an undertaking.</param>
/// <param name="Name">The subject's name in the language of the answer, where it has one.</param>
/// <param name="Says">In the mission's own words and language; may be empty.</param>
/// <param name="Cites">A reference of the mission and where in it, <c>illustrative</c>, or how it was worked out.</param>
/// <param name="Path">Below the mission's address, where it can be looked into.</param>
public sealed record AnswerItem(AnswerKind Kind, string Subject, string Name, string Says, Standing Standing, string Cites, string Path)
{
    /// <summary>When it was said or happened, as exactly as the source tells.</summary>
    public PartialDate? Date { get; init; }

    /// <summary>Its date may lie after the instant that is asked about.</summary>
    public bool Perhaps { get; init; }

    public string Speaker { get; init; } = "";
    public string Office { get; init; } = "";

    /// <summary>Of a position: whose word it is.</summary>
    public PositionKind? Whose { get; init; }

    /// <summary>Of a position: the question of the matrix.</summary>
    public Question? Topic { get; init; }

    /// <summary>What is so, as the key of a text: <c>stance.refused</c>, <c>state.in_effect</c>, <c>truth.true</c>; empty for none.</summary>
    public string Word { get; init; } = "";

    /// <summary>Why it is not known, as keys of texts (<c>reason.disputed</c>).</summary>
    public ImmutableArray<string> Reasons { get; init; } = [];

    /// <summary>Of an event: what was agreed, and with which reservations.</summary>
    public ImmutableArray<string> Agreed { get; init; } = [];
    public ImmutableArray<string> Reservations { get; init; } = [];
    public ImmutableArray<AnswerFigure> Figures { get; init; } = [];

    /// <summary>The entry of the record that says so; null where it stands in the mission's files.</summary>
    public long? Entry { get; init; }
}
