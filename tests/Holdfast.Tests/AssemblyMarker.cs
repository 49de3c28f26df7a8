namespace Holdfast.Tests;

/// <summary>Names this assembly to reflection.</summary>
public static class AssemblyMarker;
