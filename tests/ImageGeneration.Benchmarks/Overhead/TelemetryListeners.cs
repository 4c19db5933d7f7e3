using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ImageGeneration.Benchmarks.Overhead;

/// <summary>Somebody who listens to every instrument, and to every span where asked, and only counts.</summary>
internal sealed class TelemetryListeners : IDisposable
{
    private readonly MeterListener _meters = new();
    private readonly ActivityListener? _spans;
    private long _measurements;

    public TelemetryListeners(bool spans)
    {
        _meters.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == ImageGenerationTelemetry.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<double>((_, _, _, _) => _measurements++);
        _meters.SetMeasurementEventCallback<long>((_, _, _, _) => _measurements++);
        _meters.Start();
        if (spans)
        {
            _spans = new()
            {
                ShouldListenTo = static source => source.Name == ImageGenerationTelemetry.ActivitySourceName,
                Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            };
            ActivitySource.AddActivityListener(_spans);
        }
    }

    public void Dispose()
    {
        _spans?.Dispose();
        _meters.Dispose();
    }
}
