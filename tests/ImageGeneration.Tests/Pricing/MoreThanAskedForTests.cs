using ImageGeneration.Pricing;
using ImageGeneration.Tests.Fakes;

namespace ImageGeneration.Tests.Pricing;

public sealed class MoreThanAskedForTests
{
    [Theory]
    [InlineData(1, 4, 0.01)]
    [InlineData(2, 4, 0.02)]
    [InlineData(1, 64, 0.01)]
    public async Task Generate_MoreImagesThanAskedFor_ThoseAskedForArePriced(int count, int made, double cost)
    {
        var fake = new FakeProvider { Capabilities = _ => new() { ModelId = "m", MaxImagesPerJob = 4 } };
        fake.OnSubmit = (provider, request, _) => Task.FromResult(provider.Done(request with { Count = made }));
        await using var app = new TestApplication(
            [fake], options => options.Prices.Add(new Price { Provider = "fake", Model = "m", PerImageUsd = 0.01m }));

        var response = await app.RunAsync(app.Images.GenerateImageWithFailoverAsync(TestApplication.Request() with { Count = count }));

        Assert.Equal((decimal)cost, response.CostUsd);
    }

    [Theory]
    [InlineData(1, 3, 1.048576)]
    [InlineData(3, 5, 3.145728)]
    public async Task Generate_MoreMegapixelsThanAskedFor_ThoseAskedForArePriced(int count, int made, double cost)
    {
        var fake = new FakeProvider { Capabilities = _ => new() { ModelId = "m", MaxImagesPerJob = 4 } };
        fake.OnSubmit = (provider, request, _) => Task.FromResult(provider.Done(request with { Count = made }));
        await using var app = new TestApplication(
            [fake], options => options.Prices.Add(new Price { Provider = "fake", Model = "m", PerMegapixelUsd = 1 }));

        var response = await app.RunAsync(app.Images.GenerateImageWithFailoverAsync(TestApplication.Request() with { Count = count }));

        Assert.Equal((decimal)cost, response.CostUsd);
    }
}
