using ImageGeneration.Pricing;
using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;

namespace ImageGeneration.Tests.Failover;

public sealed class ProviderFailoverTests : IAsyncDisposable
{
    private readonly FakeProvider _first = new("first");
    private readonly FakeProvider _second = new("second");
    private TestApplication _app;

    public ProviderFailoverTests() => _app = new([_first, _second]);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData(FailureKind.Unauthorized)]
    [InlineData(FailureKind.OutOfCredit)]
    [InlineData(FailureKind.Unavailable)]
    [InlineData(FailureKind.RateLimited)]
    [InlineData(FailureKind.UnknownOutcome)]
    [InlineData(FailureKind.JobFailed)]
    [InlineData(FailureKind.EmptyOutput)]
    [InlineData(FailureKind.Canceled)]
    [InlineData(FailureKind.Unsupported)]
    [InlineData(FailureKind.TimedOut)]
    public async Task Run_TheFirstFails_TheSecondDeliversAndBothAreReported(FailureKind kind)
    {
        _first.Fails(kind);

        var response = await GenerateAsync();

        Assert.Equal("second", response.Provider);
        Assert.Equal([kind, null], response.Metadata.Attempts.Select(attempt => attempt.Failure));
        Assert.Equal(1, _app.Images.GetMetrics().FailuresByKind[kind]);
    }

    [Theory]
    [InlineData(FailureKind.InvalidRequest)]
    [InlineData(FailureKind.ContentRejected)]
    public async Task Run_TheRequestItselfIsRefused_NobodyElseIsAsked(FailureKind kind)
    {
        _first.Fails(kind);

        var failure = await FailAsync();

        Assert.Equal(kind, failure.Kind);
        Assert.Empty(_second.Submits);
    }

    [Fact]
    public async Task Run_ContentRejected_TheMessageBeginsAsEver()
    {
        _first.Fails(FailureKind.ContentRejected);

        var failure = await FailAsync();

        Assert.IsType<ContentRejectedException>(failure);
        Assert.StartsWith("Content policy violation", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ContentRejectedAndTheOptionSet_TheNextIsAsked()
    {
        await UseAsync(options => options.Routing.FailoverOnContentRejected = true);
        _first.Fails(FailureKind.ContentRejected);

        Assert.Equal("second", (await GenerateAsync()).Provider);
    }

    [Fact]
    public async Task Run_UnknownOutcomeAndTheOptionOff_StopsThere()
    {
        await UseAsync(options => options.Routing.FailoverOnUnknownOutcome = false);
        _first.Fails(FailureKind.UnknownOutcome);

        var failure = await FailAsync();

        Assert.Equal(FailureKind.UnknownOutcome, failure.Kind);
        Assert.Empty(_second.Submits);
    }

    [Fact]
    public async Task Run_UnknownOutcomeThenDelivered_WarnsOfAnUnseenBill()
    {
        _first.Fails(FailureKind.UnknownOutcome);

        var response = await GenerateAsync();

        Assert.Single(_first.Submits);
        Assert.Null(response.CostUsd);
        Assert.Contains(response.Warnings, warning => warning.Contains("may have been billed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_AllFail_AllProvidersFailedWithEachAttempt()
    {
        _first.Fails(FailureKind.JobFailed);
        _second.Fails(FailureKind.Unauthorized);

        var failure = await FailAsync();

        Assert.IsType<AllProvidersFailedException>(failure);
        Assert.StartsWith("All providers failed", failure.Message, StringComparison.Ordinal);
        Assert.Matches(@"^All providers failed\. \[JobFailed\] .*[^.]\. \[Unauthorized\] Authentication failed.*[^.]\.$", failure.Message);
        Assert.Equal(["first", "second"], failure.Attempts.Select(attempt => attempt.Provider));
    }

    [Fact]
    public async Task Run_UnavailableOnce_TheSameProviderDeliversOnTheSecondTry()
    {
        _first.OnSubmit = (provider, request, _) =>
            Task.FromResult(provider.Submits.Count == 1 ? FakeProvider.Refused(FailureKind.Unavailable) : provider.Done(request));

        var response = await GenerateAsync();

        Assert.Equal("first", response.Provider);
        Assert.Equal(1, response.Metadata.Attempts[0].Resubmits);
    }

    [Fact]
    public async Task Run_RateLimitedForAShortWhile_WaitsAndStays()
    {
        _first.OnSubmit = (provider, request, _) => Task.FromResult(
            provider.Submits.Count == 1 ? FakeProvider.Refused(FailureKind.RateLimited, TimeSpan.FromSeconds(7)) : provider.Done(request));

        var response = await GenerateAsync();

        Assert.Equal("first", response.Provider);
        Assert.InRange(response.GenerationTime.TotalSeconds, 7, 300);
    }

    [Fact]
    public async Task Run_RateLimitedForLong_MovesOnAtOnceAndTheLaneStaysPaused()
    {
        _first.OnSubmit = (_, _, _) => Task.FromResult(FakeProvider.Refused(FailureKind.RateLimited, TimeSpan.FromSeconds(90)));

        var response = await GenerateAsync();
        await GenerateAsync();

        Assert.Equal("second", response.Provider);
        Assert.InRange(response.GenerationTime.TotalSeconds, 0, 80);
        Assert.Single(_first.Submits);
        Assert.InRange(_app.Monitor.GetStatus()[0].AvailableIn!.Value.TotalSeconds, 80, 90);
    }

    [Fact]
    public async Task Run_APauseWithinTheMaxWaitAndBeyondTheDeadline_MovesOnAtOnce()
    {
        _first.OnSubmit = (provider, request, _) => Task.FromResult(
            provider.Submits.Count == 1 ? FakeProvider.Refused(FailureKind.RateLimited, TimeSpan.FromSeconds(12)) : provider.Done(request));
        var patient = _app.Images.GenerateImageWithFailoverAsync(TestApplication.Request());

        var hurried = await _app.RunAsync(
            _app.Images.GenerateImageWithFailoverAsync(TestApplication.Request() with { Deadline = TimeSpan.FromSeconds(10) }));

        Assert.Equal("second", hurried.Provider);
        Assert.InRange(hurried.GenerationTime.TotalSeconds, 0, 1);
        Assert.Equal("first", (await _app.RunAsync(patient)).Provider);
    }

    [Fact]
    public async Task Run_RateLimitedForLongAndNobodyElse_WaitsWithinTheDeadline()
    {
        _first.OnSubmit = (provider, request, _) => Task.FromResult(
            provider.Submits.Count == 1 ? FakeProvider.Refused(FailureKind.RateLimited, TimeSpan.FromSeconds(90)) : provider.Done(request));

        var response = await _app.RunAsync(_app.Images.GenerateImageAsync(TestApplication.Request(), "first"));

        Assert.InRange(response.GenerationTime.TotalSeconds, 90, 590);
    }

    [Fact]
    public async Task Run_AJobThatMayBeTriedAgain_IsAsOftenAsTheFailureSays()
    {
        _first.OnSubmit = (provider, request, _) => Task.FromResult(ProviderJob.Failed(
            new(FailureKind.JobFailed, "interrupted") { JobRetries = 1 }, provider.Accepted(request).Reference));

        await GenerateAsync();

        Assert.Equal(2, _first.Submits.Count);
    }

    [Fact]
    public async Task Run_AJobThatWasTriedAgain_EachJobsBillCounts()
    {
        await UseAsync(options => options.Prices.Add(new Price { Model = "sdxl", PerSecondUsd = 0.01m }));
        _first.OnSubmit = (provider, request, _) => Task.FromResult(provider.Submits.Count == 1
            ? ProviderJob.Failed(new(FailureKind.JobFailed, "interrupted") { JobRetries = 1 }, provider.Accepted(request).Reference) with { RunTime = TimeSpan.FromSeconds(3) }
            : provider.Done(request));

        var response = await GenerateAsync();

        Assert.Equal(0.04m, response.CostUsd);
    }

    [Fact]
    public async Task Run_AProviderWithoutJobIds_ItsBillCountsAllTheSame()
    {
        await UseAsync(options => options.Prices.Add(new Price { Model = "sdxl", PerImageUsd = 0.01m }));
        _first.OnSubmit = (provider, request, _) => Task.FromResult(provider.Done(request) with { Reference = null });

        Assert.Equal(0.01m, (await GenerateAsync()).CostUsd);
    }

    [Fact]
    public async Task Run_TheDeadlinePassesBeforeAnythingIsSent_CostsNothing()
    {
        await UseAsync(options => options.Prices.Add(new Price { Model = "sdxl", PerImageUsd = 0.01m }));
        _first.OnSubmit = (_, _, _) => Task.FromResult(FakeProvider.Refused(FailureKind.RateLimited, TimeSpan.FromSeconds(3)));

        var failure = await Assert.ThrowsAsync<ImageGenerationException>(
            () => _app.RunAsync(_app.Images.GenerateImageAsync(TestApplication.Request() with { Deadline = TimeSpan.FromSeconds(2) }, "first")));

        Assert.Equal(0m, Assert.Single(failure.Attempts).CostUsd);
    }

    [Fact]
    public async Task Run_MoreImagesThanAJobGives_SeveralJobsWithSeedsInARow()
    {
        _first.Capabilities = model => new() { ModelId = "m", MaxImagesPerJob = 3 };

        var response = await _app.RunAsync(_app.Images.GenerateImageAsync(TestApplication.Request() with { Count = 8, Seed = 100 }, "first"));

        Assert.Equal(8, response.Images.Count);
        Assert.Equal([3, 3, 2], _first.Submits.Select(request => request.Count).OrderDescending());
        Assert.Equal([100, 103, 106], _first.Submits.Select(request => request.Seed).Order());
    }

    [Fact]
    public async Task Run_OneOfSeveralJobsFails_TheNextProviderMakesOnlyWhatIsMissing()
    {
        _first.Capabilities = model => new() { ModelId = "m", MaxImagesPerJob = 1 };
        _first.OnSubmit = (provider, request, _) => Task.FromResult(
            request.Seed == 12 ? FakeProvider.Refused(FailureKind.JobFailed) : provider.Done(request));

        var response = await _app.RunAsync(_app.Images.GenerateImageWithFailoverAsync(TestApplication.Request() with { Count = 4, Seed = 10 }));

        Assert.Equal(4, response.Images.Count);
        Assert.Equal(1, Assert.Single(_second.Submits).Count);
        Assert.Equal("first", response.Provider);
    }

    [Fact]
    public async Task Run_SomeNeverDelivered_TheOthersAreKeptAndAWarningSaysSo()
    {
        _first.Capabilities = model => new() { ModelId = "m", MaxImagesPerJob = 1 };
        _first.OnSubmit = (provider, request, _) => Task.FromResult(
            request.Seed == 11 ? FakeProvider.Refused(FailureKind.JobFailed) : provider.Done(request));
        _second.Fails(FailureKind.JobFailed);

        var response = await _app.RunAsync(_app.Images.GenerateImageWithFailoverAsync(TestApplication.Request() with { Count = 3, Seed = 10 }));

        Assert.Equal(2, response.Images.Count);
        Assert.Contains(response.Warnings, warning => warning.StartsWith("1 of 3 images were not delivered", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_OneOfFourFiltered_IsNotBoughtAgain()
    {
        _first.Capabilities = model => new() { ModelId = "m", MaxImagesPerJob = 4 };
        _first.OnSubmit = (provider, request, _) => Task.FromResult(provider.Done(request) with
        {
            Images = [.. provider.Done(request).Images.Take(3), new GeneratedImage { Outcome = ImageOutcome.Filtered }],
        });

        var response = await _app.RunAsync(_app.Images.GenerateImageWithFailoverAsync(TestApplication.Request() with { Count = 4 }));

        Assert.Single(_first.Submits);
        Assert.Empty(_second.Submits);
        Assert.Contains(response.Warnings, warning => warning.StartsWith("1 of 4 images were withheld", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_OneAnswerOfSeveralIsLostAndTheOptionOff_NobodyElseIsAsked()
    {
        await UseAsync(options => options.Routing.FailoverOnUnknownOutcome = false);
        _first.OnSubmit = (provider, request, _) => Task.FromResult(request.Seed switch
        {
            10 => FakeProvider.Refused(FailureKind.UnknownOutcome),
            11 => FakeProvider.Refused(FailureKind.JobFailed),
            _ => provider.Done(request),
        });

        var response = await _app.RunAsync(_app.Images.GenerateImageWithFailoverAsync(TestApplication.Request() with { Count = 3, Seed = 10 }));

        Assert.Single(response.Images);
        Assert.Empty(_second.Submits);
    }

    [Fact]
    public async Task Run_OneOfSeveralJobsFails_TheNextProviderRepeatsNoSeed()
    {
        _first.OnSubmit = (provider, request, _) => Task.FromResult(
            request.Seed == 11 ? FakeProvider.Refused(FailureKind.JobFailed) : provider.Done(request));

        var response = await _app.RunAsync(_app.Images.GenerateImageWithFailoverAsync(TestApplication.Request() with { Count = 4, Seed = 10 }));

        Assert.Equal(4, response.Images.Select(image => image.Seed).Distinct().Count());
    }

    [Fact]
    public async Task Run_TheFirstFailsAltogether_TheNextProviderGetsTheSeedAskedFor()
    {
        _first.Fails(FailureKind.JobFailed);

        await _app.RunAsync(_app.Images.GenerateImageWithFailoverAsync(TestApplication.Request() with { Count = 2, Seed = 10 }));

        Assert.Equal([10, 11], _second.Submits.Select(request => request.Seed).Order());
    }

    [Fact]
    public async Task Run_SeveralJobsAtTheHighestSeed_NoneIsAboveIt()
    {
        await _app.RunAsync(_app.Images.GenerateImageAsync(TestApplication.Request() with { Count = 3, Seed = uint.MaxValue }, "first"));

        Assert.Equal([0, 1, uint.MaxValue], _first.Submits.Select(request => request.Seed).Order());
    }

    [Fact]
    public async Task Run_FewerImagesThanAskedForAndNoFailure_TheWarningIsASentence()
    {
        _first.Capabilities = _ => new() { ModelId = "m", MaxImagesPerJob = 4 };
        _first.OnSubmit = (provider, request, _) => Task.FromResult(provider.Done(request) with { Images = [.. provider.Done(request).Images.Take(2)] });

        var response = await _app.RunAsync(_app.Images.GenerateImageAsync(TestApplication.Request() with { Count = 4 }, "first"));

        Assert.Contains("2 of 4 images were not delivered: first made fewer than requested.", response.Warnings);
    }

    [Fact]
    public async Task Run_AllFailAndTheLastAnswerIsLost_AllProvidersFailed()
    {
        _first.Fails(FailureKind.JobFailed);
        _second.Fails(FailureKind.UnknownOutcome);

        Assert.IsType<AllProvidersFailedException>(await FailAsync());
    }

    [Fact]
    public async Task Run_TheFilterWithheldEverything_ContentPolicyViolation()
    {
        _first.OnSubmit = (provider, request, _) => Task.FromResult(provider.Done(request) with { Images = [new() { Outcome = ImageOutcome.Filtered }] });

        var failure = await FailAsync();

        Assert.IsType<ContentRejectedException>(failure);
        Assert.StartsWith("Content policy violation", failure.Message, StringComparison.Ordinal);
        Assert.Empty(_second.Submits);
    }

    [Fact]
    public async Task Run_ExtrasUnderTheProvidersNameInAnotherCase_Arrive()
    {
        var extras = new Dictionary<string, System.Text.Json.JsonElement> { ["First"] = System.Text.Json.JsonDocument.Parse("{\"x\":1}").RootElement };

        await _app.RunAsync(_app.Images.GenerateImageAsync(TestApplication.Request() with { Extras = extras }, "first"));

        Assert.NotNull(Assert.Single(_first.Submits).Extras);
    }

    [Fact]
    public async Task Run_TwoProvidersDeliver_WhatEachAdaptedIsReported()
    {
        _first.OnSubmit = (provider, request, _) => Task.FromResult(request.Seed == 11 ? FakeProvider.Refused(FailureKind.JobFailed) : provider.Done(request));
        _second.Capabilities = _ => new() { ModelId = "small", Sizes = new PixelSizes(64, 512, 8) };

        var response = await _app.RunAsync(_app.Images.GenerateImageWithFailoverAsync(TestApplication.Request() with { Count = 2, Seed = 10 }));

        Assert.Contains(response.Warnings, warning => warning.Contains("small makes 512x512", StringComparison.Ordinal));
        Assert.Contains(response.Metadata.Adaptations, change => change.Contains("small makes 512x512", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_OverTheBudget_RefusedBeforeAnythingIsSent()
    {
        await UseAsync(options =>
        {
            options.Budget.TotalUsd = 0.10m;
            options.Prices.Add(new Price { Model = "sdxl", PerImageUsd = 0.04m });
        });
        await GenerateAsync();
        await GenerateAsync();

        var failure = await FailAsync();

        Assert.IsType<BudgetExceededException>(failure);
        Assert.StartsWith("Budget exceeded: ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Budget exceeded", failure.Message["Budget exceeded".Length..], StringComparison.Ordinal);
        Assert.Equal(2, _first.Submits.Count + _second.Submits.Count);
    }

    [Fact]
    public async Task Run_ManyAtOnceAtTheBudget_TheSumNeverExceedsIt()
    {
        await UseAsync(options =>
        {
            options.Budget.TotalUsd = 1m;
            options.Prices.Add(new Price { Model = "sdxl", PerImageUsd = 0.03m });
        });
        var requests = Enumerable.Range(0, 64).Select(_ => Task.Run(async () =>
        {
            try
            {
                return (await _app.Images.GenerateImageWithFailoverAsync(TestApplication.Request())).CostUsd;
            }
            catch (BudgetExceededException)
            {
                return 0m;
            }
        })).ToList();

        var costs = await _app.RunAsync(Task.WhenAll(requests));

        Assert.Equal(33 * 0.03m, costs.Sum());
    }

    private Task<ImageGenerationResponse> GenerateAsync() => _app.RunAsync(_app.Images.GenerateImageWithFailoverAsync(TestApplication.Request()));

    private Task<ImageGenerationException> FailAsync() => Assert.ThrowsAnyAsync<ImageGenerationException>(GenerateAsync);

    private async Task UseAsync(Action<ImageGenerationServiceOptions> configure)
    {
        await _app.DisposeAsync();
        _app = new([_first, _second], configure);
    }
}
