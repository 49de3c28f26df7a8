namespace Holdfast.Web.Frame;

/// <summary>Reads what a page's form sent.</summary>
internal static class SentForm
{
    /// <summary>The fields. What is no form, or one with more in it than any page has, is the sender's fault: a <see cref="BadHttpRequestException"/>.</summary>
    public static async Task<IFormCollection> FormAsync(this HttpRequest request, CancellationToken cancellation)
    {
        if (!request.HasFormContentType)
        {
            throw new BadHttpRequestException(
                "This address takes what a form sends: application/x-www-form-urlencoded or multipart/form-data.",
                StatusCodes.Status415UnsupportedMediaType
            );
        }
        try
        {
            return await request.ReadFormAsync(cancellation);
        }
        catch (InvalidDataException e)
        {
            throw new BadHttpRequestException(e.Message, StatusCodes.Status400BadRequest, e);
        }
    }
}
