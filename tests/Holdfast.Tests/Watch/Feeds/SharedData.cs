using Xunit;

namespace Holdfast.Tests.Watch.Feeds;

/// <summary>Files of the shared data folder beside the repository; a test that needs one is skipped, with this reason, where it is absent.</summary>
internal static class SharedData
{
    public static string Require(string path)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var file = Path.Combine(at.FullName, "shared", "data", path);
            if (File.Exists(file))
            {
                return file;
            }
        }
        Assert.Skip($"shared/data/{path} is not here.");
        return "";
    }
}
