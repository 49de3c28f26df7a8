using Holdfast.Core.Values;

namespace Holdfast.Web.Frame;

/// <summary>Who may call a route. Labels, delay and blur are applied to what is read besides.</summary>
public enum RouteAudience
{
    /// <summary>Anybody; each reader sees what is released to that reader.</summary>
    PublicRead,

    /// <summary>Somebody who has signed in.</summary>
    SignedIn,

    /// <summary>The watch room: watch officers and analysts.</summary>
    WatchRoom,

    /// <summary>Somebody who has signed in and changes something: needs an anti-forgery token, or a bearer token.</summary>
    Write,
}

/// <summary>The policy that every route declares as metadata. A route without one is refused (and fails a test).</summary>
public sealed record RoutePolicy(RouteAudience Audience)
{
    public static readonly RoutePolicy PublicRead = new(RouteAudience.PublicRead);
    public static readonly RoutePolicy SignedIn = new(RouteAudience.SignedIn);
    public static readonly RoutePolicy WatchRoom = new(RouteAudience.WatchRoom);
    public static readonly RoutePolicy Write = new(RouteAudience.Write);

    /// <summary>Anything it does not know is denied.</summary>
    public bool Admits(Reader reader, bool signedIn) =>
        Audience switch
        {
            RouteAudience.PublicRead => true,
            RouteAudience.SignedIn or RouteAudience.Write => signedIn,
            RouteAudience.WatchRoom => signedIn && reader.InWatchRoom,
            _ => false,
        };
}
