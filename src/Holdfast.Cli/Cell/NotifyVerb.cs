using System.CommandLine;
using System.Globalization;
using Holdfast.App.Cell;
using Holdfast.App.Cell.Notices;
using Holdfast.App.Missions;
using Holdfast.Cli.Record;
using Holdfast.Core.Cell.Notices;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Cli.Cell;

/// <summary><c>holdfast cell notify</c>: notices and who was told, a round of telling, what one would do, acknowledgements, and trials of a way.</summary>
internal static class NotifyVerb
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly Option<string> Mission = new("--mission")
    {
        Description = "The mission's folder.",
        DefaultValueFactory = _ => Path.Combine("missions", "ukraine"),
    };
    private static readonly Option<string> Var = new("--var") { Description = "Where records are kept.", DefaultValueFactory = _ => "var" };
    private static readonly Option<string?> Record = new("--record") { Description = "The record's file, in place of --var." };
    private static readonly Option<string?> File = new("--contacts")
    {
        Description = "The file of contacts; without it contacts.yaml beside the record.",
    };
    private static readonly Option<Mode> Activity = RecordOptions.OfMode("Which activity:");
    private static readonly Option<Instant?> At = RecordOptions.Time("--at", "How it stood then; now without it.");
    private static readonly Option<bool> Dry = new("--dry-run")
    {
        Description = "What a round would raise, and whom it would tell by which way, now. Records nothing and sends nothing.",
    };
    private static readonly Option<string> Address = new("--address")
    {
        Description = "Where the pages are reached, for links in what is sent.",
        DefaultValueFactory = _ => "",
    };
    private static readonly Option<string[]> Offices = new("--office")
    {
        Description = "The office to reach; may be given several times. Without it every office that the contacts file names.",
    };
    private static readonly Option<string> Note = new("--note")
    {
        Description = "A note to the acknowledgement.",
        DefaultValueFactory = _ => "",
    };

    public static Command Create()
    {
        var format = Output.Format("text", "json");
        var notify = new Command(
            "notify",
            "Notices of a mode: who was told by which way, who acknowledged, where it goes next. Example: holdfast cell notify --mission missions/ukraine --mode exercise --dry-run"
        )
        {
            Mission,
            Var,
            Record,
            Activity,
            At,
            Dry,
            File,
            Address,
            format,
            Send(),
            Acknowledge(),
            Test(),
        };
        notify.SetAction(
            (args, stop) => RunAsync(args, format, (asked, s) => args.GetValue(Dry) ? PlanAsync(asked, s) : ListAsync(asked, s), stop)
        );
        return notify;
    }

    private static Command Send()
    {
        var format = Output.Format("text", "json");
        var send = new Command(
            "send",
            "One round in every mode, as the server makes them by itself: raises what is new and tries what is due. Example: holdfast cell notify send --mission missions/ukraine"
        )
        {
            Mission,
            Var,
            Record,
            File,
            Address,
            format,
        };
        send.SetAction((args, stop) => RunAsync(args, format, SendAsync, stop));
        return send;
    }

    private static Command Acknowledge()
    {
        var format = Output.Format("text", "json");
        var number = new Argument<long>("NOTICE") { Description = "The number of the notice." };
        var acknowledge = new Command(
            "ack",
            "Takes notice, for an office for which the local operator stands. Example: holdfast cell notify ack 412 --mode exercise --note \"on it\""
        )
        {
            number,
            Mission,
            Var,
            Record,
            Activity,
            Note,
            format,
        };
        acknowledge.SetAction(
            (args, stop) =>
                RunAsync(
                    args,
                    format,
                    async (asked, s) =>
                    {
                        var notice = args.GetValue(number);
                        var answer = await asked.Desk.AcknowledgeAsync(
                            Reader.LocalOperator,
                            asked.Mode,
                            notice,
                            args.GetValue(Note) ?? "",
                            s
                        );
                        return NotifyPrinted.Acknowledged(asked, notice, answer);
                    },
                    stop
                )
        );
        return acknowledge;
    }

    private static Command Test()
    {
        var format = Output.Format("text", "json");
        var channel = new Argument<string>("CHANNEL") { Description = "email, webhook or cap." };
        channel.AcceptOnlyFromAmong("email", "webhook", "cap");
        var test = new Command(
            "test",
            "Sends a notice that tells of nothing, marked TEST, and says what the other side answered; for cap prints such an alert. Records nothing. "
                + "Example: holdfast cell notify test email --office watch --mission missions/ukraine"
        )
        {
            channel,
            Mission,
            Var,
            Record,
            File,
            Offices,
            Address,
            format,
        };
        test.SetAction(
            (args, stop) =>
                RunAsync(
                    args,
                    format,
                    (asked, s) => TestAsync(asked, args.GetRequiredValue(channel), args.GetValue(Offices) ?? [], s),
                    stop
                )
        );
        return test;
    }

    private static async Task<int> ListAsync(NotifyAsked asked, CancellationToken cancellation)
    {
        NotifyPrinted.List(asked, await asked.Desk.BoardAsync(Reader.LocalOperator, asked.Mode, asked.At, cancellation));
        return 0;
    }

    private static async Task<int> PlanAsync(NotifyAsked asked, CancellationToken cancellation)
    {
        if (asked.At is not null)
        {
            throw new ArgumentException("--dry-run is about now: it takes no --at.");
        }
        if (asked.Contacts() is not { } contacts)
        {
            return 1;
        }
        NotifyPrinted.Plan(asked, await asked.Desk.PlanAsync(asked.Mode, contacts, cancellation));
        return 0;
    }

    private static async Task<int> SendAsync(NotifyAsked asked, CancellationToken cancellation)
    {
        if (asked.Contacts() is not { } contacts)
        {
            return 1;
        }
        using var client = WebhookSender.Client();
        NotifyPrinted.Round(asked, await asked.Desk.RoundAsync(contacts, Senders(client), raises: true, cancellation));
        return 0;
    }

    private static async Task<int> TestAsync(NotifyAsked asked, string channel, string[] offices, CancellationToken cancellation)
    {
        var mission = asked.Workspace.Mission;
        foreach (var office in offices.Where(o => mission.Cell.Office(o) is null))
        {
            var known = mission.Cell.Offices.Select(o => o.Id).ToArray();
            var near = NearestWord.To(office, known) is { } nearest ? $" Did you mean '{nearest}'?" : "";
            throw new ArgumentException(
                $"--office: the mission's cell has no office '{office}' (it has {string.Join(", ", known)}).{near}"
            );
        }
        var now = SystemClock.Instance.GetCurrentInstant();
        if (channel == "cap")
        {
            asked.Out.WriteLine(
                CapText.Alert(mission, NoticeTrial.Of(offices.FirstOrDefault() ?? "cell", NoticeChannel.Cap, now), asked.Address)
            );
            return 0;
        }
        if (asked.Contacts() is not { } contacts)
        {
            return 1;
        }
        var way = NoticeWords.Parse<NoticeChannel>(channel, NoticeWords.Of) ?? NoticeChannel.Email;
        if (offices.Length == 0)
        {
            offices = [.. contacts.Offices.Where(o => o.Value.Reaches(way)).Select(o => o.Key)];
        }
        if (offices.Length == 0)
        {
            throw new ArgumentException($"The contacts file names no office that is reached by {channel}: nobody can be tried.");
        }
        using var client = WebhookSender.Client();
        var sender = Senders(client).Single(s => s.Channel == way);
        var results = new List<(string Office, SendResult Result)>();
        foreach (var office in offices.Distinct(StringComparer.Ordinal))
        {
            results.Add((office, await NoticeTrial.SendAsync(mission, office, sender, contacts, asked.Address, now, cancellation)));
        }
        return NotifyPrinted.Tried(asked, channel, results);
    }

    private static INoticeSender[] Senders(HttpClient client) =>
        [
            new MailSender(Environment.GetEnvironmentVariable, Patience),
            new WebhookSender(client, Environment.GetEnvironmentVariable, Patience),
        ];

    private static Task<int> RunAsync(
        ParseResult args,
        Option<string> format,
        Func<NotifyAsked, CancellationToken, Task<int>> work,
        CancellationToken cancellation
    ) =>
        RecordOptions.GuardAsync(
            args,
            async () =>
            {
                var folder = args.GetRequiredValue(Mission);
                var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
                var path = args.GetValue(Record) ?? Path.Combine(args.GetRequiredValue(Var), name, "record.db");
                var scratch = Directory.CreateTempSubdirectory("holdfast-notify-").FullName;
                try
                {
                    await using var workspace = await WorkspaceOpener.OpenAsync(folder, path, scratch, TimeProvider.System, cancellation);
                    var address = (args.GetResult(Address) is null ? "" : args.GetValue(Address) ?? "").TrimEnd('/');
                    var asked = new NotifyAsked(
                        workspace,
                        new NoticeDesk(workspace, TimeProvider.System, address),
                        address,
                        args.GetValue(Activity),
                        args.GetValue(At),
                        args.GetValue(File)
                            ?? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".", InstallationContacts.Name),
                        args.InvocationConfiguration.Output,
                        args.InvocationConfiguration.Error,
                        args.GetValue(format) == "json"
                    );
                    return await work(asked, cancellation);
                }
                finally
                {
                    Directory.Delete(scratch, recursive: true);
                }
            }
        );
}

/// <summary>The mission whose notices were asked for, and where to print the answer.</summary>
internal sealed record NotifyAsked(
    Workspace Workspace,
    NoticeDesk Desk,
    string Address,
    Mode Mode,
    Instant? At,
    string ContactsPath,
    TextWriter Out,
    TextWriter Error,
    bool Json
)
{
    /// <summary>Whom the installation's file names; null where it is wrong, after saying how.</summary>
    public Contacts? Contacts()
    {
        var (contacts, wrong) = InstallationContacts.Read(ContactsPath, Workspace.Mission);
        foreach (var diagnostic in wrong)
        {
            Error.WriteLine(diagnostic.ToString());
        }
        if (wrong.Any(d => d.Severity == DiagnosticSeverity.Error))
        {
            return null;
        }
        if (!System.IO.File.Exists(ContactsPath))
        {
            Error.WriteLine($"There is no file of contacts at {ContactsPath}: nobody is reached but on the page.");
        }
        return contacts;
    }
}
