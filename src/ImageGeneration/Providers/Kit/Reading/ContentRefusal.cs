namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Determines whether words are the refusal of a content filter. A filter that could not be asked has refused nothing.</summary>
internal static class ContentRefusal
{
    // 敏感 sensitive, 违规 against the rules, 审核不通过 moderation not passed, 不合规 not compliant, 违法 unlawful,
    // 色情 and 涉黄 pornographic; inappropriate, and against the policy or the rules.
    private static readonly string[] _foreign =
    [
        "敏感", "违规", "違規", "审核不通过", "审核未通过", "审核失败", "未通过审核", "不合规", "违法", "色情", "涉黄",
        "不適切", "ポリシー違反", "ポリシーに違反", "規約違反", "禁止されているコンテンツ", "부적절", "정책 위반", "정책을 위반",
        "нарушает правила", "нарушает политику", "неприемлем", "richtlinien", "unangemessene", "politique de contenu", "contenu inapproprié",
        "política de contenido", "infringe nuestras", "contenido inapropiado", "política de conteúdo", "conteúdo impróprio",
    ];

    // Timed out, unavailable, could not be loaded, called or connected to, a service's failure.
    private static readonly string[] _foreignMalfunctions = ["超时", "不可用", "加载失败", "调用失败", "连接失败", "服务异常", "タイムアウト"];

    /// <summary>Determines whether an error is a refusal; there, a word of the filter is enough.</summary>
    public static bool IsIn(string text) => IsForeign(text) || Sentences.Exist(text, IsRefusal);

    /// <summary>Determines whether a log, or another text about many things, contains a refusal; there, only a verdict is one.</summary>
    public static bool IsVerdictIn(string? log) =>
        !string.IsNullOrWhiteSpace(log) && Sentences.Exist(Sentences.LastOf(log), HasVerdict);

    /// <summary>Determines whether a text names something that is broken.</summary>
    public static bool IsMalfunctionIn(string text) => Sentences.Exist(text, static words => Has(RefusalPhrases.Malfunctions, words));

    private static bool IsRefusal(Sentence sentence) =>
        HasVerdict(sentence)
        || ((Says(RefusalPhrases.Subjects, sentence)
                || (Says(RefusalPhrases.Topics, sentence) && Has(RefusalPhrases.Refusing, sentence)))
            && !Has(RefusalPhrases.Elsewhere, sentence) && !Has(RefusalPhrases.Others, sentence)
            && !Has(RefusalPhrases.Malfunctions, sentence));

    private static bool HasVerdict(Sentence sentence) =>
        Says(RefusalPhrases.Verdicts, sentence) && !Has(RefusalPhrases.Elsewhere, sentence);

    // Loops: there may be thousands of sentences, and a delegate for each would take more memory than all of them.
    private static bool Says(Phrase[] phrases, Sentence sentence)
    {
        foreach (var phrase in phrases)
        {
            if (phrase.IsSaidIn(sentence))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Has(Phrase[] phrases, Sentence sentence)
    {
        foreach (var phrase in phrases)
        {
            if (phrase.IsIn(sentence))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsForeign(string text) => HasAny(_foreign, text) && !HasAny(_foreignMalfunctions, text);

    private static bool HasAny(string[] words, string text) =>
        Array.Exists(words, word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
}
