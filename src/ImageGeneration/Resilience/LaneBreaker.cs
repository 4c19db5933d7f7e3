using System.Diagnostics.CodeAnalysis;
using ImageGeneration.Jobs;
using ImageGeneration.Providers;

namespace ImageGeneration.Resilience;

/// <summary>Leaves a broken provider alone and probes it with one real request after the rest.</summary>
/// <remarks>Polly's own breaker needs a rate over two or more calls; here one refused key opens for long, and the kind of the failure
/// decides.</remarks>
internal sealed class LaneBreaker(string provider, BreakerOptions options, TimeProvider time, Action opened)
{
    private readonly Lock _gate = new();
    private int _unanswered;
    private int _stalled;
    private bool _probing;
    private long _openUntil;
    private ProviderFailure? _cause;
    private TaskCompletionSource? _probed;

    public string State => Volatile.Read(ref _cause) is null ? "closed" : _probing ? "half_open" : "open";

    /// <summary>What is left of the rest; null when requests go through.</summary>
    public TimeSpan? RestLeft => Volatile.Read(ref _cause) is null ? null : time.Left(Volatile.Read(ref _openUntil));

    /// <summary>Ends when it may be tried to enter: after the rest, or with the probe that is under way.</summary>
    public async Task WhenProbedOrRestedAsync(CancellationToken cancellationToken)
    {
        await time.WaitOutAsync(() => RestLeft, cancellationToken).ConfigureAwait(false);

        Task probe;
        lock (_gate)
        {
            probe = _probing ? (_probed ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task : Task.CompletedTask;
        }

        await probe.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The provider has accepted a job: it can be reached. Successes are told only at a job's end, refusals at once; without this
    /// a burst would see its few refusals first and take them for an outage. With a probe's job the rest is over, however long it takes;
    /// where accepted jobs had come to nothing only its end tells.</summary>
    /// <returns>True when the probe goes on.</returns>
    public bool NoteAccepted(bool isProbe)
    {
        if (Volatile.Read(ref _unanswered) > 0)
        {
            Interlocked.Exchange(ref _unanswered, 0);
        }

        return isProbe && !EndsRest();
    }

    /// <summary>Lets a request through, or says why not. Whoever was let through reports back.</summary>
    public bool TryEnter(out bool isProbe, [NotNullWhen(false)] out ProviderFailure? refusal)
    {
        isProbe = false;
        refusal = null;
        if (Volatile.Read(ref _cause) is null)
        {
            return true;
        }

        lock (_gate)
        {
            if (_cause is null)
            {
                return true;
            }

            var now = time.GetTimestamp();
            if (now >= _openUntil && !_probing)
            {
                return isProbe = _probing = true;
            }

            var left = _openUntil > now ? time.GetElapsedTime(now, _openUntil) : TimeSpan.Zero;
            refusal = _cause with
            {
                Message = $"{provider} rests after: {_cause.Message}",
                IsLocal = true,
                RetryAfter = left,
                StatusCode = null,
            };
            return false;
        }
    }

    /// <summary>Tells what came of it; null when nothing did.</summary>
    public void Report(ProviderJob? job, bool isProbe)
    {
        var failure = job?.Failure;
        switch (Judge(job is not null, failure))
        {
            case Verdict.Broken when FailureTable.For(failure!.Kind).Breaker == BreakerEffect.OpensLong:
                Open(failure, options.LongBreakDuration, isProbe, isLong: true);
                break;
            case Verdict.Broken when Count(failure!) >= options.FailureThreshold || isProbe:
                Open(failure!, options.BreakDuration, isProbe, isLong: false);
                break;
            case Verdict.Alive when isProbe || Volatile.Read(ref _unanswered) > 0 || Volatile.Read(ref _stalled) > 0:
                Close(isProbe);
                break;
            case Verdict.None when isProbe:
                LetAnotherProbe();
                break;
        }
    }

    /// <summary>The key was replaced: what the old one was refused for is over.</summary>
    public void ForgetKey()
    {
        lock (_gate)
        {
            if (_cause is { Kind: FailureKind.Unauthorized or FailureKind.OutOfCredit })
            {
                _cause = null;
                EndProbe();
            }
        }
    }

    // A caller's own deadline, its cancellation and this process's own refusals say nothing about the provider.
    private static Verdict Judge(bool hasEnded, ProviderFailure? failure)
    {
        if (failure is null)
        {
            return hasEnded ? Verdict.Alive : Verdict.None;
        }

        if (failure.IsLocal || failure.Kind == FailureKind.Canceled || failure.Clock == JobClock.Total)
        {
            return Verdict.None;
        }

        return FailureTable.For(failure.Kind).Breaker == BreakerEffect.None ? Verdict.Alive : Verdict.Broken;
    }

    // Jobs that were accepted and came to nothing are counted apart: that the next one is accepted too says nothing against it.
    private int Count(ProviderFailure failure) =>
        failure.Kind == FailureKind.TimedOut ? Interlocked.Increment(ref _stalled) : Interlocked.Increment(ref _unanswered);

    // While a probe is under way it alone decides, as jobs from before the rest end one after the other; only a refused key is news.
    private void Open(ProviderFailure cause, TimeSpan rest, bool isProbe, bool isLong)
    {
        lock (_gate)
        {
            if (_probing && !isProbe && !isLong)
            {
                return;
            }

            var until = time.GetTimestamp() + (long)(rest.TotalSeconds * time.TimestampFrequency);
            if (_cause is null || until > _openUntil)
            {
                (_openUntil, _cause) = (until, cause);
            }

            if (isProbe)
            {
                EndProbe();
            }
        }

        opened();
    }

    // A job that was under way before the rest began proves nothing about now: only the probe ends the rest.
    private void Close(bool isProbe)
    {
        lock (_gate)
        {
            (_unanswered, _stalled) = (0, 0);
            if (isProbe)
            {
                _cause = null;
                EndProbe();
            }
        }
    }

    private bool EndsRest()
    {
        lock (_gate)
        {
            if (_stalled >= options.FailureThreshold)
            {
                return false;
            }

            _cause = null;
            EndProbe();
            return true;
        }
    }

    private void LetAnotherProbe()
    {
        lock (_gate)
        {
            EndProbe();
        }
    }

    private void EndProbe()
    {
        _probing = false;
        _probed?.SetResult();
        _probed = null;
    }

    private enum Verdict
    {
        None,
        Alive,
        Broken,
    }
}
