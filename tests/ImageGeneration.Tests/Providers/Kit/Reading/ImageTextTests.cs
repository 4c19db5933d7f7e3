using System.Text;
using System.Text.Json;
using ImageGeneration.Providers.Kit;
using ImageGeneration.Providers.Kit.Reading;

namespace ImageGeneration.Tests.Providers.Kit.Reading;

public sealed class ImageTextTests
{
    private static readonly byte[] Bytes = Convert.FromBase64String(ProviderTestBed.Png);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Read_AnyPaddingAlphabetAndEscape_DecodesTheSameBytes(int extra)
    {
        var bytes = Bytes.Concat(Enumerable.Repeat((byte)0xFB, extra)).ToArray();
        var base64 = Convert.ToBase64String(bytes);
        var forms = new[]
        {
            base64,
            base64.TrimEnd('='),
            base64.Replace('+', '-').Replace('/', '_'),
            base64.TrimEnd('=').Replace('+', '-').Replace('/', '_'),
            base64.Insert(40, "\\n").Insert(20, "\\r\\n"),
            base64.Replace("/", "\\/", StringComparison.Ordinal).Replace("+", "\\u002B", StringComparison.Ordinal),
            "data:image\\/png;base64," + base64,
            "DATA:image/png;charset=x;base64," + base64,
            "data:image/png;BASE64," + base64,
            "DATA:IMAGE/PNG; Base64, " + base64,
            " " + base64 + " ",
        };

        foreach (var form in forms)
        {
            using var document = JsonDocument.Parse($"\"{form}\"");

            var image = ImageText.Read(document.RootElement);

            Assert.True(image is not null, form[..20]);
            Assert.Equal(bytes, image.Bytes?.ToArray());
        }
    }

    [Fact]
    public void Read_UnknownTypeWithALabel_IsTakenAtItsWord()
    {
        using var document = JsonDocument.Parse($"\"data:image/emf;base64,{Convert.ToBase64String([1, 0, 0, 0, 0x6C, 0, 0, 0])}\"");

        Assert.Equal("image/emf", ImageText.Read(document.RootElement)?.MediaType);
    }

    [Theory]
    [InlineData("https://r.test/a/out-0.WEBP?sig=1.png", "image/webp")]
    [InlineData("https://r.test/a/out-0.jpg", "image/jpeg")]
    [InlineData("https://r.test/a/out-0", null)]
    public void Read_Link_ReportsItsTypeByExtension(string url, string? mediaType)
    {
        using var document = JsonDocument.Parse($"\"{url}\"");

        Assert.Equal(mediaType, ImageText.Read(document.RootElement)?.MediaType);
    }

    [Fact]
    public void Read_TwentyMegabytes_AllocatesLittleMoreThanTheImage()
    {
        var image = new byte[15_000_000];
        Bytes.CopyTo(image, 0);
        var json = Encoding.UTF8.GetBytes("{\"output\":{\"images\":[\"data:image/png;base64," + Convert.ToBase64String(image) + "\"]}}");
        using var document = JsonDocument.Parse(json.AsMemory());
        _ = ImageOutput.Read(document.RootElement.GetProperty("output"), new("runpod", 1));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var images = ImageOutput.Read(document.RootElement.GetProperty("output"), new("runpod", 1)).Images;

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(image.Length, Assert.Single(images).Bytes?.Length);
        Assert.InRange(allocated, image.Length, image.Length * 1.1);
    }
}
