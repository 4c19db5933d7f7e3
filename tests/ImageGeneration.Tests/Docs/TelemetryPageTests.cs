using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Tests.Docs;

public sealed class TelemetryPageTests
{
    [Fact]
    public async Task Metrics_EachInstrument_HasItsRow()
    {
        var instruments = new List<string>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => { if (instrument.Meter.Name == ImageGenerationTelemetry.MeterName) { instruments.Add(instrument.Name); } } };
        listener.Start();
        var services = new ServiceCollection();
        services.AddImageGeneration(options => options.Replicate.ApiKey = "any");
        await using var provider = services.BuildServiceProvider();
        _ = provider.GetRequiredService<IImageGenerationService>();

        var rows = Page.Load("docs/telemetry.md").Rows("## Metrics").SelectMany(row => Page.Quoted(row[0]));

        Assert.Equal(instruments.Distinct().Order(), rows.Order());
    }
}
