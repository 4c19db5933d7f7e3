using System.Globalization;
using ImageGeneration.Simulator.Hosting;

namespace ImageGeneration.Simulator.Faults;

/// <summary>What a 429 has to say: the wait, where it stands, and Replicate's reason for it.</summary>
internal sealed record RateLimit(int Seconds, RateLimitHint Hint, string? Reason = null)
{
    /// <summary>Whether the body has the wait, in whatever form.</summary>
    public bool InBody => Hint is RateLimitHint.HeaderAndBody or RateLimitHint.Body or RateLimitHint.Text or RateLimitHint.OlderText;

    /// <summary>The time to wait, in the whole seconds in which it is told.</summary>
    public static RateLimit FromWait(TimeSpan wait, RateLimitHint hint, string? reason = null) =>
        new((int)Math.Ceiling(Math.Round(wait.TotalSeconds, 3)), hint, reason);

    /// <summary>The answer with <c>Retry-After</c>, if that is where the wait stands.</summary>
    public ApiReply Headed(ApiReply reply, DateTimeOffset now) => Hint switch
    {
        RateLimitHint.HeaderAndBody or RateLimitHint.Header =>
            reply.With("Retry-After", Seconds.ToString(CultureInfo.InvariantCulture)),
        RateLimitHint.HeaderDate => reply.With("Retry-After", now.AddSeconds(Seconds).ToString("R", CultureInfo.InvariantCulture)),
        _ => reply,
    };
}
