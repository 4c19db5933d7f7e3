namespace ImageGeneration.Providers;

public static partial class ProviderNames
{
    /// <summary>The name of Replicate when it is added without a name of its own.</summary>
    public const string Replicate = "replicate";
}
