namespace Holdfast.Conformance;

/// <summary>Names this assembly to reflection.</summary>
public static class AssemblyMarker;
