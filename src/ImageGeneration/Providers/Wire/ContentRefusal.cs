namespace ImageGeneration.Providers.Wire;

/// <summary>Whether words are the refusal of a content filter. A filter that could not be asked has refused nothing.</summary>
internal static class ContentRefusal
{
    // 敏感 sensitive, 违规 against the rules, 审核不通过 moderation not passed, 不合规 not compliant.
    private static readonly string[] _chinese = ["敏感", "违规", "审核不通过", "审核未通过", "未通过审核", "不合规"];

    /// <summary>Of an error, where a word of the filter is enough.</summary>
    public static bool IsIn(string text) => IsChinese(text) || Sentences.Of(text).Exists(IsRefusal);

    /// <summary>Of a log or another text about many things, where only a verdict is one.</summary>
    public static bool IsVerdictIn(string? log) =>
        !string.IsNullOrWhiteSpace(log) && Sentences.LastOf(log).Exists(static sentence => HasVerdict(sentence));

    /// <summary>Something that is broken is named.</summary>
    public static bool IsMalfunctionIn(string text) =>
        Sentences.Of(text).Exists(static words => Has(RefusalPhrases.Malfunctions, words));

    private static bool IsRefusal(string[] sentence) =>
        HasVerdict(sentence)
        || (Says(RefusalPhrases.Subjects, sentence)
            && !Has(RefusalPhrases.Others, sentence) && !Has(RefusalPhrases.Malfunctions, sentence));

    private static bool HasVerdict(string[] sentence) => Says(RefusalPhrases.Verdicts, sentence);

    private static bool Says(Phrase[] phrases, string[] sentence) => Array.Exists(phrases, phrase => phrase.IsSaidIn(sentence));

    private static bool Has(Phrase[] phrases, string[] sentence) => Array.Exists(phrases, phrase => phrase.IsIn(sentence));

    private static bool IsChinese(string text) =>
        Array.Exists(_chinese, word => text.Contains(word, StringComparison.Ordinal)) && !text.Contains("超时", StringComparison.Ordinal);
}
