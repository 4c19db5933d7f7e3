using System.Diagnostics;

namespace ImageGeneration.Telemetry;

/// <summary>Starts the spans of the source <c>ImageGeneration</c>: one for a request, named and tagged as in Microsoft.Extensions.AI, and
/// below it one for each attempt. The code that starts a span stops it. Nothing is created without listeners, and a listener that throws
/// loses its span.</summary>
internal sealed class ImageGenerationActivitySource : IDisposable
{
    /// <summary>Gets the source itself, for tests that must not see the spans of others.</summary>
    public ActivitySource Source { get; } = new(ImageGenerationTelemetry.ActivitySourceName, typeof(ImageGenerationActivitySource).Assembly.GetName().Version?.ToString(3));

    public void Dispose() => Source.Dispose();

    /// <summary>Starts the span of a request. Null without listeners, and inside a span for the same image generation, such as that of
    /// <c>UseOpenTelemetry()</c> of Microsoft.Extensions.AI, which then is the parent of the attempts.</summary>
    public Activity? StartGeneration(ImageGenerationRequest request)
    {
        if (!Source.HasListeners() || IsImageGeneration(Activity.Current))
        {
            return null;
        }

        var activity = Start($"{TelemetryTags.GenerateContent} {request.Model.Name}");
        if (activity is not { IsAllDataRequested: true })
        {
            return activity;
        }

        activity.SetTag(TelemetryTags.Operation, TelemetryTags.GenerateContent)
            .SetTag(TelemetryTags.OutputType, TelemetryTags.Image)
            .SetTag(TelemetryTags.Model, request.Model.Name)
            .SetTag("gen_ai.request.image.width", request.Width)
            .SetTag("gen_ai.request.image.height", request.Height)
            .SetTag("gen_ai.request.seed", request.Seed);
        return request.Count == 1 ? activity : activity.SetTag("gen_ai.request.choice.count", request.Count);
    }

    /// <summary>Starts the span of an attempt. It has no <c>gen_ai.operation.name</c>: a request is one operation, however many attempts
    /// it takes.</summary>
    public Activity? StartAttempt(string provider, ImageModel model)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var activity = Start($"attempt {provider}");
        return activity is { IsAllDataRequested: true }
            ? activity.SetTag(TelemetryTags.Provider, provider).SetTag(TelemetryTags.Model, model.Name)
            : activity;
    }

    /// <summary>Stops a span; null is ignored.</summary>
    public static void Stop(Activity? activity)
    {
        if (activity is not null && Guarded.Run(activity, static span => span.Dispose()) is not null)
        {
            Activity.Current = activity.Parent;
        }
    }

    /// <summary>Sets the result of a request.</summary>
    public static void Complete(Activity? activity, ImageGenerationResponse response)
    {
        if (activity is not { IsAllDataRequested: true })
        {
            return;
        }

        var images = ImageCount.From(response.Images);
        activity.SetTag(TelemetryTags.Provider, response.Provider)
            .SetTag("imagegen.attempts", response.Metadata.Attempts.Count)
            .SetTag("imagegen.images.delivered", images.Delivered)
            .SetTag("imagegen.images.filtered", images.Filtered)
            .SetTag("imagegen.cost.usd", (double?)response.CostUsd);
    }

    /// <summary>Sets the failure of a request, or its cancellation by the caller.</summary>
    /// <param name="activity">The span; null is ignored.</param>
    /// <param name="kind">The kind of the failure; null when the caller canceled.</param>
    /// <param name="attempts">The attempts.</param>
    public static void Complete(Activity? activity, FailureKind? kind, IReadOnlyList<GenerationAttempt> attempts)
    {
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag(TelemetryTags.Provider, attempts.Count > 0 ? attempts[^1].Provider : null)
                .SetTag("imagegen.attempts", attempts.Count);
        }

        Fail(activity, kind is { } failure ? TelemetryTags.For(failure) : TelemetryTags.Canceled);
    }

    /// <summary>Sets the result of an attempt.</summary>
    public static void Complete(Activity? activity, GenerationAttempt attempt)
    {
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag("imagegen.permit.duration", attempt.PermitTime.TotalSeconds)
                .SetTag("imagegen.queue.duration", attempt.QueueTime?.TotalSeconds)
                .SetTag("imagegen.run.duration", attempt.RunTime?.TotalSeconds)
                .SetTag("imagegen.cost.usd", (double?)attempt.CostUsd)
                .SetTag("imagegen.resubmits", attempt.Resubmits > 0 ? attempt.Resubmits : null)
                .SetTag("imagegen.possibly_billed", attempt.PossiblyBilled ? true : null)
                .SetTag("imagegen.cancellation", attempt.Cancellation is { } outcome ? TelemetryTags.For(outcome) : null);
        }

        if (attempt.Failure is { } failure)
        {
            Fail(activity, TelemetryTags.For(failure));
        }
    }

    private Activity? Start(string name)
    {
        var around = Activity.Current;
        var activity = Guarded.Ask(
            (Source, name), static span => span.Source.StartActivity(span.name, ActivityKind.Client), out var fault);
        if (fault is not null)
        {
            Activity.Current = around;
        }

        return activity;
    }

    // Without the message: it names jobs, which do not belong in tags.
    private static void Fail(Activity? activity, string errorType) =>
        activity?.SetTag(TelemetryTags.ErrorType, errorType).SetStatus(ActivityStatusCode.Error);

    private static bool IsImageGeneration(Activity? activity) =>
        activity?.GetTagItem(TelemetryTags.Operation) is TelemetryTags.GenerateContent
        && activity.GetTagItem(TelemetryTags.OutputType) is TelemetryTags.Image;
}
