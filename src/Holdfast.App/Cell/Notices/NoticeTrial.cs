using Holdfast.Core.Cell.Notices;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Cell.Notices;

/// <summary>A notice that tells of nothing, marked TEST: to see whether an office is reached. It is no part of the record.</summary>
public static class NoticeTrial
{
    /// <param name="now">Also what tells one trial from another: its number is the second.</param>
    public static Notice Of(string office, NoticeChannel channel, Instant now) =>
        new(
            new RaisedSignal(
                now.ToUnixTimeSeconds(),
                now,
                new Signal(
                    "trial",
                    SignalKind.TaskDue,
                    "does this reach your office?",
                    "Somebody tries whether this installation reaches your office by this way. Nothing happened and there is nothing to do.",
                    null,
                    now,
                    null,
                    Mode.Test,
                    Label.Public,
                    "/cell",
                    []
                )
            ),
            new NoticeRule(SignalKind.TaskDue, null, [office], [channel], null, [], Standing.Illustrative, ""),
            NoticeState.ForInformation,
            0,
            null,
            [new Telling(office, channel, 0, now, TellingState.Due, 0, now, "")],
            null
        );

    /// <summary>Sends one to an office. An office or an address that the contacts do not name bounces.</summary>
    public static Task<SendResult> SendAsync(
        Mission mission,
        string office,
        INoticeSender sender,
        Contacts contacts,
        string address,
        Instant now,
        CancellationToken cancellation = default
    )
    {
        if (!contacts.Offices.TryGetValue(office, out var contact))
        {
            return Task.FromResult(new SendResult(DeliveryOutcome.Bounced, "the contacts file does not name this office"));
        }
        var notice = Of(office, sender.Channel, now);
        var text = NoticeText.Of(mission, notice, notice.Tellings[0], contact.Clearance, address);
        return sender.SendAsync(contacts, contact, text, cancellation);
    }
}
