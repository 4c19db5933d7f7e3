namespace ImageGeneration.Providers;

public static partial class ProviderNames
{
    /// <summary>The name of Modal, as long as it is added without a name of its own.</summary>
    public const string Modal = "modal";
}
