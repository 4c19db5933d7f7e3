using System.Diagnostics.Metrics;

namespace ImageGeneration.Tests.Telemetry;

/// <summary>Makes meters for one test, and tells that test's from all others'.</summary>
internal sealed class TestMeterFactory : IMeterFactory
{
    private readonly List<Meter> _meters = [];

    public Meter Create(MeterOptions options)
    {
        options.Scope = this;
        var meter = new Meter(options);
        _meters.Add(meter);
        return meter;
    }

    public bool Owns(Meter meter) => ReferenceEquals(meter.Scope, this);

    public void Dispose() => _meters.ForEach(meter => meter.Dispose());
}
