using System.Globalization;
using ImageGeneration.Simulator.Hosting;

namespace ImageGeneration.Simulator.Faults;

/// <summary>Represents what a 429 states: the wait, where it is stated, and Replicate's reason for it.</summary>
internal sealed record RateLimit(int Seconds, RateLimitHint Hint, string? Reason = null)
{
    /// <summary>Whether the body states the wait, in whatever form.</summary>
    public bool InBody => Hint is RateLimitHint.HeaderAndBody or RateLimitHint.Body or RateLimitHint.Text or RateLimitHint.OlderText;

    /// <summary>Creates the wait in whole seconds, as it is stated.</summary>
    public static RateLimit FromWait(TimeSpan wait, RateLimitHint hint, string? reason = null) =>
        new((int)Math.Ceiling(Math.Round(wait.TotalSeconds, 3)), hint, reason);

    /// <summary>Returns the answer with <c>Retry-After</c>, when that is where the wait is stated.</summary>
    public ApiReply Headed(ApiReply reply, DateTimeOffset now) => Hint switch
    {
        RateLimitHint.HeaderAndBody or RateLimitHint.Header =>
            reply.With("Retry-After", Seconds.ToString(CultureInfo.InvariantCulture)),
        RateLimitHint.HeaderDate => reply.With("Retry-After", now.AddSeconds(Seconds).ToString("R", CultureInfo.InvariantCulture)),
        _ => reply,
    };
}
