using ImageGeneration.Jobs;
using ImageGeneration.Providers;
using ImageGeneration.Tests.Time;

namespace ImageGeneration.Tests.Jobs;

public sealed class StartTimeHistoryTests
{
    private static readonly ProviderRequest _request = new() { Model = "m", ModelId = "endpoint", Prompt = "x", Width = 512, Height = 512 };
    private static readonly JobReference _job = new("p", "1", "endpoint");

    private readonly StepClock _time = new();
    private readonly StartTimeHistory _starts;

    public StartTimeHistoryTests() => _starts = new(_time);

    [Fact]
    public void Record_TheProviderTellsTheWait_QueueBootAndRunAreApart()
    {
        Run(idle: 0, Succeeded(wait: 60), seconds: 66);
        Run(idle: 1, Succeeded(wait: 1), seconds: 7);
        Run(idle: 90, Succeeded(wait: 61), seconds: 67);
        _time.Advance(TimeSpan.FromSeconds(90));

        Assert.Equal(TimeSpan.FromSeconds(6), _starts.RunTime(_request));
        Assert.Equal(
            (TimeSpan.FromSeconds(1), 1d, TimeSpan.FromSeconds(60)),
            (_starts.Forecast(_request).Queue, _starts.Forecast(_request).ColdStartProbability, _starts.Forecast(_request).BootTime));
    }

    [Fact]
    public void Record_TheProviderTellsNothing_WhatIsBeyondTheUsualAfterAnIdleTimeIsABoot()
    {
        Run(idle: 0, Succeeded(), seconds: 4);
        Run(idle: 1, Succeeded(), seconds: 4);
        Run(idle: 90, Succeeded(), seconds: 44);
        _time.Advance(TimeSpan.FromSeconds(90));

        Assert.Equal(TimeSpan.FromSeconds(4), _starts.RunTime(_request));
        Assert.Equal((1d, TimeSpan.FromSeconds(40)), (_starts.Forecast(_request).ColdStartProbability, _starts.Forecast(_request).BootTime));
    }

    [Fact]
    public void Record_TheProviderTellsNothingAndNoIdleTimeWasBefore_ALongRunIsARun()
    {
        Run(idle: 0, Succeeded(), seconds: 4);
        Run(idle: 1, Succeeded(), seconds: 44);
        _time.Advance(TimeSpan.FromSeconds(90));

        Assert.Equal(0, _starts.Forecast(_request).ColdStartProbability);
    }

    [Fact]
    public void Usual_IsTheQueueAndTheRunOfAJobThatMeetsAWorker()
    {
        Run(idle: 0, Succeeded(wait: 60), seconds: 64);
        Run(idle: 1, Succeeded(wait: 1), seconds: 5);

        Assert.Equal(5, _starts.Usual(_request)!.Value.TotalSeconds);
        Assert.Null(_starts.Usual(_request with { ModelId = "other" }));
    }

    [Fact]
    public void Record_AWaitThatCannotBe_IsNoLongerThanTheJobTook()
    {
        Run(idle: 0, Succeeded(wait: -5), seconds: 4);
        Run(idle: 0, Succeeded(wait: 500), seconds: 4);

        Assert.Equal(TimeSpan.FromSeconds(4), _starts.RunTime(_request));
    }

    [Fact]
    public void Record_GivenUpWhileItWaited_WasAColdStartOfAtLeastThat()
    {
        Run(idle: 1, Succeeded(wait: 1), seconds: 7);
        Run(idle: 90, Failed(FailureKind.TimedOut, TimeoutKind.Total), seconds: 30);

        Assert.Equal((1d, TimeSpan.FromSeconds(29)), (_starts.Forecast(_request).ColdStartProbability, _starts.Forecast(_request).BootTime));
    }

    [Theory]
    [InlineData(FailureKind.Canceled, 5)]
    [InlineData(FailureKind.JobFailed, 30)]
    public void Record_GivenUpEarlyOrFailed_TeachesNothing(FailureKind kind, int seconds)
    {
        Run(idle: 1, Succeeded(wait: 1), seconds: 7);
        Run(idle: 90, Failed(kind, null), seconds);

        Assert.Equal(0, _starts.Forecast(_request).ColdStartProbability);
    }

    [Fact]
    public void Record_NotAccepted_TeachesNothing()
    {
        using (var start = _starts.Begin(_request))
        {
            _starts.Record(start, _request, ProviderJob.NotAccepted(new(FailureKind.TimedOut, "x") { Timeout = TimeoutKind.Queue }), _time.GetTimestamp());
        }

        Assert.Equal(default, _starts.Forecast(_request));
    }

    [Fact]
    public void Forecast_AnotherModel_HasStartsOfItsOwn()
    {
        Run(idle: 0, Succeeded(wait: 60), seconds: 66);

        Assert.Equal(default, _starts.Forecast(_request with { ModelId = "other" }));
    }

    [Fact]
    public void Begin_MoreModelsThanAreKept_LearnsNothingOfTheOthers()
    {
        for (var i = 0; i < 300; i++)
        {
            using var start = _starts.Begin(_request with { ModelId = $"model-{i}" });
            Assert.Equal(i < 256, start.Model is not null);
        }
    }

    private static ProviderJob Succeeded(double? wait = null) => new()
    {
        Reference = _job,
        Status = JobStatus.Succeeded,
        QueueTime = wait is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
    };

    private static ProviderJob Failed(FailureKind kind, TimeoutKind? timeout) => ProviderJob.Failed(new(kind, "x") { Timeout = timeout }, _job);

    private void Run(double idle, ProviderJob job, double seconds)
    {
        _time.Advance(TimeSpan.FromSeconds(idle));
        var submitted = _time.GetTimestamp();
        using var start = _starts.Begin(_request);
        _time.Advance(TimeSpan.FromSeconds(seconds));
        _starts.Record(start, _request, job, submitted);
    }
}
