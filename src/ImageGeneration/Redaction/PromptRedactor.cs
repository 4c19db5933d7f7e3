namespace ImageGeneration.Redaction;

/// <summary>Takes the caller's prompt out of what a service said, in the forms in which services repeat it: as it is, escaped, encoded, in
/// other letters, in part and cut.</summary>
internal static class PromptRedactor
{
    public const string Redacted = "[prompt]";

    public static string Redact(string text, string? prompt, string instead = Redacted) =>
        string.IsNullOrEmpty(prompt) || text.Length == 0 ? text : new Redactor(SensitiveForm.FromPrompt(prompt, instead)).Redact(text);
}
