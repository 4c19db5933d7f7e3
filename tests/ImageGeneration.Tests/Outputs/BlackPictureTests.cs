using System.Buffers.Binary;
using System.IO.Compression;
using ImageGeneration.Outputs;
using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;

namespace ImageGeneration.Tests.Outputs;

public sealed class BlackPictureTests
{
    private const int Gray = 0;
    private const int Rgb = 2;
    private const int Rgba = 6;

    [Theory]
    [InlineData(Rgb, 1)]
    [InlineData(Rgb, 7)]
    [InlineData(Gray, 1)]
    public void Is_BlackInEveryPixel_WhateverFiltersAndChunks_IsFound(int color, int chunks) =>
        Assert.True(BlackPicture.Is(Png(color, chunks: chunks)));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(300, 200)]
    [InlineData(511, 255)]
    public void Is_OnePixelIsNot_IsNone(int x, int y) => Assert.False(BlackPicture.Is(Png(Rgb, light: (x, y))));

    [Fact]
    public void Is_WithAnAlphaChannel_IsNotLookedAt() => Assert.False(BlackPicture.Is(Png(Rgba)));

    [Theory]
    [InlineData(20)]
    [InlineData(33)]
    [InlineData(60)]
    [InlineData(200)]
    public void Is_FileCutShort_IsNone(int length) => Assert.False(BlackPicture.Is(Png(Rgb).AsSpan(0, length)));

    [Fact]
    public void Is_PixelsThatAreNoneOfZlibs_IsNone()
    {
        var file = Png(Rgb);
        file.AsSpan(41, 40).Fill(0xAB);

        Assert.False(BlackPicture.Is(file));
    }

    [Fact]
    public void Is_SizeOfABomb_IsNotUnpacked()
    {
        var file = Png(Rgb);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(16), 65_000);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(20), 65_000);

        Assert.Equal(0, Allocations.Of(() => BlackPicture.Is(file)));
    }

    [Fact]
    public async Task Generate_OneOfTwoIsBlack_BothAreDeliveredAndTheResponseSaysWhich()
    {
        var provider = new FakeProvider { Capabilities = _ => new() { ModelId = "fake/sdxl", MaxImagesPerJob = 2 } };
        provider.OnSubmit = (fake, request, _) => Task.FromResult(fake.Done(request) with
        {
            Images = [new GeneratedImage { Bytes = Png(Rgb, light: (5, 5)) }, new GeneratedImage { Bytes = Png(Rgb) }],
        });
        await using var app = new TestApplication([provider]);

        var response = await app.RunAsync(app.Images.GenerateImageAsync(TestApplication.Request() with { Count = 2 }, "fake"));

        Assert.All(response.Images, image => Assert.Equal(ImageOutcome.Delivered, image.Outcome));
        Assert.Equal(["Image 2 is black in every pixel, as what some content filters put in the place of a picture."], response.Warnings);
    }

    private static byte[] Png(int color, (int X, int Y)? light = null, int chunks = 1)
    {
        const int width = 512;
        const int height = 256;
        var channels = color switch { Gray => 1, Rgb => 3, _ => 4 };
        var row = 1 + (width * channels);
        var pixels = new byte[row * height];
        for (var y = 0; y < height; y++)
        {
            pixels[y * row] = (byte)(y % 5);
        }

        if (light is { } at)
        {
            pixels[(at.Y * row) + 1 + (at.X * channels)] = 1;
        }

        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            zlib.Write(pixels);
        }

        var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        Write("IHDR"u8, [0, 0, width >> 8, width & 255, 0, 0, height >> 8, height & 255, 8, (byte)color, 0, 0, 0]);
        foreach (var part in packed.ToArray().Chunk((int)Math.Ceiling(packed.Length / (double)chunks)))
        {
            Write("IDAT"u8, part);
        }

        Write("IEND"u8, []);
        return file.ToArray();

        // The check sums stay empty: nobody reads them.
        void Write(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
        {
            Span<byte> length = stackalloc byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
            file.Write(length);
            file.Write(type);
            file.Write(data);
            file.Write([0, 0, 0, 0]);
        }
    }
}
