using ImageGeneration.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Tests.Registration;

public sealed class ContainerTests
{
    [Fact]
    public async Task Dispose_NotAsynchronous_ClosesTheLanes()
    {
        var services = new ServiceCollection();
        services.AddImageGeneration().AddProvider("fake", _ => new FakeProvider());
        var container = services.BuildServiceProvider();
        var images = container.GetRequiredService<IImageGenerationService>();
        await images.GenerateImageWithFailoverAsync(TestApplication.Request(), CancellationToken.None);

        container.Dispose();

        await Assert.ThrowsAsync<AllProvidersFailedException>(
            () => images.GenerateImageWithFailoverAsync(TestApplication.Request(), CancellationToken.None));
    }
}
