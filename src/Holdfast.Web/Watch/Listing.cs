using System.Runtime.CompilerServices;
using Holdfast.App.Watch;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Watch;

/// <summary>Streams all rows of a question, page by page, so that a download is exactly what the filter shows.</summary>
internal static class Listing
{
    private const int PageSize = 1000;

    /// <summary>A download stops here and says so; no mission of this size is expected on one machine.</summary>
    public const int MostRows = 2_000_000;

    public static async IAsyncEnumerable<IncidentItem> IncidentsAsync(
        Visit visit,
        FilterQuery query,
        [EnumeratorCancellation] CancellationToken cancellation = default
    )
    {
        string? cursor = null;
        for (var rows = 0; rows < MostRows; rows += PageSize)
        {
            var page = await visit.Workspace.Watch.IncidentsAsync(visit.Reader, query.Filter, query.Sort, cursor, PageSize, cancellation);
            foreach (var row in page.Items)
            {
                yield return IncidentItem.Of(row, !visit.IsVeiled);
            }
            if ((cursor = page.Next) is null)
            {
                yield break;
            }
        }
    }

    public static async IAsyncEnumerable<ViolationItem> ViolationsAsync(
        Visit visit,
        FilterQuery query,
        [EnumeratorCancellation] CancellationToken cancellation = default
    )
    {
        string? cursor = null;
        for (var rows = 0; rows < MostRows; rows += PageSize)
        {
            var page = await visit.Workspace.Watch.ViolationsAsync(visit.Reader, query.Filter, query.Sort, cursor, PageSize, cancellation);
            foreach (var row in page.Items)
            {
                yield return ViolationItem.Of(row);
            }
            if ((cursor = page.Next) is null)
            {
                yield break;
            }
        }
    }
}
