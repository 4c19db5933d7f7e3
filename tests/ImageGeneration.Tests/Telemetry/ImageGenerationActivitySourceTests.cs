using System.Diagnostics;
using ImageGeneration.Telemetry;

namespace ImageGeneration.Tests.Telemetry;

public sealed class ImageGenerationActivitySourceTests : IDisposable
{
    private static readonly ImageGenerationRequest Request =
        new() { Prompt = "a secret fox", Model = ImageModel.Flux1, Width = 1344, Height = 768 };

    private readonly ImageGenerationActivitySource _source = new();
    private readonly List<ActivityListener> _listeners = [];

    public void Dispose()
    {
        _listeners.ForEach(listener => listener.Dispose());
        _source.Dispose();
    }

    [Fact]
    public void Start_NobodyListens_IsNullAndAllocatesNothing()
    {
        Assert.Null(_source.StartGeneration(Request));
        Assert.Null(_source.StartAttempt("replicate", ImageModel.Flux1));
        Assert.Equal(0, Allocations.Measure(() =>
        {
            ImageGenerationActivitySource.Complete(_source.StartGeneration(Request), FailureKind.TimedOut, []);
            _source.StartAttempt("replicate", ImageModel.Flux1);
        }));
    }

    [Fact]
    public void StartGeneration_IsNamedAndTaggedAsTheConventionsSay()
    {
        Listen();

        using var activity = _source.StartGeneration(Request);

        Assert.Equal("ImageGeneration", activity?.Source.Name);
        Assert.Equal("generate_content flux1", activity!.DisplayName);
        Assert.Equal(ActivityKind.Client, activity.Kind);
        Assert.Equal(
            "gen_ai.operation.name=generate_content, gen_ai.output.type=image, gen_ai.request.image.height=768, "
            + "gen_ai.request.image.width=1344, gen_ai.request.model=flux1",
            Tags(activity));
    }

    [Fact]
    public void StartGeneration_SeedAndCountGiven_AreTagged()
    {
        Listen();

        using var activity = _source.StartGeneration(Request with { Seed = 42, Count = 3 });

        Assert.Equal(42L, activity!.GetTagItem("gen_ai.request.seed"));
        Assert.Equal(3, activity.GetTagItem("gen_ai.request.choice.count"));
    }

    [Fact]
    public void StartGeneration_InsideTheSameOperationOfAWrapper_StartsNoSecondOne()
    {
        Listen();
        using var wrapper = new Activity("generate_content flux1").Start();
        wrapper.SetTag("gen_ai.operation.name", "generate_content").SetTag("gen_ai.output.type", "image");

        Assert.Null(_source.StartGeneration(Request));
        using var attempt = _source.StartAttempt("replicate", ImageModel.Flux1);
        Assert.Equal(wrapper.SpanId, attempt!.ParentSpanId);
    }

    [Fact]
    public void StartGeneration_InsideAChat_StartsItsOwn()
    {
        Listen();
        using var chat = new Activity("generate_content gemini").Start();
        chat.SetTag("gen_ai.operation.name", "generate_content").SetTag("gen_ai.output.type", "text");

        using var activity = _source.StartGeneration(Request);

        Assert.Equal(chat.SpanId, activity!.ParentSpanId);
    }

    [Fact]
    public void StartGeneration_SampledOut_IsNotTagged()
    {
        Listen(ActivitySamplingResult.PropagationData);

        using var activity = _source.StartGeneration(Request);
        using var attempt = _source.StartAttempt("replicate", ImageModel.Flux1);
        ImageGenerationActivitySource.Complete(activity, Response(0.01m));

        Assert.Empty(activity!.TagObjects);
        Assert.Empty(attempt!.TagObjects);
    }

    [Fact]
    public void StartAttempt_IsAClientSpanBelowTheGeneration()
    {
        Listen();

        using var parent = _source.StartGeneration(Request);
        using var attempt = _source.StartAttempt("runpod", ImageModel.Flux1);

        Assert.Equal("attempt runpod", attempt!.DisplayName);
        Assert.Equal(ActivityKind.Client, attempt.Kind);
        Assert.Equal(parent!.SpanId, attempt.ParentSpanId);
        Assert.Equal("gen_ai.provider.name=runpod, gen_ai.request.model=flux1", Tags(attempt));
    }

    [Fact]
    public void Complete_Response_ReportsProviderCostAndImages()
    {
        Listen();
        using var activity = _source.StartGeneration(Request);

        ImageGenerationActivitySource.Complete(activity, Response(0.006m));

        Assert.Equal("replicate", activity!.GetTagItem("gen_ai.provider.name"));
        Assert.Equal(0.006, activity.GetTagItem("imagegen.cost.usd"));
        Assert.Equal(1, activity.GetTagItem("imagegen.attempts"));
        Assert.Equal(2, activity.GetTagItem("imagegen.images.delivered"));
        Assert.Equal(1, activity.GetTagItem("imagegen.images.filtered"));
        Assert.Equal(ActivityStatusCode.Unset, activity.Status);
    }

    [Fact]
    public void Complete_ResponseOfUnknownCost_HasNoCostTag()
    {
        Listen();
        using var activity = _source.StartGeneration(Request);

        ImageGenerationActivitySource.Complete(activity, Response(null));

        Assert.DoesNotContain("imagegen.cost", Tags(activity!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FailureKind.TimedOut, "timed_out")]
    [InlineData(null, "canceled")]
    public void Complete_Failure_IsAnErrorOfItsKind(FailureKind? kind, string errorType)
    {
        Listen();
        using var activity = _source.StartGeneration(Request);

        ImageGenerationActivitySource.Complete(activity, kind, [new() { Provider = "replicate" }, new() { Provider = "runpod" }]);

        Assert.Equal(errorType, activity!.GetTagItem("error.type"));
        Assert.Equal("runpod", activity.GetTagItem("gen_ai.provider.name"));
        Assert.Equal(2, activity.GetTagItem("imagegen.attempts"));
        Assert.Equal(ActivityStatusCode.Error, activity.Status);
    }

    [Fact]
    public void Complete_FailureBeforeAnyAttempt_NamesNoProvider()
    {
        Listen();
        using var activity = _source.StartGeneration(Request);

        ImageGenerationActivitySource.Complete(activity, FailureKind.Unsupported, []);

        Assert.Equal("unsupported", activity!.GetTagItem("error.type"));
        Assert.Null(activity.GetTagItem("gen_ai.provider.name"));
    }

    [Fact]
    public void Complete_Attempt_ReportsTimesAndCostButNoIdsOrMessages()
    {
        Listen();
        using var activity = _source.StartAttempt("replicate", ImageModel.Flux1);

        ImageGenerationActivitySource.Complete(activity, new GenerationAttempt
        {
            Provider = "replicate",
            ModelId = "acme/secret",
            JobId = "job-1",
            Failure = FailureKind.TimedOut,
            Message = "Job job-1 took too long: https://example.test/job-1",
            PermitTime = TimeSpan.FromSeconds(1),
            QueueTime = TimeSpan.FromSeconds(2),
            RunTime = TimeSpan.FromSeconds(3),
            CostUsd = 0.003m,
            Resubmits = 2,
            Cancellation = CancellationOutcome.NotConfirmed,
            PossiblyBilled = true,
        });

        Assert.Equal(
            "error.type=timed_out, gen_ai.provider.name=replicate, gen_ai.request.model=flux1, imagegen.cancellation=not_confirmed, "
            + "imagegen.cost.usd=0.003, imagegen.permit.duration=1, imagegen.possibly_billed=True, imagegen.queue.duration=2, "
            + "imagegen.resubmits=2, imagegen.run.duration=3",
            Tags(activity!));
        Assert.Equal(ActivityStatusCode.Error, activity!.Status);
        Assert.Null(activity.StatusDescription);
    }

    [Fact]
    public void Complete_AttemptThatDelivered_IsNoError()
    {
        Listen();
        using var activity = _source.StartAttempt("replicate", ImageModel.Flux1);

        ImageGenerationActivitySource.Complete(activity, new GenerationAttempt { Provider = "replicate" });

        Assert.Equal(ActivityStatusCode.Unset, activity!.Status);
        Assert.Equal("gen_ai.provider.name=replicate, gen_ai.request.model=flux1, imagegen.permit.duration=0", Tags(activity));
    }

    private static string Tags(Activity activity) =>
        string.Join(", ", activity.TagObjects.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"));

    private static ImageGenerationResponse Response(decimal? cost) => new()
    {
        Id = "1",
        Status = GenerationStatus.Succeeded,
        Images = [new(), new() { Outcome = ImageOutcome.Filtered }, new()],
        Provider = "replicate",
        Model = ImageModel.Flux1,
        CostUsd = cost,
        Metadata = new() { OriginalPrompt = "", EnhancedPrompt = "", Attempts = [new() { Provider = "replicate" }] },
    };

    private void Listen(ActivitySamplingResult result = ActivitySamplingResult.AllData)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => ReferenceEquals(source, _source.Source),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => result,
        };
        ActivitySource.AddActivityListener(listener);
        _listeners.Add(listener);
    }
}
