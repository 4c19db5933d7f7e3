using ImageGeneration.Redaction;

namespace ImageGeneration.Providers.Kit;

/// <summary>Sanitizes texts about a provider and its requests.</summary>
internal static class ProviderText
{
    /// <summary>Creates the sanitizer of a provider.</summary>
    public static SafeText For(ProviderOptions options) => new(ProviderSecrets.Of(options));

    /// <summary>Adds changed settings of the provider; jobs under way may still mention the former ones.</summary>
    public static void Learn(this SafeText text, ProviderOptions options) => text.Learn(ProviderSecrets.Of(options));

    /// <summary>Sanitizes a sentence about a request, so that it contains nothing that the request holds.</summary>
    public static string Clean(this SafeText text, string sentence, ProviderRequest request) =>
        text.Sentence(sentence, InputSecrets.Redactor(request));

    /// <summary>Sanitizes an exception for a log.</summary>
    public static Exception Clean(this SafeText text, Exception exception, ProviderRequest? request = null) => new CleanedException(
        exception, sentence => request is null ? text.Sentence(sentence) : text.Clean(sentence, request));
}
