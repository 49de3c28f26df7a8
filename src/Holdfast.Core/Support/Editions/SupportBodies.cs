using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Core.Record;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Core.Support.Editions;

/// <summary>
/// The bodies of the record's entries about support, canonical JSON: <c>support.edition/1</c> (one published state of a source), <c>support.items/1</c> (up to
/// <see cref="ItemsPerEntry"/> items of an edition) and <c>support.item/1</c> (one item of the ledger's own). Decimals are strings, so that no digit is lost; what an item does not say is left out.
/// </summary>
public static class SupportBodies
{
    public const string EditionKind = "support.edition/1";
    public const string ItemsKind = "support.items/1";
    public const string ItemKind = "support.item/1";
    public const int ItemsPerEntry = 250;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.Strict,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = false,
        MaxDepth = 16,
    };

    public static byte[] Write(LedgerItem item) => Bytes(ItemBody.Of(item));

    public static byte[] Write(string edition, IEnumerable<LedgerItem> items) =>
        Bytes(new ItemsBody(edition, [.. items.Select(ItemBody.Of)]));

    public static byte[] Write(SupportEdition edition) => Bytes(EditionBody.Of(edition));

    /// <summary>Throws <see cref="FormatException"/> where the body is not one of its kind.</summary>
    public static LedgerItem ReadItem(ReadOnlySpan<byte> body) => Read<ItemBody>(body, ItemKind).Item();

    /// <inheritdoc cref="ReadItem"/>
    public static (string Edition, ImmutableArray<LedgerItem> Items) ReadItems(ReadOnlySpan<byte> body)
    {
        var read = Read<ItemsBody>(body, ItemsKind);
        return (read.Edition, [.. read.Items.Select(i => i.Item())]);
    }

    /// <inheritdoc cref="ReadItem"/>
    public static SupportEdition ReadEdition(ReadOnlySpan<byte> body) => Read<EditionBody>(body, EditionKind).Edition();

    private static byte[] Bytes<T>(T body) => CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(body, Options));

    private static T Read<T>(ReadOnlySpan<byte> body, string kind)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body, Options) ?? throw new FormatException($"A body of {kind} is null.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"A body of {kind} is not as it should be: {e.Message}", e);
        }
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    private static decimal Number(string text) => LedgerNumbers.Read(text) ?? throw new FormatException($"'{text}' is not a number.");

    private static LocalDate Day(string text) =>
        LocalDatePattern.Iso.Parse(text) is { Success: true } day ? day.Value : throw new FormatException($"'{text}' is not a day.");

    private sealed record ItemsBody(string Edition, ImmutableArray<ItemBody> Items);

    private sealed record ItemBody
    {
        public string? Amount { get; init; }
        public string? Basis { get; init; }
        public string? Beneficiary { get; init; }
        public string? Channel { get; init; }
        public string? Cites { get; init; }
        public string? Class { get; init; }
        public string? Condition { get; init; }
        public string? Currency { get; init; }
        public string? Date { get; init; }
        public required string Donor { get; init; }
        public string? Due { get; init; }
        public required string File { get; init; }
        public ImmutableArray<string>? Follows { get; init; }
        public required string Id { get; init; }
        public string? Implementer { get; init; }
        public required string Kind { get; init; }
        public string? Known { get; init; }
        public required long Line { get; init; }
        public string? Package { get; init; }
        public string? PriceDate { get; init; }
        public string? Quantity { get; init; }
        public string? QuantityHigh { get; init; }
        public string? Restates { get; init; }
        public required string Series { get; init; }
        public required string Stage { get; init; }
        public string? Standing { get; init; }
        public string? Title { get; init; }
        public string? Unit { get; init; }

        public static ItemBody Of(LedgerItem i) =>
            new()
            {
                Amount = i.Amount is { } amount ? Text(amount.Value) : null,
                Basis = i.Basis == ValueBasis.Unstated ? null : SupportWords.Of(i.Basis),
                Beneficiary = NullIfEmpty(i.Beneficiary),
                Channel = NullIfEmpty(i.Channel),
                Cites = NullIfEmpty(i.Cites),
                Class = NullIfEmpty(i.ItemClass),
                Condition = NullIfEmpty(i.Condition),
                Currency = i.Amount?.Currency,
                Date = i.Date?.ToString(),
                Donor = i.Donor,
                Due = i.Due?.ToString(),
                File = i.Row.File,
                Follows = i.Follows.IsDefaultOrEmpty ? null : i.Follows,
                Id = i.Id,
                Implementer = NullIfEmpty(i.Implementer),
                Kind = SupportWords.Of(i.Kind),
                Known = i.KnownOn is { } known ? LocalDatePattern.Iso.Format(known) : null,
                Line = i.Row.Line,
                Package = NullIfEmpty(i.Package),
                PriceDate = i.PriceDate?.ToString(),
                Quantity = i.Quantity is { } quantity ? Text(quantity.Low) : null,
                QuantityHigh = i.Quantity is { } range && range.High != range.Low ? Text(range.High) : null,
                Restates = NullIfEmpty(i.Restates),
                Series = i.Series,
                Stage = SupportWords.Of(i.Stage),
                Standing = i.Standing == Values.Standing.Recorded ? null : Words.Of(i.Standing),
                Title = NullIfEmpty(i.Title),
                Unit = i.Quantity?.Unit,
            };

        public LedgerItem Item() =>
            new()
            {
                Id = Id,
                Series = Series,
                Donor = Donor,
                Beneficiary = Beneficiary ?? "",
                Channel = Channel ?? "",
                Implementer = Implementer ?? "",
                Package = Package ?? "",
                Kind = SupportWords.Kind(Kind) ?? throw new FormatException($"'{Kind}' is no kind of support."),
                ItemClass = Class ?? "",
                Title = Title ?? "",
                Stage = SupportWords.Stage(Stage) ?? throw new FormatException($"'{Stage}' is no stage."),
                Date = Partial(Date),
                Due = Partial(Due),
                KnownOn = Known is null ? null : Day(Known),
                Amount = Amount is null
                    ? null
                    : new Money(Number(Amount), Currency ?? throw new FormatException("An amount has no currency.")),
                Basis = Basis is null
                    ? ValueBasis.Unstated
                    : SupportWords.Basis(Basis) ?? throw new FormatException($"'{Basis}' is no basis."),
                PriceDate = Partial(PriceDate),
                Quantity = Quantity is null ? null : new QuantityRange(Number(Quantity), Number(QuantityHigh ?? Quantity), Unit ?? "piece"),
                Follows = Follows ?? [],
                Restates = Restates ?? "",
                Condition = Condition ?? "",
                Standing = Standing is null ? Values.Standing.Recorded : Words.ToStanding(Standing),
                Cites = Cites ?? "",
                Row = new ItemRow(File, Line),
            };

        private static Nations.PartialDate? Partial(string? text) =>
            text is null ? null : LedgerDates.Read(text) ?? throw new FormatException($"'{text}' is not a date.");
    }

    private sealed record FileBody(string Name, long Quarantined, long Rows, string Sha256);

    private sealed record CheckBody(string Computed, string File, long Line, string Published, string Tolerance, string Unit, string What);

    private sealed record NoteBody(string Code, long Rows, string Text);

    private sealed record GdpBody(string Donor, string File, long Line, string Value);

    private sealed record EditionBody(
        ImmutableArray<string> Carries,
        ImmutableArray<CheckBody> Checks,
        long Compared,
        ImmutableArray<FileBody> Files,
        ImmutableArray<GdpBody> Gdp,
        string Id,
        long Items,
        string KnownOn,
        string Label,
        ImmutableArray<NoteBody> Notes,
        int Order,
        ImmutableArray<string> Series,
        string Source
    )
    {
        public static EditionBody Of(SupportEdition e) =>
            new(
                e.Carries,
                [
                    .. e.Checks.Select(c => new CheckBody(
                        Text(c.Computed),
                        c.Row.File,
                        c.Row.Line,
                        Text(c.Published),
                        Text(c.Tolerance),
                        c.Unit,
                        c.What
                    )),
                ],
                e.Compared,
                [.. e.Files.Select(f => new FileBody(f.Name, f.Quarantined, f.Rows, f.Sha256))],
                [.. e.Gdp.Select(g => new GdpBody(g.Donor, g.Row.File, g.Row.Line, Text(g.EurBillion)))],
                e.Id,
                e.Items,
                LocalDatePattern.Iso.Format(e.KnownOn),
                e.Label,
                [.. e.Notes.Select(n => new NoteBody(n.Code, n.Rows, n.Text))],
                e.Order,
                e.Series,
                e.Source
            );

        public SupportEdition Edition() =>
            new(
                Id,
                Source,
                Label,
                Day(KnownOn),
                Order,
                Series,
                Carries,
                [.. Files.Select(f => new EditionFile(f.Name, f.Sha256, f.Rows, f.Quarantined))],
                [
                    .. Checks.Select(c => new EditionCheck(
                        c.What,
                        new ItemRow(c.File, c.Line),
                        Number(c.Published),
                        Number(c.Computed),
                        Number(c.Tolerance),
                        c.Unit
                    )),
                ],
                [.. Notes.Select(n => new EditionNote(n.Code, n.Text, n.Rows))]
            )
            {
                Items = Items,
                Compared = Compared,
                Gdp = [.. Gdp.Select(g => new DonorGdp(g.Donor, Number(g.Value), new ItemRow(g.File, g.Line)))],
            };
    }
}
