using ImageGeneration.Pricing;
using ImageGeneration.Tests.Fakes;

namespace ImageGeneration.Tests.Pricing;

public sealed class PriceTableTests
{
    [Theory]
    [InlineData("replicate", "black-forest-labs/flux-schnell", "flux1", 0.003)]
    [InlineData("replicate", "black-forest-labs/flux-1-schnell", "flux1", 0.003)]
    [InlineData("replicate", "stability-ai/sdxl:39ed52f2a78e934b3ba6e2a89f5b1c712de7dfea535525255b1aa35c5565e08b", "sdxl", 0.0063)]
    [InlineData("replicate", "deployments/stability-ai/sdxl", "sdxl", 0.0063)]
    [InlineData("Replicate", " Stability-AI/SDXL ", "sdxl", 0.0063)]
    [InlineData("replicate-eu", "stability-ai/sdxl", "sdxl", 0.0063)]
    [InlineData("replicate:batch", "stability-ai/sdxl", "sdxl", 0.0063)]
    [InlineData("runpod", "z-image-turbo", "turbo", 0.005)]
    [InlineData("eu", "z-image-turbo", "turbo", 0.005)]
    public void Find_BuiltIn_FromExactToGeneral(string provider, string modelId, string model, double perImage) =>
        Assert.Equal((decimal)perImage, Table().Find(provider, modelId, model)?.PerImageUsd);

    [Fact]
    public void Find_RunPodFlux_IsPricedByMegapixel() =>
        Assert.Equal(0.0024m, Table().Find("runpod", "black-forest-labs-flux-1-schnell", "flux1")?.PerMegapixelUsd);

    /// <summary>Nothing but the id that a price was measured on has it: not the application's name of a model.</summary>
    [Theory]
    [InlineData("replicate", "acme/my-flux", "flux1")]
    [InlineData("replicate", "acme/my-sdxl", "SDXL")]
    [InlineData("runpod", "abc123xyz", "sdxl")]
    [InlineData("runpod-eu", "stable-diffusion-xl", "sdxl")]
    [InlineData("modal", "sdxl", "sdxl")]
    [InlineData("modal", "https://me--flux.modal.run", "flux1")]
    [InlineData("replicates", "stability-ai/sdxl", "sdxl")]
    [InlineData("replicate-of-ones-own", "stability-ai/sdxl", "sdxl")]
    [InlineData("memory", "anything", "flux1")]
    public void Find_NotTheIdThatWasPriced_IsNull(string provider, string modelId, string model) =>
        Assert.Null(Table().Find(provider, modelId, model));

    [Fact]
    public void Find_NobodyKnows_IsNull()
    {
        Assert.Null(Table().Find("replicate", "acme/other", "other"));
        Assert.Null(Table().Find("replicate", "", default));
    }

    [Fact]
    public void Find_ConfiguredAndBuiltInEquallyExact_ConfiguredWins()
    {
        var table = Table(
            new Price { Provider = "REPLICATE", Model = "stability-ai/sdxl:abc", PerImageUsd = 1m },
            new Price { Model = "FLUX1", PerImageUsd = 2m });

        Assert.Equal(1m, table.Find("replicate", "stability-ai/sdxl", "sdxl")?.PerImageUsd);
        Assert.Equal(2m, table.Find("replicate", "acme/flux", "flux1")?.PerImageUsd);
    }

    [Fact]
    public void Find_ConfiguredForAnyProvider_BeatsTheBuiltInOne()
    {
        var table = Table(new Price { Model = "sdxl", PerImageUsd = 9m });

        Assert.Equal(9m, table.Find("replicate", "stability-ai/sdxl", "sdxl")?.PerImageUsd);
        Assert.Equal(0.003m, table.Find("replicate", "black-forest-labs/flux-schnell", "flux1")?.PerImageUsd);
    }

    [Fact]
    public void Find_NameOfInstance_BeatsItsKind()
    {
        var table = Table(new Price { Provider = "replicate-eu", Model = "stability-ai/sdxl", PerImageUsd = 5m });

        Assert.Equal(5m, table.Find("replicate-eu", "stability-ai/sdxl", "sdxl")?.PerImageUsd);
        Assert.Equal(0.0063m, table.Find("replicate-us", "stability-ai/sdxl", "sdxl")?.PerImageUsd);
    }

    [Fact]
    public void Find_ConfiguredTwice_LastWins()
    {
        var table = Table(
            new Price { Provider = "acme", Model = "m", PerImageUsd = 1m },
            new Price { Provider = "acme", Model = "m", PerImageUsd = 2m });

        Assert.Equal(2m, table.Find("acme", "m", "any")?.PerImageUsd);
    }

    [Fact]
    public void Find_IdIsAnAddress_KeepsItsColons()
    {
        var table = Table(new Price { Provider = "modal", Model = "https://acme--sdxl.modal.run/txt2img", PerSecondUsd = 1m });

        Assert.Equal(1m, table.Find("modal", "https://acme--sdxl.modal.run/txt2img", "x")?.PerSecondUsd);
        Assert.Null(table.Find("modal", "https://other.modal.run/txt2img", "x"));
    }

    [Fact]
    public void Find_NameOfTheApplicationHasAColon_IsFoundAsItStands()
    {
        var prices = TestTariffs.Prices(new() { Prices = { new Price { Provider = "runpod", Model = " acme:v2 ", PerImageUsd = 0.5m } } });

        Assert.Equal(0.5m, prices.Find("runpod", "any-endpoint", "acme:v2")?.PerImageUsd);
        Assert.Null(prices.Find("runpod", "any-endpoint", "acme:v3")?.PerImageUsd);
    }

    [Fact]
    public void Find_ListedAndTheWorkersRateIsKnown_TheListWins()
    {
        var prices = TestTariffs.Prices(tariffs: TestTariffs.Table(("own", "replicate", 0.5m)));

        Assert.Equal(0.0063m, prices.Find("own", "deployments/stability-ai/sdxl", ImageModel.Sdxl)?.PerImageUsd);
        Assert.Equal(0.5m, prices.Find("own", "deployments/acme/other", "other")?.PerSecondUsd);
    }

    [Fact]
    public void Find_BlankProvider_MeansAny() =>
        Assert.Equal(3m, Table(new Price { Provider = " ", Model = "mine", PerImageUsd = 3m }).Find("runpod", "id", "mine")?.PerImageUsd);

    [Fact]
    public void Find_AllocatesNothing()
    {
        var table = Table();
        ImageModel model = "sdxl";

        Assert.Equal(0, Allocations.Of(() => table.Find("replicate-eu", "stability-ai/sdxl:39ed52f2", model)));
        Assert.Equal(0, Allocations.Of(() => table.Find("memory", "nothing", model)));
    }

    private static PriceTable Table(params Price[] prices)
    {
        var options = new ImageGenerationServiceOptions();
        foreach (var price in prices)
        {
            options.Prices.Add(price);
        }

        return TestTariffs.Prices(options, TestTariffs.Table(
            ("replicate-eu", "replicate", null), ("replicate-us", "replicate", null), ("replicate:batch", "replicate", null), ("eu", "runpod", null)));
    }
}
