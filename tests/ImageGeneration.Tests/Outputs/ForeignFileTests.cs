using System.Text;
using ImageGeneration.Imaging;

namespace ImageGeneration.Tests.Outputs;

public sealed class ForeignFileTests
{
    private static readonly byte[] _unknown = [0xC0, 1, 2, 3, 0x80, 0, 0, 7];

    /// <summary>The beginnings of what models deliver beside PNG and JPEG.</summary>
    [Theory]
    [InlineData("FF0AFA1F41", "image/jxl", 1024, 1024)]
    [InlineData("FF0AFA1703", "image/jxl", 1024, 768)]
    [InlineData("FF0A7F00", "image/jxl", 256, 256)]
    [InlineData("FF0A", "image/jxl", null, null)]
    [InlineData("0000000C4A584C200D0A870A00000014667479706A786C20000000006A786C200000001A6A786C63FF0AFA1703", "image/jxl", 1024, 768)]
    [InlineData("49492A00080000000200000104000100000000040000010103000100000000030000", "image/tiff", 1024, 768)]
    [InlineData("4D4D002A0000000800020100000300000001040000000101000400000001000003000000", "image/tiff", 1024, 768)]
    [InlineData("49492B000800000010000000", "image/tiff", null, null)]
    [InlineData("424D36001800000000003600000028000000000400000003000001001800", "image/bmp", 1024, 768)]
    [InlineData("424D36001800000000003600000028000000000400 0000FDFFFF01001800", "image/bmp", 1024, 768)]
    [InlineData("424D36000000000000001A0000000C0000000004000301001800", "image/bmp", 1024, 768)]
    [InlineData("0000000C4A584C200D0A870A00000014667479706A786C20000000006A786C200000001A6A786C7000000000FF0AFA1703", "image/jxl", 1024, 768)]
    [InlineData("00000100010040400000010020000042000016000000", "image/vnd.microsoft.icon", 64, 64)]
    [InlineData("3842505300010000000000000003000003000000040000080003", "image/vnd.adobe.photoshop", 1024, 768)]
    [InlineData("716F696600000400000003000300", "image/qoi", 1024, 768)]
    [InlineData("FF4FFF5100290000000004000000030000000000000000000000", "image/j2c", 1024, 768)]
    [InlineData("0000000C6A5020200D0A870A00000014667479706A703220000000006A7032200000002D6A70326800000016696864720000030000000400", "image/jp2", 1024, 768)]
    [InlineData("0000001C6674797061766966000000006D6966316D696166", "image/avif", null, null)]
    [InlineData("0000001C667479706D6966310000000061766966 6D6966316D696166", "image/avif", null, null)]
    [InlineData("0000001C6674797061766973000000006D736631", "image/avif", null, null)]
    [InlineData("00000018667479706D696631000000006D6966316D696166000000106D65746161763031", "image/avif", null, null)]
    [InlineData("00000014667479706D696166000000006D696631000000106D65746161763143", "image/avif", null, null)]
    [InlineData("00000018667479706D696631000000006D6966316D696166000000106D65746168766331", "image/heic", null, null)]
    [InlineData("00000018667479706D696631000000006D6966316D696166", "image/heif", null, null)]
    [InlineData("0000001866747970686569630000000068656963", "image/heic", null, null)]
    [InlineData("00000018667479706865767800000000", "image/heic", null, null)]
    [InlineData("50360A31303234203736380A3235350A00", "image/x-portable-anymap", null, null)]
    public void Identify_Beginning_IsNamedByItsBytesWhateverItsLabel(string hex, string mediaType, int? width, int? height)
    {
        var head = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

        Assert.Equal(new ImageSignature(mediaType, width, height), ForeignFile.Identify(head, "image/png"));
        Assert.Equal(mediaType, ForeignFile.Identify(head, "text/plain")?.MediaType);
    }

    [Fact]
    public void Identify_Avif_IsAsLargeAsItsLargestPart() =>
        Assert.Equal(new ImageSignature("image/avif", 1024, 768), ForeignFile.Identify(TestImages.Avif("mif1....miaf"), null));

    [Theory]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1024\" height=\"768px\"></svg>", 1024, 768)]
    [InlineData("<?xml version=\"1.0\"?>\n<!-- made by a model -->\n<svg viewBox='0 0 1024 768'><path d=\"M0 0\"/></svg>", 1024, 768)]
    [InlineData("\uFEFF  <!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"svg11.dtd\"><svg width='1024.4' height='768'/>", 1024, 768)]
    [InlineData("<!DOCTYPE svg [ <!ENTITY a \"b\"> ]><svg:svg xmlns:svg='http://www.w3.org/2000/svg' width='100%' viewBox=\"0,0,1024,768\">", 1024, 768)]
    [InlineData("<svg stroke-width=\"7\" height='1em'><script>alert(1)</script></svg>", null, null)]
    [InlineData("<svg>", null, null)]
    public void Identify_Svg_IsASvgAndNeverRun(string text, int? width, int? height) =>
        Assert.Equal(new ImageSignature("image/svg+xml", width, height), ForeignFile.Identify(Encoding.UTF8.GetBytes(text), "text/plain"));

    /// <summary>Whatever the label says: this is no picture.</summary>
    [Theory]
    [InlineData("<!DOCTYPE html><html><body><svg width='1'></svg></body></html>")]
    [InlineData("\uFEFF\n<html>sign in</html>")]
    [InlineData("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>")]
    [InlineData("<?xml version='1.0'?><Error><Code>NoSuchKey</Code></Error>")]
    [InlineData("<svgx></svgx>")]
    [InlineData("{\"detail\":\"expired\"}")]
    [InlineData("  [\"nothing\"]")]
    [InlineData("Not Found")]
    [InlineData("error code: 1020")]
    [InlineData("\u001b[31mforbidden\u001b[0m")]
    [InlineData("")]
    public void Identify_PageOrErrorInWords_IsNoImage(string text)
    {
        Assert.Null(ForeignFile.Identify(Encoding.UTF8.GetBytes(text), "image/png"));
        Assert.Null(ForeignFile.Identify(Encoding.UTF8.GetBytes(text), null));
        Assert.Null(ForeignFile.Identify([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)], "image/png"));
    }

    [Theory]
    [InlineData("image/x-new", "image/x-new")]
    [InlineData("IMAGE/X-New; charset=binary", "image/x-new")]
    [InlineData("image/x-new\u001b[31m\r\nSet-Cookie: a", "image/x-new")]
    [InlineData(null, "application/octet-stream")]
    [InlineData(" ", "application/octet-stream")]
    [InlineData("application/octet-stream", "application/octet-stream")]
    [InlineData("binary/octet-stream", "application/octet-stream")]
    public void Identify_UnknownBytes_AreKeptAsLabelledOrWithoutAName(string? label, string mediaType) =>
        Assert.Equal(new ImageSignature(mediaType, null, null), ForeignFile.Identify(_unknown, label));

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/json")]
    [InlineData("video/mp4")]
    [InlineData("image/")]
    [InlineData("image/\u001b[31m")]
    public void Identify_UnknownBytesCalledSomethingElse_AreNoImage(string label) => Assert.Null(ForeignFile.Identify(_unknown, label));

    [Theory]
    [InlineData("504B0304140000000800")]
    [InlineData("1F8B080000000000")]
    [InlineData("255044462D312E370A00")]
    [InlineData("00000018667479706D70343200000000")]
    [InlineData("1A45DFA3010000")]
    [InlineData("52494646240000005741564566")]
    [InlineData("40000000000000007B225F5F6D657461")]
    public void Identify_ArchiveVideoOrWeights_AreAnImageOnlyWhereTheyAreCalledOne(string hex)
    {
        Assert.Null(ForeignFile.Identify(Convert.FromHexString(hex), "application/octet-stream"));
        Assert.Equal("image/x-new", ForeignFile.Identify(Convert.FromHexString(hex), "image/x-new")?.MediaType);
    }
}
