namespace Holdfast.Core.Record.Verify;

/// <summary>Something that is wrong with a record, a bundle or a proof.</summary>
/// <param name="Rule">A word that programs may go by: <c>leaf</c>, <c>missing</c>, <c>order</c>, <c>form</c>, <c>twice</c>, <c>conflict</c>, <c>root</c>, <c>signature</c>, <c>truncated</c>, <c>fork</c>, <c>key</c>, <c>cosignature</c>, <c>timestamp</c>, <c>proof</c>, <c>evidence</c>, <c>file</c>.</param>
/// <param name="Index">The entry, or null where it is about a checkpoint or a file.</param>
/// <param name="Member">The column or member, or what else is meant.</param>
public sealed record VerifyFault(string Rule, long? Index, string Member, string Message)
{
    public override string ToString() => Index is { } index ? $"entry {index}, {Member}: {Message}" : $"{Member}: {Message}";
}
