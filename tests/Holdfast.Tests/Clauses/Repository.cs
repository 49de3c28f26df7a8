namespace Holdfast.Tests.Clauses;

/// <summary>Finds the repository from the folder in which the tests run.</summary>
internal static class Repository
{
    public static string Root
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Holdfast.slnx")))
            {
                folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside the repository.");
            }
            return folder;
        }
    }
}
