using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ImageGeneration.Json;
using ImageGeneration.Providers.Kit;
using ImageGeneration.Transport;

namespace ImageGeneration.Providers.Replicate;

/// <summary>Finds the prediction of a submit whose answer was lost: created since, same model, same input to the last member.</summary>
internal static class ReplicateReconciliation
{
    private const int MaxPages = 3;

    // Inputs that models declare as secret: their echo need not hold what was sent.
    private static readonly string[] Secrets = ["hf_api_token", "civitai_api_token", "hf_token", "wandb_api_key"];

    // The two clocks differ.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(5);

    /// <summary>Walks the list of predictions, newest first.</summary>
    /// <param name="http">The client of the provider.</param>
    /// <param name="model">The model that was to run.</param>
    /// <param name="sent">The input that was sent.</param>
    /// <param name="since">The time of the submit.</param>
    /// <param name="cancellationToken">The token that ends the calls.</param>
    /// <returns>The matches; each is valid until the next is requested.</returns>
    public static async IAsyncEnumerable<JsonElement> FindAsync(
        ProviderHttpClient http,
        ReplicateModel model,
        JsonElement sent,
        DateTimeOffset since,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = (since - ClockSkew).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        var next = new Uri($"{http.Root}/predictions?created_after={after}");
        for (var page = 0; page < MaxPages && next is not null; page++)
        {
            using var message = http.CreateRequest(HttpMethod.Get, next, null);
            using var reply = await http.SendAsync(message, ProviderOperation.Read, cancellationToken).ConfigureAwait(false);
            var results = reply.IsSuccess ? reply.WholeJson.Member("results"u8) : default;
            if (results.ValueKind != JsonValueKind.Array)
            {
                yield break;
            }

            foreach (var prediction in results.EnumerateArray())
            {
                if (IsSame(prediction, model, sent, since - ClockSkew))
                {
                    yield return prediction;
                }
            }

            next = ForeignUri.Read(reply.WholeJson.Text("next"u8)) is { } uri && http.IsOwnOrigin(uri) ? uri : null;
        }
    }

    private static bool IsSame(JsonElement prediction, ReplicateModel model, JsonElement sent, DateTimeOffset after)
    {
        // Official models may run under an internal name, and versions are rewritten: only another public name distinguishes them.
        var name = prediction.Text("model"u8);
        var isOther = name is not null && model.Slug is not null && !name.StartsWith("replicate", StringComparison.OrdinalIgnoreCase)
            && !name.Equals(model.Slug, StringComparison.OrdinalIgnoreCase);
        isOther |= prediction.Text("deployment"u8) is { } deployment
            && !deployment.AsSpan(deployment.LastIndexOf('/') + 1).Equals(model.Deployment, StringComparison.OrdinalIgnoreCase);
        return !isOther && prediction.Time("created_at"u8) >= after && IsSameInput(prediction.Member("input"u8), sent);
    }

    private static bool IsSameInput(JsonElement input, JsonElement sent)
    {
        try
        {
            return input.ValueKind == JsonValueKind.Object && (JsonElement.DeepEquals(input, sent) || IsSameButForSecrets(input, sent));
        }
        catch (InvalidOperationException)
        {
            // Malformed UTF-8 in a text.
            return false;
        }
    }

    private static bool IsSameButForSecrets(JsonElement input, JsonElement sent)
    {
        var left = input.EnumerateObject().Count(IsPlain);
        foreach (var member in sent.EnumerateObject().Where(IsPlain))
        {
            if (!input.TryGetProperty(member.Name, out var echoed) || !JsonElement.DeepEquals(echoed, member.Value))
            {
                return false;
            }

            left--;
        }

        return left == 0;

        static bool IsPlain(JsonProperty member) => Array.IndexOf(Secrets, member.Name) < 0;
    }
}
