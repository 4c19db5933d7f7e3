using System.Globalization;
using ImageGeneration.Simulator.Faults;
using ImageGeneration.Simulator.Hosting;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>Enforces Replicate's buckets: creates, polls, and everything else; the headers state how much is left of them.</summary>
internal sealed class ReplicateLimits
{
    private const int RealCreatesPerMinute = 600;
    private const int RealReadsPerMinute = 3000;

    // Recorded, not documented.
    private const int RealPollsPerMinute = 60_000;
    private const int LowCreditPerMinute = 6;
    private readonly ReplicateSimulatorOptions _options;
    private readonly TokenBucket _creates;
    private readonly TokenBucket _reads;
    private readonly TokenBucket _polls;
    private readonly TokenBucket _poor;
    private readonly bool _enforceAll;

    public ReplicateLimits(SimulatorOptions options)
    {
        _options = options.Replicate;
        _enforceAll = options.EnforceRateLimits;
        var (creates, reads) = (_options.CreatesPerMinute ?? RealCreatesPerMinute, _options.ReadsPerMinute ?? RealReadsPerMinute);
        _creates = new TokenBucket(creates, creates, options.TimeProvider);
        _reads = new TokenBucket(reads, reads, options.TimeProvider);
        _polls = _options.ReadsPerMinute is null
            ? new TokenBucket(RealPollsPerMinute, RealPollsPerMinute, options.TimeProvider)
            : _reads;
        _poor = new TokenBucket(1, LowCreditPerMinute, options.TimeProvider);
    }

    /// <summary>Returns the answer, or a 429 instead.</summary>
    public async ValueTask<ApiReply> GuardAsync(ApiRequest request, ApiRoute route)
    {
        var create = route.Pattern.EndsWith("/predictions", StringComparison.Ordinal) && route.Method == "POST";
        var poor = create && _options.LowCredit;
        var enforced = poor || _enforceAll || (create ? _options.CreatesPerMinute : _options.ReadsPerMinute) is not null;
        var (remaining, wait) = (poor ? _poor : create ? _creates : IsPoll(route) ? _polls : _reads).Take();
        var reply = remaining < 0 && enforced
            ? Throttled(wait, poor, request.Time)
            : await route.Handler(request);

        // Uploads are not in that family of headers.
        return request.Record.Phase == RequestPhase.Upload
            ? reply
            : reply
                .With("ratelimit-remaining", Math.Max(remaining, 0).ToString(CultureInfo.InvariantCulture))
                .With("ratelimit-reset", "1");
    }

    private static bool IsPoll(ApiRoute route) =>
        route.Phase == RequestPhase.Poll && route.Pattern.StartsWith("/v1/predictions/", StringComparison.Ordinal);

    private ApiReply Throttled(TimeSpan wait, bool poor, DateTimeOffset now)
    {
        var limit = RateLimit.FromWait(wait, _options.RateLimitHint, poor ? ReplicateProblems.LowCredit : null);
        return limit.Headed(ReplicateProblems.Throttled(limit), now);
    }
}
