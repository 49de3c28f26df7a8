using NodaTime;

namespace Holdfast.App.Watch.Feeds.Text;

/// <summary>A date as a file writes it, perhaps with a time of day and an offset from UTC.</summary>
/// <param name="NanosecondOfDay">Null where the text is a date alone.</param>
/// <param name="OffsetSeconds">Null where the text does not say; then the clock is that of the mission's zone.</param>
internal readonly record struct ReadMoment(LocalDate Date, long? NanosecondOfDay, int? OffsetSeconds)
{
    public LocalDateTime Local => Date.AtMidnight().PlusNanoseconds(NanosecondOfDay ?? 0);
}
