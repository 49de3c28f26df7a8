using System.Globalization;

namespace Holdfast.App.Watch.Feeds.SensorThings;

/// <summary>Where messages come from.</summary>
/// <param name="Topic">May hold the wildcards + and #.</param>
/// <param name="Encrypted">Whether the connection is TLS.</param>
public sealed record MqttAddress(string Host, int Port, string Topic, bool Encrypted = false)
{
    public const int DefaultPort = 1883;
    public const int DefaultEncryptedPort = 8883;

    private const string Plain = "mqtt://";
    private const string Secure = "mqtts://";

    /// <summary>Who connects, and whom he trusts.</summary>
    public MqttAccess Access { get; init; } = MqttAccess.Nobody;

    /// <summary>Reads "host", "host:port", "mqtt://host:port" or "mqtts://host:port". Throws <see cref="ArgumentException"/> naming what is wrong.</summary>
    public static MqttAddress Parse(string text, string topic)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(topic);
        var encrypted = text.StartsWith(Secure, StringComparison.OrdinalIgnoreCase);
        var rest =
            encrypted ? text[Secure.Length..]
            : text.StartsWith(Plain, StringComparison.OrdinalIgnoreCase) ? text[Plain.Length..]
            : text;
        rest = rest.TrimEnd('/');
        if (rest.Contains('@', StringComparison.Ordinal))
        {
            // Not repeated: it may hold a password.
            throw new ArgumentException(
                "A broker's address holds no user and no password: put them into a file (--mqtt-credentials) or into the environment (HOLDFAST_MQTT_USER, HOLDFAST_MQTT_PASSWORD)."
            );
        }
        var colon = rest.LastIndexOf(':');
        var host = colon > 0 ? rest[..colon] : rest;
        var port = encrypted ? DefaultEncryptedPort : DefaultPort;
        var whole = colon <= 0 || int.TryParse(rest[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port);
        if (host.Length == 0 || host.Contains('/', StringComparison.Ordinal) || !whole || port is <= 0 or > 65_535)
        {
            throw new ArgumentException(
                $"'{text}' is no broker: expected HOST:PORT, such as 127.0.0.1:1883, or mqtts://HOST:8883 for TLS."
            );
        }
        return topic.Length is > 0 and <= 1_000
            ? new MqttAddress(host, port, topic, encrypted)
            : throw new ArgumentException("A topic has 1 to 1,000 characters, such as v1.1/Observations.");
    }
}
