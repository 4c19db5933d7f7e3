namespace ImageGeneration.Redaction;

/// <summary>Removes the caller's prompt from the words of a service, in the forms in which services repeat it: as it is, escaped, encoded,
/// in other letters, in part and truncated.</summary>
internal static class PromptRedactor
{
    public const string Redacted = "[prompt]";

    public static string Redact(string text, string? prompt, string instead = Redacted) =>
        string.IsNullOrEmpty(prompt) || text.Length == 0 ? text : new Redactor(SensitiveForm.FromPrompt(prompt, instead)).Redact(text);
}
