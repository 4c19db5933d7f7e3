namespace ImageGeneration.Simulator;

/// <summary>Specifies where a 429 states how long to wait; each has been seen, or is read by a vendor's own client.</summary>
public enum RateLimitHint
{
    /// <summary>In <c>Retry-After</c> and in the body, as Replicate does today.</summary>
    HeaderAndBody,

    /// <summary>In <c>Retry-After</c> alone, in seconds.</summary>
    Header,

    /// <summary>In <c>Retry-After</c> alone, as an HTTP date.</summary>
    HeaderDate,

    /// <summary>In the body alone: on Replicate in <c>retry_after</c> and in the sentence, elsewhere in the sentence.</summary>
    Body,

    /// <summary>In the sentence of the body alone: <c>resets in ~7s</c>.</summary>
    Text,

    /// <summary>In the sentence of Replicate's older bodies: <c>Expected available in 7 seconds</c>.</summary>
    OlderText,

    /// <summary>Nowhere.</summary>
    None,
}
