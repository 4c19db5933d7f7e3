using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace ImageGeneration.Tests.Telemetry;

/// <summary>A collector for every instrument of one factory.</summary>
internal sealed class InstrumentCollectors : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Instrument, ICollector> _collectors = new();

    public InstrumentCollectors(IMeterFactory factory)
    {
        _listener.InstrumentPublished = (instrument, _) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, factory))
            {
                _collectors[instrument] = Collect(instrument);
            }
        };
        _listener.Start();
    }

    public IReadOnlyCollection<Instrument> Instruments => [.. _collectors.Keys];

    /// <summary>A factory as an application has it.</summary>
    public static IMeterFactory NewFactory() => new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();

    /// <summary>What an instrument measured, and what it shows now where it is observed; tags sorted by name: <c>a=1, b=2</c>.</summary>
    public IReadOnlyList<(double Value, string Tags)> Measurements(string instrument) =>
        [.. _collectors.Where(collector => collector.Key.Name == instrument).SelectMany(collector => collector.Value.Read())];

    public void Dispose()
    {
        _listener.Dispose();
        foreach (var collector in _collectors.Values)
        {
            collector.Dispose();
        }
    }

    private static ICollector Collect(Instrument instrument) => instrument switch
    {
        Instrument<double> own => new Collector<double>(new(own)),
        Instrument<long> own => new Collector<long>(new(own)),
        ObservableInstrument<double> observed => new Collector<double>(new(observed)),
        ObservableInstrument<int> observed => new Collector<int>(new(observed)),
        _ => throw new NotSupportedException($"{instrument.Name} measures what no collector takes."),
    };

    private interface ICollector : IDisposable
    {
        IEnumerable<(double Value, string Tags)> Read();
    }

    private sealed class Collector<T>(MetricCollector<T> metrics) : ICollector
        where T : struct, IConvertible
    {
        public IEnumerable<(double Value, string Tags)> Read()
        {
            if (metrics.Instrument is { IsObservable: true })
            {
                metrics.Clear();
                metrics.RecordObservableInstruments();
            }

            return metrics.GetMeasurementSnapshot().Select(measured => (measured.Value.ToDouble(null), Text(measured.Tags)));
        }

        public void Dispose() => metrics.Dispose();

        private static string Text(IReadOnlyDictionary<string, object?> tags) =>
            string.Join(", ", tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"));
    }
}
