using System.Security.Cryptography;
using System.Text;
using Holdfast.App.Commission.Capture;
using Holdfast.Core.Briefing.Reports;

namespace Holdfast.App.Briefing;

/// <summary>
/// A report as PDF: its own HTML, printed by Chromium in a process of its own (DECISIONS.md, "Outside code in its own process"). The document forbids itself scripts and requests, and Chromium
/// could reach nothing if it made one. One is printed at a time; the last few are kept, by the digest of what they were made from.
/// </summary>
/// <param name="program">Chromium's path; null where there is none.</param>
/// <param name="limit">How long one may take.</param>
public sealed class PdfPrinter(string? program, TimeSpan limit)
{
    /// <summary>What to do where there is no Chromium.</summary>
    public const string Install =
        "PDF takes Chromium, which this machine does not have: install it (Debian, Ubuntu: apt-get install chromium), or open the form html, which holds the same, and print that.";

    private const int Kept = 8;
    private const int MostWaiting = 8;

    private readonly SemaphoreSlim _one = new(1);
    private readonly Dictionary<string, byte[]> _done = [];
    private readonly Queue<string> _order = new();
    private int _waiting;

    /// <summary>With the Chromium of this machine.</summary>
    public static PdfPrinter Default { get; } = new(ChromiumRun.Program, TimeSpan.FromSeconds(60));

    public bool IsThere => program is not null;

    /// <summary>Prints it. Throws <see cref="PdfException"/> where Chromium is missing, fails or takes too long, or too many wait.</summary>
    public async Task<byte[]> PrintAsync(ReportModel model, CancellationToken cancellation = default)
    {
        if (program is null)
        {
            throw new PdfException(Install);
        }
        var html = ReportHtml.Document(model);
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(html)));
        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            throw new PdfException("Others are being printed: try again in a minute, or take the form html and print that.")
            {
                IsBusy = true,
            };
        }
        try
        {
            await _one.WaitAsync(cancellation);
            try
            {
                return _done.TryGetValue(key, out var kept) ? kept : Keep(key, await PrintAsync(program, html, cancellation));
            }
            finally
            {
                _one.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private async Task<byte[]> PrintAsync(string chromium, string html, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-print-").FullName;
        try
        {
            var (page, pdf) = (Path.Combine(folder, "report.html"), Path.Combine(folder, "report.pdf"));
            await File.WriteAllTextAsync(page, html, cancellation);
            string[] arguments =
            [
                "--host-resolver-rules=MAP * ~NOTFOUND",
                "--no-pdf-header-footer",
                // As root Chromium has no sandbox; what it is given is ours, every word of it encoded.
                .. Environment.IsPrivilegedProcess ? new[] { "--no-sandbox" } : [],
                $"--print-to-pdf={pdf}",
                new Uri(page).AbsoluteUri,
            ];
            var said = await ChromiumRun.RunAsync(chromium, arguments, limit, cancellation);
            return File.Exists(pdf)
                ? await File.ReadAllBytesAsync(pdf, cancellation)
                : throw new PdfException($"Chromium wrote no PDF{(said.Length == 0 ? "." : $"; it said: {said}")}");
        }
        catch (ChromiumException e)
        {
            throw new PdfException(e.Message + " The form html holds the same: open and print it.", e);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private byte[] Keep(string key, byte[] pdf)
    {
        _done.Add(key, pdf);
        _order.Enqueue(key);
        if (_order.Count > Kept)
        {
            _done.Remove(_order.Dequeue());
        }
        return pdf;
    }
}

/// <summary>Why there is no PDF, in words for people.</summary>
public sealed class PdfException : Exception
{
    public PdfException(string message)
        : base(message) { }

    public PdfException(string message, Exception inner)
        : base(message, inner) { }

    /// <summary>Whether it is worth another try.</summary>
    public bool IsBusy { get; init; }
}
