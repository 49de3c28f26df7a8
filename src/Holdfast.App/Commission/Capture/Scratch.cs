namespace Holdfast.App.Commission.Capture;

/// <summary>A file for what is too long for memory and wanted for a moment: removed when it is closed.</summary>
internal static class Scratch
{
    private const int BufferBytes = 1 << 16;

    public static FileStream Open() =>
        new(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, BufferBytes, FileOptions.DeleteOnClose);
}
