using System.Diagnostics;
using System.Diagnostics.Metrics;
using Polly.CircuitBreaker;

namespace ImageGeneration.Telemetry;

/// <summary>Provides the instruments of the meter <c>ImageGeneration</c>. Each checks for listeners before it creates its tags.</summary>
/// <remarks><c>gen_ai.client.operation.duration</c> is measured per attempt, so that a provider's failures count against it even when
/// another one delivered; <c>imagegen.request.duration</c> is the time that the caller waited. <c>imagegen.queue.duration</c> is measured
/// apart for this process's own limits (<c>imagegen.queue</c> = <c>permit</c>) and, when the provider reports it, for its queue
/// (<c>provider</c>).</remarks>
internal sealed class ImageGenerationMeter
{
    private static readonly InstrumentAdvice<double> Seconds =
        new() { HistogramBucketBoundaries = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120, 300, 600] };

    private readonly Histogram<double> _operationDuration;
    private readonly Histogram<double> _requestDuration;
    private readonly Histogram<double> _queueDuration;
    private readonly Histogram<double> _runDuration;
    private readonly Counter<double> _cost;
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _possiblyBilled;
    private readonly Counter<long> _images;
    private readonly Meter _meter;

    public ImageGenerationMeter(IMeterFactory meters)
    {
        // The factory owns the meter and disposes it.
        var version = typeof(ImageGenerationMeter).Assembly.GetName().Version;
        var meter = _meter = meters.Create(new MeterOptions(ImageGenerationTelemetry.MeterName) { Version = version?.ToString(3) });
        _operationDuration = Duration("gen_ai.client.operation.duration", "The time of one attempt at one provider, waits included.");
        _requestDuration = Duration("imagegen.request.duration", "The time of one request, waits and failover included.");
        _queueDuration = Duration("imagegen.queue.duration", "The time an attempt waited, here (permit) or at the provider (provider).");
        _runDuration = Duration("imagegen.run.duration", "The run time of the model, as the provider reports it.");
        _cost = meter.CreateCounter<double>("imagegen.cost", "USD", "The cost of the attempts, as far as known.");
        _attempts = meter.CreateCounter<long>("imagegen.attempts", "{attempt}", "Attempts: jobs, and efforts to get one.");
        _possiblyBilled = meter.CreateCounter<long>("imagegen.possibly_billed", "{attempt}", "Attempts whose answer was lost.");
        _images = meter.CreateCounter<long>("imagegen.images", "{image}", "Images delivered, and images made and withheld.");

        Histogram<double> Duration(string name, string description) => meter.CreateHistogram(name, "s", description, tags: null, Seconds);
    }

    /// <summary>Observes the lanes of this process at each collection.</summary>
    public void ObserveLanes(Func<IReadOnlyList<ProviderStatus>> lanes)
    {
        Count("imagegen.lane.waiting", "{request}", "Requests that wait for a permit.", lane => lane.Waiting);
        Count("imagegen.lane.running", "{job}", "Jobs under way.", lane => lane.Running);
        Count("imagegen.lane.waiting_for_reads", "{job}", "Jobs under way that wait for their next status read.", lane => lane.WaitingForReads);
        _meter.CreateObservableGauge(
            "imagegen.lane.circuit", () => Measure(lane => StateOf(lane.Circuit)), null, "0 closed, 1 half-open, 2 open.");
        Time("imagegen.lane.circuit_open", "The time until an open circuit lets a probe through.", lane => lane.CircuitOpenFor);
        Time("imagegen.lane.throttled", "The remaining time for which the provider throttles creates.", lane => lane.ThrottledFor);
        Time("imagegen.lane.reads_throttled", "The remaining time for which the provider throttles status reads.", lane => lane.StatusReadsThrottledFor);

        void Count(string name, string unit, string description, Func<ProviderStatus, int> figure) =>
            _meter.CreateObservableUpDownCounter(name, () => Measure(figure), unit, description);

        void Time(string name, string description, Func<ProviderStatus, TimeSpan?> left) =>
            _meter.CreateObservableGauge(name, () => Measure(lane => left(lane)?.TotalSeconds ?? 0), "s", description);

        IEnumerable<Measurement<T>> Measure<T>(Func<ProviderStatus, T> figure)
            where T : struct =>
            lanes().Select(lane => new Measurement<T>(figure(lane), new KeyValuePair<string, object?>(TelemetryTags.Provider, lane.Provider)));
    }

    public void RecordAttempt(GenerationAttempt attempt, ImageModel model)
    {
        if (_operationDuration.Enabled)
        {
            var tags = Tags(attempt, model, withFailure: true);
            tags.Add(TelemetryTags.Operation, TelemetryTags.GenerateContent);
            tags.Add(TelemetryTags.OutputType, TelemetryTags.Image);
            _operationDuration.Record(attempt.Duration.TotalSeconds, tags);
        }

        if (_attempts.Enabled)
        {
            _attempts.Add(1, Tags(attempt, model, withFailure: true));
        }

        if (_queueDuration.Enabled)
        {
            RecordQueue(attempt.PermitTime, "permit", attempt, model);
            if (attempt.QueueTime is { } queueTime)
            {
                RecordQueue(queueTime, "provider", attempt, model);
            }
        }

        if (attempt.RunTime is { } runTime && _runDuration.Enabled)
        {
            _runDuration.Record(runTime.TotalSeconds, Tags(attempt, model, withFailure: true));
        }

        if (attempt.CostUsd is > 0 and { } cost && _cost.Enabled)
        {
            _cost.Add((double)cost, Tags(attempt, model, withFailure: false));
        }

        if (attempt.PossiblyBilled && _possiblyBilled.Enabled)
        {
            _possiblyBilled.Add(1, Tags(attempt, model, withFailure: false));
        }
    }

    public void RecordSuccess(ImageGenerationResponse response)
    {
        RecordRequest(response.Model, response.GenerationTime, errorType: null);
        var images = ImageCount.From(response.Images);
        RecordImages(response.Provider, response.Model, images.Delivered, images.Filtered);
    }

    public void RecordFailure(ImageModel model, FailureKind? kind, TimeSpan duration) =>
        RecordRequest(model, duration, kind is { } failure ? TelemetryTags.For(failure) : TelemetryTags.Canceled);

    private void RecordRequest(ImageModel model, TimeSpan duration, string? errorType)
    {
        if (_requestDuration.Enabled)
        {
            var tags = new TagList { { TelemetryTags.Model, model.Name } };
            AddError(ref tags, errorType);
            _requestDuration.Record(duration.TotalSeconds, tags);
        }
    }

    public void RecordImages(string provider, ImageModel model, int delivered, int filtered)
    {
        if (_images.Enabled)
        {
            Add(delivered, "delivered");
            Add(filtered, "filtered");
        }

        void Add(int count, string outcome)
        {
            if (count > 0)
            {
                var tags = new TagList { { TelemetryTags.Provider, provider }, { TelemetryTags.Model, model.Name } };
                tags.Add(TelemetryTags.Outcome, outcome);
                _images.Add(count, tags);
            }
        }
    }

    private void RecordQueue(TimeSpan time, string queue, GenerationAttempt attempt, ImageModel model)
    {
        var tags = Tags(attempt, model, withFailure: false);
        tags.Add(TelemetryTags.Queue, queue);
        _queueDuration.Record(time.TotalSeconds, tags);
    }

    private static TagList Tags(GenerationAttempt attempt, ImageModel model, bool withFailure)
    {
        var tags = new TagList { { TelemetryTags.Provider, attempt.Provider }, { TelemetryTags.Model, model.Name } };
        AddError(ref tags, withFailure && attempt.Failure is { } failure ? TelemetryTags.For(failure) : null);
        return tags;
    }

    private static void AddError(ref TagList tags, string? errorType)
    {
        if (errorType is not null)
        {
            tags.Add(TelemetryTags.ErrorType, errorType);
        }
    }

    private static int StateOf(CircuitState circuit) => circuit switch
    {
        CircuitState.Closed => 0,
        CircuitState.HalfOpen => 1,
        _ => 2,
    };
}
