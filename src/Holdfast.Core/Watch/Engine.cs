namespace Holdfast.Core.Watch;

/// <summary>The engine's version: part of what a state is a function of. Raised whenever the same observations may give other incidents.</summary>
public static class Engine
{
    public const string Version = "watch/8";
}
