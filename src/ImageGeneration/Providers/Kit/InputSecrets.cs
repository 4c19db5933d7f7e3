using System.Text.Json;
using ImageGeneration.Json;
using ImageGeneration.Providers.Kit.Reading;
using ImageGeneration.Redaction;

namespace ImageGeneration.Providers.Kit;

/// <summary>Finds what a request holds that must not be shown: tokens, passwords and signatures in its input, and its prompts.</summary>
internal static class InputSecrets
{
    private const int MaxDepth = 16;
    private const int MaxLength = 16 * 1024;

    /// <summary>Creates a redactor of everything in a request that must not be shown.</summary>
    public static Redactor Redactor(ProviderRequest request)
    {
        var secrets = request.LoraWeights.SelectMany(lora => AddressSecrets.Find(lora.Key));
        var prompts = new List<string> { request.Prompt };
        if (request.NegativePrompt is { } negative)
        {
            prompts.Add(negative);
        }

        if (request.Extras is { ValueKind: JsonValueKind.Object } extras)
        {
            var (texts, words) = (new List<string>(), prompts);
            Collect("", extras, texts, words, 0);
            secrets = secrets.Concat(texts);
        }

        return new(
            secrets.SelectMany(secret => SensitiveForm.FromSecret(secret, MessageSanitizer.Redacted))
                .Concat(prompts.SelectMany(prompt => SensitiveForm.FromPrompt(prompt, PromptRedactor.Redacted))));
    }

    /// <summary>Finds the secrets of one field of the input, whose value is JSON or a text.</summary>
    public static IEnumerable<string> Find(string name, string value)
    {
        var secrets = new List<string>();
        try
        {
            using var json = JsonDocument.Parse(value);
            Collect(name, json.RootElement, secrets, [], 0);
        }
        catch (JsonException)
        {
            CollectText(name, value, secrets, []);
        }

        return secrets;
    }

    private static void Collect(string name, JsonElement value, List<string> secrets, List<string> prompts, int depth)
    {
        if (depth > MaxDepth)
        {
            return;
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
            {
                Collect(ErrorMembers.Name(member) ?? name, member.Value, secrets, prompts, depth + 1);
            }
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                Collect(name, item, secrets, prompts, depth + 1);
            }
        }
        else if (value.AsText() is { Length: <= MaxLength } text)
        {
            CollectText(name, text, secrets, prompts);
        }
    }

    private static void CollectText(string name, string text, List<string> secrets, List<string> prompts)
    {
        if (SecretNames.Are(name))
        {
            secrets.Add(text.Trim());
        }
        else if (name.Contains("prompt", StringComparison.OrdinalIgnoreCase))
        {
            prompts.Add(text);
        }
        else
        {
            secrets.AddRange(AddressSecrets.Find(text));
        }
    }
}
