using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using ImageGeneration.Budgets;
using ImageGeneration.Json;
using ImageGeneration.Tests.Fakes;

namespace ImageGeneration.Tests;

/// <summary>One name and one form for one thing, whatever an application passes on as JSON.</summary>
public sealed partial class JsonDialectTests
{
    private static readonly Type[] _results =
    [
        typeof(ImageGenerationResponse), typeof(GeneratedImage), typeof(ImageGenerationMetadata), typeof(GenerationAttempt), typeof(GenerationProgress),
        typeof(GenerationMetrics), typeof(QueueMetrics), typeof(ProviderStatus), typeof(ProviderRoute), typeof(RouteEntry), typeof(RouteExclusion),
        typeof(CostEstimate), typeof(BudgetUsage), typeof(ProviderHealth),
    ];

    private static IEnumerable<(PropertyInfo Member, string? Name)> Members => _results
        .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        .Where(member => member.GetCustomAttribute<JsonIgnoreAttribute>() is null)
        .Select(member => (member, member.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name));

    [Fact]
    public void Members_OfEveryResult_HaveNamesOfTheirOwn() => Assert.All(Members, member => Assert.NotNull(member.Name));

    [Fact]
    public void Durations_OfEveryResult_AreSecondsByNameAndForm()
    {
        var durations = Members.Where(member => (Nullable.GetUnderlyingType(member.Member.PropertyType) ?? member.Member.PropertyType) == typeof(TimeSpan)).ToList();

        Assert.True(durations.Count >= 15);
        Assert.All(durations, member => Assert.EndsWith("Seconds", member.Name, StringComparison.Ordinal));
        Assert.All(durations, member => Assert.Equal(typeof(SecondsJsonConverter), member.Member.GetCustomAttribute<JsonConverterAttribute>()?.ConverterType));
    }

    [Fact]
    public void Money_OfEveryResult_IsNamedForItsCurrency()
    {
        var money = Members.Where(member => (Nullable.GetUnderlyingType(member.Member.PropertyType) ?? member.Member.PropertyType) == typeof(decimal)).ToList();

        Assert.True(money.Count >= 7);
        Assert.All(money, member => Assert.EndsWith("Usd", member.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void Enums_OfThePublicFace_AreWords() =>
        Assert.All(
            typeof(IImageGenerationService).Assembly.GetExportedTypes().Where(type => type.IsEnum),
            type => Assert.Equal(
                typeof(SnakeCaseEnumConverter<>).MakeGenericType(type), type.GetCustomAttribute<JsonConverterAttribute>()?.ConverterType));

    [Fact]
    public async Task Metrics_AfterACall_AreSecondsDollarsAndWords()
    {
        await using var app = new TestApplication(
            [new FakeProvider("first"), new FakeProvider("second")],
            options => options.Budget.PerDayUsd = 5,
            provider: options => options.RateLimit.Concurrent = 2);
        await Assert.ThrowsAnyAsync<ImageGenerationException>(() => app.RunAsync(app.Images.GenerateImageAsync(TestApplication.Request(), "first")));

        var metrics = JsonSerializer.SerializeToElement(app.Images.GetMetrics(), DialectContext.Default.GenerationMetrics);
        var status = JsonSerializer.SerializeToElement(app.Monitor.GetStatus(), DialectContext.Default.IReadOnlyListProviderStatus);
        var usage = JsonSerializer.SerializeToElement(app.Budget, DialectContext.Default.IReadOnlyListBudgetUsage);
        var route = JsonSerializer.SerializeToElement(app.Routes.Plan(TestApplication.Request()), DialectContext.Default.ProviderRoute);

        Assert.Equal(JsonValueKind.Number, metrics.GetProperty("averageGenerationTimeSeconds").ValueKind);
        Assert.Equal(JsonValueKind.Number, metrics.GetProperty("totalCostUsd").ValueKind);
        Assert.Equal(JsonValueKind.Number, metrics.GetProperty("queues").GetProperty("first").GetProperty("averageWaitSeconds").ValueKind);
        Assert.Contains("budget_exceeded", metrics.GetProperty("failuresByKind").EnumerateObject().Select(kind => kind.Name));
        Assert.Equal("day", usage[0].GetProperty("period").GetString());
        Assert.True(status[0].TryGetProperty("availableInSeconds", out _));
        Assert.True(route.GetProperty("entries")[0].GetProperty("estimate").TryGetProperty("costUsd", out _));
    }

    [Theory]
    [InlineData("90", 90)]
    [InlineData("0.5", 0.5)]
    [InlineData("\"90s\"", 90)]
    [InlineData("\"1.5m\"", 90)]
    [InlineData("\"00:01:30\"", 90)]
    public void Deadline_OfARequest_IsSecondsOrATextWithAUnit(string value, double seconds)
    {
        var request = JsonSerializer.Deserialize($$"""{"prompt":"a","deadline":{{value}}}""", DialectContext.Default.ImageGenerationRequest)!;
        var byUnit = JsonSerializer.Deserialize($$"""{"prompt":"a","deadlineSeconds":{{value}}}""", DialectContext.Default.ImageGenerationRequest)!;

        Assert.Equal((seconds, seconds), (request.Deadline!.Value.TotalSeconds, byUnit.Deadline!.Value.TotalSeconds));
    }

    [Theory]
    [InlineData("\"5\"")]
    [InlineData("\"01:30\"")]
    [InlineData("true")]
    public void Deadline_OfARequestWithoutAUnit_IsAJsonError(string value)
    {
        var error = Assert.Throws<JsonException>(() =>
            JsonSerializer.Deserialize($$"""{"prompt":"a","deadline":{{value}}}""", DialectContext.Default.ImageGenerationRequest));

        Assert.Contains("A duration is expected: a number of seconds, or a duration with its unit", error.Message, StringComparison.Ordinal);
    }

    [JsonSerializable(typeof(GenerationMetrics))]
    [JsonSerializable(typeof(IReadOnlyList<ProviderStatus>))]
    [JsonSerializable(typeof(IReadOnlyList<BudgetUsage>))]
    [JsonSerializable(typeof(ProviderRoute))]
    [JsonSerializable(typeof(ImageGenerationRequest))]
    private sealed partial class DialectContext : JsonSerializerContext;
}
