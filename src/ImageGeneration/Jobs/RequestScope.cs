using ImageGeneration.Providers;

namespace ImageGeneration.Jobs;

/// <summary>Who waits for a request, and until when: the owner of the total clock.</summary>
internal sealed class RequestScope : IDisposable
{
    private readonly TimeProvider _time;
    private readonly Countdown _total;
    private readonly CancellationTokenRegistration _registration;
    private readonly TimeSpan _deadline;

    public RequestScope(TimeSpan deadline, IProgress<GenerationProgress>? progress, TimeProvider time, CancellationToken caller)
    {
        _time = time;
        _deadline = deadline;
        Progress = progress;
        Caller = caller;
        Started = time.GetTimestamp();
        _total = Countdown.Start(deadline, time);
        _registration = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _total.Source);
    }

    public IProgress<GenerationProgress>? Progress { get; }

    public CancellationToken Caller { get; }

    public long Started { get; }

    /// <summary>Ends with the caller's patience or with the deadline.</summary>
    public CancellationToken Token => _total.Token;

    public TimeSpan Elapsed => _time.GetElapsedTime(Started);

    public TimeSpan Left
    {
        get
        {
            var left = _deadline - Elapsed;
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Why <see cref="Token"/> ended the work of a provider.</summary>
    public ProviderFailure StopReason(string provider)
    {
        if (Caller.IsCancellationRequested)
        {
            return new(FailureKind.Canceled, $"{provider}: the caller canceled.") { IsLocal = true };
        }

        return Token.IsCancellationRequested
            ? new(FailureKind.TimedOut, $"{provider}: the deadline of {_deadline.TotalSeconds:0.###} s for the whole request passed.") { Clock = JobClock.Total }
            : new(FailureKind.TimedOut, $"{provider}: a strategy added to the provider's pipeline ended the job.") { Clock = JobClock.Run };
    }

    public void Report(string provider, GenerationPhase phase, ProviderJob? job = null, string? detail = null) =>
        Progress?.Report(new(provider, phase, job?.Reference?.Id, job?.Progress, detail));

    public void Dispose()
    {
        _registration.Dispose();
        _total.Dispose();
    }
}
