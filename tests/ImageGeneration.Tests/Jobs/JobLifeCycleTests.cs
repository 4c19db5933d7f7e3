using ImageGeneration.Providers;
using ImageGeneration.Shutdown;
using ImageGeneration.Tests.Fakes;

namespace ImageGeneration.Tests.Jobs;

public sealed class JobLifeCycleTests : IAsyncDisposable
{
    private readonly FakeProvider _provider = new();
    private TestApplication _app;

    public JobLifeCycleTests() => _app = new([_provider]);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Run_QueuedThenRunningThenDone_DeliversWhenItIsDone()
    {
        AcceptAndFinishAfter(TimeSpan.FromSeconds(8), queued: TimeSpan.FromSeconds(3));
        var steps = new List<GenerationProgress>();

        var response = await _app.RunAsync(_app.Images.GenerateAsync(TestApplication.Request(), new() { Provider = "fake", Progress = new Recorder(steps) }));

        Assert.InRange(response.GenerationTime.TotalSeconds, 8, 300);
        Assert.Equal(
            [GenerationPhase.Submitting, GenerationPhase.Queued, GenerationPhase.Running],
            steps.Select(step => step.Phase).Distinct());
        Assert.Empty(_provider.Cancels);
    }

    [Fact]
    public async Task Run_TheApplicationClosesDuringARead_TheJobIsWaitedForAllTheSame()
    {
        var read = new TaskCompletionSource<ProviderJob>();
        _provider.OnSubmit = (provider, request, _) => Task.FromResult(provider.Accepted(request));
        _provider.OnGetJob = (job, _) => _provider.Reads == 1
            ? read.Task
            : Task.FromResult(_provider.Done(_provider.Submits.First()) with { Reference = job });
        var app = new TestApplication([_provider], options => options.Shutdown.Mode = ShutdownMode.Wait);
        var call = app.Images.GenerateImageAsync(TestApplication.Request(), "fake");
        app.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1, _provider.Reads);

        app.Service<GenerationShutdown>().Begun.Register(
            () => read.SetResult(new() { Reference = new("fake", "job-1", "fake/sdxl"), Status = JobStatus.Running }));
        await app.DisposeAsync();

        Assert.Single((await call).Images);
        Assert.InRange(app.Time.Elapsed.TotalSeconds, 2, 10);
    }

    [Theory]
    [InlineData("what?")]
    [InlineData(null)]
    public async Task Run_UnknownStatusForEver_EndsAtTheDeadlineAndCancels(string? reason)
    {
        _provider.OnSubmit = (provider, request, _) => Task.FromResult(provider.Accepted(request));
        _provider.OnGetJob = (job, _) => Task.FromResult(new ProviderJob
        {
            Reference = job,
            Status = JobStatus.Unknown,
            Failure = reason is null ? null : new(FailureKind.Unavailable, reason),
        });

        var failure = await FailAsync(TestApplication.Request() with { Deadline = TimeSpan.FromSeconds(20) });

        Assert.Equal(FailureKind.TimedOut, failure.Kind);
        Assert.Contains("deadline of 20 s", failure.Message, StringComparison.Ordinal);
        Assert.Contains("job-1", failure.Message, StringComparison.Ordinal);
        Assert.Equal(CancellationOutcome.Confirmed, Assert.Single(failure.Attempts).Cancellation);
        Assert.Single(_provider.Cancels);
    }

    /// <summary>A read knows the job's id and not the prompt, so only here can it be kept out of what the service said.</summary>
    [Fact]
    public async Task Run_FailureThatRepeatsThePrompt_DoesNotShowIt()
    {
        const string prompt = "A Lighthouse at night";
        _provider.OnSubmit = (provider, request, _) => Task.FromResult(provider.Accepted(request));
        _provider.OnGetJob = (job, _) => Task.FromResult(ProviderJob.Failed(new(FailureKind.JobFailed, "no result for 'a lighthouse at night'."), job));

        var failure = await FailAsync(TestApplication.Request() with { Prompt = prompt });

        Assert.DoesNotContain(prompt, failure.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("no result for '[prompt]'.", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Services write a prompt in many ways, and a long one is cut with the words around it.</summary>
    [Theory]
    [InlineData("A café \"by night\"\nin the rain", "no result for {'prompt': 'A café \\\"by night\\\"\\nin the rain'}", "café")]
    [InlineData("A café \"by night\"\nin the rain", "no result for {'prompt': 'A caf\\u00e9 \\\"by night\\\"\\nin the rain'}", "night")]
    [InlineData("A lighthouse\nat night", "no result for A lighthouse at night", "lighthouse")]
    [InlineData("A lighthouse in a storm at night, seen from a boat", "no result for A lighthouse in a storm at…", "lighthouse")]
    [InlineData("A lighthouse in a storm at night, seen from a boat", "no result for A lighthouse in a storm at….", "storm")]
    public async Task Run_FailureThatRepeatsThePromptInAnotherForm_DoesNotShowIt(string prompt, string said, string word)
    {
        _provider.OnSubmit = (provider, request, _) => Task.FromResult(provider.Accepted(request));
        _provider.OnGetJob = (job, _) => Task.FromResult(ProviderJob.Failed(new(FailureKind.JobFailed, said), job));

        var failure = await FailAsync(TestApplication.Request() with { Prompt = prompt });

        Assert.DoesNotContain(word, failure.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("no result for ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TooLongInTheProvidersQueue_CanceledAndNamedTheQueueClock()
    {
        await UseAsync(options => options.Jobs.QueueTimeout = TimeSpan.FromSeconds(30));
        _provider.OnSubmit = (provider, request, _) => Task.FromResult(provider.Accepted(request));
        _provider.OnGetJob = (job, _) => Task.FromResult(new ProviderJob { Reference = job, Status = JobStatus.Queued });

        var failure = await FailAsync(TestApplication.Request());

        Assert.Equal(FailureKind.TimedOut, failure.Kind);
        Assert.Contains("queue", failure.Message, StringComparison.Ordinal);
        Assert.InRange(_app.Time.Elapsed.TotalSeconds, 30, 300);
    }

    [Fact]
    public async Task Run_RunsTooLong_CanceledAndNamedTheRunClock()
    {
        await UseAsync(options => options.Jobs.RunTimeout = TimeSpan.FromSeconds(15));
        AcceptAndFinishAfter(TimeSpan.FromHours(1), queued: TimeSpan.FromSeconds(10));

        var failure = await FailAsync(TestApplication.Request());

        Assert.Contains("RunTimeout", failure.Message, StringComparison.Ordinal);
        Assert.InRange(_app.Time.Elapsed.TotalSeconds, 25, 300);
    }

    [Fact]
    public async Task Run_DeadlinePassedButTheJobHadFinished_TheImageIsDelivered()
    {
        ProviderRequest? asked = null;
        _provider.OnSubmit = (provider, request, _) => Task.FromResult(provider.Accepted(asked = request));
        _provider.OnCancel = (job, _) => Task.FromResult(_provider.Done(asked!) with { Reference = job });

        var response = await _app.RunAsync(_app.Images.GenerateImageAsync(TestApplication.Request() with { Deadline = TimeSpan.FromSeconds(5) }, "fake"));

        Assert.Single(response.Images);
        Assert.Equal(CancellationOutcome.AlreadyFinished, response.Metadata.Attempts[0].Cancellation);
    }

    [Fact]
    public async Task Run_CallerCancelsWhileRunning_CancelsRemotelyAndSaysWhatBecameOfIt()
    {
        using var source = new CancellationTokenSource();
        _provider.OnSubmit = (provider, request, _) => Task.FromResult(provider.Accepted(request));
        _provider.OnGetJob = (job, _) =>
        {
            source.Cancel();
            return Task.FromResult(new ProviderJob { Reference = job, Status = JobStatus.Running });
        };

        var canceled = await Assert.ThrowsAsync<ImageGenerationCanceledException>(
            () => _app.RunAsync(_app.Images.GenerateImageAsync(TestApplication.Request(), "fake", source.Token)));

        Assert.Equal(source.Token, canceled.CancellationToken);
        Assert.Equal(CancellationOutcome.Confirmed, Assert.Single(canceled.Attempts).Cancellation);
        Assert.Single(_provider.Cancels);
        Assert.Equal(1, _app.Images.GetMetrics().CanceledRequests);
        Assert.Equal(0, _app.Images.GetMetrics().FailedRequests);
    }

    [Fact]
    public async Task Run_CallerCancelsDuringTheSubmit_TheAcceptedJobIsStillCanceled()
    {
        using var source = new CancellationTokenSource();
        _provider.OnSubmit = (provider, request, token) =>
        {
            source.Cancel();
            Assert.False(token.IsCancellationRequested);
            return Task.FromResult(provider.Accepted(request));
        };

        await Assert.ThrowsAsync<ImageGenerationCanceledException>(
            () => _app.RunAsync(_app.Images.GenerateImageAsync(TestApplication.Request(), "fake", source.Token)));

        Assert.Single(_provider.Cancels);
    }

    [Fact]
    public async Task Run_CancellationNeverConfirmed_EndsWithinItsOwnBudgetAndSaysSo()
    {
        _provider.OnSubmit = (provider, request, _) => Task.FromResult(provider.Accepted(request));
        _provider.OnCancel = async (_, token) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _app.Time, token);
            throw new InvalidOperationException("unreachable");
        };

        var failure = await FailAsync(TestApplication.Request() with { Deadline = TimeSpan.FromSeconds(5) });

        Assert.Equal(CancellationOutcome.NotConfirmed, Assert.Single(failure.Attempts).Cancellation);
        Assert.InRange(_app.Time.Elapsed.TotalSeconds, 15, 300);
    }

    [Fact]
    public async Task Run_TheSubmitNeverAnswers_UnknownOutcomeAndNeverSentAgain()
    {
        _provider.OnSubmit = async (_, _, token) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _app.Time, token);
            throw new InvalidOperationException("unreachable");
        };

        var failure = await FailAsync(TestApplication.Request());

        Assert.Equal(FailureKind.UnknownOutcome, failure.Kind);
        Assert.True(Assert.Single(failure.Attempts).PossiblyBilled);
        Assert.Null(failure.Attempts[0].CostUsd);
        Assert.Single(_provider.Submits);
        Assert.Equal(1, _app.Images.GetMetrics().PossiblyBilledUnseen);
    }

    [Fact]
    public async Task Run_TheProviderThrowsOnSubmit_UnknownOutcome()
    {
        _provider.OnSubmit = (_, _, _) => throw new InvalidCastException("secret prompt");

        var failure = await FailAsync(TestApplication.Request());

        Assert.Equal(FailureKind.UnknownOutcome, failure.Kind);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ReadsFailForAWhile_TheJobIsNotGivenUp()
    {
        AcceptAndFinishAfter(TimeSpan.FromSeconds(10), queued: TimeSpan.Zero);
        var healthy = _provider.OnGetJob;
        _provider.OnGetJob = (job, token) => _provider.Reads < 5 ? throw new HttpRequestException("reset") : healthy(job, token);

        var response = await _app.RunAsync(_app.Images.GenerateImageAsync(TestApplication.Request(), "fake"));

        Assert.Single(response.Images);
        Assert.Single(_provider.Submits);
    }

    [Fact]
    public async Task Run_AReadThatAsksForADay_IsNotObeyedForLong()
    {
        AcceptAndFinishAfter(TimeSpan.FromSeconds(10), queued: TimeSpan.Zero);
        var healthy = _provider.OnGetJob;
        _provider.OnGetJob = (job, token) => _provider.Reads == 1
            ? Task.FromResult(ProviderJob.Unread(new(FailureKind.RateLimited, "slow down") { RetryAfter = TimeSpan.FromDays(1) }, job))
            : healthy(job, token);

        var response = await _app.RunAsync(_app.Images.GenerateImageAsync(TestApplication.Request(), "fake"));

        Assert.InRange(response.GenerationTime.TotalSeconds, 60, 590);
    }

    [Fact]
    public async Task Run_KeyRevokedWhileRunning_EndsSoonAndSaysSo()
    {
        _provider.OnSubmit = (provider, request, _) => Task.FromResult(provider.Accepted(request));
        _provider.OnGetJob = (job, _) => Task.FromResult(ProviderJob.Unread(new(FailureKind.Unauthorized, "no such key"), job));
        _provider.OnCancel = (job, _) => Task.FromResult(ProviderJob.Unread(new(FailureKind.Unsupported, "no"), job));

        var failure = await FailAsync(TestApplication.Request());

        Assert.Equal(FailureKind.Unauthorized, failure.Kind);
        Assert.StartsWith("Authentication failed", failure.Message, StringComparison.Ordinal);
        Assert.Equal(3, _provider.Reads);
    }

    [Fact]
    public async Task Run_GoneRightAfterTheSubmit_IsAskedForAgain()
    {
        AcceptAndFinishAfter(TimeSpan.FromSeconds(10), queued: TimeSpan.Zero);
        var healthy = _provider.OnGetJob;
        _provider.OnGetJob = (job, token) => _provider.Reads == 1
            ? Gone(job)
            : healthy(job, token);

        var response = await _app.RunAsync(_app.Images.GenerateImageAsync(TestApplication.Request(), "fake"));

        Assert.Single(response.Images);
    }

    [Fact]
    public async Task Run_GoneOnceInTheMiddle_IsAskedForAgain()
    {
        AcceptAndFinishAfter(TimeSpan.FromSeconds(30), queued: TimeSpan.Zero);
        var (healthy, refused) = (_provider.OnGetJob, false);
        _provider.OnGetJob = (job, token) =>
        {
            var refuses = !refused && _app.Time.Elapsed > TimeSpan.FromSeconds(10);
            refused |= refuses;
            return refuses ? Gone(job) : healthy(job, token);
        };

        var response = await _app.RunAsync(_app.Images.GenerateImageAsync(TestApplication.Request(), "fake"));

        Assert.Single(response.Images);
        Assert.True(refused);
        Assert.Empty(_provider.Cancels);
    }

    /// <summary>It may run all the same: it is canceled, and nobody says that it cost nothing.</summary>
    [Fact]
    public async Task Run_GoneForGood_IsCanceledAfterThreeAnswersAndItsBillIsUnknown()
    {
        _provider.OnSubmit = (provider, request, _) => Task.FromResult(provider.Accepted(request));
        var young = 0;
        _provider.OnGetJob = (job, _) =>
        {
            young += _app.Time.Elapsed < TimeSpan.FromSeconds(5) ? 1 : 0;
            return Gone(job);
        };
        _provider.OnCancel = (job, _) => Task.FromResult(ProviderJob.Unread(new(FailureKind.JobFailed, "not found") { StatusCode = 404 }, job));

        var failure = await FailAsync(TestApplication.Request());

        Assert.Equal(FailureKind.JobFailed, failure.Kind);
        Assert.StartsWith("not found", failure.Message, StringComparison.Ordinal);
        var attempt = Assert.Single(failure.Attempts);
        Assert.Equal((CancellationOutcome.NotConfirmed, null), (attempt.Cancellation, attempt.CostUsd));
        Assert.Equal((3, 1), (_provider.Reads - young, _provider.Cancels.Count));
    }

    [Fact]
    public async Task Run_SucceededWithoutImages_EmptyOutput()
    {
        _provider.OnSubmit = (provider, request, _) => Task.FromResult(provider.Accepted(request, JobStatus.Succeeded));

        var failure = await FailAsync(TestApplication.Request());

        Assert.Equal(FailureKind.EmptyOutput, failure.Kind);
    }

    [Fact]
    public async Task Run_TheProviderThrowsWhileTheJobIsWaitedFor_TheJobIsCanceledAndItsBillIsUnknown()
    {
        var capabilities = _provider.Capabilities;
        _provider.Capabilities = model => _provider.Submits.IsEmpty ? capabilities(model) : throw new InvalidCastException("a bug of the provider");
        _provider.OnSubmit = (provider, request, _) => Task.FromResult(provider.Accepted(request));

        var request = TestApplication.Request() with { Deadline = TimeSpan.FromSeconds(5) };
        var failure = await FailAsync(request);

        Assert.Single(_provider.Cancels);
        Assert.Equal("job-1", Assert.Single(failure.Attempts).JobId);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(FailureKind.UnknownOutcome)]
    public async Task Run_AcceptedWithoutAReference_UnknownOutcome(FailureKind? said)
    {
        _provider.OnSubmit = (_, _, _) => Task.FromResult(new ProviderJob
        {
            Status = JobStatus.Queued,
            Failure = said is { } kind ? new(kind, "who knows") : null,
        });

        var failure = await FailAsync(TestApplication.Request());

        Assert.Equal(FailureKind.UnknownOutcome, failure.Kind);
        Assert.True(failure.Attempts[0].PossiblyBilled);
        Assert.Single(_provider.Submits);
    }

    [Fact]
    public async Task Run_TheProviderReturnsNull_UnknownOutcome()
    {
        _provider.OnSubmit = (_, _, _) => Task.FromResult<ProviderJob>(null!);

        Assert.Equal(FailureKind.UnknownOutcome, (await FailAsync(TestApplication.Request())).Kind);
    }

    [Fact]
    public async Task Run_FailedWithoutAReason_IsAFailedJobAndNotAFilteredImage()
    {
        _provider.OnSubmit = (provider, request, _) => Task.FromResult(provider.Accepted(request, JobStatus.Failed));

        Assert.Equal(FailureKind.JobFailed, (await FailAsync(TestApplication.Request())).Kind);
    }

    [Fact]
    public async Task Run_AReadAsksForALongWait_TheRunClockIsKept()
    {
        await UseAsync(options => options.Jobs.RunTimeout = TimeSpan.FromSeconds(15));
        _provider.OnSubmit = (provider, request, _) => Task.FromResult(provider.Accepted(request, JobStatus.Running));
        _provider.OnGetJob = (job, _) => Task.FromResult(ProviderJob.Unread(new(FailureKind.RateLimited, "slow down") { RetryAfter = TimeSpan.FromMinutes(5) }, job));

        var failure = await FailAsync(TestApplication.Request());

        Assert.Contains("RunTimeout", failure.Message, StringComparison.Ordinal);
        Assert.InRange(_app.Time.Elapsed.TotalSeconds, 15, 20);
    }

    [Fact]
    public async Task Run_CallerCancelsAndTheSubmitNeverAnswers_SaysThatAJobMayBeBilled()
    {
        using var source = new CancellationTokenSource();
        _provider.OnSubmit = async (_, _, token) =>
        {
            await source.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, _app.Time, token);
            throw new InvalidOperationException("unreachable");
        };

        var canceled = await Assert.ThrowsAsync<ImageGenerationCanceledException>(
            () => _app.RunAsync(_app.Images.GenerateImageAsync(TestApplication.Request(), "fake", source.Token)));

        Assert.True(Assert.Single(canceled.Attempts).PossiblyBilled);
        Assert.Contains("may have been billed", canceled.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_CallerCancelsLateInTheSubmit_TheSubmitsOwnTimeIsNotProlonged()
    {
        await UseAsync(options => (options.Jobs.SubmitTimeout, options.Jobs.CancelTimeout) = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60)));
        using var source = new CancellationTokenSource();
        _provider.OnSubmit = async (_, _, token) =>
        {
            await source.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, _app.Time, token);
            throw new InvalidOperationException("unreachable");
        };

        await Assert.ThrowsAsync<ImageGenerationCanceledException>(
            () => _app.RunAsync(_app.Images.GenerateImageAsync(TestApplication.Request(), "fake", source.Token)));

        Assert.InRange(_app.Time.Elapsed.TotalSeconds, 5, 10);
    }

    [Fact]
    public async Task Run_CallerCancelsOneRunningAndOneWaitingJob_TheMessageNamesTheRunningOne()
    {
        await UseAsync(options => options.RateLimit.Concurrent = 1);
        using var source = new CancellationTokenSource();
        _provider.OnSubmit = (provider, request, _) => Task.FromResult(provider.Accepted(request));
        _provider.OnGetJob = (job, _) =>
        {
            source.Cancel();
            return Task.FromResult(new ProviderJob { Reference = job, Status = JobStatus.Running });
        };

        var canceled = await Assert.ThrowsAsync<ImageGenerationCanceledException>(
            () => _app.RunAsync(_app.Images.GenerateImageAsync(TestApplication.Request() with { Count = 2 }, "fake", source.Token)));

        Assert.Contains("job-1", canceled.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_CanceledBeforeTheCall_SaysSoInItsOwnException()
    {
        var canceled = await Assert.ThrowsAsync<ImageGenerationCanceledException>(
            () => _app.Images.GenerateImageAsync(TestApplication.Request(), "fake", new CancellationToken(canceled: true)));

        Assert.Empty(canceled.Attempts);
        Assert.Empty(_provider.Submits);
        Assert.Equal(1, _app.Images.GetMetrics().CanceledRequests);
    }

    [Fact]
    public async Task TestConnection_TheProviderThrows_IsNotHealthy()
    {
        _provider.OnHealth = _ => throw new InvalidCastException("secret");

        Assert.False(await _app.Images.TestConnectionAsync("fake"));
        Assert.DoesNotContain("secret", (await _app.Monitor.CheckHealthAsync("fake")).Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TestConnection_TheCallerCancels_ItsTokenIsInTheException()
    {
        using var source = new CancellationTokenSource();
        _provider.OnHealth = async token =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _app.Time, token);
            throw new InvalidOperationException("unreachable");
        };

        var call = _app.Images.TestConnectionAsync("fake", source.Token);
        await source.CancelAsync();

        Assert.Equal(source.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call)).CancellationToken);
    }

    [Fact]
    public async Task Run_WithADeadline_TheProviderLearnsWhatIsLeftOfIt()
    {
        await _app.RunAsync(_app.Images.GenerateImageAsync(TestApplication.Request() with { Deadline = TimeSpan.FromSeconds(42) }, "fake"));

        Assert.True(_provider.Submits.TryPeek(out var sent));
        Assert.Equal(TimeSpan.FromSeconds(42), sent.TimeLimit);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_TheStatusReadHangs_TheClockIsKeptWithinASecond(bool isRunning)
    {
        await UseAsync(options => (options.Jobs.RunTimeout, options.Jobs.QueueTimeout) = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5)));
        _provider.OnSubmit = (provider, request, _) => Task.FromResult(provider.Accepted(request, isRunning ? JobStatus.Running : JobStatus.Queued));
        _provider.OnGetJob = async (job, token) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _app.Time, token);
            return FakeProvider.Canceled(job);
        };

        var failure = await FailAsync(TestApplication.Request(), step: TimeSpan.FromMilliseconds(10));

        Assert.Contains(isRunning ? "RunTimeout" : "QueueTimeout", failure.Message, StringComparison.Ordinal);
        Assert.InRange(_app.Time.Elapsed.TotalSeconds, 5, 6.2);
    }

    [Fact]
    public async Task Run_TheReadsAreUsedUp_TheClockEndsTheJobOnTime()
    {
        await UseAsync(options =>
        {
            options.RateLimit.ReadsPerMinute = 1;
            (options.Jobs.RunTimeout, options.Jobs.MinPollInterval) = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1));
        });
        _provider.OnSubmit = (provider, request, _) => Task.FromResult(provider.Accepted(request, JobStatus.Running));

        var failure = await FailAsync(TestApplication.Request());

        Assert.Contains("RunTimeout", failure.Message, StringComparison.Ordinal);
        Assert.InRange(_app.Time.Elapsed.TotalSeconds, 5, 5.2);
    }

    // A job that has begun meanwhile must not be killed as one that waits, for want of a read.
    [Fact]
    public async Task Run_TheReadsAreUsedUpAndTheJobHasBegun_IsNotEndedByTheQueueClock()
    {
        await UseAsync(options =>
        {
            options.RateLimit.ReadsPerMinute = 1;
            (options.Jobs.QueueTimeout, options.Jobs.MinPollInterval) = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1));
        });
        AcceptAndFinishAfter(TimeSpan.FromSeconds(20), queued: TimeSpan.FromSeconds(4));

        var response = await _app.RunAsync(_app.Images.GenerateImageAsync(TestApplication.Request(), "fake"));

        Assert.Single(response.Images);
        Assert.Empty(_provider.Cancels);
    }

    [Fact]
    public async Task Run_CallerLeavesAtTheLastMomentBeforeTheSubmit_NothingIsSent()
    {
        using var source = new CancellationTokenSource();
        var leaving = new Leaving(source);

        var canceled = await Assert.ThrowsAsync<ImageGenerationCanceledException>(
            () => _app.RunAsync(_app.Images.GenerateAsync(TestApplication.Request(), new() { Provider = "fake", Progress = leaving }, source.Token)));

        Assert.Empty(_provider.Submits);
        Assert.Equal(0m, Assert.Single(canceled.Attempts).CostUsd);
    }

    private static Task<ProviderJob> Gone(JobReference job) =>
        Task.FromResult(ProviderJob.Failed(new(FailureKind.JobFailed, "not found") { StatusCode = 404 }, job));

    private void AcceptAndFinishAfter(TimeSpan total, TimeSpan queued)
    {
        ProviderRequest? asked = null;
        var accepted = TimeSpan.Zero;
        _provider.OnSubmit = (provider, request, _) =>
        {
            accepted = _app.Time.Elapsed;
            return Task.FromResult(provider.Accepted(asked = request));
        };
        _provider.OnGetJob = (job, _) =>
        {
            var elapsed = _app.Time.Elapsed - accepted;
            return Task.FromResult(elapsed >= total
                ? _provider.Done(asked!) with { Reference = job }
                : new ProviderJob { Reference = job, Status = elapsed >= queued ? JobStatus.Running : JobStatus.Queued });
        };
    }

    private async Task UseAsync(Action<ProviderOptions> configure)
    {
        await _app.DisposeAsync();
        _app = new([_provider], provider: configure);
    }

    private Task<ImageGenerationException> FailAsync(ImageGenerationRequest request, TimeSpan? step = null) =>
        Assert.ThrowsAnyAsync<ImageGenerationException>(() => _app.RunAsync(_app.Images.GenerateImageAsync(request, "fake"), step));

    private sealed class Leaving(CancellationTokenSource source) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value)
        {
            if (value.Phase == GenerationPhase.Submitting)
            {
                source.Cancel();
            }
        }
    }

    private sealed class Recorder(List<GenerationProgress> steps) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value) => steps.Add(value);
    }
}
