using System.Collections.Immutable;
using Holdfast.Core.Support;
using Holdfast.Core.Support.Industry;
using Holdfast.Core.Values;

namespace Holdfast.Core.Missions;

/// <summary>Reads <c>support/industry.yaml</c>: inputs that are not endless, and projects with what their lines can make.</summary>
internal sealed class IndustryFile(Complaints complaints, Citations citations)
{
    private const decimal Most = 1_000_000_000;

    public const string Name = SupportFiles.Folder + "industry.yaml";
    public static readonly string[] Keys = ["inputs", "projects"];
    public static readonly string[] InputKeys = ["id", "name", "unit", "capacity", .. SupportSection.OriginKeys];
    public static readonly string[] ProjectKeys =
    [
        "id",
        "title",
        "nations",
        "product",
        "unit",
        "when",
        "when_standing",
        "when_cites",
        "capacity",
        "inputs",
        "note",
        .. SupportSection.OriginKeys,
    ];
    public static readonly string[] UseKeys = ["input", "per_unit", .. SupportSection.OriginKeys];

    public SupportModel Read(YamlMapping root, SupportModel model, SupportWords words)
    {
        var top = new Section(root, complaints, "the file of industry", Keys);
        var inputs = SupportFiles.Unique(
            top.Sections("inputs", "an input", InputKeys)
                .Select(s => new SupportSection(s, "an input", citations, words))
                .Select(s => (s, Input(s))),
            i => i.Id,
            "an input"
        );
        string[] names = [.. inputs.Select(i => i.Id)];
        return model with
        {
            Inputs = inputs,
            Industry = SupportFiles.Unique(
                top.Sections("projects", "a project", ProjectKeys)
                    .Select(s => new SupportSection(s, "a project", citations, words))
                    .Select(s => (s, Project(s, names, model))),
                p => p.Id,
                "a project"
            ),
        };
    }

    private static IndustryInput Input(SupportSection s)
    {
        var unit = s.Section.Text("unit");
        return new IndustryInput(s.Id(), s.Section.Text("name"), unit, s.Steps("capacity", Most, unit), s.Stated);
    }

    private static IndustryProject Project(SupportSection s, string[] inputs, SupportModel model)
    {
        var product = s.Section.Text("product");
        var unit = s.Section.Text("unit");
        if (model.StockClass(product) is { } known && unit.Length > 0 && known.Unit != unit)
        {
            s.Error("unit", "unknown-unit", $"the class of stock '{product}' is counted in '{known.Unit}'; found '{unit}'", known.Unit);
        }
        s.Section.Need("nations");
        return new IndustryProject(
            s.Id(),
            s.Section.Text("title"),
            s.Actors("nations"),
            product,
            unit,
            s.Clauses("when"),
            s.Steps("capacity", Most, unit),
            SupportFiles.Unique(
                s.Parts("inputs", "what a project takes", UseKeys)
                    .Select(p =>
                        (p, new InputUse(p.Known("input", "input", inputs), p.Number("per_unit", null, 0.000001m, Most), p.Figures))
                    ),
                u => u.Input,
                "what a project takes",
                "input"
            ),
            s.Note(),
            s.Stated
        );
    }
}
