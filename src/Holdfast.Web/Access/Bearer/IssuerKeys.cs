using Holdfast.Core.Access;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Holdfast.Web.Access.Bearer;

/// <summary>The public keys of one issuer: from a file beside the configuration, or by discovery (OpenID Connect Discovery 1.0), kept and renewed.</summary>
internal sealed class IssuerKeys : IDisposable
{
    private const long MostBytes = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Issuer _issuer;
    private readonly string _folder;
    private readonly HttpClient? _client;
    private readonly ConfigurationManager<OpenIdConnectConfiguration>? _discovery;
    private readonly Lock _gate = new();
    private (DateTime Written, IReadOnlyList<SecurityKey> Keys) _file;

    /// <param name="folder">Where a file of keys lies.</param>
    /// <param name="channel">Carries the requests of discovery; null for the network.</param>
    public IssuerKeys(Issuer issuer, string folder, HttpMessageHandler? channel)
    {
        (_issuer, _folder) = (issuer, folder);
        if (issuer.KeysFile is not null)
        {
            return;
        }
        _client = channel is null
            ? new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
            : new HttpClient(channel, disposeHandler: false);
        _client.Timeout = Patience;
        _client.MaxResponseContentBufferSize = MostBytes;
        var address = issuer.Url.TrimEnd('/') + "/.well-known/openid-configuration";
        var retriever = new HttpDocumentRetriever(_client) { RequireHttps = !new Uri(issuer.Url).IsLoopback };
        _discovery = new ConfigurationManager<OpenIdConnectConfiguration>(address, new OpenIdConnectConfigurationRetriever(), retriever);
    }

    /// <summary>The keys of signatures; null when they cannot be had now.</summary>
    public async Task<IReadOnlyList<SecurityKey>?> GetAsync(CancellationToken cancellation)
    {
        try
        {
            if (_discovery is null)
            {
                return FromFile();
            }
            var found = await _discovery.GetConfigurationAsync(cancellation);
            // A document that speaks for another issuer is no document of this one (Discovery 1.0, section 4.3).
            return found.Issuer == _issuer.Url ? [.. found.SigningKeys] : null;
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or ArgumentException or HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>A token named a key that is not among them: they may have been changed. Asking again is limited by the manager itself.</summary>
    public void LookAgain() => _discovery?.RequestRefresh();

    private IReadOnlyList<SecurityKey> FromFile()
    {
        var file = new FileInfo(Path.Combine(_folder, _issuer.KeysFile ?? ""));
        lock (_gate)
        {
            if (_file.Keys is null || _file.Written != file.LastWriteTimeUtc)
            {
                _file = (file.LastWriteTimeUtc, [.. new JsonWebKeySet(File.ReadAllText(file.FullName)).GetSigningKeys()]);
            }
            return _file.Keys;
        }
    }

    public void Dispose() => _client?.Dispose();
}
