using System.Diagnostics.Metrics;

namespace ImageGeneration.Tests.Telemetry;

/// <summary>Writes down what the instruments of one factory measure, tags sorted by name: <c>a=1, b=2</c>.</summary>
internal sealed class MeterRecorder : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _lock = new();
    private readonly List<Measurement> _measurements = [];

    public MeterRecorder(TestMeterFactory factory, Func<Instrument, bool>? filter = null)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (factory.Owns(instrument.Meter) && filter?.Invoke(instrument) != false)
            {
                Instruments.Add(instrument);
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Asks the instruments that are observed.</summary>
    public void Collect()
    {
        lock (_lock)
        {
            _measurements.Clear();
        }

        _listener.RecordObservableInstruments();
    }

    public List<Instrument> Instruments { get; } = [];

    public IReadOnlyList<Measurement> Of(string instrument)
    {
        lock (_lock)
        {
            return [.. _measurements.Where(measurement => measurement.Instrument == instrument)];
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var sorted = tags.ToArray().OrderBy(tag => tag.Key, StringComparer.Ordinal);
        var text = string.Join(", ", sorted.Select(tag => $"{tag.Key}={tag.Value}"));
        lock (_lock)
        {
            _measurements.Add(new(instrument.Name, value, text));
        }
    }

    internal sealed record Measurement(string Instrument, double Value, string Tags);
}
