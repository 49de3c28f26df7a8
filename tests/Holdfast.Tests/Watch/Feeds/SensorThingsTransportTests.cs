using System.Net;
using System.Text;
using Holdfast.App.Record;
using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Feeds.SensorThings;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Feeds;

public sealed class SensorThingsTransportTests
{
    [Fact]
    public async Task Pages_are_followed_on_the_same_server_and_each_observation_is_a_line()
    {
        var server = new Pages
        {
            ["/v1.1/Observations"] = Page("/v1.1/Observations?$skip=2", 1, 2),
            ["/v1.1/Observations?$skip=2"] = Page("http://things.example/v1.1/Observations?$skip=4", 3, 4),
            ["/v1.1/Observations?$skip=4"] = Page(null, 5),
        };
        var reading = await ReadAsync(server);
        reading
            .Observations.Select(o => o.Id.MessageId)
            .ShouldBe(["observation/1", "observation/2", "observation/3", "observation/4", "observation/5"]);
        reading.Items.Select(i => i.Line).ShouldBe([1, 2, 3, 4, 5]);
        server.Asked.ShouldBe(3);
    }

    [Fact]
    public async Task A_page_cannot_lead_to_another_server_nor_round_in_a_circle_and_errors_name_the_server_without_its_query()
    {
        await RefusedAsync(new Pages { ["/v1.1/Observations"] = Page("http://elsewhere.example/v1.1/Observations", 1) }, "other-server");
        await RefusedAsync(new Pages { ["/v1.1/Observations"] = Page("https://things.example/v1.1/Observations", 1) }, "other-server");
        await RefusedAsync(new Pages { ["/v1.1/Observations"] = Page("/v1.1/Observations", 1) }, "endless-pages");
        await RefusedAsync(new Pages { ["/v1.1/Observations"] = "<html>" }, "bad-json");
        await RefusedAsync(new Pages { ["/v1.1/Observations"] = "{\"value\":[]," + new string(' ', 17 << 20) + "}" }, "too-large");
        var refused = await RefusedAsync(new Pages(), "http-status");
        refused.Message.ShouldContain("things.example");
        SensorThingsPages.NameOf(new Uri("http://user:word@things.example/v1.1/Observations?token=1")).ShouldNotContain("word");
    }

    [Fact]
    public async Task Messages_of_a_broker_are_recorded_once_however_often_they_come()
    {
        var port = Port();
        using var broker = new MqttServerFactory().CreateMqttServer(
            new MqttServerOptionsBuilder()
                .WithDefaultEndpoint()
                .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
                .WithDefaultEndpointBoundIPV6Address(IPAddress.None)
                .WithDefaultEndpointPort(port)
                .Build()
        );
        await broker.StartAsync();
        var folder = Directory.CreateTempSubdirectory("holdfast-mqtt-").FullName;
        try
        {
            await using var record = await SqliteRecord.OpenAsync(
                Path.Combine(folder, "record.db"),
                new SqliteRecordOptions(),
                TestContext.Current.CancellationToken
            );
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            stop.CancelAfter(TimeSpan.FromSeconds(60));
            var ready = new TaskCompletionSource();
            var done = new Seen(4, stop);
            var running = new MqttImport(record, TimeProvider.System).RunAsync(
                MqttAddress.Parse($"127.0.0.1:{port}", "v1.1/#"),
                Reading.Input(Stream.Null),
                done,
                ready.SetResult,
                stop.Token
            );
            await Task.WhenAny(ready.Task, running);
            var message =
                """{"@iot.id":7,"phenomenonTime":"2024-03-05T10:00:00Z","result":0.5,"parameters":{"sensor":"S1","property":"detection"}}""";
            foreach (var text in new[] { message, message, "not json", Page(null, 8) })
            {
                await PublishAsync(port, "v1.1/Observations", text);
            }
            var tally = await running;
            (tally.Messages, tally.Observations, tally.Quarantined, tally.Appended, tally.Duplicates).ShouldBe((4, 3, 1, 3, 1));
            var kept = 0;
            await foreach (var entry in record.ReadAsync(Reader.LocalOperator, new RecordQuery(), TestContext.Current.CancellationToken))
            {
                kept++;
            }
            kept.ShouldBe(3);
        }
        finally
        {
            await broker.StopAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_broker_is_a_host_and_a_port()
    {
        MqttAddress.Parse("broker:1884", "a/#").ShouldBe(new MqttAddress("broker", 1884, "a/#"));
        MqttAddress.Parse("broker", "a").Port.ShouldBe(1883);
        Should.Throw<ArgumentException>(() => MqttAddress.Parse("broker:x", "a")).Message.ShouldContain("HOST:PORT");
        Should.Throw<ArgumentException>(() => MqttAddress.Parse("broker", ""));
    }

    private static async Task PublishAsync(int port, string topic, string text)
    {
        var factory = new MqttClientFactory();
        using var client = factory.CreateMqttClient();
        await client.ConnectAsync(factory.CreateClientOptionsBuilder().WithTcpServer("127.0.0.1", port).Build());
        await client.PublishAsync(
            new MqttApplicationMessageBuilder()
                .WithTopic(topic)
                .WithPayload(Encoding.UTF8.GetBytes(text))
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
                .Build()
        );
        await client.DisconnectAsync(new MqttClientDisconnectOptions());
    }

    private static int Port()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Page(string? next, params int[] ids)
    {
        var values = ids.Select(i =>
            $"\n{{\"@iot.id\":{i},\n\"phenomenonTime\":\"2024-03-05T10:00:00Z\",\"result\":1,\"parameters\":{{\"sensor\":\"S1\",\"property\":\"detection\"}}}}"
        );
        var link = next is null ? "" : $",\"@iot.nextLink\":\"{next}\"";
        return $"{{\"value\":[{string.Join(',', values)}]{link}}}";
    }

    private static async Task<Reading> ReadAsync(Pages server)
    {
        using var client = new HttpClient(server);
        await using var pages = new SensorThingsPages(client, new Uri("http://things.example/v1.1/Observations"));
        return await Reading.OfAsync(FeedRegistry.Find("sensorthings"), Reading.Input(pages, "things.example"));
    }

    private static async Task<FeedFormatException> RefusedAsync(Pages server, string code)
    {
        var refused = await Should.ThrowAsync<FeedFormatException>(() => ReadAsync(server));
        refused.Diagnostic.Code.ShouldBe(code);
        return refused;
    }

    private sealed class Seen(int messages, CancellationTokenSource stop) : IProgress<MqttTally>
    {
        public void Report(MqttTally value)
        {
            if (value.Messages >= messages)
            {
                stop.Cancel();
            }
        }
    }

    private sealed class Pages : HttpMessageHandler
    {
        private readonly Dictionary<string, string> _pages = new(StringComparer.Ordinal);

        public int Asked { get; private set; }

        public string this[string path]
        {
            set => _pages[path] = value;
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked++;
            var path = Uri.UnescapeDataString(request.RequestUri?.PathAndQuery ?? "");
            return Task.FromResult(
                _pages.TryGetValue(path, out var page)
                    ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(page) }
                    : new HttpResponseMessage(HttpStatusCode.NotFound)
            );
        }
    }
}
