using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Holdfast.Tests.Cell.Notices;

/// <summary>A server that speaks as much SMTP as a client needs, on a free port of this machine.</summary>
internal sealed class SmallMailServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private readonly Func<string, int, string> _answerToRecipient;
    private int _recipients;

    /// <param name="answerToRecipient">What to answer to the n-th RCPT TO, from 1; "hang" to say nothing.</param>
    public SmallMailServer(Func<string, int, string>? answerToRecipient = null)
    {
        _answerToRecipient = answerToRecipient ?? ((_, _) => "250 OK");
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public ConcurrentQueue<(string[] To, string Data)> Messages { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving.ContinueWith(_ => { }, TaskScheduler.Default);
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var sessions = new List<Task>();
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                sessions.Add(SessionAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException) { }
        await Task.WhenAll(sessions);
    }

    private async Task SessionAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.UTF8);
                async Task SayAsync(string line) => await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), _stop.Token);
                await SayAsync("220 small");
                var to = new List<string>();
                while (await reader.ReadLineAsync(_stop.Token) is { } line)
                {
                    switch (line.Split(' ', ':')[0].ToUpperInvariant())
                    {
                        case "RCPT":
                            to.Add(line["RCPT TO:<".Length..line.IndexOf('>', StringComparison.Ordinal)]);
                            var answer = _answerToRecipient(to[^1], Interlocked.Increment(ref _recipients));
                            if (answer == "hang")
                            {
                                await Task.Delay(Timeout.Infinite, _stop.Token);
                            }
                            await SayAsync(answer);
                            break;
                        case "DATA":
                            await SayAsync("354 go on");
                            var data = new StringBuilder();
                            while (await reader.ReadLineAsync(_stop.Token) is { } text && text != ".")
                            {
                                data.AppendLine(text);
                            }
                            Messages.Enqueue(([.. to], data.ToString()));
                            await SayAsync("250 kept");
                            break;
                        case "QUIT":
                            await SayAsync("221 bye");
                            return;
                        default:
                            await SayAsync("250 OK");
                            break;
                    }
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException) { }
        }
    }
}
