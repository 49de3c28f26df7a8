using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Missions;

/// <summary>Checks that what is cited exists: a citation is a reference's id, then where in it (<c>Minsk-II paragraph 2</c>).</summary>
/// <param name="whole">References that a citation may name without saying where in them: single pages with an address.</param>
internal sealed class Citations(ImmutableSortedSet<string> references, ImmutableSortedSet<string> whole)
{
    public const string Illustrative = "illustrative";

    /// <summary>The complaint about a citation, or null when it is right.</summary>
    public (string Code, string Message, string? Suggestion)? Check(string citation, Standing standing)
    {
        var id = citation.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";
        if (id == Illustrative)
        {
            return standing == Standing.Illustrative
                ? null
                : ("no-citation", "only an illustrative statement may do without a citation", null);
        }
        return references.Contains(id)
            ? null
            : ("unknown-reference", $"'{id}' is not among the references", NearestWord.To(id, references.Add(Illustrative)));
    }

    /// <summary>The citation under a key of a section, checked.</summary>
    public string Of(Section section, Standing standing, string key = "cites")
    {
        var text = section.Text(key);
        if (section.Find(key) is { } node && Check(text, standing) is { } complaint)
        {
            section.Complaints.Error(node, complaint.Code, complaint.Message, complaint.Suggestion);
        }
        return text;
    }

    /// <summary>The same, with a warning where a recorded or attributed statement does not say where in a longer document it stands.</summary>
    public string Located(Section section, Standing standing)
    {
        var text = Of(section, standing);
        var id = text.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries);
        if (
            section.Find("cites") is { } at
            && standing != Standing.Illustrative
            && id.Length == 1
            && references.Contains(id[0])
            && !whole.Contains(id[0])
        )
        {
            section.Complaints.Warn(at, "no-locator", $"say where in '{id[0]}' it can be read, such as '{id[0]} page 3'");
        }
        return text;
    }
}
