using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;

namespace Holdfast.App.Watch.Feeds.SensorThings;

/// <summary>Connects to a broker and subscribes. What goes wrong is said in words that tell what to do, without user or password.</summary>
internal static class MqttConnection
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Throws <see cref="IOException"/> where the broker cannot be used, <see cref="ArgumentException"/> where a password would go over the net in the clear.</summary>
    public static async Task OpenAsync(IMqttClient client, MqttAddress address, CancellationToken cancellation)
    {
        var broker = $"The broker {address.Host}:{address.Port}";
        if (address.Access.Password is not null && !address.Encrypted && !IsHere(address.Host))
        {
            throw new ArgumentException($"{broker} would get the password in the clear: use mqtts://, or a broker on this machine.");
        }
        try
        {
            var answer = await client.ConnectAsync(Options(address), cancellation);
            if (answer.ResultCode != MqttClientConnectResultCode.Success)
            {
                throw new IOException($"{broker} {Refusal(answer.ResultCode)}.");
            }
            await SubscribeAsync(client, address, broker, cancellation);
        }
        catch (MqttCommunicationTimedOutException e)
        {
            throw new IOException($"{broker} did not answer within {Patience.TotalSeconds:N0} seconds.", e);
        }
        catch (Exception e)
            when (e
                    is MqttCommunicationException
                        or TimeoutException
                        or AuthenticationException
                        or MqttProtocolViolationException
                        or OperationCanceledException
                && !cancellation.IsCancellationRequested
            )
        {
            throw new IOException($"{broker} {Failure(e, address)}", e);
        }
    }

    private static MqttClientOptions Options(MqttAddress address)
    {
        var name = SHA256.HashData(Encoding.UTF8.GetBytes(address.Topic));
        var options = new MqttClientOptionsBuilder()
            .WithTcpServer(address.Host, address.Port)
            // The same name each time: the broker keeps what came in between.
            .WithClientId("holdfast-" + Convert.ToHexStringLower(name)[..12])
            .WithCleanSession(false)
            .WithTimeout(Patience);
        if (address.Access.User is { } user)
        {
            options.WithCredentials(user, address.Access.Password ?? "");
        }
        if (address.Encrypted)
        {
            options.WithTlsOptions(tls =>
                tls.UseTls(true)
                    .WithTargetHost(address.Host)
                    .WithSslProtocols(SslProtocols.Tls12 | SslProtocols.Tls13)
                    .WithCertificateValidationHandler(shown => IsTrusted(shown, address.Access.Authorities))
            );
        }
        return options.Build();
    }

    // The name must be the broker's whoever vouches for it.
    private static bool IsTrusted(MqttClientCertificateValidationEventArgs shown, X509Certificate2Collection? authorities)
    {
        if (authorities is null || shown.SslPolicyErrors is SslPolicyErrors.None)
        {
            return shown.SslPolicyErrors is SslPolicyErrors.None;
        }
        if (shown.SslPolicyErrors is not SslPolicyErrors.RemoteCertificateChainErrors || shown.Certificate is null)
        {
            return false;
        }
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        using var certificate = X509CertificateLoader.LoadCertificate(shown.Certificate.GetRawCertData());
        return chain.Build(certificate);
    }

    private static async Task SubscribeAsync(IMqttClient client, MqttAddress address, string broker, CancellationToken cancellation)
    {
        var wanted = new MqttClientSubscribeOptionsBuilder()
            .WithTopicFilter(f => f.WithTopic(address.Topic).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce))
            .Build();
        var answer = await client.SubscribeAsync(wanted, cancellation);
        if (answer.Items.FirstOrDefault(item => item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2) is { } refused)
        {
            throw new IOException(
                $"{broker} does not give the topic '{address.Topic}' ({refused.ResultCode}): ask for another, or for the right to read it."
            );
        }
    }

    private static string Refusal(MqttClientConnectResultCode code) =>
        code switch
        {
            MqttClientConnectResultCode.BadUserNameOrPassword =>
                "refuses the user or the password (--mqtt-credentials, HOLDFAST_MQTT_USER, HOLDFAST_MQTT_PASSWORD)",
            MqttClientConnectResultCode.NotAuthorized or MqttClientConnectResultCode.Banned =>
                "does not let this user in; where it wants a user, name one (--mqtt-credentials, HOLDFAST_MQTT_USER, HOLDFAST_MQTT_PASSWORD)",
            MqttClientConnectResultCode.ServerUnavailable
            or MqttClientConnectResultCode.ServerBusy
            or MqttClientConnectResultCode.ConnectionRateExceeded => "is busy and asks to be left for a while",
            MqttClientConnectResultCode.UnsupportedProtocolVersion => "does not speak MQTT 3.1.1 or 5",
            _ => $"refuses the connection ({code})",
        };

    private static string Failure(Exception e, MqttAddress address)
    {
        var inner = e;
        while (inner.InnerException is { } deeper)
        {
            inner = deeper;
        }
        return e is OperationCanceledException || inner is TimeoutException ? $"did not answer within {Patience.TotalSeconds:N0} seconds."
            : inner is AuthenticationException || e.InnerException is AuthenticationException
                ? $"shows a certificate that is not trusted here or is another's: {inner.Message} Name its authority with --mqtt-ca."
            : !address.Encrypted && inner is not System.Net.Sockets.SocketException
                ? $"cannot be used: {inner.Message} Where it wants TLS, write mqtts://{address.Host}:{address.Port}."
            : $"cannot be reached: {inner.Message}";
    }

    private static bool IsHere(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
