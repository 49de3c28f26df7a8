using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Missions;

/// <summary>Checks that what is cited exists: a citation is a reference's id, then where in it (<c>Minsk-II paragraph 2</c>).</summary>
internal sealed class Citations(ImmutableSortedSet<string> references)
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
}
