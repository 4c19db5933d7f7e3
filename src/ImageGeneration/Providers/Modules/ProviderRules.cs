namespace ImageGeneration.Providers.Modules;

/// <summary>Validates the rules across the settings of one provider.</summary>
internal static class ProviderRules
{
    /// <param name="path">The path of the settings, as a configuration key.</param>
    /// <param name="options">The settings.</param>
    /// <param name="failures">Receives one sentence for each broken rule.</param>
    public static void Check(string path, ProviderOptions options, List<string> failures)
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
    }

    /// <summary>Validates a provider that is called over HTTP with a key.</summary>
    /// <param name="path">The path of the settings, as a configuration key.</param>
    /// <param name="options">The settings.</param>
    /// <param name="example">An example of its address.</param>
    /// <param name="failures">Receives one sentence for each broken rule.</param>
    public static void CheckService(string path, ProviderOptions options, string example, List<string> failures)
    {
        foreach (var name in options.LoraModels.Keys.Where(name => !options.Models.ContainsKey(name)))
        {
            failures.Add(
                $"{path}:LoraModels:{name} has no effect without {path}:Models:{name}: a request with LoRA weights asks for a model of "
                + $"{path}:Models.");
        }

        if (options.IsConfigured && options.BaseUrl is null)
        {
            failures.Add(
                $"{path}:BaseUrl must be set, because there is a key: the full address of the endpoint, such as {example}; "
                + $"or set {path}:Enabled to false.");
        }

        if (options.BaseUrl is { } url
            && (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https") || url.Query.Length > 0 || url.UserInfo.Length > 0))
        {
            failures.Add($"{path}:BaseUrl must be an absolute http or https address without query and without user name.");
        }
    }

    /// <summary>Validates a key, which must be a single word.</summary>
    public static void CheckKey(string path, ProviderOptions options, List<string> failures)
    {
        if (options.IsConfigured && options.ApiKey!.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0)
        {
            failures.Add($"{path}:ApiKey must consist of printable ASCII characters without blanks.");
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
}
