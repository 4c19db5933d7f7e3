using System.Diagnostics.CodeAnalysis;
using ImageGeneration.Providers;
using ImageGeneration.Timing;
using Polly.CircuitBreaker;

namespace ImageGeneration.Breaking;

/// <summary>Implements a circuit breaker: a broken provider or model is not asked, and after a break one real request probes it. Until
/// several different prompts have failed in a row the circuit is open for those alone, so that nobody can open it for others with a prompt
/// of their own.</summary>
/// <remarks>Polly's own breaker needs a rate over two or more calls; here one refused key opens for long, and the kind of the failure
/// decides.</remarks>
/// <param name="name">The name of the provider or model, for messages.</param>
/// <param name="isOfProvider">Whether it is a provider's circuit: there, a refused key or an empty account does not depend on a
/// prompt.</param>
/// <param name="options">The options.</param>
/// <param name="time">The clock.</param>
/// <param name="opened">Called when the circuit has opened for every prompt.</param>
internal sealed class CircuitBreaker(string name, bool isOfProvider, BreakerOptions options, TimeProvider time, Action? opened = null)
{
    private readonly Lock _gate = new();
    private readonly FailureStreak _unanswered = new(options.FailureThreshold);
    private readonly FailureStreak _stalled = new(options.FailureThreshold);
    private readonly LastSuccess _lastSuccess = new(time);
    private readonly CircuitProbe _probe = new();
    private long _openUntil;
    private ProviderFailure? _cause;
    private PromptSet? _openFor;

    public CircuitState State =>
        Volatile.Read(ref _cause) is null ? CircuitState.Closed : _probe.IsUnderWay ? CircuitState.HalfOpen : CircuitState.Open;

    /// <summary>Gets the failure that opened the circuit; null when it is closed.</summary>
    public ProviderFailure? Cause => Volatile.Read(ref _cause);

    /// <summary>Gets the remaining time of the break; null when requests go through.</summary>
    public TimeSpan? BreakRemaining => Volatile.Read(ref _cause) is null ? null : time.Left(Volatile.Read(ref _openUntil));

    /// <summary>Gets the remaining time of the break for a request; null when it goes through.</summary>
    public TimeSpan? BreakRemainingFor(ProviderRequest request)
    {
        if (Volatile.Read(ref _cause) is null)
        {
            return null;
        }

        lock (_gate)
        {
            return IsOpenFor(PromptOf(request)) ? BreakRemaining : null;
        }
    }

    /// <summary>Waits until another try is allowed: after the break, or when the probe under way ends.</summary>
    public async Task WaitUntilRetryAllowedAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        await time.WaitOutAsync(() => BreakRemainingFor(request), cancellationToken).ConfigureAwait(false);

        Task probe;
        lock (_gate)
        {
            probe = _probe.IsUnderWay && IsOpenFor(PromptOf(request)) ? _probe.Ended : Task.CompletedTask;
        }

        await probe.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Records that a job was accepted, so the provider can be reached. Successes are reported only at a job's end, refusals at
    /// once; without this a burst would see its few refusals first and take them for an outage. With the job of a probe the break is over,
    /// however long it takes; when accepted jobs had failed, only its end decides.</summary>
    /// <returns>What is left to report at the end.</returns>
    public BreakerPass NoteAccepted(BreakerPass pass)
    {
        _lastSuccess.Record();
        if (pass == BreakerPass.Closed && _unanswered.Count == 0)
        {
            return pass;
        }

        lock (_gate)
        {
            _unanswered.Clear();
            if (pass != BreakerPass.Closed && _stalled.IsFull)
            {
                return pass;
            }

            EndBreak(pass);
            return BreakerPass.Closed;
        }
    }

    /// <summary>Lets a request through; returns <see langword="false"/>, with the reason, when it does not. A request that was let through
    /// reports its end.</summary>
    public bool TryEnter(ProviderRequest request, out BreakerPass pass, [NotNullWhen(false)] out ProviderFailure? refusal)
    {
        pass = BreakerPass.Closed;
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

            if (!IsOpenFor(PromptOf(request)))
            {
                pass = BreakerPass.OtherPrompt;
                return true;
            }

            var left = time.Left(_openUntil) ?? TimeSpan.Zero;
            if (left == TimeSpan.Zero && !_probe.IsUnderWay)
            {
                _probe.Begin();
                pass = BreakerPass.Probe;
                return true;
            }

            var message = $"{name} is unavailable (circuit open) after: {_cause.Message}";
            refusal = _cause with { Message = message, Origin = FailureOrigin.Local, RetryAfter = left, StatusCode = null };
            return false;
        }
    }

    /// <summary>Reports the end of a request; null when it says nothing about the provider or model.</summary>
    public void Report(ProviderRequest request, ProviderJob? job, BreakerPass pass)
    {
        switch (BreakerVerdicts.For(job))
        {
            case BreakerVerdict.Broken:
                Fail(job!.Failure!, PromptOf(request), pass);
                break;
            case BreakerVerdict.Alive:
                _lastSuccess.Record();
                Close(pass);
                break;
            case BreakerVerdict.None when pass == BreakerPass.Probe:
                lock (_gate)
                {
                    _probe.End();
                }

                break;
        }
    }

    /// <summary>Forgets the refusals of a key that was replaced.</summary>
    public void ForgetKey()
    {
        lock (_gate)
        {
            if (_cause is { IsOfKey: true })
            {
                (_cause, _openFor) = (null, null);
                _probe.End();
            }
        }
    }

    private void Fail(ProviderFailure failure, int prompt, BreakerPass pass)
    {
        var isLong = failure.IsOfKey;
        // The prompts are blamed only while the last success is recent.
        var isOfPrompts = _lastSuccess.IsWithin(BreakerVerdicts.MaxSuccessAge(failure, BreakOf(isLong)));
        bool isForAll;
        lock (_gate)
        {
            // Jobs that were accepted and then failed are counted apart: the acceptance of the next one does not disprove them.
            var streak = isLong ? new(options.FailureThreshold) : failure.Rule.Acceptance == JobAcceptance.Accepted ? _stalled : _unanswered;
            streak.Add(prompt, isOfPrompts);
            if (pass == BreakerPass.Closed && ((!streak.IsFull && !isLong) || (isOfPrompts && !streak.Prompts.Includes(prompt))))
            {
                return;
            }

            // While a probe is under way it alone decides, as jobs from before the break end one after the other; a refused key is news.
            _openFor?.Add(prompt, isOfPrompts);
            if (!_probe.IsUnderWay || pass == BreakerPass.Probe || isLong)
            {
                Open(failure, isLong, streak.Prompts);
            }

            if (pass == BreakerPass.Probe)
            {
                _probe.End();
            }

            isForAll = _openFor is null or { HoldsEvery: true };
        }

        if (isForAll)
        {
            opened?.Invoke();
        }
    }

    private void Open(ProviderFailure cause, bool isLong, PromptSet prompts)
    {
        var until = time.GetTimestamp() + (long)(BreakOf(isLong).TotalSeconds * time.TimestampFrequency);
        _openFor = isLong && isOfProvider ? null : _cause is null ? prompts.Copy() : _openFor;
        if (_cause is null || until > _openUntil)
        {
            (_openUntil, _cause) = (until, cause);
        }
    }

    private TimeSpan BreakOf(bool isLong) => isLong ? options.LongBreakDuration : options.BreakDuration;

    private bool IsOpenFor(int prompt) => _cause is not null && _openFor?.Includes(prompt) != false;

    // A job that was under way before the break began proves nothing about now: only one that was let through since ends the break.
    private void Close(BreakerPass pass)
    {
        if (pass == BreakerPass.Closed && _unanswered.Count == 0 && _stalled.Count == 0)
        {
            return;
        }

        lock (_gate)
        {
            _unanswered.Clear();
            _stalled.Clear();
            EndBreak(pass);
        }
    }

    private void EndBreak(BreakerPass pass)
    {
        if (pass == BreakerPass.Probe || (pass == BreakerPass.OtherPrompt && _openFor is not null))
        {
            (_cause, _openFor) = (null, null);
        }

        if (pass == BreakerPass.Probe)
        {
            _probe.End();
        }
    }

    private static int PromptOf(ProviderRequest request) => request.Prompt.GetHashCode(StringComparison.Ordinal);
}
