using Holdfast.Core.Cell.Notices;

namespace Holdfast.App.Cell.Notices;

/// <summary>How an attempt ended, in a few words that hold no address.</summary>
public sealed record SendResult(DeliveryOutcome Outcome, string Detail);

/// <summary>One way by which notices go out. Never throws but for cancellation: what goes wrong is an outcome.</summary>
public interface INoticeSender
{
    NoticeChannel Channel { get; }

    Task<SendResult> SendAsync(Contacts contacts, Contact contact, NoticeText text, CancellationToken cancellation);
}
