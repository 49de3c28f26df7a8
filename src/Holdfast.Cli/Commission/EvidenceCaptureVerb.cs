using System.CommandLine;
using System.Reflection;
using Holdfast.App.Commission;
using Holdfast.App.Commission.Capture;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;

namespace Holdfast.Cli.Commission;

/// <summary><c>holdfast case evidence capture</c>: a page of the web as a WARC file, and a picture of it where that is asked for.</summary>
internal sealed class EvidenceCaptureVerb
{
    private readonly CaseOptions _options = new();
    private readonly EvidenceItemOptions _item = new();
    private readonly Argument<string> _id = CaseOptions.Id();
    private readonly Argument<string> _url = new("URL") { Description = "The page's address, complete." };
    private readonly Option<long> _bytes = new("--max-bytes")
    {
        Description = "Most bytes of one answer.",
        DefaultValueFactory = _ => CaptureBounds.Usual.MaxBytes,
    };
    private readonly Option<double> _seconds = new("--timeout")
    {
        Description = "Most seconds for everything together.",
        DefaultValueFactory = _ => CaptureBounds.Usual.Timeout.TotalSeconds,
    };
    private readonly Option<bool> _private = new("--allow-private")
    {
        Description = "Also addresses of this machine and its neighbours, which are refused otherwise.",
    };
    private readonly Option<string?> _picture = new("--screenshot")
    {
        Description = "Also a picture by Chromium, as an item of its own with this id.",
    };
    private readonly Option<bool> _noSandbox = new("--no-sandbox")
    {
        Description = "Chromium without its sandbox, which it does not have as root.",
    };

    public static Command Create()
    {
        var self = new EvidenceCaptureVerb();
        var verb = self._options.Command(
            "capture",
            "Captures a page of the web: every request and answer as a WARC 1.1 file, with time, redirects, headers and certificate. Example: holdfast case evidence capture "
                + "2026-0001 E2 https://example.org/ --title Statement --mission missions/ukraine --record var/ukraine/record.db --as investigator-1",
            self._id,
            self._item.Id,
            self._url,
            self._item.Title,
            self._item.Grade,
            self._item.Observations,
            self._bytes,
            self._seconds,
            self._private,
            self._picture,
            self._noSandbox
        );
        verb.SetAction((args, cancellation) => self._options.RunAsync(args, seat => self.RunAsync(args, seat, cancellation), cancellation));
        return verb;
    }

    private async Task<int> RunAsync(ParseResult args, CaseSeat seat, CancellationToken cancellation)
    {
        var item = _item.Item(args, "", seat.Person, null);
        var bounds = new CaptureBounds(
            args.GetValue(_bytes),
            TimeSpan.FromSeconds(Math.Clamp(args.GetValue(_seconds), 1, 3600)),
            args.GetValue(_private)
        );
        var version = typeof(EvidenceCaptureVerb)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion;
        var capturer = new WebCapturer(TimeProvider.System, version?.Split('+')[0] ?? "0");
        try
        {
            var url = args.GetRequiredValue(_url);
            var answer = await seat.Room.Files.CaptureAsync(
                args.GetRequiredValue(_id),
                seat.Person,
                item,
                url,
                bounds,
                capturer,
                cancellation
            );
            var code = await _options.AnswerAsync(args, answer);
            return code == 0 && args.GetValue(_picture) is { } picture && Captured(answer, item.Id) is { } capture
                ? await PictureAsync(args, seat, item with { Id = picture, Title = item.Title + " (picture)" }, capture, cancellation)
                : code;
        }
        catch (CaptureException e)
        {
            await args.InvocationConfiguration.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static WebCapture? Captured(CaseAnswer answer, string id) => answer.Case?.Evidence.FirstOrDefault(e => e.Id == id)?.Capture;

    private async Task<int> PictureAsync(
        ParseResult args,
        CaseSeat seat,
        EvidenceItem item,
        WebCapture capture,
        CancellationToken cancellation
    )
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-picture-");
        try
        {
            var png = Path.Combine(folder.FullName, "page.png");
            var page = new Uri(capture.FinalUrl ?? capture.Url);
            await Screenshot.TakeAsync(page, capture.Address ?? "", png, sandbox: !args.GetValue(_noSandbox), cancellation);
            await using var content = File.OpenRead(png);
            var entered = item with
            {
                MediaType = "image/png",
                Capture = capture with
                {
                    Tool = $"{Path.GetFileName(Screenshot.Program)} (picture), beside {capture.Tool}",
                    PayloadSha256 = null,
                },
            };
            return await _options.AnswerAsync(
                args,
                await seat.Room.Files.AddAsync(args.GetRequiredValue(_id), seat.Person, entered, content, cancellation)
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
