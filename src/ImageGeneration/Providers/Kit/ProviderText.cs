using ImageGeneration.Redaction;

namespace ImageGeneration.Providers.Kit;

/// <summary>Texts around a provider and its requests as they may be shown.</summary>
internal static class ProviderText
{
    /// <summary>For texts around a provider.</summary>
    public static SafeText For(ProviderOptions options) => new(ProviderSecrets.Of(options));

    /// <summary>Has further settings of the provider kept out; jobs under way may still speak of the former ones.</summary>
    public static void Learn(this SafeText text, ProviderOptions options) => text.Learn(ProviderSecrets.Of(options));

    /// <summary>A sentence about a request as it may be shown, without anything that the request holds.</summary>
    public static string Clean(this SafeText text, string sentence, ProviderRequest request) =>
        text.Sentence(sentence, InputSecrets.Redactor(request));

    /// <summary>A fault as it may be logged.</summary>
    public static Exception Clean(this SafeText text, Exception exception, ProviderRequest? request = null) => new CleanedException(
        exception, sentence => request is null ? text.Sentence(sentence) : text.Clean(sentence, request));
}
