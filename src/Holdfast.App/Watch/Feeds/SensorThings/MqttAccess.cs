using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Holdfast.App.Watch.Feeds.SensorThings;

/// <summary>Under what name a broker is asked, and which authorities' certificates it may show. What is secret is never written out.</summary>
public sealed record MqttAccess
{
    public const string UserVariable = "HOLDFAST_MQTT_USER";
    public const string PasswordVariable = "HOLDFAST_MQTT_PASSWORD";

    private const int LongestFile = 64 * 1024;

    public static readonly MqttAccess Nobody = new();

    /// <summary>Null for nobody.</summary>
    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>Null for those that this machine trusts.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>
    /// User and password from a file of two lines, or from the environment where no file is named; authorities from a file of certificates (PEM). Throws
    /// <see cref="ArgumentException"/> or <see cref="IOException"/> naming the file and never what it holds.
    /// </summary>
    public static MqttAccess Load(string? credentials, string? authorities, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var (user, password) = credentials is null ? (environment(UserVariable), environment(PasswordVariable)) : Lines(credentials);
        if (string.IsNullOrEmpty(user) && !string.IsNullOrEmpty(password))
        {
            throw new ArgumentException($"{PasswordVariable} is set and {UserVariable} is not: a broker takes no password without a user.");
        }
        return new MqttAccess
        {
            User = string.IsNullOrEmpty(user) ? null : user,
            Password = string.IsNullOrEmpty(password) ? null : password,
            Authorities = authorities is null ? null : Trusted(authorities),
        };
    }

    private static (string User, string? Password) Lines(string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: > LongestFile })
        {
            throw new ArgumentException($"{path} is too long for a user and a password: expected two lines.");
        }
        var lines = File.ReadAllLines(path, Encoding.UTF8);
        return lines is [{ Length: > 0 } user, .. var rest] && rest.Skip(1).All(string.IsNullOrWhiteSpace)
            ? (user, rest.Length > 0 ? rest[0] : null)
            : throw new ArgumentException(
                $"{path} holds no credentials: expected the user on the first line and the password on the second."
            );
    }

    private static X509Certificate2Collection Trusted(string path)
    {
        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPemFile(path);
        }
        catch (CryptographicException e)
        {
            throw new ArgumentException($"{path} holds a certificate that cannot be read: {e.Message}", e);
        }
        return found.Count > 0
            ? found
            : throw new ArgumentException(
                $"{path} holds no certificate: expected one or more in PEM, each after -----BEGIN CERTIFICATE-----."
            );
    }

    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("User = ").Append(User is null ? "none" : "set");
        return true;
    }
}
