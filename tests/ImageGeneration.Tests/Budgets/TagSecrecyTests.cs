using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using ImageGeneration.Providers;
using ImageGeneration.Telemetry;
using ImageGeneration.Tests.Fakes;
using ImageGeneration.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;

namespace ImageGeneration.Tests.Budgets;

/// <summary>Tags may name a person: they are for the budget alone.</summary>
public sealed class TagSecrecyTests
{
    private const string Value = "ann@example.org";

    [Fact]
    public async Task Tags_DeliveredAndRefused_StandInNoLogMetricSpanMessageOrProvidersRequest()
    {
        var (first, second, log) = (new FakeProvider("first"), new FakeProvider("second"), new FakeLogCollector());
        using var meters = InstrumentCollectors.NewFactory();
        using var meter = new InstrumentCollectors(meters);
        using var source = new ImageGenerationActivitySource();
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = other => ReferenceEquals(other, source.Source),
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await using var app = new TestApplication(
            [first, second],
            options =>
            {
                options.Prices.Add(new() { Model = "sdxl", PerImageUsd = 0.6m });
                options.Budget.Tags["user"] = new() { PerDayUsd = 1m };
            },
            services =>
            {
                services.AddSingleton<IMeterFactory>(meters);
                services.AddSingleton(source);
                log.AddTo(services);
            });
        var request = TestApplication.Request() with { BudgetTags = new Dictionary<string, string> { ["user"] = Value } };
        var response = await app.RunAsync(app.Images.GenerateImageWithFailoverAsync(request));
        var refused = await Assert.ThrowsAsync<BudgetExceededException>(() => app.RunAsync(app.Images.GenerateImageWithFailoverAsync(request)));

        Assert.Contains("for this user", refused.Message, StringComparison.Ordinal);
        AssertSecret(refused.ToString(), request.ToString(), response.ToString());
        AssertSecret(Tell(Assert.Single(first.Submits)));

        Assert.NotEqual(0, log.Count);
        AssertSecret([.. log.GetSnapshot().Select(line => line.Text())]);
        Assert.NotEmpty(meter.Measurements("imagegen.attempts"));
        AssertSecret([.. meter.Instruments.SelectMany(instrument => meter.Measurements(instrument.Name)).Select(measured => measured.Tags)]);
        Assert.NotEmpty(spans);
        AssertSecret([.. spans.SelectMany(span => span.TagObjects.Select(tag => $"{tag.Value}").Append(span.DisplayName))]);
    }

    private static void AssertSecret(params string[] texts) =>
        Assert.All(texts, text => Assert.DoesNotContain(Value, text, StringComparison.OrdinalIgnoreCase));

    private static string Tell(ProviderRequest request) => string.Join(
        "; ",
        typeof(ProviderRequest).GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .Select(property => property.GetValue(request) switch
            {
                string text => text,
                System.Collections.IEnumerable many => string.Join(", ", many.Cast<object>()),
                var value => $"{value}",
            }));
}
