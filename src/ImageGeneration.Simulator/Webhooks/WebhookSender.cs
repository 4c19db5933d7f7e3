using ImageGeneration.Simulator.Faults;

namespace ImageGeneration.Simulator.Webhooks;

/// <summary>Delivers webhooks: each attempt in the journal, faults in between, redirects not followed.</summary>
internal sealed class WebhookSender(SimulatorOptions options, SimulatorJournal journal, FaultPlan faults) : IDisposable
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);
    private readonly CancellationTokenSource _stopped = new();
    private readonly Lazy<HttpClient> _client = new(static () =>
        new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan });

    private int _working;

    /// <summary>Whether something is being sent, and not merely waiting for its time.</summary>
    public bool IsWorking => Volatile.Read(ref _working) > 0;

    public TimeProvider Time => options.TimeProvider;

    /// <summary>Runs work until it is done or the simulator stops.</summary>
    public void Run(Func<CancellationToken, Task> follow) => _ = GuardAsync(follow);

    /// <summary>Waits for the clock; everything else that a run does is work.</summary>
    public async Task WaitAsync(Func<Task> wait)
    {
        // Work goes on with the timer itself, not some time after it, and stops only when the timer is there: a test that advances the
        // clock while nothing works does so for a timer that is meant.
        var waiting = wait().ContinueWith(
            (waited, _) =>
            {
                Interlocked.Increment(ref _working);
                return waited;
            },
            null,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default).Unwrap();
        Interlocked.Decrement(ref _working);
        await waiting;
    }

    /// <summary>Delivers a message, with its retries.</summary>
    public async Task SendAsync(WebhookMessage message, CancellationToken cancellationToken)
    {
        for (var attempt = 1; !await AttemptAsync(message, attempt, cancellationToken); attempt++)
        {
            if (attempt > message.Retries.Count)
            {
                return;
            }

            await WaitAsync(() => Task.Delay(message.Retries[attempt - 1], Time, cancellationToken));
        }
    }

    public void Dispose()
    {
        _stopped.Cancel();
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }
    }

    private async Task GuardAsync(Func<CancellationToken, Task> follow)
    {
        Interlocked.Increment(ref _working);
        try
        {
            await follow(_stopped.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The simulator stopped.
        }
        finally
        {
            Interlocked.Decrement(ref _working);
        }
    }

    private async Task<bool> AttemptAsync(WebhookMessage message, int attempt, CancellationToken cancellationToken)
    {
        var fault = faults.Draw(Drawn(message), () => message.Job.Model.Id, onJob: false);
        if (fault is SlowAnswerFault late)
        {
            // Not awaited, as later ones overtake it.
            Run(async stopped =>
            {
                await WaitAsync(() => Task.Delay(late.Delay, Time, stopped));
                await DeliverAsync(message, attempt, fault: null, stopped);
            });
            return true;
        }

        if (fault is DuplicateFault)
        {
            await DeliverAsync(message, attempt, fault: null, cancellationToken);
        }

        var status = await DeliverAsync(message, attempt, fault, cancellationToken);
        return status is >= 200 and < 300;
    }

    private async Task<int?> DeliverAsync(WebhookMessage message, int attempt, FaultEffect? fault, CancellationToken cancellationToken)
    {
        var record = new RecordedWebhook(message.Body)
        {
            Time = Time.GetUtcNow(),
            Provider = message.Job.Provider,
            JobId = message.Job.Id,
            Event = message.Event,
            Address = message.Address,
            Attempt = attempt,
            MessageId = message.Id,
        };
        journal.Add(record);
        var kept = fault is ResetFault or HangFault or StatusFault or RateLimitedFault;
        record.AnsweredStatus = fault switch
        {
            StatusFault status => status.Code,
            RateLimitedFault => 429,
            _ => kept ? null : await PostAsync(message, record.Time, cancellationToken),
        };
        return record.AnsweredStatus;
    }

    private async Task<int?> PostAsync(WebhookMessage message, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, message.Address) { Content = new ReadOnlyMemoryContent(message.Body) };
        request.Content.Headers.ContentType = new("application/json");
        foreach (var (name, value) in message.Signer?.Headers(message.Id!, now, message.Body.Span) ?? [])
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var timeout = new CancellationTokenSource(MaxWait, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var response = await _client.Value.SendAsync(request, either.Token);
            return (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private RecordedRequest Drawn(WebhookMessage message) => new(ReadOnlyMemory<byte>.Empty)
    {
        Time = Time.GetUtcNow(),
        Host = SimulatorHost.Api,
        Provider = message.Job.Provider,
        Phase = RequestPhase.Webhook,
        Method = "POST",
        Path = message.Address.PathAndQuery,
        Headers = [],
        JobId = message.Job.Id,
    };
}
