namespace ImageGeneration.Providers;

/// <summary>Specifies the settings of a request whose value was chosen or adapted by the library for the model, rather than given by the
/// caller.</summary>
[Flags]
internal enum AdaptedSettings
{
    None = 0,
    Size = 1,
    Seed = 2,
    Count = 4,
    Steps = 8,
    Guidance = 16,
}
