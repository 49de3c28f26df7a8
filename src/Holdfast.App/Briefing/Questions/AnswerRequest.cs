using Holdfast.Core.Briefing.Wording;
using NodaTime;

namespace Holdfast.App.Briefing.Questions;

/// <summary>For which instant, as known when, and in which language questions are answered.</summary>
/// <param name="At">The instant of valid time.</param>
/// <param name="Known">As known then; null for everything known.</param>
public sealed record AnswerRequest(Instant At, Instant? Known, Language Language);
