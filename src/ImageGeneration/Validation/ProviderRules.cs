using ImageGeneration.Providers;
using ImageGeneration.Providers.Modal;
using ImageGeneration.Providers.RunPod;

namespace ImageGeneration.Validation;

/// <summary>The rules across the settings of one provider.</summary>
internal static class ProviderRules
{
    /// <param name="path">The settings' place, as a configuration key.</param>
    /// <param name="options">The settings.</param>
    /// <param name="isBuiltIn">It speaks HTTP to an address with a key.</param>
    /// <param name="failures">Gets a sentence per broken rule.</param>
    public static void Check(string path, ProviderOptions options, bool isBuiltIn, List<string> failures)
    {
        CheckBurst(path, options.RateLimit, failures);
        if (options.Jobs.MinPollInterval > options.Jobs.MaxPollInterval)
        {
            failures.Add(
                $"{path}:Jobs:MinPollInterval ({options.Jobs.MinPollInterval}) must not exceed "
                + $"{path}:Jobs:MaxPollInterval ({options.Jobs.MaxPollInterval}).");
        }

        foreach (var (setting, models) in new[] { ("Models", options.Models), ("LoraModels", options.LoraModels) })
        {
            foreach (var (name, id) in models)
            {
                if (string.IsNullOrWhiteSpace(name) || string.IsNullOrWhiteSpace(id))
                {
                    failures.Add($"{path}:{setting}:{name} must map a model name to the provider's id; both must not be blank.");
                }
            }
        }

        foreach (var name in options.LoraModels.Keys.Where(name => isBuiltIn && !options.Models.ContainsKey(name)))
        {
            failures.Add(
                $"{path}:LoraModels:{name} has no effect without {path}:Models:{name}: a request with LoRA weights asks for a model of "
                + $"{path}:Models.");
        }

        if (isBuiltIn)
        {
            CheckAddress(path, options, failures);
        }

        if (options is ModalOptions modal)
        {
            ModalRules.Check(path, modal, failures);
        }

        if (options is RunPodOptions runPod)
        {
            RunPodRules.Check(path, runPod, failures);
        }
    }

    public static string NoKey(string path) => $"{path}:ApiKey must be set: the provider was added and has no key.";

    // Burst and refill together make the limit, so a burst of all of it would leave nothing to refill with.
    private static void CheckBurst(string path, RateLimitOptions limit, List<string> failures)
    {
        if (limit.Burst is { } burst && burst > Math.Max(1, limit.RequestsPerMinute - 1))
        {
            failures.Add(
                $"{path}:RateLimit:Burst ({burst}) must be less than {path}:RateLimit:RequestsPerMinute "
                + $"({limit.RequestsPerMinute} per minute): what is refilled per minute is the difference, "
                + $"{limit.RequestsPerMinute} - {burst} = {limit.RequestsPerMinute - burst}, and must be at least 1.");
        }
    }

    private static void CheckAddress(string path, ProviderOptions options, List<string> failures)
    {
        if (options.IsConfigured && options.BaseUrl is null)
        {
            failures.Add(
                $"{path}:BaseUrl must be set, because there is a key: the full address of the endpoint, "
                + "such as https://workspace--app.modal.run; "
                + $"or set {path}:Enabled to false.");
        }

        if (options.BaseUrl is { } url
            && (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https") || url.Query.Length > 0 || url.UserInfo.Length > 0))
        {
            failures.Add($"{path}:BaseUrl must be an absolute http or https address without query and without user name.");
        }

        if (options.IsConfigured && options is not ModalOptions && options.ApiKey!.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0)
        {
            failures.Add($"{path}:ApiKey must consist of printable ASCII characters without blanks.");
        }
    }
}
