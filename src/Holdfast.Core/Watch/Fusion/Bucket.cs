namespace Holdfast.Core.Watch.Fusion;

/// <summary>Two sources and the frame in which the canonically lesser record begins.</summary>
/// <param name="A">Registry index of the source whose id is less.</param>
/// <param name="Across">
/// Whether the other record begins in the next block. Such pairs are kept apart until the matching is solved, since the estimate of a block must not
/// hang on the next, not even by a strong candidate there that displaces a weak one here.
/// </param>
internal readonly record struct Bucket(int A, int B, int Frame, bool Across);
