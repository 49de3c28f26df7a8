using Holdfast.App.Access;
using Microsoft.AspNetCore.Builder;

namespace Holdfast.Web;

/// <summary>What the host decides about the server.</summary>
public sealed record HoldfastWebOptions
{
    /// <summary>Port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Where the built assets lie; null takes <c>wwwroot</c> beside the program.</summary>
    public string? AssetsDirectory { get; init; }

    /// <summary>Where the server may keep missions made from a user's own data; null keeps no such data.</summary>
    public string? VarDirectory { get; init; }

    /// <summary>Accounts of this installation, opened and closed by the host; null for none: then only the owner of the machine signs in.</summary>
    public Accounts? Accounts { get; init; }

    /// <summary>Carries requests to the issuers of <c>issuers.yaml</c>; null for the network.</summary>
    public HttpMessageHandler? IssuerChannel { get; init; }

    /// <summary>A bearer token that programs may send instead of signing in, or null for none.</summary>
    public string? ApiToken { get; init; }

    /// <summary>Whether records are followed in the background: what comes in is then shown at once as preliminary and settled later.</summary>
    public bool FollowsRecords { get; init; }

    /// <summary>Where the pages are reached from outside, for links in what is sent; null for where the server listens. Without a slash at its end.</summary>
    public string? Address { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Told every new one-time sign-in path (<c>/sign-in?once=...</c>): the first at start, another after each use.</summary>
    public Action<string> OnSignInPath { get; init; } = _ => { };

    /// <summary>Last change to the builder before the application is built; tests put an in-process server here.</summary>
    public Action<WebApplicationBuilder> Configure { get; init; } = _ => { };
}
