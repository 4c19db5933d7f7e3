namespace ImageGeneration.Simulator.Catalog;

internal enum InputKind
{
    Text,
    Uri,
    Integer,
    Number,
    Boolean,

    /// <summary>A list of texts or objects.</summary>
    List,

    /// <summary>Text that is never echoed.</summary>
    Secret,
}
