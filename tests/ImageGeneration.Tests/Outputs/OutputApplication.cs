using ImageGeneration.Outputs;
using ImageGeneration.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using RichardSzalay.MockHttp;

namespace ImageGeneration.Tests.Outputs;

/// <summary>The library over fake providers whose images are on mocked hosts.</summary>
internal static class OutputApplication
{
    public const decimal PriceUsd = 0.01m;

    public static TestApplication Create(
        IReadOnlyList<FakeProvider> providers,
        MockHttpMessageHandler http,
        Action<ImageGenerationServiceOptions>? configure = null,
        Action<IServiceCollection>? services = null) => new(
        providers,
        options =>
        {
            options.Outputs.Download = true;
            options.Budget.TotalUsd = 100m;
            options.Prices.Add(new() { Model = "sdxl", PerImageUsd = PriceUsd });
            configure?.Invoke(options);
        },
        services,
        options => options.RateLimit.RequestsPerMinute = 10_000,
        build: builder =>
        {
            foreach (var name in new[] { OutputHttp.GuardedClient, OutputHttp.PrivateClient })
            {
                builder.Services.AddHttpClient(name).ConfigurePrimaryHttpMessageHandler(() => http);
            }
        });

    /// <summary>A provider whose jobs bring these images.</summary>
    public static FakeProvider Brings(this FakeProvider provider, params IReadOnlyList<GeneratedImage> images)
    {
        provider.Capabilities = _ => new() { ModelId = $"{provider.Name}/sdxl", MaxImagesPerJob = 8 };
        provider.OnSubmit = (fake, request, _) => Task.FromResult(fake.Done(request) with { Images = [.. images.Take(request.Count)] });
        return provider;
    }

    public static GeneratedImage At(string link) => new() { Url = new Uri(link) };

    public static GeneratedImage Image(byte[] file) => new() { Bytes = file };

    public static void Serves(this MockHttpMessageHandler http, string link, byte[]? file = null) =>
        http.When(link).Respond(_ => new() { Content = new ByteArrayContent(file ?? TestImages.Png()) });
}
