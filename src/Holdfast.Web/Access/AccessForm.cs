using System.Collections.Immutable;
using Holdfast.Core.Access;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;
using Microsoft.AspNetCore.Antiforgery;

namespace Holdfast.Web.Access;

/// <summary>What a form of this room holds, trimmed and bounded, and the tokens that its pages need.</summary>
internal sealed class AccessForm(IFormCollection form)
{
    private const int Longest = 1024;
    private const int MostItems = 64;

    public static async Task<AccessForm> ReadAsync(HttpContext context) => new(await context.Request.FormAsync(context.RequestAborted));

    public string this[string name] => form[name].ToString() is { Length: <= Longest } text ? text.Trim() : "";

    /// <summary>A secret: taken as typed, blanks included.</summary>
    public string Secret(string name) => form[name].ToString() is { Length: <= Longest } text ? text : "";

    public ImmutableArray<string> Many(string name) =>
        [.. form[name].OfType<string>().Where(t => t.Length is > 0 and <= 64).Take(MostItems)];

    /// <summary>What an administrator gives; throws <see cref="FormatException"/> naming a word that is none.</summary>
    public Grant Grant() =>
        new(
            [.. Many("role").Select(AccessWords.Parse<Role>)],
            AccessWords.Parse<Classification>(this["clearance"] is { Length: > 0 } word ? word : "public"),
            Words("categories"),
            this["nationality"] is { Length: > 0 } nation ? nation : null,
            Words("policies")
        );

    private ImmutableArray<string> Words(string name) =>
        [.. this[name].Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(MostItems)];

    /// <summary>A fresh anti-forgery token for the forms of one page.</summary>
    public static string Token(HttpContext context) =>
        context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context).RequestToken ?? "";
}
