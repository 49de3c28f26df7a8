namespace Holdfast.Core.Values;

/// <summary>How something moves: a reserve of the force, or stock out of a depot.</summary>
public enum RouteClass
{
    Road,
    Rail,
    Air,
    Sea,
}
