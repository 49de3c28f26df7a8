namespace Holdfast.Core.Commission.Checks;

/// <summary>Why an act is refused: a stable code and a sentence.</summary>
internal sealed record Fault(string Code, string Message)
{
    public static Fault Unknown(string what, string found, IEnumerable<string> known)
    {
        var all = known.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var near = Values.NearestWord.To(found, all);
        var hint = near is null
            ? all.Count == 0
                ? ""
                : $" It has {string.Join(", ", all.Take(20))}."
            : $" Did you mean '{near}'?";
        return new Fault("unknown-name", $"The case has no {what} '{found}'.{hint}");
    }
}
