using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Holdfast.App.Record;
using Holdfast.App.Watch.Feeds.SensorThings;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Feeds;

/// <summary>A broker of MQTTnet's on this machine: TLS, users, and what happens when it goes away.</summary>
public sealed class MqttTests : IDisposable
{
    private const string Message =
        """{"@iot.id":7,"phenomenonTime":"2024-03-05T10:00:00Z","result":0.5,"parameters":{"sensor":"S1","property":"detection"}}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-mqtt-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_broker_is_read_over_tls_under_a_user_from_a_file_with_an_authority_from_a_file()
    {
        using var authority = Certificate("localhost");
        var port = Port();
        using var broker = await EncryptedAsync(port, authority);
        var access = MqttAccess.Load(Written("login", "watch\nhush\n"), Written("ca.pem", authority.ExportCertificatePem()), _ => null);
        var address = MqttAddress.Parse($"mqtts://localhost:{port}", "v1.1/#") with { Access = access };
        var (tally, _) = await FollowAsync(address, 1, () => InjectAsync(broker, Message));
        (tally.Messages, tally.Appended).ShouldBe((1, 1));
        address.ToString().ShouldNotContain("hush");
        await broker.StopAsync();
    }

    [Fact]
    public async Task A_wrong_password_and_a_certificate_of_a_stranger_are_told_apart_and_nothing_secret_is_said()
    {
        using var authority = Certificate("localhost");
        using var another = Certificate("elsewhere.example");
        var port = Port();
        using var broker = await EncryptedAsync(port, authority);
        var trusted = Written("ca.pem", authority.ExportCertificatePem());
        var wrong = await RefusedAsync(port, MqttAccess.Load(Written("login", "watch\nguess\n"), trusted, _ => null));
        wrong.ShouldContain("refuses the user or the password");
        wrong.ShouldNotContain("guess");
        (await RefusedAsync(port, MqttAccess.Load(null, trusted, _ => null))).ShouldContain("--mqtt-credentials");
        (await RefusedAsync(port, MqttAccess.Nobody)).ShouldContain("--mqtt-ca");
        var stranger = Written("other.pem", another.ExportCertificatePem());
        (await RefusedAsync(port, MqttAccess.Load(null, stranger, _ => null))).ShouldContain("not trusted");
        (await RefusedAsync(port, MqttAccess.Load(null, trusted, _ => null), "127.0.0.1")).ShouldContain("another's");
        await broker.StopAsync();
    }

    [Fact]
    public async Task A_broker_that_goes_away_is_asked_again_and_what_came_twice_counts_once()
    {
        var port = Port();
        var broker = await PlainAsync(port);
        var first = true;
        var (tally, said) = await FollowAsync(
            MqttAddress.Parse($"127.0.0.1:{port}", "v1.1/#"),
            2,
            async () =>
            {
                await InjectAsync(broker, Message);
                if (first)
                {
                    first = false;
                    await Task.Delay(600, Cancel);
                    await broker.StopAsync();
                    broker.Dispose();
                    broker = await PlainAsync(port);
                }
            }
        );
        (tally.Messages, tally.Appended, tally.Duplicates).ShouldBe((2, 1, 1));
        said.ShouldContain(line => line.StartsWith("The connection is gone; trying again in ", StringComparison.Ordinal));
        said.Count(line => line.StartsWith("Reading v1.1/#", StringComparison.Ordinal)).ShouldBe(2);
        await broker.StopAsync();
        broker.Dispose();
    }

    [Fact]
    public async Task A_broker_that_was_never_there_is_an_error_that_names_it()
    {
        var port = Port();
        var refused = await Should.ThrowAsync<IOException>(() => FollowAsync(MqttAddress.Parse($"127.0.0.1:{port}", "a"), 1, null));
        refused.Message.ShouldStartWith($"The broker 127.0.0.1:{port} cannot be reached: ");
    }

    [Fact]
    public async Task A_password_does_not_go_over_the_net_in_the_clear()
    {
        var access = new MqttAccess { User = "watch", Password = "hush" };
        var refused = await Should.ThrowAsync<ArgumentException>(() =>
            FollowAsync(MqttAddress.Parse("192.0.2.1", "a") with { Access = access }, 1, null)
        );
        refused.Message.ShouldContain("mqtts://");
    }

    [Fact]
    public void Credentials_come_from_a_file_or_the_environment_and_never_from_the_address()
    {
        string? Environment(string name) => name == MqttAccess.UserVariable ? "watch" : "hush";
        var access = MqttAccess.Load(null, null, Environment);
        (access.User, access.Password).ShouldBe(("watch", "hush"));
        MqttAccess.Load(Written("one", "only\n"), null, Environment).Password.ShouldBeNull();
        Should
            .Throw<ArgumentException>(() => MqttAccess.Load(Written("empty", "\n"), null, Environment))
            .Message.ShouldContain("first line");
        Should
            .Throw<ArgumentException>(() => MqttAccess.Load(null, null, name => name == MqttAccess.PasswordVariable ? "hush" : null))
            .Message.ShouldNotContain("hush");
        Should.Throw<ArgumentException>(() => MqttAccess.Load(null, Written("no.pem", "x"), Environment)).Message.ShouldContain("PEM");
        var inside = Should.Throw<ArgumentException>(() => MqttAddress.Parse("mqtts://watch:hush@broker:8883", "a"));
        inside.Message.ShouldNotContain("hush");
        inside.Message.ShouldContain("HOLDFAST_MQTT_PASSWORD");
        MqttAddress.Parse("mqtts://broker", "a").ShouldBe(new MqttAddress("broker", 8883, "a", true));
        MqttAddress.Parse("mqtt://broker/", "a").ShouldBe(new MqttAddress("broker", 1883, "a"));
    }

    private async Task<string> RefusedAsync(int port, MqttAccess access, string host = "localhost")
    {
        var address = MqttAddress.Parse($"mqtts://{host}:{port}", "v1.1/#") with { Access = access };
        return (await Should.ThrowAsync<IOException>(() => FollowAsync(address, 1, null))).Message;
    }

    /// <summary>Follows until so many messages were read; <paramref name="subscribed"/> runs after each connection.</summary>
    private async Task<(MqttTally Tally, List<string> Said)> FollowAsync(MqttAddress address, int messages, Func<Task>? subscribed)
    {
        await using var record = await SqliteRecord.OpenAsync(Path.Combine(_folder, "record.db"), new SqliteRecordOptions(), Cancel);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        stop.CancelAfter(TimeSpan.FromSeconds(60));
        var said = new List<string>();
        var doing = new List<Task>();
        void Say(string line)
        {
            lock (said)
            {
                said.Add(line);
                if (line.StartsWith("Reading ", StringComparison.Ordinal) && subscribed is not null)
                {
                    doing.Add(Task.Run(subscribed, Cancel));
                }
            }
        }
        var import = new MqttImport(record, TimeProvider.System);
        var follower = new MqttFollower(import, TimeProvider.System, Say, TimeSpan.FromMilliseconds(50));
        var tally = await follower.RunAsync(address, Reading.Input(Stream.Null), new Until(messages, stop), stop.Token);
        await Task.WhenAll(doing);
        return (tally, said);
    }

    private static async Task<MqttServer> PlainAsync(int port)
    {
        var broker = new MqttServerFactory().CreateMqttServer(
            new MqttServerOptionsBuilder()
                .WithDefaultEndpoint()
                .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
                .WithDefaultEndpointBoundIPV6Address(IPAddress.None)
                .WithDefaultEndpointPort(port)
                .Build()
        );
        await broker.StartAsync();
        return broker;
    }

    private static async Task<MqttServer> EncryptedAsync(int port, X509Certificate2 certificate)
    {
        var broker = new MqttServerFactory().CreateMqttServer(
            new MqttServerOptionsBuilder()
                .WithoutDefaultEndpoint()
                .WithEncryptedEndpoint()
                .WithEncryptedEndpointBoundIPAddress(IPAddress.Loopback)
                .WithEncryptedEndpointBoundIPV6Address(IPAddress.None)
                .WithEncryptedEndpointPort(port)
                .WithEncryptionCertificate(certificate)
                .Build()
        );
        broker.ValidatingConnectionAsync += asked =>
        {
            asked.ReasonCode =
                asked.UserName == "watch" && asked.Password == "hush"
                    ? MqttConnectReasonCode.Success
                    : MqttConnectReasonCode.BadUserNameOrPassword;
            return Task.CompletedTask;
        };
        await broker.StartAsync();
        return broker;
    }

    private static Task InjectAsync(MqttServer broker, string text) =>
        broker.InjectApplicationMessage(
            new InjectedMqttApplicationMessage(
                new MqttApplicationMessageBuilder()
                    .WithTopic("v1.1/Observations")
                    .WithPayload(Encoding.UTF8.GetBytes(text))
                    .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
                    .Build()
            ),
            Cancel
        );

    private static X509Certificate2 Certificate(string host)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private string Written(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static int Port()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class Until(int messages, CancellationTokenSource stop) : IProgress<MqttTally>
    {
        public void Report(MqttTally value)
        {
            if (value.Messages >= messages)
            {
                stop.Cancel();
            }
        }
    }
}
