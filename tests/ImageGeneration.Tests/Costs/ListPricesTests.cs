using ImageGeneration.Costs;

namespace ImageGeneration.Tests.Costs;

public sealed class ListPricesTests
{
    [Fact]
    public void All_EachRow_HasExactlyOneAmount() =>
        Assert.All(
            ListPrices.All,
            price => Assert.Single([price.PerImageUsd, price.PerMegapixelUsd, price.PerSecondUsd], amount => amount is > 0 and < 1));

    [Fact]
    public void All_EachProvidersRow_HasSourceOfThatProviderAndDate() =>
        Assert.All(
            ListPrices.All.Where(price => price.Provider is not null),
            price =>
            {
                Assert.Contains(price.Provider!, price.Source!.Host, StringComparison.Ordinal);
                Assert.Equal("https", price.Source.Scheme);
                Assert.InRange(price.AsOf!.Value, new DateOnly(2026, 1, 1), new DateOnly(2026, 11, 22));
            });

    [Fact]
    public void All_NoTwoRowsShareProviderAndModel() =>
        Assert.Distinct(ListPrices.All.Select(price => price.ToString()), StringComparer.OrdinalIgnoreCase);

    [Theory]
    [InlineData("flux1", 0.035)]
    [InlineData("sdxl", 0.030)]
    public void All_FiguresOfTheModelAlone_AreTheOriginalOnes(string model, double perImage) =>
        Assert.Equal((decimal)perImage, ListPrices.All.Single(price => price.Provider is null && price.Model == model).PerImageUsd);

    [Fact]
    public void ReplicateHardware_IsDearerTheStronger()
    {
        var rates = ListPrices.ReplicateHardware;

        Assert.Equal(0.000225m, rates["gpu-t4"]);
        Assert.True(rates["cpu-small"] < rates["cpu"] && rates["cpu"] < rates["gpu-t4"]);
        Assert.True(rates["gpu-l40s"] < rates["gpu-a100-80gb"] && rates["gpu-a100-80gb"] < rates["gpu-h100"]);
        Assert.Equal(8 * rates["gpu-l40s"], rates["gpu-l40s-8x"]);
    }
}
