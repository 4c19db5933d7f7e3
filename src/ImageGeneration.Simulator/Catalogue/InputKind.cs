namespace ImageGeneration.Simulator.Catalogue;

internal enum InputKind
{
    Text,
    Uri,
    Integer,
    Number,
    Boolean,

    /// <summary>Text that is never echoed.</summary>
    Secret,
}
