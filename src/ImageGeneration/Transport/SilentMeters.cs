using System.Diagnostics.Metrics;

namespace ImageGeneration.Transport;

/// <summary>Makes meters that nobody hears.</summary>
internal sealed class SilentMeters : IMeterFactory
{
    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(options);
        meter.Dispose(); // its instruments are published to nobody
        return meter;
    }

    public void Dispose()
    {
    }
}
