namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Provides the words in which content filters refuse, as services send them, and those of a filter that is broken. Above each
/// group is the page where its service explains its errors. Codes are written as words: see <see cref="Sentences"/>.</summary>
internal static class RefusalPhrases
{
    private const string Material =
        "content*|image*|picture*|material|concept*|word*|prompt*|input*|output*|information|text|photo*|video*|result*";

    /// <summary>A verdict, whatever else the sentence says.</summary>
    public static Phrase[] Verdicts { get; } = Parse(
        // https://platform.openai.com/docs/guides/image-generation, https://fal.ai/docs/model-apis/errors (content_policy_violation)
        "+content policy violation*", "+content policy violated", "+moderation block*", "+model moderated", "safety violations",
        // https://learn.microsoft.com/azure/ai-services/openai/concepts/content-filter
        "+content filtered", "+content safety violation", "+responsible ai policy violation", "+content management policy|policies",
        // https://ai.google.dev/api/generate-content#FinishReason,
        // https://cloud.google.com/vertex-ai/generative-ai/docs/image/responsible-ai-imagen
        "+prohibited content", "+prohibited use", "finish|block|blocked|filtered reason safety|recitation|blocklist|prohibited|spii",
        "+block reason other|image",
        "+rai filtered|reason|media", "violat* polic*|guideline*|terms|rules|standards|use",
        "go|goes|going|went against rules|polic*|guideline*|standards|terms", "+sensitive word*",
        // https://help.aliyun.com/zh/model-studio/error-code
        "+data inspection failed", "+inappropriate content",
        // https://www.volcengine.com/docs/82379/1299023
        "+sensitive content detected", "+text|image|img|video|audio risk detection", "risk not pass", "+content restricted",
        // https://docs.bfl.ai/api-reference/utility/get-result
        "+request|content|prompt moderated", "+derivative works filter",
        // https://platform.stability.ai/docs/api-reference
        "+invalid prompts detected",
        // https://developer.ideogram.ai/api-reference, https://platform.minimaxi.com/document/error_code
        "+is image safe false", "+content|input|output new|sensitive sensitive", "+input|output content sensitive",
        // https://app.klingai.com/global/dev/document-api/apiReference/commonInfo
        "+risk control", "+content security policy|risk",
        // https://docs.dev.runwayml.com/errors/task-failures
        "+safety input|output", "+preprocessing safety",
        // https://replicate.com/docs/reference/error-codes, https://github.com/replicate/cog-flux
        "+e005", "flagged sensitive", "+nsfw content detected|found", "nsfw detected|found", "contain* nsfw",
        "+nsfw concept|concepts true", "+is|has nsfw true",
        // https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails.html, https://cloud.tencent.com/document/product/1668
        "guardrail* intervened", "+illegal detected", "+text|image|content illegal", "+filter reason prompt|input|output|image",
        // https://platform.openai.com/docs/guides/structured-outputs#refusals, and what chat models that draw say in words
        "+type refusal", "+refusal i|im|sorry|the|this|your", "model refused answer|respond|comply|generate|create|draw|fulfill",
        "+i cant|cannot|wont assist|help|comply|fulfill|generate|create",
        "+i am|m unable|not able assist|help|comply|fulfill|generate|create",
        "+im unable|not|sorry able|unable|to assist|help|comply|fulfill|generate|create|to",
        "+something i|we can|could create|generate|make|help",
        "model|we|i|ai declined|refused|declines|refuses produce|generate|create|draw|make|depict|edit",
        "cant|cannot|unable|wont|not create|generat*|depict*|draw|make|edit real|identifiable people|person|persons|individual*",
        // Any other service's.
        "flagged by|for|as|due moderation|content|policy|polic*|nsfw|inappropriate|sensitive|unsafe|explicit|violat*|harmful|offensive",
        "sensitive|inappropriate|unsafe|prohibited|explicit|harmful|disallowed " + Material + " detected|found|blocked",
        "not|didnt|fail*|failure|doesnt pass|meet|comply moderation|safety|content|risk|audit|policy|polic*|guideline*",
        "+prompt|content banned|blocked|censored|disallowed|forbidden|prohibited", "prompt|content blocked|banned|disallowed",
        "prompt|content|image|input|output not allowed|permitted polic*|guideline*|moderation",
        "banned|forbidden|blocked word*|term*|prompt*", "polic*|guideline*|terms violat*",
        "blocked|withheld|suppressed|hidden|removed|stopped by safety|moderation|moderator*|guard*|nsfw",
        "classified|deemed|categorized|categorised|labeled|labelled|identified|considered|rated|recognized "
            + "adult|unsafe|nsfw|inappropriate|explicit|sexual*|violent|sensitive|harmful|offensive|disallowed",
        "sexual*|adult|nude|nudity|explicit|violent|nsfw|hateful|gory not|isnt|arent|cannot|never supported|allowed|permitted"
            + "|generated|shown|accepted",
        "contain*|depict*|involv*|portray*|featur*|show|shows|showing nudity|nude|gore|violence|sexual*|explicit|porn*|minor"
            + "|minors|celebrit*|hate*|adult");

    /// <summary>Mentions what a filter searches for, or the filter; a verdict when nothing says that the filter itself is at
    /// fault.</summary>
    public static Phrase[] Subjects { get; } = Parse(
        "nsfw", "moderat*", "+acceptable use", "+usage|platform|community|content|our|house rules|standards|guidelines|terms",
        "+deny|denied|ban|banned|block|restricted list|lists|word*|term*", "+content|prompt|policy|image violation*|violated|denied",
        "prompt|prompts|description|caption rejected|refused|declined|denied|disallowed|stopped",
        "content|material|imagery|prompt isnt|arent|not|cannot|cant permitted|allowed|acceptable|shown|generated|created",
        "+we dont allow", "+assistant|ai refused|refuses|declined", "+i must refuse|decline", "polic* check|engine|review fail*|reject*",
        "protected|copyrighted|trademarked brand*|character*|work*|material",
        "real|known|famous|public|identifiable|recognizable person|people|persons|face|faces|individual*", "+trust safety",
        "+risk level high", "+not safe for work", "guardrail*", "+content|usage|use policy|policies", "+content|community guidelines",
        "+content filter*", "+content checker", "+content safety", "+responsible ai", "inappropriate", "blocklist*", "prohibited",
        "copyright*", "+third party content",
        "+safety system|filter*|check*|polic*|setting*|reason*|guideline*|violation*|concern*|policy",
        "safety", "sensitive", "flagged", "unsafe|explicit|harmful|offensive|sexual|violent|hateful " + Material,
        "adult " + Material, "+prompt|image|content|output unsafe|blocked|moderated", "+harm category", "censor*", "nudity", "trademark*",
        "+public figure*", "celebrit*", "likeness*", "infring*", "+llama|prompt guard", "+shield gemma", "shieldgemma",
        "profan*", "csam", "+hate speech", "deepfake*", "underage", "sexual*", "porn*", "+political content|figure*", "+a minor",
        "harmful request*",
        "+illegal content|word*|information|prompt*", "prompt|content not allowed|permitted|acceptable",
        "rejected|refused|blocked nudity|violence|sexual*|hate*|gore|celebrit*",
        "blocked|rejected|refused|declined|withheld|filtered by|due|because|as|for safety|policy|polic*|filter*|guideline*|nudity");

    /// <summary>Of policies, checks and parts that judge no image, and of faults of a program: not even a verdict's words are one
    /// here.</summary>
    public static Phrase[] Elsewhere { get; } = Parse(
        "+inappropriate ioctl",
        "+row level security", "+pod security",
        "+network|scheduling|scheduler|storage|admission|retry|restart|pull|cors|bucket|iam|access"
            + "|memory|routing|cluster|quota|retention|lifecycle|eviction|placement|identity|resource|based|origin|referrer|password"
            + "|firewall|cache|caching|session|permission*|execution|kubernetes|spending polic*|rule*",
        "+account|organization|subscription|key|workspace banned|suspended|deactivated|disabled|violat*", "account banned|suspended",
        "+content type|length|encoding|disposition|range|hash|md5", "+minor version*|release*|issue*|artifact*|difference*",
        "+explicit null|dtype|device|batch|type|conversion|cast|padding|shape|deny|dimension*|value*|index|cuda|format|port|path",
        "+pickle|pickled|unpickl*|global*|opcode*|tensor*|operator*", "weights only", "+disk|volume full", "+no space",
        "+attribute|import|key|type|name|index|syntax|decode|unicode error", "+has no attribute",
        "+file|directory|module|key|dictionary not found", "to overheating|temperature*|heat", "+pass input|inputs|content|output to");

    /// <summary>What filters search for: with a word of <see cref="Refusing"/>, in whatever order, a subject.</summary>
    public static Phrase[] Topics { get; } = Parse(
        "violence|violent|sexual*|adult|adults|nudity|nude|hate|hateful|gore|gory|minors|celebrit*|weapon*|drug*|suicid*|terror*"
            + "|extremis*"
            + "|explicit|porn*|harmful|offensive|erotic*|fetish*|racis*|slur*|harass*|bully*|incest|genital*|lewd|obscen*"
            + "|disturbing|graphic|blood*|mature",
        "+self harm", "+child abuse|safety|sexual*|exploitation", "+risk level|score|category", "politic*", "religio*");

    /// <summary>What is done with a topic.</summary>
    public static Phrase[] Refusing { get; } = Parse(
        "refus*|declin*|reject*|block*|denied|withheld|suppress*|remov*|stopped|hidden|disallow*|banned|prohibit*|restrict*"
            + "|forbid*|forbidden",
        "cant|cannot|unable|couldnt|wont|not|isnt|arent generate*|create*|creat*|make|draw|edit*|depict*|help|assist|process*"
            + "|produc*|show*|support*"
            + "|allow*|permit*|accept*|complet*",
        "warning|violation*|detected|triggered|filtered|blurred|flagged");

    /// <summary>Sounds like a subject and is none.</summary>
    public static Phrase[] Others { get; } = Parse(
        "+case|time|latency|position|context|security|order sensitive", "+sensitive to", "+thread|type|memory|process|null safety",
        "+safety margin|factor|tolerance|stock",
        "worker|node|host|gpu|machine|instance|container|pod|endpoint|server|replica|task flagged",
        "account|user|key|address flagged",
        "+safety interlock|shutdown|threshold|valve|stop",
        "+prohibited character*|parameter*|symbol*|field*|header*|operation*|method*|syntax",
        "flagged unhealthy|offline|stale|dead|duplicate|bad|spam|idle|maintenance|draining|removal|deletion|deprecated|retry|bad|slow",
        "+enable|disable|skip safety|nsfw|moderation", "+safety|moderation|nsfw passed|ok|approved|skipped", "+check|checker passed");

    /// <summary>The filter did not judge, or the words are about its settings.</summary>
    public static Phrase[] Malfunctions { get; } = Parse(
        "could|can|couldnt|cannot|cant|unable|fail*|error|problem|trouble|exception|while|when "
            + "load|loading|init*|import*|download*|connect*|reach*|contact*|find|finding|fetch*|open|opening|start|starting|run"
            + "|running|call|calling|query|querying|invoke|invoking|respond*|instantiat*|access*|retriev*|parse|parsing|evaluat*"
            + "|deserializ*|decod*|compil*|get|set|configur*|allocat*|upload*|serializ*|warm*",
        "checker|filter|classifier|detector|moderation|guardrail*|service|result* could|couldnt|cannot|cant|failed|unable|did|didnt "
            + "process|complete|be|analyze|handle|determine|judge|decide|finish|return|answer",
        "+moderation|safety|filter|nsfw|check|checker request|call|query|job|client|backend|endpoint failed|fails|errored|error|aborted",
        "returned|returns|responded|answered|got|received 401|404|408|409|429|invalid|unexpected|malformed|empty|nothing|null|none",
        "+check|checker error", "warming|booting|initializing|exited|segmentation|segfault",
        "econn*|enotfound|etimedout|epipe|eai|getaddrinfo|dns|socket|ssl|tls|certificate|handshake|upstream|thread*|pool"
            + "|exhausted|throttl*|json",
        "+be parsed|decoded|loaded|reached|read|determined", "401 unauthorized|access|invalid", "+subscription|api|access key",
        "+access denied", "not allowed|permitted|enabled|available project|account|organization|plan|tier|subscription",
        "+to check|verify|moderate|evaluate|scan|screen|classify", "timed|time out", "timeout*", "+deadline exceeded", "unavailable",
        "+not available|found|installed|loaded|initialized|configured"
            + "|running|responding|reachable|ready|supported|implemented|defined|exist|enabled",
        "didnt|doesnt|not|no|never respond|response|exist|answer|load", "missing", "unreachable", "offline", "is|went|was down",
        "overload*",
        "unhealthy", "crash*", "disabled", "deprecated", "+out of memory", "oom", "memory", "+no module", "+module not found",
        "+import|attribute|key|type|os|file|index|connection|http|internal|server|network|syntax|assertion error", "raised|threw",
        "+has no attribute", "+no such file", "unexpected keyword", "+none type", "+size mismatch", "+state dict", "checkpoint*",
        "safetensors", "weights", "cuda", "connection", "500|502|503|504", "+rate limit*", "+too many requests", "quota", "+api key",
        "unauthorized", "corrupt*", "errno", "busy", "backlog", "queue", "degraded", "outage", "maintenance", "restart*",
        "+checker|service|server|classifier|detector|model|api|endpoint|worker|pipeline|filter|backend|client|node|extension "
            + "failed|failure|errored|error|died|stopped|closed|exited|threw|raised|killed",
        "killed", "failed to start", "+must|should be", "+is required", "+is not a", "+not a valid",
        "+unknown|unrecognized|unexpected|invalid "
            + "parameter|argument|option|field|key|setting|value|property|input", "argument", "parameter", "+additional property",
        "+extra inputs", "expected", "misconfigur*", "+too long|short|large|many|big|small", "exceed*", "length", "characters", "tokens",
        "empty", "graphics",
        "+must|should contain|have|not", "+not permitted for", "dependency", "version");

    private static Phrase[] Parse(params string[] patterns) => [.. patterns.Select(static pattern => new Phrase(pattern))];
}
