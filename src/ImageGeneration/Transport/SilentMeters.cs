using System.Diagnostics.Metrics;

namespace ImageGeneration.Transport;

/// <summary>Creates meters without listeners.</summary>
internal sealed class SilentMeters : IMeterFactory
{
    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(options);
        meter.Dispose(); // its instruments are published to no listener
        return meter;
    }

    public void Dispose()
    {
    }
}
