namespace ImageGeneration.Pricing;

/// <summary>What a provider is, where it was registered under a name of its own: <c>replicate-eu</c> and <c>replicate:batch</c> are
/// Replicate.</summary>
internal static class ProviderKind
{
    public const string Replicate = "replicate";
    public const string RunPod = "runpod";
    public const string Modal = "modal";

    private static readonly string[] All = [Replicate, RunPod, Modal];

    /// <summary>The kind; null for a provider that is none of the three.</summary>
    public static string? Of(string provider)
    {
        foreach (var kind in All)
        {
            if (provider.StartsWith(kind, StringComparison.OrdinalIgnoreCase)
                && (provider.Length == kind.Length || provider[kind.Length] is '-' or ':'))
            {
                return kind;
            }
        }

        return null;
    }
}
