using System.Collections.Immutable;
using Holdfast.Core.Support;
using Holdfast.Core.Support.Training;
using Holdfast.Core.Values;

namespace Holdfast.Core.Missions;

/// <summary>Reads <c>support/training.yaml</c>: courses with their places by month, and what is said to have been trained.</summary>
internal sealed class TrainingFile(Complaints complaints, Citations citations)
{
    private const decimal MostPersons = 10_000_000;

    public const string Name = SupportFiles.Folder + "training.yaml";
    public static readonly string[] Keys = ["courses", "reports"];
    public static readonly string[] CourseKeys =
    [
        "id",
        "title",
        "provider",
        "region",
        "months",
        "loss_percent",
        "places",
        "last",
        "when",
        "when_standing",
        "when_cites",
        "note",
        .. SupportSection.OriginKeys,
    ];
    public static readonly string[] ReportKeys = ["id", "title", "provider", "date", "persons", .. SupportSection.OriginKeys];

    public SupportModel Read(YamlMapping root, SupportModel model, SupportWords words)
    {
        var top = new Section(root, complaints, "the file of training", Keys);
        IEnumerable<SupportSection> Items(string key, string what, string[] keys) =>
            top.Sections(key, what, keys).Select(s => new SupportSection(s, what, citations, words));
        return model with
        {
            Training = SupportFiles.Unique(Items("courses", "a course", CourseKeys).Select(s => (s, Course(s))), c => c.Id, "a course"),
            Trained = SupportFiles.Unique(
                Items("reports", "a report of persons trained", ReportKeys).Select(s => (s, Report(s))),
                r => r.Id,
                "a report of persons trained"
            ),
        };
    }

    private static TrainingCourse Course(SupportSection s)
    {
        var months = s.Number("months", null, 0, 60);
        if (months != decimal.Floor(months))
        {
            s.Error("months", "wrong-type", $"'months' of a course: expected a whole number, found '{s.Section.TextOrNull("months")}'");
        }
        var course = new TrainingCourse(
            s.Id(),
            s.Section.Text("title"),
            s.Actor("provider"),
            s.Region("region"),
            (int)decimal.Floor(months),
            s.Range("loss_percent", AmountRange.None, 0, 100),
            s.Steps("places", MostPersons),
            s.Month("last"),
            s.Clauses("when"),
            s.Note(),
            s.Stated,
            s.Figures
        );
        if (course.Last is { } last && course.Places.Any(p => p.From > last))
        {
            s.Error("last", "bad-period", "'last' is the last month in which a course begins: no step lies after it");
        }
        return course;
    }

    private static TrainedReport Report(SupportSection s) =>
        new(
            s.Id(),
            s.Section.Text("title"),
            s.Actor("provider"),
            s.Section.PartialDate("date"),
            s.Range("persons", null, 0, MostPersons),
            s.Stated
        );
}
