using System.Buffers.Binary;
using ImageGeneration.Outputs;
using ImageGeneration.Tests.Fakes;

namespace ImageGeneration.Tests.Outputs;

public sealed class BlackImageCheckTests
{
    private const int Gray = BlackImages.Gray;
    private const int Rgb = BlackImages.Rgb;

    [Theory]
    [InlineData(Rgb, 1)]
    [InlineData(Rgb, 7)]
    [InlineData(Gray, 1)]
    public void IsBlack_BlackInEveryPixel_WhateverFiltersAndChunks_IsFound(int color, int chunks) =>
        Assert.True(BlackImageCheck.IsBlack(BlackImages.Png(color, chunks: chunks)));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(300, 200)]
    [InlineData(511, 255)]
    public void IsBlack_OnePixelIsNot_IsNone(int x, int y) => Assert.False(BlackImageCheck.IsBlack(BlackImages.Png(Rgb, light: (x, y))));

    [Fact]
    public void IsBlack_WithAnAlphaChannel_IsNotExamined() => Assert.False(BlackImageCheck.IsBlack(BlackImages.Png(BlackImages.Rgba)));

    [Theory]
    [InlineData(20)]
    [InlineData(33)]
    [InlineData(60)]
    [InlineData(200)]
    public void IsBlack_FileCutShort_IsNone(int length) => Assert.False(BlackImageCheck.IsBlack(BlackImages.Png(Rgb).AsSpan(0, length)));

    [Fact]
    public void IsBlack_PixelsThatAreNoneOfZlibs_IsNone()
    {
        var file = BlackImages.Png(Rgb);
        file.AsSpan(41, 40).Fill(0xAB);

        Assert.False(BlackImageCheck.IsBlack(file));
    }

    [Fact]
    public void IsBlack_SizeOfABomb_IsNotUnpacked()
    {
        var file = BlackImages.Png(Rgb);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(16), 65_000);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(20), 65_000);

        Assert.Equal(0, Allocations.Measure(() => BlackImageCheck.IsBlack(file)));
    }

    [Fact]
    public async Task Generate_OneOfTwoIsBlack_BothAreDeliveredAndTheResponseSaysWhich()
    {
        var provider = new FakeProvider { Capabilities = _ => new() { ModelId = "fake/sdxl", MaxImagesPerJob = 2 } };
        provider.OnSubmit = (fake, request, _) => Task.FromResult(fake.Done(request) with
        {
            Images = [new GeneratedImage { Bytes = BlackImages.Png(Rgb, light: (5, 5)) }, new GeneratedImage { Bytes = BlackImages.Png(Rgb) }],
        });
        await using var app = new TestApplication([provider]);

        var response = await app.RunAsync(app.Images.GenerateImageAsync(TestApplication.Request() with { Count = 2 }, "fake"));

        Assert.All(response.Images, image => Assert.Equal(ImageOutcome.Delivered, image.Outcome));
        Assert.Equal(["Image 2 is black in every pixel; this is a typical content-filter placeholder."], response.Warnings);
    }
}
