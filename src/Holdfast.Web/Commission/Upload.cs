using System.Text;
using Holdfast.App.Commission;
using Holdfast.Core.Commission;
using Holdfast.Web.Commission.Forms;
using Holdfast.Web.Frame;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Holdfast.Web.Commission;

/// <summary>
/// A multipart form whose file goes from the connection straight into the store of evidence: no buffer but the store's, whatever the file's size. Fields come before the
/// file; exactly one file is taken.
/// </summary>
internal sealed class Upload
{
    private const int MostFields = 200;
    private const int MostFieldBytes = 2 << 20;
    private const string FileField = "file";
    public const string BadFileName = "bad-file-name";
    private const string Untyped = "application/octet-stream";

    private readonly Dictionary<string, StringValues> _fields = new(StringComparer.Ordinal);
    private int _fieldBytes;
    private int _sections;

    public IReadOnlyDictionary<string, StringValues> Fields => _fields;

    /// <summary>Null where the form brought none.</summary>
    public StoredFile? File { get; private set; }

    /// <summary>As the browser said, where that is a media type at all; nothing is ever served under it.</summary>
    public string MediaType { get; private set; } = Untyped;

    /// <summary>What is wrong with the form, in words; null where it could be read.</summary>
    public string? Fault { get; private set; }

    /// <summary>A word for <see cref="Fault"/>.</summary>
    public string FaultCode { get; private set; } = "bad-input";

    /// <summary>Whether the file was not taken, since what it is for would be refused.</summary>
    public bool Unwanted { get; private set; }

    /// <param name="wanted">Asked with the fields before a file is stored; may throw <see cref="FormatException"/>.</param>
    public static async Task<Upload> ReadAsync(
        Visit visit,
        EvidenceStore store,
        Func<IReadOnlyDictionary<string, StringValues>, bool> wanted
    )
    {
        var upload = new Upload();
        try
        {
            await upload.ReadAllAsync(visit, store, wanted);
        }
        catch (Exception e) when (e is FormatException or InvalidDataException)
        {
            upload.Fault = e.Message;
        }
        return upload;
    }

    private async Task ReadAllAsync(Visit visit, EvidenceStore store, Func<IReadOnlyDictionary<string, StringValues>, bool> wanted)
    {
        var (context, stop) = (visit.Context, visit.Cancellation);
        var multipart = new MultipartReader(BoundaryOf(context.Request), context.Request.Body) { HeadersLengthLimit = 16 << 10 };
        while (await multipart.ReadNextSectionAsync(stop) is { } section)
        {
            if (++_sections > MostFields)
            {
                throw new InvalidDataException($"The form has more than {MostFields} fields.");
            }
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var place))
            {
                throw new InvalidDataException("A part of the form does not say which field it is.");
            }
            var name = HeaderUtilities.RemoveQuotes(place.Name).ToString();
            if (!IsFile(place))
            {
                await ReadFieldAsync(name, section.Body, stop);
                continue;
            }
            if (name != FileField || File is not null)
            {
                throw new InvalidDataException("One file is taken, in the field 'file', behind the other fields.");
            }
            if (!await TakeFileAsync(section, place, store, wanted, stop))
            {
                return;
            }
        }
    }

    /// <summary>False where the file is not wanted: nothing of it was stored then.</summary>
    private async Task<bool> TakeFileAsync(
        MultipartSection section,
        ContentDispositionHeaderValue place,
        EvidenceStore store,
        Func<IReadOnlyDictionary<string, StringValues>, bool> wanted,
        CancellationToken stop
    )
    {
        var said = place.FileNameStar.HasValue ? place.FileNameStar : HeaderUtilities.RemoveQuotes(place.FileName);
        if (said.Length == 0)
        {
            // What browsers send for a field in which no file was chosen.
            return true;
        }
        if (SafeName.FaultOf(said.ToString()) is { } fault)
        {
            FaultCode = BadFileName;
            throw new InvalidDataException(fault);
        }
        if (!_fields.TryGetValue("title", out var title) || string.IsNullOrWhiteSpace(title))
        {
            _fields["title"] = SafeName.TitleOf(said.ToString());
        }
        MediaType = TypeOf(section.ContentType);
        if (!wanted(_fields))
        {
            Unwanted = true;
            return false;
        }
        // What looks like several formats is refused by the desk, by its looks alone; nothing of it is kept.
        File = await store.AddAsync(section.Body, stop, stored => !MediaLooks.IsSeveral(stored.Looks));
        return true;
    }

    private async Task ReadFieldAsync(string name, Stream body, CancellationToken stop)
    {
        var room = MostFieldBytes - _fieldBytes;
        using var text = new MemoryStream();
        var buffer = new byte[16 << 10];
        for (int read; (read = await body.ReadAsync(buffer, stop)) > 0; )
        {
            if (text.Length + read > room)
            {
                throw new InvalidDataException($"The fields of the form are longer than {MostFieldBytes >> 20} MiB together.");
            }
            text.Write(buffer, 0, read);
        }
        _fieldBytes += (int)text.Length;
        var value = Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
        _fields[name] = _fields.TryGetValue(name, out var before) ? StringValues.Concat(before, value) : value;
    }

    private static bool IsFile(ContentDispositionHeaderValue place) =>
        place.DispositionType.Equals("form-data", StringComparison.OrdinalIgnoreCase)
        && (place.FileName.HasValue || place.FileNameStar.HasValue);

    private static string BoundaryOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 and <= 200 } boundary
            ? boundary.ToString()
            : throw new InvalidDataException("This form is sent as multipart/form-data.");

    private static string TypeOf(string? said) =>
        MediaTypeHeaderValue.TryParse(said, out var type) && type.MediaType is { Length: > 0 and <= 100 } plain
            ? plain.ToString().ToLowerInvariant()
            : Untyped;
}
