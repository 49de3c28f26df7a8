using System.Collections.Concurrent;
using System.Collections.Immutable;
using Holdfast.App.Cell.Notices;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.Core.Cell.Notices;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using NodaTime;

namespace Holdfast.Web.Cell;

/// <summary>
/// Tells offices of what happens, for every mission whose cell has rules for it: a round whenever the record has grown or something is due, and at least each <see cref="Often"/>. Contacts stand
/// in <c>contacts.yaml</c> beside the mission's record; while that file is wrong nobody is written to, and the page of the cell says so.
/// </summary>
internal sealed partial class NoticePump(
    IMissionDirectory missions,
    HoldfastWebOptions options,
    IServer server,
    ILogger<NoticePump> log,
    TimeProvider time
) : BackgroundService
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, ImmutableArray<Diagnostic>> _wrong = new(StringComparer.Ordinal);

    /// <summary>What is wrong with the contacts of a mission; empty where nothing is.</summary>
    public ImmutableArray<Diagnostic> Wrong(string mission) => _wrong.GetValueOrDefault(mission, []);

    /// <summary>Where this installation's pages are reached: what was said, else where the server listens.</summary>
    public string Address =>
        options.Address ?? server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()?.TrimEnd('/') ?? "";

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(missions.All.Where(w => !w.Mission.Cell.Notify.IsEmpty).Select(w => TellAsync(w, stoppingToken)));

    private async Task TellAsync(Workspace workspace, CancellationToken stopping)
    {
        using var client = WebhookSender.Client();
        INoticeSender[] senders =
        [
            new MailSender(Environment.GetEnvironmentVariable, Patience),
            new WebhookSender(client, Environment.GetEnvironmentVariable, Patience),
        ];
        var (seen, next, raise) = (-1L, Instant.MinValue, Instant.MinValue);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var now = Instant.FromDateTimeOffset(time.GetUtcNow());
                var head = (await workspace.Record.HeadAsync(stopping)).Count;
                if (head != seen || now >= next)
                {
                    var desk = new NoticeDesk(workspace, time, Address);
                    // Clocks run without anything being recorded: a tier is overdue by the passing of time alone. What only goes on needs nothing worked out anew.
                    var raises = head != seen || now >= raise;
                    var round = await desk.RoundAsync(Contacts(workspace), senders, raises, stopping);
                    seen = head;
                    raise = raises ? now + Duration.FromMinutes(1) : raise;
                    next = round.Next is { } at && at < raise ? at : raise;
                    if (round.Raised + round.Tried > 0)
                    {
                        Told(workspace.Mission.Name, round.Raised, round.Tried);
                    }
                }
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                Interrupted(e, workspace.Mission.Name);
            }
            await Task.Delay(Often, stopping);
        }
    }

    private Contacts Contacts(Workspace workspace)
    {
        var name = workspace.Mission.Name;
        if (options.VarDirectory is not { } var)
        {
            return Core.Cell.Notices.Contacts.None;
        }
        var (contacts, diagnostics) = InstallationContacts.Read(InstallationContacts.PathOf(var, workspace.Mission), workspace.Mission);
        _wrong[name] = diagnostics;
        return contacts;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Notices of {Mission}: {Raised} raised, {Tried} attempts to tell somebody.")]
    private partial void Told(string mission, int raised, int tried);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Notices of {Mission} were interrupted and go on.")]
    private partial void Interrupted(Exception e, string mission);
}
