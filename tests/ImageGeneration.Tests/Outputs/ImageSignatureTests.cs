using System.Text;
using ImageGeneration.Imaging;

namespace ImageGeneration.Tests.Outputs;

public sealed class ImageSignatureTests
{
    [Fact]
    public void Read_Png_ReportsTypeAndSize() =>
        Assert.Equal(new ImageSignature("image/png", 640, 480), ImageSignature.Read(TestImages.Png(640, 480)));

    [Theory]
    [InlineData("47494638396120034002", "image/gif", 800, 576)]
    [InlineData("FFD8FFE000104A46494600010100000100010000FFC000110802580320030122", "image/jpeg", 800, 600)]
    [InlineData("52494646000000005745425056503820000000000000009D012A20035802", "image/webp", 800, 600)]
    [InlineData("5249464600000000574542505650384C000000002F1FC3950000000000000000", "image/webp", 800, 600)]
    [InlineData("524946460000000057454250565038580A000000000000001F0300570200", "image/webp", 800, 600)]
    [InlineData("0000001C667479706176696600000000", "image/avif", null, null)]
    public void Read_Header_ReportsTypeAndSize(string hex, string mediaType, int? width, int? height) =>
        Assert.Equal(new ImageSignature(mediaType, width, height), ImageSignature.Read(Convert.FromHexString(hex)));

    /// <summary>A header that lies must not become a price by the megapixel.</summary>
    [Theory]
    [InlineData("89504E470D0A1A0A0000000D49484452FFFFFFFF000003000000000000")]
    [InlineData("89504E470D0A1A0A0000000D49484452000004000000000000000000")]
    [InlineData("47494638396100000002", null)]
    public void Read_SizeThatCannotBe_IsNone(string hex, string? mediaType = "image/png") =>
        Assert.Equal(new ImageSignature(mediaType ?? "image/gif", null, null), ImageSignature.Read(Convert.FromHexString(hex)));

    [Theory]
    [InlineData("")]
    [InlineData("<html><body>Not found</body></html>")]
    [InlineData("{\"detail\":\"expired\"}")]
    public void Read_SomethingElse_ReportsNothing(string text) => Assert.Null(ImageSignature.Read(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("89504E470D0A1A0A0000000D49484452000004000000030000000000")]
    [InlineData("FFD8FFE000104A46494600010100000100010000FFC0001108025803200301220000")]
    [InlineData("524946460000000057454250565038580A000000000000001F0300570200")]
    public void Read_CutShort_NeverThrows(string hex)
    {
        var bytes = Convert.FromHexString(hex);

        Assert.All(Enumerable.Range(0, bytes.Length), length => ImageSignature.Read(bytes.AsSpan(0, length)));
    }
}
