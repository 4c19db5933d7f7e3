namespace ImageGeneration.Simulator.Catalogue;

internal enum InputKind
{
    Text,
    Uri,
    Integer,
    Number,
    Boolean,
}
