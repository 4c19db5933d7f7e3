using ImageGeneration.Redaction;

namespace ImageGeneration.Providers.Kit;

/// <summary>Sanitizes texts about a provider and its requests.</summary>
internal static class ProviderSanitizer
{
    /// <summary>Creates the sanitizer of a provider.</summary>
    public static MessageSanitizer Create(ProviderOptions options) => new(ProviderSecrets.Find(options));

    /// <summary>Adds changed settings of the provider; jobs under way may still mention the former ones.</summary>
    public static void AddSecrets(this MessageSanitizer text, ProviderOptions options) => text.AddSecrets(ProviderSecrets.Find(options));

    /// <summary>Sanitizes a sentence about a request, so that it contains nothing that the request holds.</summary>
    public static string Sanitize(this MessageSanitizer text, string sentence, ProviderRequest request) =>
        text.SanitizeSentence(sentence, InputSecrets.Redactor(request));

    /// <summary>Sanitizes an exception for a log.</summary>
    public static Exception Sanitize(this MessageSanitizer text, Exception exception, ProviderRequest? request = null) => new CleanedException(
        exception, sentence => request is null ? text.SanitizeSentence(sentence) : text.Sanitize(sentence, request));
}
