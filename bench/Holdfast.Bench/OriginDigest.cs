using System.Security.Cryptography;
using System.Text;
using Holdfast.Core.Watch.Association;

namespace Holdfast.Bench;

/// <summary>A few digits that differ wherever two builds find other origins, to the last bit of time, place, covariance and evidence.</summary>
internal static class OriginDigest
{
    public static string Of(IEnumerable<Origin> origins)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(double value) => hash.AppendData(BitConverter.GetBytes(value));
        foreach (var origin in origins)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(origin.Id));
            Add(origin.TimeSeconds);
            Add(origin.EastMetres);
            Add(origin.NorthMetres);
            Add(origin.DepthMetres);
            Add(origin.Covariance.Determinant);
            Add(origin.Evidence);
            foreach (var arrival in origin.Arrivals)
            {
                hash.AppendData(Encoding.UTF8.GetBytes(arrival.Arrival.Id));
                Add(arrival.ResidualSeconds);
            }
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));
    }
}
